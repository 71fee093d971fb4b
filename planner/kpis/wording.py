"""How the pages say a figure with its unit, and where it should be."""

from decimal import Decimal

from planner.kpis.definition import Target
from planner.playbook.words import Direction, Unit


def amount(value: Decimal | None, unit: Unit, currency: str = "") -> str:
    r"""A figure with its unit: `61.5 %`, `3 days`, `12,400 EUR`; unknown is a word.

    >>> amount(Decimal("61.50"), Unit.PERCENT), amount(Decimal(-1234), Unit.MONEY, "EUR"), amount(None, Unit.COUNT)
    ('61.5\xa0%', '-1,234\xa0EUR', 'not known')
    """
    if value is None:
        return "not known"
    shown = f"{round(value, 2).normalize():,f}"
    ending = {Unit.PERCENT: "%", Unit.DAYS: "days", Unit.HOURS: "h", Unit.MONEY: currency}.get(unit, "")
    return f"{shown}\N{NO-BREAK SPACE}{ending}" if ending else shown


def aim(target: Target, unit: Unit, currency: str = "") -> str:
    """Where a figure should be: its target, or the band with both ends; empty where nothing was agreed."""
    if target.direction is not Direction.BAND:
        return "" if target.target is None else amount(target.target, unit, currency)
    low, high = (None if each is None else amount(each, unit, currency) for each in (target.low, target.high))
    if low and high:
        return f"{low} to {high}"
    return f"at least {low}" if low else f"at most {high}" if high else ""
