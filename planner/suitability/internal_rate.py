"""The internal rate of return: every rate at which a row of flows is worth nothing, and how many there are.

With x = 1 / (1 + rate), the present value is a polynomial in x, and each positive root of it is such a rate. Sturm's
theorem (1829) counts them exactly, so that none is missed and none is invented; numbers stay fractions throughout.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise
from math import gcd, lcm

Polynomial = tuple[int, ...]
"""Whole coefficients, that of the highest power first; the empty one is zero."""
FINE = Fraction(1, 10**20)
PLACES = Decimal("1e-12")


class RateCount(StrEnum):
    """How many internal rates there are. With several, none of them means what people take it to mean."""

    NONE = "none"
    ONE = "one"
    SEVERAL = "several"


@dataclass(frozen=True, slots=True)
class InternalRate:
    """Every internal rate, the lowest first, as shares (0.1 for 10 %)."""

    roots: tuple[Decimal, ...]

    @property
    def status(self) -> RateCount:
        """None, one or several."""
        return (RateCount.NONE, RateCount.ONE, RateCount.SEVERAL)[min(len(self.roots), 2)]

    @property
    def only(self) -> Decimal | None:
        """The rate where there is exactly one."""
        return self.roots[0] if len(self.roots) == 1 else None


def internal_rates(flows: Sequence[Decimal]) -> InternalRate:
    """Every rate above -100 % at which the flows are worth nothing, to 12 decimal places.

    -100 and then 110 give 10 %; flows that never change their sign give none; -1000, 2500, -1540 give 10 % and 40 %.
    Flows that are all nothing are worth nothing at any rate, which is none in particular.
    """
    wanted = _simple(_stripped(flows))
    if len(wanted) < 2:
        return InternalRate(())
    chain = _sturm_chain(wanted)
    found = [_refined(wanted, low, high) for low, high in _isolated(chain, Fraction(0), _bound(wanted))]
    return InternalRate(tuple(sorted(_rate(root) for root in found)))


def _rate(root: Fraction) -> Decimal:
    with localcontext() as context:
        context.prec = 40
        return (Decimal(root.denominator) / Decimal(root.numerator) - 1).quantize(PLACES)


def _stripped(flows: Sequence[Decimal]) -> Polynomial:
    """The flows as a polynomial in x, without the roots at x = 0 that years of nothing at the start would make."""
    exact = [Fraction(flow) for flow in flows]
    while exact and not exact[0]:
        exact.pop(0)
    return _whole(list(reversed(exact)))


def _whole(numbers: Sequence[Fraction]) -> Polynomial:
    """The same polynomial times a positive number, so that all coefficients are whole and small."""
    first = next((index for index, number in enumerate(numbers) if number), len(numbers))
    kept = numbers[first:]
    common = lcm(*(number.denominator for number in kept)) if kept else 1
    whole = [int(number * common) for number in kept]
    largest = gcd(*whole)
    return tuple(number // largest for number in whole)


def _slope(of: Polynomial) -> Polynomial:
    """The derivative."""
    highest = len(of) - 1
    return _whole([Fraction(number * (highest - index)) for index, number in enumerate(of[:-1])])


def _divided(one: Polynomial, by: Polynomial) -> tuple[Polynomial, Polynomial]:
    """Quotient and rest of a division, each times a positive number."""
    rest = [Fraction(number) for number in one]
    quotient = []
    for _ in range(len(one) - len(by) + 1):
        factor = rest[0] / by[0]
        quotient.append(factor)
        rest = [number - factor * (by[index] if index < len(by) else 0) for index, number in enumerate(rest)][1:]
    return _whole(quotient), _whole(rest)


def _simple(of: Polynomial) -> Polynomial:
    """A polynomial with the same roots, each of them only once."""
    one, other = of, _slope(of)
    while other:
        one, other = other, _divided(one, other)[1]
    return _divided(of, one)[0] if len(one) > 1 else of


def _sturm_chain(of: Polynomial) -> list[Polynomial]:
    chain = [of, _slope(of)]
    while len(chain[-1]) > 1:
        rest = _divided(chain[-2], chain[-1])[1]
        chain.append(tuple(-number for number in rest))
    return [each for each in chain if each]


def _value(of: Polynomial, at: Fraction) -> Fraction:
    total = Fraction(0)
    for number in of:
        total = total * at + number
    return total


def _changes(chain: Sequence[Polynomial], at: Fraction) -> int:
    """How often the sign changes along the chain at a point."""
    signs = [value for each in chain if (value := _value(each, at))]
    return sum((one < 0) != (other < 0) for one, other in pairwise(signs))


def _bound(of: Polynomial) -> Fraction:
    """No root is larger (Cauchy's bound)."""
    return 1 + max(abs(Fraction(number, of[0])) for number in of[1:])


def _isolated(chain: Sequence[Polynomial], low: Fraction, high: Fraction) -> list[tuple[Fraction, Fraction]]:
    """Stretches, open below and closed above, that hold one root each."""
    waiting, found = [(low, high)], []
    while waiting:
        low, high = waiting.pop()
        number = _changes(chain, low) - _changes(chain, high)
        if number == 1:
            found.append((low, high))
        elif number > 1:
            middle = (low + high) / 2
            waiting += [(low, middle), (middle, high)]
    return found


def _refined(of: Polynomial, low: Fraction, high: Fraction) -> Fraction:
    """The root in a stretch that holds one, by halving it until nothing that matters is left open."""
    top = _value(of, high)
    while top and (low == 0 or (high - low) / low > FINE):
        middle = (low + high) / 2
        value = _value(of, middle)
        if not value:
            return middle
        if (value < 0) == (top < 0):
            high = middle
        else:
            low = middle
    return high
