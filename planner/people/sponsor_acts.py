"""What a sponsor was seen doing for the rollout: how often, when last, and how long it has been silent since.

Counted are kept promises, acts that were written down, and what other areas tell, such as decisions at gates.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from planner.basics.errors import RuleBroken

SILENT = 30
"""From so many days without an act on a sponsor is called silent."""
ACTIVE = 14
"""An act within so many days makes a sponsor active."""
WEEKS = 26
MONTHS = 12
DAYS = 7


class ActKind(StrEnum):
    """What was seen. The last four are told by the product itself, the others are written down by hand."""

    TALK = "talk"
    MAIL = "mail"
    VISIT = "visit"
    MEETING = "meeting"
    OTHER = "other"
    PROMISE = "promise"
    DECISION = "decision"
    GATE = "gate"
    COMMITTEE = "committee"


ACT_WORDS = {
    ActKind.TALK: "Talk",
    ActKind.MAIL: "Message to all",
    ActKind.VISIT: "Visit",
    ActKind.MEETING: "Meeting",
    ActKind.OTHER: "Something else",
    ActKind.PROMISE: "Promise kept",
    ActKind.DECISION: "Decision",
    ActKind.GATE: "Decision at a gate",
    ActKind.COMMITTEE: "Committee attended",
}
BY_HAND = (ActKind.TALK, ActKind.MAIL, ActKind.VISIT, ActKind.MEETING, ActKind.OTHER)


@dataclass(frozen=True, slots=True)
class Act:
    """One act of sponsorship. `user_id` is the account of whoever acted, `sponsor_id` the seat, where they are known.

    `row_id` is the entry where the act was written down by hand, and can be changed there.
    """

    day: date
    kind: ActKind
    what: str
    sponsor_id: int | None = None
    user_id: int | None = None
    link: str = ""
    row_id: int | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """A week or a month with the number of acts in it."""

    first: date
    acts: int


def silence(acts: Iterable[Act], since: date, today: date) -> int:
    """Days since the last act up to today; without any, since the sponsor took the seat.

    An act of today gives 0. Acts that lie ahead do not count.
    """
    last = max((act.day for act in acts if act.day <= today), default=since)
    return max((today - last).days, 0)


def acts_within(acts: Iterable[Act], days: int, today: date) -> int:
    """How many acts fall on today and the days before it, so many in all."""
    return sum(0 <= (today - act.day).days < days for act in acts)


def by_week(acts: Iterable[Act], today: date, count: int = WEEKS) -> tuple[Span, ...]:
    """Acts in each of the last weeks, from Monday; the last one is the current week."""
    this = today - timedelta(days=today.weekday())
    starts = [this - timedelta(weeks=back) for back in reversed(range(count))]
    days = [act.day - timedelta(days=act.day.weekday()) for act in acts if act.day <= today]
    return tuple(Span(start, days.count(start)) for start in starts)


def by_month(acts: Iterable[Act], today: date, count: int = MONTHS) -> tuple[Span, ...]:
    """Acts in each of the last months; the last one is the current month."""
    number = today.year * MONTHS + today.month - 1
    starts = [date((number - back) // MONTHS, (number - back) % MONTHS + 1, 1) for back in reversed(range(count))]
    days = [act.day.replace(day=1) for act in acts if act.day <= today]
    return tuple(Span(start, days.count(start)) for start in starts)


def check_act(day: date | None, what: str, today: date) -> None:
    """Refuse an act without words, without a day, or in the future."""
    if not what:
        raise RuleBroken("Say in a line what was done.", "what")
    if day is None:
        raise RuleBroken("Give the day.", "day")
    if day > today:
        raise RuleBroken("That day is still to come. A promise is the place for what is meant to be done.", "day")
