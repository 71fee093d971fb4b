"""The plan, its milestones and the conditions of earlier decisions, as the report shows them."""

from collections.abc import Mapping, Sequence
from datetime import date

from planner.reports.report import Condition, Milestone, Plan
from planner.reports.wording import day
from planner.schedule.gates import Condition as Asked
from planner.schedule.states import Kind, TaskFacts, TaskState, state_of
from planner.schedule.status import MilestoneStatus, PlanStatus

SHOWN_AT_MOST = 8


def plan_line(
    status: PlanStatus,
    rows: Sequence[TaskFacts],
    today: date,
    *,
    gate_phase: tuple[str, int | None] | None,
    go_live: date | None,
) -> Plan:
    """Where the plan stands. `gate_phase` is the phase (and wave) that the gate closes; None where no gate is left."""
    late = [row for row in rows if row.kind is Kind.TASK and state_of(row, today) is TaskState.LATE]
    late.sort(key=lambda row: (row.last_day or today, row.position))
    return Plan(
        source=status.title,
        tasks=status.tasks,
        done=status.done,
        late=status.late,
        undated=status.undated,
        without_owner=status.without_owner,
        start=status.start,
        finish=status.finish,
        milestones=tuple(milestone_line(each) for each in status.next_milestones),
        late_tasks=late_in_words(late),
        waiting=waiting_behind(status, gate_phase) if gate_phase else 0,
        go_live=go_live,
    )


def milestone_line(status: MilestoneStatus) -> Milestone:
    """A milestone that is to come, or should have come."""
    state = "late" if status.late else ("planned" if status.due else "not dated")
    name = f"{status.name} (wave {status.wave})" if status.wave else status.name
    return Milestone(name, name, status.due, None, state)


def late_in_words(late: Sequence[TaskFacts]) -> tuple[str, ...]:
    """The longest-late tasks by name and day, the rest by number."""
    shown = [f"{row.name}, due {day(row.last_day)}" for row in late[:SHOWN_AT_MOST]]
    more = len(late) - SHOWN_AT_MOST
    return tuple([*shown, f"and {more} more"] if more > 0 else shown)


def waiting_behind(status: PlanStatus, gate_phase: tuple[str, int | None]) -> int:
    """Open tasks of the part of the plan that follows the gate's own; 0 where the plan does not name its phases."""
    parts = [(part.phase_ref, part.wave) for part in status.phases]
    if gate_phase not in parts:
        return 0
    following = status.phases[parts.index(gate_phase) + 1 :]
    return following[0].tasks - following[0].done if following else 0


def waiver_line(reason: str, by: str, until: date, gate: str) -> Condition:
    """A gate that the sponsor waives today, among the conditions that bind the rollout."""
    text = f"Waived: work beyond this gate may start although it is not open. {reason}"
    return Condition(text, by, until, "waived", gate)


def condition_line(asked: Asked, gate: str, people: Mapping[int, str], today: date) -> Condition:
    """A condition of an earlier decision and whether it is met, open or overdue."""
    state = "met" if asked.met else ("overdue" if asked.overdue(today) else "open")
    return Condition(asked.text, people.get(asked.owner_id or 0, "nobody"), asked.due or today, state, gate)
