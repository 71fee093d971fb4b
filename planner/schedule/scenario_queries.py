"""Questions about scenarios, and about the rows of a plan as a comparison needs them."""

from dataclasses import dataclass

from sqlalchemy import select

from planner.basics.errors import NotFound
from planner.db import db
from planner.schedule.models import Plan, PlanTask
from planner.schedule.scenario_models import Scenario
from planner.schedule.scenario_picture import Meta
from planner.schedule.states import Kind


@dataclass(frozen=True, slots=True)
class Choice:
    """A row that a change can be about. `depth` is how deep it stands in the outline, from 0."""

    uid: int
    name: str
    depth: int
    wave: int | None
    kind: Kind


def scenarios(rollout_id: int) -> list[Scenario]:
    """All scenarios of a rollout, the newest first."""
    query = select(Scenario).where(Scenario.rollout_id == rollout_id)
    return list(db.session.scalars(query.order_by(Scenario.made_at.desc(), Scenario.id.desc())))


def scenario(rollout_id: int, scenario_id: int) -> Scenario:
    """One scenario of this rollout; NotFound for any other."""
    found = db.session.scalar(select(Scenario).where(Scenario.id == scenario_id, Scenario.rollout_id == rollout_id))
    if found is None:
        raise NotFound("There is no such scenario in this rollout.")
    return found


def meta_of(plan: Plan) -> dict[int, Meta]:
    """What the rows of a plan know besides their dates, by number (UID)."""
    task = PlanTask
    query = select(
        task.uid, task.id, task.phase_ref, task.task_ref, task.gate_key, task.wave, task.manual, task.duration_seconds,
        task.start, task.kind,
    ).where(task.plan_id == plan.id)  # fmt: skip
    return {
        uid: Meta(
            number, phase, ref, gate, wave, (manual or seconds is None) and start is None and kind is not Kind.SUMMARY
        )
        for uid, number, phase, ref, gate, wave, manual, seconds, start, kind in db.session.execute(query)
    }


def choices(plan: Plan) -> list[Choice]:
    """The rows with something still to do, in the order of the plan."""
    task = PlanTask
    query = select(task.uid, task.name, task.outline_level, task.wave, task.kind)
    query = query.where(task.plan_id == plan.id, task.percent < 100, task.active).order_by(task.position)
    found = db.session.execute(query).all()
    least = min((level for _, _, level, _, _ in found), default=0)
    return [Choice(uid, name, level - least, wave, kind) for uid, name, level, wave, kind in found]
