"""Changes of the shape of a plan: rows that are added, removed, moved, indented, and the links between them.

Every change is followed by a calculation of all dates and can be taken back.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from planner.access.models import User
from planner.basics.errors import NotFound, RuleBroken
from planner.db import check_version, db
from planner.schedule import plan_rows, queries
from planner.schedule.calculation_service import Moved
from planner.schedule.memory_service import remembered
from planner.schedule.models import Plan, PlanLink, PlanTask
from planner.schedule.outline import ancestors, parents, with_children
from planner.schedule.plan_rows import Row
from planner.schedule.project_file import LagKind, LinkType
from planner.schedule.states import Kind

SECONDS_OF_A_DAY = 8 * 3600
LONGEST_NAME = 512
LONGEST_LAG_DAYS = 1_000


@dataclass(frozen=True, slots=True)
class NewTask:
    """A row to be added behind another one. `days` of 0 make a milestone."""

    name: str
    days: float
    under: bool = False


@dataclass(frozen=True, slots=True)
class LinkDraft:
    """A link as it is wanted: what is waited for, which ends, and a lag in days (or percent of the duration)."""

    predecessor_id: int
    type: LinkType = LinkType.FINISH_START
    lag: float = 0
    lag_kind: LagKind = LagKind.WORKING

    @property
    def stored_lag(self) -> int:
        """The lag as it is stored: tenths of a minute, or whole percent."""
        if self.lag_kind in {LagKind.PERCENT, LagKind.ELAPSED_PERCENT}:
            return round(self.lag)
        return round(self.lag * (24 if self.lag_kind is LagKind.ELAPSED else 8) * 600)


def plan_of(task: PlanTask) -> Plan:
    """The plan of a row, locked for the rest of the transaction, so that two changes of one plan follow each other."""
    return db.session.scalars(select(Plan).where(Plan.id == task.plan_id).with_for_update()).one()


def rows_of(plan: Plan) -> list[Row]:
    """All rows with their levels, in the order of the plan."""
    query = select(PlanTask.id, PlanTask.outline_level).where(PlanTask.plan_id == plan.id).order_by(PlanTask.position)
    return [(row, level) for row, level in db.session.execute(query)]


def place_of(rows: Sequence[Row], task: PlanTask) -> int:
    """Where a row stands."""
    return next(place for place, (row, _) in enumerate(rows) if row == task.id)


def add_task(after: PlanTask, draft: NewTask, by: User, at: datetime) -> PlanTask:
    """Add a row behind another one and all under it, or as the first row under it; its phase and wave are the same."""
    name = draft.name.strip()
    if not name:
        raise RuleBroken("Give the task a name.", "name")
    if not 0 <= draft.days <= 2_000:
        raise RuleBroken("The duration is between 0 and 2,000 days.", "days")
    plan = plan_of(after)
    with remembered(plan, by, at, f"add “{name}”"):
        rows = rows_of(plan)
        uid, row = db.session.execute(
            select(func.max(PlanTask.uid), func.max(PlanTask.row)).where(PlanTask.plan_id == plan.id)
        ).one()
        task = new_row(plan, after, draft, uid + 1, row + 1)
        place = place_of(rows, after)
        if draft.under:
            shaped = [*rows[: place + 1], (task.id, task.outline_level), *rows[place + 1 :]]
        else:
            shaped = plan_rows.placed_after(rows, place, (task.id, task.outline_level))
        shape(plan, shaped)
    return task


def new_row(plan: Plan, after: PlanTask, draft: NewTask, uid: int, row: int) -> PlanTask:
    """A stored row with the phase and wave of another one; it has no place among the rows yet."""
    task = PlanTask(
        plan_id=plan.id,
        position=row,
        uid=uid,
        row=row,
        outline_level=max(after.outline_level + int(draft.under), 1),
        name=draft.name.strip()[:LONGEST_NAME],
        kind=Kind.TASK if draft.days else Kind.MILESTONE,
        phase_ref=after.phase_ref,
        stage_ref=after.stage_ref,
        wave=after.wave,
        duration_seconds=round(draft.days * SECONDS_OF_A_DAY),
        baselines=[],
    )
    db.session.add(task)
    db.session.flush()
    return task


def remove_task(task: PlanTask, version: int | None, by: User, at: datetime) -> int:
    """Remove a row, all rows under it and their links; how many rows that were. The milestone of a gate stays."""
    check_version(task, version, {})
    plan = plan_of(task)
    with remembered(plan, by, at, f"remove “{task.name}”"):
        rows = rows_of(plan)
        gone = [rows[place][0] for place in plan_rows.block(rows, place_of(rows, task))]
        doomed = list(db.session.scalars(select(PlanTask).where(PlanTask.id.in_(gone))))
        gate = next((row for row in doomed if row.gate_key), None)
        if gate is not None:
            raise RuleBroken(f"“{gate.name}” is the milestone of a gate; a phase keeps its gate.")
        if len(gone) == len(rows):
            raise RuleBroken("A plan keeps at least one row.")
        for row in doomed:
            db.session.delete(row)
        db.session.flush()
        shape(plan, [row for row in rows if row[0] not in set(gone)])
    return len(gone)


def rows_under(task: PlanTask) -> int:
    """How many rows stand under a row."""
    rows = [(row.id, row.outline_level) for row in queries.rows_of(task.plan_id)]
    return len(plan_rows.block(rows, place_of(rows, task))) - 1


STEPS: dict[str, tuple[str, Callable[[Sequence[Row], int], list[Row]]]] = {
    "in": ("indent", plan_rows.indented),
    "out": ("outdent", plan_rows.outdented),
    "up": ("move up", plan_rows.moved_up),
    "down": ("move down", plan_rows.moved_down),
}


def move_task(task: PlanTask, step: str, version: int | None, by: User, at: datetime) -> PlanTask:
    """Move a row with all under it: `in`, `out`, `up` or `down`."""
    check_version(task, version, {})
    if step not in STEPS:
        raise RuleBroken("Choose in, out, up or down.")
    words, moved = STEPS[step]
    plan = plan_of(task)
    with remembered(plan, by, at, f"{words} “{task.name}”"):
        rows = rows_of(plan)
        shape(plan, moved(rows, place_of(rows, task)))
    return task


def shape(plan: Plan, rows: Sequence[Row]) -> None:
    """Number the rows anew; a row with others under it is a summary, one that has lost them is a task again.

    A new summary follows what stands under it, also where the task that it was had been dated by hand.
    """
    summaries = with_children(parents(level for _, level in rows))
    known = {task.id: task for task in db.session.scalars(select(PlanTask).where(PlanTask.plan_id == plan.id))}
    first = min((task.row for task in known.values()), default=1)
    for place, (number, level) in enumerate(rows):
        task = known[number]
        task.position, task.row, task.outline_level = place, min(first, 1) + place, level
        if place in summaries:
            if task.gate_key:
                raise RuleBroken(f"“{task.name}” is the milestone of a gate: nothing can stand under it.")
            if task.kind is not Kind.SUMMARY:
                task.kind, task.manual = Kind.SUMMARY, False
        elif task.kind is Kind.SUMMARY:
            task.kind = Kind.TASK if task.duration_seconds else Kind.MILESTONE
    plan.task_count = len(rows)
    db.session.flush()


def link(task: PlanTask, draft: LinkDraft, by: User, at: datetime) -> PlanLink:
    """Let a task wait for another one, or change how it waits. A circle is refused and named task by task."""
    plan = plan_of(task)
    other = db.session.get(PlanTask, draft.predecessor_id)
    if other is None or other.plan_id != plan.id:
        raise RuleBroken("Choose a task of this plan.", "predecessor")
    _check_link(plan, task, other, draft)
    with remembered(plan, by, at, f"link “{other.name}” to “{task.name}”"):
        query = select(PlanLink).where(PlanLink.predecessor_id == other.id, PlanLink.successor_id == task.id)
        found = db.session.scalar(query)
        if found is None:
            found = PlanLink(plan_id=plan.id, predecessor_id=other.id, successor_id=task.id)
            db.session.add(found)
        found.type, found.lag, found.lag_kind = draft.type, draft.stored_lag, draft.lag_kind
        count_links(plan)
    return found


def _check_link(plan: Plan, task: PlanTask, other: PlanTask, draft: LinkDraft) -> None:
    if other.id == task.id:
        raise RuleBroken("A task cannot wait for itself.", "predecessor")
    if abs(draft.lag) > LONGEST_LAG_DAYS:
        raise RuleBroken(f"The lag is at most {LONGEST_LAG_DAYS:,}.", "lag")
    if task.kind is Kind.SUMMARY and draft.type in {LinkType.FINISH_FINISH, LinkType.START_FINISH}:
        raise RuleBroken("The finish of a summary follows from its tasks; link its start, or link a task.", "type")
    rows = rows_of(plan)
    above = parents(level for _, level in rows)
    mine, theirs = place_of(rows, task), place_of(rows, other)
    if mine in ancestors(theirs, above) or theirs in ancestors(mine, above):
        raise RuleBroken("A summary and a task under it cannot wait for each other.", "predecessor")


def link_at(task: PlanTask, link_id: int) -> PlanLink:
    """A link that one end of is this task; NotFound for any other."""
    found = db.session.get(PlanLink, link_id)
    if found is None or task.id not in {found.successor_id, found.predecessor_id}:
        raise NotFound("This link is not there any more.")
    return found


def unlink(task: PlanTask, link_id: int, by: User, at: datetime) -> None:
    """Let a task no longer wait."""
    plan = plan_of(task)
    found = link_at(task, link_id)
    before, after = (db.session.get_one(PlanTask, end) for end in (found.predecessor_id, found.successor_id))
    with remembered(plan, by, at, f"unlink “{before.name}” from “{after.name}”"):
        db.session.delete(found)
        db.session.flush()
        count_links(plan)


def count_links(plan: Plan) -> None:
    """Let the plan know how many links it has."""
    db.session.flush()
    plan.link_count = db.session.scalar(select(func.count(PlanLink.id)).where(PlanLink.plan_id == plan.id)) or 0


def sentence(moved: Sequence[Moved]) -> str:
    """What a change moved, in one sentence."""
    if not moved or not moved[0].rows:
        return "No dates moved."
    one = moved[0]
    end = ""
    if one.before and one.after and one.before.date() != one.after.date():
        end = f" The plan now ends on {one.after.day} {one.after:%B %Y}, before on {one.before.day} {one.before:%B %Y}."
    return f"{one.rows} {'row' if one.rows == 1 else 'rows'} moved.{end}"
