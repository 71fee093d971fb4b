"""What one person has to do in a plan, the most urgent first: late, not yet begun, due soon, later, and done lately."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from planner.schedule.states import Kind, TaskFacts, TaskState, state_of

SOON = timedelta(days=14)
LATELY = timedelta(days=14)


class Pile(StrEnum):
    """How urgent a task is."""

    LATE = "late"
    NOT_BEGUN = "not-begun"
    SOON = "soon"
    LATER = "later"
    DONE = "done"


PILE_WORDS = {
    Pile.LATE: "Late",
    Pile.NOT_BEGUN: "Should have started",
    Pile.SOON: "Under way, or due within 14 days",
    Pile.LATER: "Later",
    Pile.DONE: "Done in the last 14 days",
}


@dataclass(frozen=True, slots=True)
class MyTask:
    """A task of one's own: how it stands, when it was done, and the version a change of it begins from."""

    task: TaskFacts
    state: TaskState
    version: int
    done_on: date | None = None


@dataclass(frozen=True, slots=True)
class Own:
    """What is stored of a task beside its facts."""

    version: int
    done_at: datetime | None = None


def my_piles(tasks: Iterable[TaskFacts], own: Mapping[int, Own], today: date) -> dict[Pile, list[MyTask]]:
    """One's tasks by urgency; the earliest last day first, what was done last first, undated tasks at the end.

    `own` names the tasks of the person by their number in the database; summaries are nobody's work.
    """
    piles: dict[Pile, list[MyTask]] = {pile: [] for pile in Pile}
    for task in tasks:
        if task.id not in own or task.kind is Kind.SUMMARY:
            continue
        stored = own[task.id]
        mine = MyTask(task, state_of(task, today), stored.version, stored.done_at.date() if stored.done_at else None)
        pile = pile_of(mine, today)
        if pile is not None:
            piles[pile].append(mine)
    for pile, found in piles.items():
        if pile is Pile.DONE:
            found.sort(key=lambda each: (each.done_on or date.min, each.task.position), reverse=True)
        else:
            found.sort(key=lambda each: (each.task.last_day or date.max, each.task.position))
    return piles


def pile_of(mine: MyTask, today: date) -> Pile | None:
    """How urgent a task is on a day; None for what was done longer ago, or nobody knows when."""
    if mine.state is TaskState.DONE:
        return Pile.DONE if mine.done_on and today - LATELY <= mine.done_on <= today else None
    if mine.state is TaskState.LATE:
        return Pile.LATE
    if mine.state is TaskState.LATE_START:
        return Pile.NOT_BEGUN
    last = mine.task.last_day
    soon = last is not None and last <= today + SOON
    return Pile.SOON if soon or mine.state is TaskState.RUNNING else Pile.LATER


def when_words(mine: MyTask, today: date) -> str:
    """When a task is due, or was, as people say it: “due today”, “3 days late”, “starts in 5 days”."""
    first, last = mine.task.first_day, mine.task.last_day
    if mine.state is TaskState.DONE or first is None or last is None:
        return "" if mine.state is TaskState.DONE else "no date"
    if last < today:
        return f"{days((today - last).days)} late"
    if mine.state is TaskState.PLANNED and first > today and mine.task.kind is Kind.TASK:
        return f"starts in {days((first - today).days)}"
    return "due today" if last == today else f"due in {days((last - today).days)}"


def days(number: int) -> str:
    """A number of calendar days in words."""
    return f"{number} day" if number == 1 else f"{number} days"
