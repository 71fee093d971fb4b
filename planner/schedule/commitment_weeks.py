"""The hours that the plan needs, week by week, beside those that people promised and line managers confirmed.

An hour is short when the plan needs it of a person and no line manager has freed it. Hours that one person has left
over do not make good what another lacks: the work is that person's.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from planner.people.promises import Promise, confirmed_in, promised_in
from planner.schedule.capacity import Row

TENTH = Decimal("0.1")
AHEAD = 4
"""The share of hours that is short is counted over so many weeks, the current one included."""


@dataclass(frozen=True, slots=True)
class Hours:
    """One week in hours: needed, promised and confirmed, None where nothing was said; `short`: needed and not freed."""

    week: date
    need: Decimal
    promised: Decimal | None
    confirmed: Decimal | None
    short: Decimal


@dataclass(frozen=True, slots=True)
class Person:
    """The weeks of one person."""

    user_id: int
    weeks: tuple[Hours, ...]


def hours_by_person(rows: Sequence[Row], promises: Sequence[Promise]) -> tuple[Person, ...]:
    """Need against promise and confirmation for everybody who has work or is promised."""
    found = []
    for row in rows:
        mine = [promise for promise in promises if promise.user_id == row.user_id]
        found.append(Person(row.user_id, tuple(_hours(cell.week, cell.need, mine) for cell in row.cells)))
    return tuple(found)


def _hours(week: date, need: float, promises: Sequence[Promise]) -> Hours:
    """Ten hours needed, twelve promised and eight confirmed leave two short."""
    needed, confirmed = Decimal(str(need)).quantize(TENTH), confirmed_in(week, promises)
    short = max(needed - (confirmed or Decimal(0)), Decimal(0))
    return Hours(week, needed, promised_in(week, promises), confirmed, short)


def all_together(people: Sequence[Person]) -> tuple[Hours, ...]:
    """Everybody's weeks added up; what is short stays what is short of each."""
    columns = zip(*(person.weeks for person in people), strict=True)
    return tuple(
        Hours(
            column[0].week,
            sum((each.need for each in column), Decimal(0)),
            _sum([each.promised for each in column]),
            _sum([each.confirmed for each in column]),
            sum((each.short for each in column), Decimal(0)),
        )
        for column in columns
    )


def _sum(values: Sequence[Decimal | None]) -> Decimal | None:
    known = [value for value in values if value is not None]
    return sum(known, Decimal(0)) if known else None


def short_share(weeks: Sequence[Hours], ahead: int = AHEAD) -> Decimal | None:
    """The share of the needed hours of the next weeks that nobody confirmed, in percent; None where none is needed.

    100 hours needed in four weeks, 25 of them not freed: 25 %.
    """
    need = sum((each.need for each in weeks[:ahead]), Decimal(0))
    short = sum((each.short for each in weeks[:ahead]), Decimal(0))
    return 100 * short / need if need else None


def shortest(people: Sequence[Person]) -> tuple[tuple[int, Hours], ...]:
    """Who is short in which week, the earliest and then the most first."""
    found = [(person.user_id, each) for person in people for each in person.weeks if each.short]
    return tuple(sorted(found, key=lambda one: (one[1].week, -one[1].short, one[0])))
