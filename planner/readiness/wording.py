"""Figures, days and counts as people write them, the same on pages, in PDF and in sentences."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import floor

from planner.playbook.outline import Unit

_WITH_WORD = {Unit.DAYS: ("day", "days"), Unit.HOURS: ("hour", "hours")}


def figure(value: Decimal | None, unit: Unit | None) -> str:
    """A figure with its unit: `95 %`, `1 day`, `2.5 hours`, `12`; at most one decimal place."""
    if value is None:
        return "not yet known"
    number = plain(tenths(value))
    if unit is Unit.PERCENT:
        return f"{number} %"
    words = _WITH_WORD.get(unit) if unit is not None else None
    return number if words is None else f"{number} {words[0] if value == 1 else words[1]}"


def plain(value: Decimal) -> str:
    """A number without needless zeros: `60`, not `60.0` or `6E+1`."""
    return format(value.normalize(), "f")


def percent(value: Fraction | None) -> str:
    """An exact share as whole percent for people; never rounded up to 100 nor down to 0 when it is not exactly that.

    99.6 is shown as `99 %`, 0.3 as `1 %`, so that "all" and "none" are only said when they are true.
    """
    if value is None:
        return "not yet known"
    rounded = int(Decimal(value.numerator) / Decimal(value.denominator) + Decimal("0.5"))
    if rounded >= 100 and value < 100:
        rounded = 99
    if rounded <= 0 and value > 0:
        rounded = 1
    return f"{rounded} %"


def percent_under(value: Fraction, line: Decimal) -> str:
    """A percentage beside a line that it does not reach: with tenths where whole numbers would look equal.

    54.6 beside the line 55 is shown as `54.6 %`, 54.2 as `54 %`, 54.97 as `54.9 %`.
    """
    if value >= Fraction(line) or round(value) < line:
        return percent(value)
    return f"{plain(Decimal(floor(value * 10)) / 10)} %"


def near(value: Fraction | None, line: Decimal | None) -> Fraction | None:
    """A percentage for a picture that rounds to whole numbers: one that misses the line is never rounded up to it."""
    if value is None or line is None or value >= Fraction(line) or round(value) < line:
        return value
    return Fraction(floor(value))


def tenths(value: Decimal) -> Decimal:
    """Rounded half up to one decimal place, as people round."""
    return value.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)


def day_in_words(day: date) -> str:
    """`5 March 2027`."""
    return f"{day.day} {day:%B %Y}"


def counted(count: int, one: str, many: str) -> str:
    """`1 day`, `3 days`."""
    return f"{count} {one if count == 1 else many}"


def effort_words(days: Decimal | None) -> str:
    """Work in days: `3 days`, `no work of its own` when only a confirmation is missing, `not estimated`."""
    if days is None:
        return "not estimated"
    return figure(days, Unit.DAYS) if days else "no work of its own"


def listed(parts: list[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)
