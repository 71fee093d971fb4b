"""What a row of yearly amounts is worth: present value, payback and return, each exact to its last digit.

A row of flows begins with year 0, the year of the decision. Year 0 is not discounted; every later year's flow counts
as paid at the end of that year (so a spreadsheet's NPV function, which discounts its first value too, gives less).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from itertools import accumulate

DIGITS = 40
"""Digits that every division keeps: a present value is right far beyond the cent."""


@dataclass(frozen=True, slots=True)
class Payback:
    """The years until what was put in has come back; `holds` is False when a later year falls under it again."""

    years: Decimal
    holds: bool = True


def npv(rate: Decimal, flows: Sequence[Decimal]) -> Decimal:
    """The net present value at a yearly rate given as a share (0.05 for 5 %). Raises ValueError at -100 % or less.

    Brealey, Myers and Allen, Principles of Corporate Finance: NPV = sum of flow(t) / (1 + rate)^t.
    100 in a year at 25 % is worth 80 today:

    >>> npv(Decimal("0.25"), [Decimal(-70), Decimal(100)])
    Decimal('10')
    """
    return sum(discounted(rate, flows), Decimal(0))


def discounted(rate: Decimal, flows: Sequence[Decimal]) -> tuple[Decimal, ...]:
    """Each year's flow as it is worth today."""
    if rate <= -1:
        raise ValueError("a rate of -100 % or less has no present value")
    with localcontext() as context:
        context.prec = DIGITS
        return tuple(flow / (1 + rate) ** year for year, flow in enumerate(flows))


def running_total(flows: Sequence[Decimal]) -> tuple[Decimal, ...]:
    """What has come back less what was put in, up to each year.

    >>> running_total([Decimal(-5), Decimal(2), Decimal(4)])
    (Decimal('-5'), Decimal('-3'), Decimal('1'))
    """
    return tuple(accumulate(flows))


def payback(flows: Sequence[Decimal]) -> Payback | None:
    """When the running total first comes up to nothing again; None when it never does.

    Within the year in which it does, the money is taken to come in evenly. -10 and then 3, 4, 4 are back after 2.75
    years: 3 are missing after two years, and the third brings 4. Where nothing is ever missing, it is 0.
    """
    totals = running_total(flows)
    for year in range(1, len(totals)):
        missing, now = totals[year - 1], totals[year]
        if missing < 0 <= now:
            with localcontext() as context:
                context.prec = DIGITS
                years = year - 1 + -missing / flows[year]
            return Payback(years, all(total >= 0 for total in totals[year:]))
    return None if any(total < 0 for total in totals) else Payback(Decimal(0))


def discounted_payback(rate: Decimal, flows: Sequence[Decimal]) -> Payback | None:
    """The same with each year's flow as it is worth today: interest is paid back too."""
    return payback(discounted(rate, flows))


def roi(costs: Decimal, benefits: Decimal) -> Decimal | None:
    """The return on investment in percent, not discounted: what is gained over what was paid. None without costs.

    >>> roi(Decimal(200), Decimal(250))
    Decimal('25')
    """
    return 100 * (benefits - costs) / costs if costs else None
