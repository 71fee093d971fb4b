"""How the pages say a figure with its unit."""

from decimal import Decimal

from planner.playbook.words import Unit


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
