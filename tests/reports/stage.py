"""A rollout with a small playbook of two gates, so that reports can be called on it."""

from decimal import Decimal

from planner.access.models import User
from planner.access.service import hasher
from planner.db import transaction
from planner.playbook.outline import (
    Criterion,
    CriterionKind,
    Factor,
    Gate,
    Level,
    Phase,
    Pillar,
    Playbook,
    Stage,
    Task,
)
from planner.reports import service
from planner.reports.models import Snapshot
from planner.rollouts.models import Rollout
from planner.rollouts.playbook_service import take_copy
from planner.schedule.service import propose_plan
from tests.conftest import NOW

PASSWORD = "four calm words here"


def a_check(ref: str, text: str, *, must: bool = True) -> Criterion:
    return Criterion(ref=ref, text=text, kind=CriterionKind.CHECK, must=must, evidence="minutes", owner_role="manager")


FACTOR = Factor(
    ref="sponsorship",
    name="The sponsor stands behind the change",
    pillar=Pillar.PEOPLE,
    level=Level.STRATEGIC,
    weight=8,
    critical=True,
    threshold=Decimal(60),
    why="Without it nobody moves.",
    owner_role="sponsor",
    criteria=(
        Criterion(ref="speaks", text="The sponsor speaks about it", kind=CriterionKind.ANSWER, weight=3,
                  steps=("never", "once", "now and then", "monthly", "weekly")),
        Criterion(ref="money", text="The money is set aside", kind=CriterionKind.CHECK),
    ),
)  # fmt: skip


def a_phase(ref: str, name: str, gate: Gate) -> Phase:
    work = tuple(
        Task(ref=f"{ref}-{number}", stage="s", name=f"{name} {number}", role="manager", likely=5) for number in (1, 2)
    )
    return Phase(ref=ref, name=name, objective=name, stages=(Stage(ref="s", name="S"),), tasks=work, exit=gate)


PLAYBOOK = Playbook(
    ref="small",
    name="Small",
    version="1.0.0",
    summary="For tests.",
    factors=(FACTOR,),
    phases=(
        a_phase("decide", "Decide", Gate(ref="start", name="Start", criteria=(
            a_check("goal", "The goal is written down"), a_check("news", "Staff were told", must=False)))),
        a_phase("design", "Design", Gate(ref="design-agreed", name="Design agreed", criteria=(
            a_check("map", "The process map is agreed"),))),
    ),
)  # fmt: skip


def give_playbook(rollout: Rollout) -> None:
    with transaction():
        take_copy(rollout.id, PLAYBOOK, NOW)
        propose_plan(rollout, PLAYBOOK, at=NOW)


def give_password(user: User) -> None:
    with transaction():
        user.password_hash = hasher.hash(PASSWORD)


def called(rollout: Rollout, author: User, gate: str = "start") -> Snapshot:
    with transaction():
        return service.create_snapshot(rollout, gate, author, NOW)
