"""Questions about the plan of a rollout; a constant number of questions to the database, however long the plan is."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import undefer

from planner.access.models import User
from planner.basics.errors import NotFound
from planner.db import asked_once, db
from planner.rollouts import queries as rollouts
from planner.rollouts.models import Membership, Rollout
from planner.schedule.models import Plan, PlanLink, PlanTask
from planner.schedule.project_file import LagKind
from planner.schedule.states import Kind, TaskFacts
from planner.schedule.status import PlanStatus, status_of
from planner.schedule.turns import WaveName

_COLUMNS = (
    PlanTask.id, PlanTask.position, PlanTask.row, PlanTask.uid, PlanTask.name, PlanTask.outline_level, PlanTask.kind,
    PlanTask.wbs, PlanTask.phase_ref, PlanTask.wave, PlanTask.start, PlanTask.finish, PlanTask.duration_seconds,
    PlanTask.elapsed, PlanTask.percent, PlanTask.owner_id, PlanTask.critical, PlanTask.manual, PlanTask.task_ref,
    PlanTask.note != "", PlanTask.gate_key, PlanTask.version, PlanTask.slack_seconds, PlanTask.late_finish,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class LinkFacts:
    """A link between two rows of a plan, by their numbers in the database."""

    predecessor_id: int
    successor_id: int
    type: str
    lag: int = 0
    lag_kind: LagKind = LagKind.WORKING


def plans(rollout_id: int) -> list[Plan]:
    """All versions of the plan, the one in use first."""
    query = select(Plan).where(Plan.rollout_id == rollout_id).order_by(Plan.number.desc())
    query = query.options(undefer(Plan.warnings))  # shown for each version
    return list(db.session.scalars(query))


@asked_once
def current_plan(rollout_id: int) -> Plan | None:
    """The plan in use, or None where there is none yet."""
    query = select(Plan).where(Plan.rollout_id == rollout_id).order_by(Plan.number.desc()).limit(1)
    return db.session.scalar(query)


def plan_numbered(rollout_id: int, number: int | None) -> Plan | None:
    """One version of the plan by its number; without a number the one in use. NotFound for an unknown number."""
    if number is None:
        return current_plan(rollout_id)
    plan = db.session.scalar(select(Plan).where(Plan.rollout_id == rollout_id, Plan.number == number))
    if plan is None:
        raise NotFound("There is no such version of the plan.")
    return plan


@asked_once
def rows_of(plan_id: int) -> list[TaskFacts]:
    """The rows of a plan in their order, as plain values."""
    query = select(*_COLUMNS).where(PlanTask.plan_id == plan_id).order_by(PlanTask.position)
    return [_facts(tuple(row)) for row in db.session.execute(query)]


def _facts(row: tuple[object, ...]) -> TaskFacts:
    values = list(row)
    seconds = values[12]
    values[12] = timedelta(seconds=seconds) if isinstance(seconds, int) else None
    values[19] = bool(values[19])
    slack = values[22]
    values[22] = timedelta(seconds=slack) if isinstance(slack, int) else None
    return TaskFacts(*values)  # type: ignore[arg-type] # in the order of _COLUMNS


def gate_rows(plan_id: int) -> frozenset[int]:
    """The rows of a plan that stand for its gates, by their number in the database."""
    query = select(PlanTask.id).where(PlanTask.plan_id == plan_id, PlanTask.gate_key != "")
    return frozenset(db.session.scalars(query))


def links_of(plan_id: int) -> list[LinkFacts]:
    """The links of a plan."""
    columns = (PlanLink.predecessor_id, PlanLink.successor_id, PlanLink.type, PlanLink.lag, PlanLink.lag_kind)
    found = db.session.execute(select(*columns).where(PlanLink.plan_id == plan_id).order_by(PlanLink.id))
    return [LinkFacts(before, after, kind.value, lag, lag_kind) for before, after, kind, lag, lag_kind in found]


def task(rollout_id: int, task_id: int) -> PlanTask:
    """One row of the plan in use; NotFound for a row of another rollout or of an older version."""
    plan = current_plan(rollout_id)
    found = db.session.get(PlanTask, task_id)
    if plan is None or found is None or found.plan_id != plan.id:
        raise NotFound("There is no such task in the plan of this rollout.")
    return found


def task_with(rollout_id: int, uid: int) -> PlanTask | None:
    """The task of the plan in use with a lasting number; None where there is none."""
    plan = current_plan(rollout_id)
    query = select(PlanTask).where(PlanTask.plan_id == (plan.id if plan else 0), PlanTask.uid == uid)
    return db.session.scalar(query)


def unfinished(rollout_id: int) -> dict[int, str]:
    """The tasks of the plan in use that are not done, by their lasting numbers, in the order of the plan."""
    plan = current_plan(rollout_id)
    query = select(PlanTask.uid, PlanTask.name).where(
        PlanTask.plan_id == (plan.id if plan else 0), PlanTask.percent < 100, PlanTask.kind != Kind.SUMMARY
    )
    return {row[0]: row[1] for row in db.session.execute(query.order_by(PlanTask.position).limit(2_000))}


def neighbours(task_id: int) -> tuple[list[tuple[PlanLink, PlanTask]], list[tuple[PlanLink, PlanTask]]]:
    """What a task waits for, and what waits for it."""
    before = select(PlanLink, PlanTask).join(PlanTask, PlanTask.id == PlanLink.predecessor_id)
    after = select(PlanLink, PlanTask).join(PlanTask, PlanTask.id == PlanLink.successor_id)
    waits = db.session.execute(before.where(PlanLink.successor_id == task_id).order_by(PlanTask.position))
    waited = db.session.execute(after.where(PlanLink.predecessor_id == task_id).order_by(PlanTask.position))
    return [(link, row) for link, row in waits], [(link, row) for link, row in waited]


def plan_status(rollout: Rollout, today: date) -> PlanStatus | None:
    """How the plan in use stands on a day; None where there is no plan yet."""
    plan = current_plan(rollout.id)
    if plan is None:
        return None
    return status_of(rows_of(plan.id), today, number=plan.number, source=plan.source, title=plan.title)


def wave_names(rollout: Rollout) -> list[WaveName]:
    """The waves of a rollout; a rollout without waves goes live in one."""
    return [WaveName(wave.number, wave.name) for wave in rollouts.waves(rollout.id)] or [WaveName(1, "Wave 1")]


def people(rollout_id: int) -> dict[int, str]:
    """Who takes part in the rollout: names by account, for choices and for showing owners."""
    query = select(User.id, User.name).join(Membership, Membership.user_id == User.id)
    rows = db.session.execute(query.where(Membership.rollout_id == rollout_id).order_by(User.name))
    return dict(rows.all())


def names_of(user_ids: set[int | None]) -> dict[int, str]:
    """Names by account, also of people who take part no more."""
    rows = db.session.execute(select(User.id, User.name).where(User.id.in_(user_ids - {None})))
    return dict(rows.all())
