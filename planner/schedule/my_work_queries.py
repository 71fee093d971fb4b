"""Questions about the work of one person in one rollout: tasks, conditions and gates."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from planner.access.roles import Role
from planner.db import db
from planner.schedule.gate_queries import GateView
from planner.schedule.gates import GateState
from planner.schedule.models import GateCondition, Plan, PlanTask
from planner.schedule.my_work import MyTask, Own, Pile, my_piles
from planner.schedule.queries import rows_of


@dataclass(frozen=True, slots=True)
class GateWork:
    """What gates ask of one person: conditions to meet, decisions to take, reviews of one's own work that come up."""

    conditions: tuple[tuple[GateView, GateCondition], ...]
    to_decide: tuple[GateView, ...]
    owned: tuple[GateView, ...]

    @property
    def anything(self) -> bool:
        """Whether there is any of it."""
        return bool(self.conditions or self.to_decide or self.owned)


def my_tasks(plan: Plan | None, user_id: int, today: date) -> dict[Pile, list[MyTask]]:
    """The tasks of a person in the plan in use, by urgency."""
    if plan is None:
        return my_piles([], {}, today)
    columns = (PlanTask.id, PlanTask.version, PlanTask.actual_finish)
    query = select(*columns).where(PlanTask.plan_id == plan.id, PlanTask.owner_id == user_id, PlanTask.active)
    own = {row_id: Own(version, done_at) for row_id, version, done_at in db.session.execute(query)}
    return my_piles(rows_of(plan.id) if own else [], own, today)


def gate_work(views: list[GateView], user_id: int, role: Role | None) -> GateWork:
    """What the gates of a rollout ask of a person; only sponsors decide, and never on work they own or called."""
    open_conditions = [(view, row) for view in views for row in view.conditions if row.met_at is None]
    mine = [(view, row) for view, row in open_conditions if row.owner_id == user_id]
    called = [view for view in views if view.gate.state is GateState.CALLED]
    to_decide = [view for view in called if role is Role.SPONSOR and user_id not in _partial(view)]
    owned = [view for view in views if view.gate.owner_id == user_id and view.open]
    return GateWork(
        conditions=tuple(sorted(mine, key=lambda each: each[1].due)),
        to_decide=tuple(to_decide),
        owned=tuple(sorted(owned, key=lambda view: (view.gate.due or date.max, view.gate.position))),
    )


def _partial(view: GateView) -> set[int | None]:
    return {view.gate.owner_id, view.gate.called_by_id}
