"""What a sponsor promises to do for the rollout, by when, and whether each promise was kept.

A promise is missed as soon as its day has passed: nobody has to write that down. What is done afterwards is shown as
done late, and does not count as kept.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from planner.basics.days import LAST_DAY, check_day
from planner.basics.errors import RuleBroken
from planner.basics.lights import Light

SOON = timedelta(days=14)
"""A promise is asked for from two weeks before its day on."""
MOST = 60
"""The most promises that one repetition makes."""
YEAR = 12


class PromiseKind(StrEnum):
    """The things that sponsors of rollouts promise; OWN is anything else."""

    INTRODUCE = "introduce"
    KICK_OFF = "kick-off"
    BUDGET = "budget"
    GATES = "gates"
    TIME = "time"
    UNIT_TALK = "unit-talk"
    OWN = "own"


KIND_WORDS = {
    PromiseKind.INTRODUCE: "Introduce the project manager",
    PromiseKind.KICK_OFF: "Speak at the kick-off",
    PromiseKind.BUDGET: "Free the budget",
    PromiseKind.GATES: "Attend the gates",
    PromiseKind.TIME: "Free people's time",
    PromiseKind.UNIT_TALK: "Talk to the head of a unit",
    PromiseKind.OWN: "Something else",
}


class Every(StrEnum):
    """How often a promise comes again."""

    ONCE = "once"
    WEEK = "week"
    FORTNIGHT = "fortnight"
    MONTH = "month"
    QUARTER = "quarter"


EVERY_WORDS = {
    Every.ONCE: "Once",
    Every.WEEK: "Every week",
    Every.FORTNIGHT: "Every two weeks",
    Every.MONTH: "Every month",
    Every.QUARTER: "Every three months",
}
_DAYS = {Every.WEEK: 7, Every.FORTNIGHT: 14}
_MONTHS = {Every.MONTH: 1, Every.QUARTER: 3}


class PromiseState(StrEnum):
    """How a promise stands on a day."""

    MISSED = "missed"
    DUE = "due"
    COMING = "coming"
    KEPT = "kept"
    LATE = "late"
    WITHDRAWN = "withdrawn"


STATE_WORDS = {
    PromiseState.MISSED: "Missed",
    PromiseState.DUE: "Due soon",
    PromiseState.COMING: "To come",
    PromiseState.KEPT: "Kept",
    PromiseState.LATE: "Done late",
    PromiseState.WITHDRAWN: "Withdrawn",
}
LIGHTS = {
    PromiseState.MISSED: Light.RED,
    PromiseState.DUE: Light.AMBER,
    PromiseState.COMING: Light.UNKNOWN,
    PromiseState.KEPT: Light.GREEN,
    PromiseState.LATE: Light.AMBER,
    PromiseState.WITHDRAWN: Light.UNKNOWN,
}


@dataclass(frozen=True, slots=True)
class Dated:
    """A promise with its day, and the day on which it was kept; `withdrawn` says why it no longer holds."""

    due: date
    kept_on: date | None = None
    withdrawn: str = ""


@dataclass(frozen=True, slots=True)
class SponsorPromiseDraft:
    """A promise as it is written down; with a repetition, the first of several."""

    kind: PromiseKind
    text: str
    due: date | None
    unit_id: int | None = None
    every: Every = Every.ONCE
    until: date | None = None


@dataclass(frozen=True, slots=True)
class KeepingDraft:
    """How a promise was kept: on which day, and what shows it."""

    kept_on: date | None
    evidence: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """How many promises were due so far, and how many of them were kept by their day."""

    kept: int
    late: int
    missed: int
    open: int

    @property
    def due(self) -> int:
        """The promises that can be judged: kept, done late, or missed."""
        return self.kept + self.late + self.missed


def promise_state(promise: Dated, today: date) -> PromiseState:
    """How a promise stands. On its own day it can still be kept; the day after it is missed."""
    if promise.withdrawn:
        return PromiseState.WITHDRAWN
    if promise.kept_on is not None:
        return PromiseState.KEPT if promise.kept_on <= promise.due else PromiseState.LATE
    if promise.due < today:
        return PromiseState.MISSED
    return PromiseState.DUE if promise.due <= today + SOON else PromiseState.COMING


def record_of(promises: Iterable[Dated], today: date) -> Record:
    """What became of the promises so far.

    Two kept in time, one missed and one to come: 2 of 3 that were due were kept.
    """
    states = [promise_state(promise, today) for promise in promises]
    return Record(
        states.count(PromiseState.KEPT),
        states.count(PromiseState.LATE),
        states.count(PromiseState.MISSED),
        states.count(PromiseState.DUE) + states.count(PromiseState.COMING),
    )


def days_of(draft: SponsorPromiseDraft) -> tuple[date, ...]:
    """The days of a promise: one, or one for each repetition up to and with its last day.

    A monthly promise of the 31st falls on the last day of shorter months.
    """
    if draft.due is None:
        raise RuleBroken("Give the day.", "due")
    if draft.every is Every.ONCE:
        return (draft.due,)
    if draft.until is None:
        raise RuleBroken("Say until when it repeats.", "until")
    if draft.until < draft.due:
        raise RuleBroken("The last day lies before the first.", "until")
    days: list[date] = []
    while (day := _step(draft.due, draft.every, len(days))) <= min(draft.until, LAST_DAY):
        if len(days) == MOST:
            raise RuleBroken(f"That makes more than {MOST} promises. Choose an earlier end or a longer step.", "until")
        days.append(day)
    return tuple(days)


def _step(first: date, every: Every, number: int) -> date:
    if every in _DAYS:
        return first + timedelta(days=_DAYS[every] * number)
    return _months_on(first, _MONTHS[every] * number)


def _months_on(day: date, months: int) -> date:
    """The same day of a later month, or the month's last day where it is shorter."""
    years, month = divmod(day.month - 1 + months, YEAR)
    after = date(day.year + (years + (month + 1) // YEAR), (month + 1) % YEAR + 1, 1)
    return min(date(day.year + years, month + 1, 1) + timedelta(days=day.day - 1), after - timedelta(days=1))


def check_promise(draft: SponsorPromiseDraft, units: Iterable[int]) -> None:
    """Refuse a promise without words or a day, and a talk without a unit of this rollout."""
    if not draft.text:
        raise RuleBroken("Say what is promised.", "text")
    check_day(draft.due, "due")
    check_day(draft.until, "until")
    if draft.kind is PromiseKind.UNIT_TALK and draft.unit_id is None:
        raise RuleBroken("Choose the unit whose head is talked to.", "unit")
    if draft.unit_id is not None and draft.unit_id not in units:
        raise RuleBroken("Choose a unit of this rollout.", "unit")


def check_keeping(promise: Dated, draft: KeepingDraft, today: date) -> None:
    """Refuse a keeping without evidence, in the future, or of what is kept or withdrawn already."""
    if promise.withdrawn:
        raise RuleBroken("This promise was withdrawn; it cannot be kept any more.")
    if promise.kept_on is not None:
        raise RuleBroken("This promise is kept already.")
    if not draft.evidence:
        raise RuleBroken("Say in a line what was done, so that others can look it up.", "evidence")
    if draft.kept_on is None:
        raise RuleBroken("Give the day on which it was done.", "kept_on")
    check_day(draft.kept_on, "kept_on")
    if draft.kept_on > today:
        raise RuleBroken("That day is still to come.", "kept_on")


def in_order(promises: Sequence[tuple[int, Dated]], today: date) -> list[int]:
    """The numbers of the promises as a page lists them: what is asked next, then what is missed, then the rest.

    What is asked next stands by its day; what is behind stands with the newest first.
    """
    rank = {PromiseState.DUE: 0, PromiseState.MISSED: 1, PromiseState.COMING: 2}

    def key(each: tuple[int, Dated]) -> tuple[int, int, int]:
        state = promise_state(each[1], today)
        ahead = state in {PromiseState.DUE, PromiseState.COMING}
        return rank.get(state, 3), each[1].due.toordinal() * (1 if ahead else -1), each[0]

    return [number for number, _ in sorted(promises, key=key)]
