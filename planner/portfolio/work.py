"""What one person has to do over all their rollouts: what waits for them, what is late, and what comes next."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from planner.access.roles import Role
from planner.schedule.states import TaskFacts, TaskState, state_of

SOON = timedelta(days=14)
SHOWN = 8
SHUT = {
    "send-back": "The sponsor sent the {gate} back",
    "hold": "The sponsor put the {gate} on hold",
    "stop": "The sponsor stopped the rollout at the {gate}",
}


class Pile(StrEnum):
    """Where a piece of work lies on the start page."""

    WAITING = "waiting"
    LATE = "late"
    NEXT = "next"


PILE_WORDS = {Pile.WAITING: "Waiting for you", Pile.LATE: "Late", Pile.NEXT: "Next"}


@dataclass(frozen=True, slots=True)
class Place:
    """The page on which the work is done: an endpoint and what it needs."""

    endpoint: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Work:
    """One thing to do. `due` is the day it is, or was, due."""

    pile: Pile
    what: str
    about: str
    place: Place
    due: date | None = None


@dataclass(frozen=True, slots=True)
class GateFact:
    """What the start page needs to know of a gate."""

    id: int
    key: str
    name: str
    due: date | None
    open: bool
    called: bool
    owner_id: int | None


@dataclass(frozen=True, slots=True)
class ConditionFact:
    """A condition of a gate's decision that is not met yet."""

    gate_id: int
    text: str
    owner_id: int | None
    due: date | None


@dataclass(frozen=True, slots=True)
class ReportFact:
    """A report and what became of it: `decision` is empty while it waits."""

    number: int
    gate: str
    author_id: int
    newest_of_gate: bool
    decision: str = ""


@dataclass(frozen=True, slots=True)
class Situation:
    """One rollout as one person finds it today."""

    rollout_id: int
    rollout: str
    role: Role
    user_id: int
    tasks: Sequence[TaskFacts] = ()
    gates: Sequence[GateFact] = ()
    conditions: Sequence[ConditionFact] = ()
    reports: Sequence[ReportFact] = ()
    held: frozenset[int] = frozenset()
    to_verify: int = 0
    to_assess: int = 0


def work_in(now: Situation, today: date) -> list[Work]:
    """Everything one person has to do in one rollout, by what the role is there for."""
    found = [*_own_tasks(now, today), *_own_conditions(now, today)]
    if now.role is Role.SPONSOR:
        found += [*_decisions(now), *_overdue_conditions(now, today)]
    if now.role is Role.MANAGER:
        found += [*_sent_back(now), *_gates_to_call(now, today), *_gaps(now, today)]
    if now.role in {Role.MANAGER, Role.SPONSOR, Role.TRAINER}:
        found += _answers(now)
    return found


def sorted_piles(works: Iterable[Work]) -> dict[Pile, list[Work]]:
    """The work by pile, the earliest first; work without a date follows."""
    ordered = sorted(works, key=lambda work: (work.due is None, work.due or date.max))
    return {pile: [work for work in ordered if work.pile is pile] for pile in Pile}


def _own_tasks(now: Situation, today: date) -> Iterable[Work]:
    for task in now.tasks:
        if task.owner_id != now.user_id or not task.open_work:
            continue
        place = Place("schedule.task", {"rollout_id": now.rollout_id, "task_id": task.id})
        if state_of(task, today) is TaskState.LATE:
            yield Work(Pile.LATE, task.name, f"Your task in {now.rollout}", place, task.last_day)
        elif task.first_day and task.first_day <= today + SOON:
            held = ", held by a gate" if task.id in now.held else ""
            yield Work(Pile.NEXT, task.name, f"Your task in {now.rollout}{held}", place, task.last_day)


def _own_conditions(now: Situation, today: date) -> Iterable[Work]:
    for condition in now.conditions:
        if condition.owner_id == now.user_id:
            late = condition.due is not None and condition.due < today
            place = Place("schedule.gate", {"rollout_id": now.rollout_id, "gate_id": condition.gate_id})
            about = f"Condition of a gate in {now.rollout}"
            yield Work(Pile.LATE if late else Pile.WAITING, condition.text, about, place, condition.due)


def _decisions(now: Situation) -> Iterable[Work]:
    for report in now.reports:
        if not report.decision and report.newest_of_gate and report.author_id != now.user_id:
            place = Place("reports.show", {"rollout_id": now.rollout_id, "number": report.number})
            what = f"Decide on the {report.gate.lower()}"
            yield Work(Pile.WAITING, what, f"Report {report.number} of {now.rollout}", place)


def _overdue_conditions(now: Situation, today: date) -> Iterable[Work]:
    for condition in now.conditions:
        if condition.owner_id != now.user_id and condition.due and condition.due < today:
            place = Place("schedule.gate", {"rollout_id": now.rollout_id, "gate_id": condition.gate_id})
            yield Work(
                Pile.LATE, condition.text, f"A condition of yours in {now.rollout} is overdue", place, condition.due
            )


def _sent_back(now: Situation) -> Iterable[Work]:
    for report in now.reports:
        if report.decision in SHUT and report.newest_of_gate:
            place = Place("reports.show", {"rollout_id": now.rollout_id, "number": report.number})
            about = f"Report {report.number} of {now.rollout}"
            yield Work(Pile.WAITING, SHUT[report.decision].format(gate=report.gate.lower()), about, place)


def _gates_to_call(now: Situation, today: date) -> Iterable[Work]:
    for gate in now.gates:
        if gate.open and not gate.called and gate.due and gate.due <= today + SOON:
            place = Place("readiness.gate", {"rollout_id": now.rollout_id, "gate_key": gate.key})
            pile = Pile.LATE if gate.due < today else Pile.NEXT
            yield Work(pile, f"Call the review of the {gate.name.lower()}", now.rollout, place, gate.due)


def _gaps(now: Situation, today: date) -> Iterable[Work]:
    late = sum(state_of(task, today) is TaskState.LATE for task in now.tasks if task.owner_id != now.user_id)
    unowned = sum(task.open_work and task.owner_id is None for task in now.tasks)
    for count, words, query in ((late, "late", "late"), (unowned, "without an owner", "unowned")):
        if count:
            place = Place("schedule.plan", {"rollout_id": now.rollout_id, "show": query})
            what = f"{count} {'task is' if count == 1 else 'tasks are'} {words}"
            yield Work(Pile.LATE if query == "late" else Pile.WAITING, what, now.rollout, place)


def _answers(now: Situation) -> list[Work]:
    found = []
    for count, what, query in (
        (now.to_verify, "{} of others to verify", "unverified"),
        (now.to_assess, "{} not yet known", "unknown"),
    ):
        if count and (query == "unverified" or now.role is Role.MANAGER):
            place = Place("readiness.questions", {"rollout_id": now.rollout_id, "show": query})
            words = what.format("1 answer" if count == 1 else f"{count} answers")
            found.append(Work(Pile.WAITING, words, f"Success factors of {now.rollout}", place))
    return found
