"""How a plan stands today, in figures that a report, a gate or a page can ask for."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from planner.schedule.outline import sections
from planner.schedule.states import Kind, PlanSource, TaskFacts, TaskState, state_of

NEXT = 5


@dataclass(frozen=True, slots=True)
class MilestoneStatus:
    """A milestone that is still to come, or should have come."""

    task_id: int
    name: str
    due: date | None
    late: bool
    owner_id: int | None
    wave: int | None = None


@dataclass(frozen=True, slots=True)
class PhaseProgress:
    """How far one part of the plan is. `phase_ref` is empty for a part of an imported plan that stands for no phase."""

    name: str
    phase_ref: str
    wave: int | None
    tasks: int
    done: int
    late: int
    without_owner: int
    undated: int
    start: date | None
    finish: date | None

    @property
    def done_share(self) -> Fraction | None:
        """Done tasks in percent of all; None when the part has no tasks."""
        return Fraction(100 * self.done, self.tasks) if self.tasks else None


@dataclass(frozen=True, slots=True)
class PlanStatus:
    """The figures of a plan. Counts are of tasks and milestones; summaries are their sum and count for nothing."""

    number: int
    source: PlanSource
    title: str
    tasks: int
    done: int
    late: int
    late_starts: int
    without_owner: int
    undated: int
    critical_open: int
    milestones: int
    milestones_late: int
    next_milestones: tuple[MilestoneStatus, ...]
    start: date | None
    finish: date | None
    phases: tuple[PhaseProgress, ...]

    @property
    def done_share(self) -> Fraction | None:
        """Done tasks in percent of all; None when there are no tasks."""
        return Fraction(100 * self.done, self.tasks) if self.tasks else None


def status_of(
    rows: Sequence[TaskFacts], today: date, *, number: int, source: PlanSource, title: str = ""
) -> PlanStatus:
    """Count a plan's rows, given in the order of the plan."""
    work = [row for row in rows if row.kind is not Kind.SUMMARY]
    states = [state_of(row, today) for row in work]
    milestones = [row for row in work if row.kind is Kind.MILESTONE and row.percent < 100]
    coming = sorted(milestones, key=lambda row: (row.last_day is None, row.last_day or today, row.position))
    first, last = _span(work)
    return PlanStatus(
        number=number,
        source=source,
        title=title,
        tasks=len(work),
        done=states.count(TaskState.DONE),
        late=states.count(TaskState.LATE),
        late_starts=states.count(TaskState.LATE_START),
        without_owner=sum(row.unowned for row in work),
        undated=states.count(TaskState.UNDATED),
        critical_open=sum(row.open_work and bool(row.critical) for row in work),
        milestones=sum(row.kind is Kind.MILESTONE for row in work),
        milestones_late=sum(state_of(row, today) is TaskState.LATE for row in milestones),
        next_milestones=tuple(_milestone(row, today) for row in coming[:NEXT]),
        start=first,
        finish=last,
        phases=tuple(progress_by_part(rows, today)),
    )


def progress_by_part(rows: Sequence[TaskFacts], today: date) -> Iterable[PhaseProgress]:
    """One progress for each part of the plan: each row that cuts it, with all that stands under it."""
    parts: Mapping[int, list[TaskFacts]] = defaultdict(list)
    for row, head in zip(rows, sections([row.outline_level for row in rows]), strict=True):
        parts[head].append(row)
    for head, members in parts.items():
        work = [row for row in members if row.kind is not Kind.SUMMARY]
        if work:
            yield _progress(rows[head], work, today)


def _progress(head: TaskFacts, work: Sequence[TaskFacts], today: date) -> PhaseProgress:
    states = [state_of(row, today) for row in work]
    first, last = _span(work)
    return PhaseProgress(
        name=head.name,
        phase_ref=head.phase_ref,
        wave=head.wave,
        tasks=len(work),
        done=states.count(TaskState.DONE),
        late=states.count(TaskState.LATE),
        without_owner=sum(row.unowned for row in work),
        undated=states.count(TaskState.UNDATED),
        start=first,
        finish=last,
    )


def _span(rows: Iterable[TaskFacts]) -> tuple[date | None, date | None]:
    rows = list(rows)
    first = min((row.first_day for row in rows if row.first_day), default=None)
    last = max((row.last_day for row in rows if row.last_day), default=None)
    return first, last


def _milestone(row: TaskFacts, today: date) -> MilestoneStatus:
    late = state_of(row, today) is TaskState.LATE
    return MilestoneStatus(row.id, row.name, row.last_day, late, row.owner_id, row.wave)
