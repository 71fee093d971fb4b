"""Promised time: the hours a week somebody has for the rollout, from when to when, and what that gives in a week."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from planner.basics.days import check_day
from planner.basics.errors import RuleBroken

MOST_HOURS = Decimal(60)
WEEK = 5
"""Hours of a week are spread over Monday to Friday."""


@dataclass(frozen=True, slots=True)
class Promise:
    """Hours a week of one person from a day to a day, both included; without a last day until the end.

    `confirmed` are the hours that the line manager frees; None while nothing was said.
    """

    user_id: int
    hours: Decimal
    first_day: date
    last_day: date | None = None
    confirmed: Decimal | None = None

    def meets(self, other: "Promise") -> bool:
        """Whether both speak of the same day of the same person."""
        if self.user_id != other.user_id:
            return False
        return self.first_day <= (other.last_day or date.max) and other.first_day <= (self.last_day or date.max)


@dataclass(frozen=True, slots=True)
class PromiseDraft:
    """A promise as it is written down: with who gave it, and a comment."""

    promise: Promise
    source: str
    comment: str = ""


def check_promise(draft: PromiseDraft, members: Iterable[int], others: Iterable[Promise]) -> None:
    """Refuse hours no week has, days in the wrong order, strangers, and two promises for the same day of one person."""
    promise = draft.promise
    if promise.user_id not in members:
        raise RuleBroken("Choose somebody who takes part in this rollout.", "person")
    if not 0 <= promise.hours <= MOST_HOURS:
        raise RuleBroken(f"Give hours a week between 0 and {MOST_HOURS}.", "hours")
    check_day(promise.first_day, "first_day")
    check_day(promise.last_day, "last_day")
    if promise.last_day is not None and promise.last_day < promise.first_day:
        raise RuleBroken("The last day lies before the first day.", "last_day")
    if any(promise.meets(other) for other in others):
        raise RuleBroken("There is a promise for some of these days already: end that one first.", "first_day")


def promised_in(week: date, promises: Iterable[Promise]) -> Decimal | None:
    """The hours promised for the week that begins on a Monday; None where nothing is promised for any of its days.

    20 hours from Thursday on give 8 in that week: each of the five days counts a fifth.
    """
    given = [promise.hours * days / WEEK for promise in promises if (days := _days_of(promise, week))]
    return sum(given, Decimal(0)) if given else None


def confirmed_in(week: date, promises: Iterable[Promise]) -> Decimal | None:
    """The hours of that week that the person promised and the line manager confirmed; None where nothing was confirmed.

    20 hours promised and 16 confirmed give 16; 20 promised and nothing said give None.
    """
    both = [(min(each.hours, each.confirmed), each) for each in promises if each.confirmed is not None]
    given = [hours * days / WEEK for hours, each in both if (days := _days_of(each, week))]
    return sum(given, Decimal(0)) if given else None


def check_confirmation(promise: Promise, hours: Decimal, by: str, *, own: bool) -> None:
    """Refuse to confirm one's own hours, more than was promised, or in nobody's name."""
    if own:
        raise RuleBroken("Nobody confirms the own hours: the line manager does.")
    if not 0 <= hours <= promise.hours:
        raise RuleBroken(f"Confirm between 0 and the {promise.hours} hours that are promised.", "hours")
    if not by:
        raise RuleBroken("Say who confirmed it.", "by")


def still_confirmed(before: Promise, after: Promise) -> bool:
    """Whether a confirmation still says the same after a change: same hours, and no day that it did not speak of."""
    earlier = after.first_day < before.first_day
    longer = (after.last_day or date.max) > (before.last_day or date.max)
    return (before.user_id, before.hours) == (after.user_id, after.hours) and not earlier and not longer


def _days_of(promise: Promise, week: date) -> int:
    days = (week + timedelta(days=number) for number in range(WEEK))
    return sum(promise.first_day <= day <= (promise.last_day or date.max) for day in days)
