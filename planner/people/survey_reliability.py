"""Whether the statements under one heading ask one thing, worked out of counts while nobody's answers are kept.

Cronbach's alpha needs whole answers. So that none is stored, two things are counted of whoever answered every statement
of a heading: the sum of their values, and each value. They are gone when the survey closes; alpha alone stays.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from planner.basics.suppression import FEWEST
from planner.people.survey_shape import Item, ItemKind, Topic
from planner.people.usability import HIGHEST, ITEMS, LOWEST

Counted = Mapping[str, Mapping[str, int]]
WORKING = "=alpha "
"""Begins the names of counts that are only kept to work out alpha, and never published."""
ENOUGH_ANSWERS = 10
"""Under so many whole answers alpha is chance."""
WORDS = (
    (Decimal("0.60"), "the statements do not ask one thing: read each by itself, not their mean"),
    (Decimal("0.70"), "they hang together weakly: take their mean with care"),
    (Decimal("0.95"), "they hang together: their mean can be read as one figure"),
)
ALIKE = "nearly the same is asked several times: fewer statements would do"
TOO_FEW = f"fewer than {ENOUGH_ANSWERS} people answered all of these statements"
NEARLY_ALL = f"so few left one out that alpha would tell of fewer than {FEWEST} people"
NO_SPREAD = "everybody answered alike"


@dataclass(frozen=True, slots=True)
class Reliability:
    """Alpha of one heading, or in words why there is none."""

    heading: str
    statements: int
    alpha: Decimal | None
    why_not: str = ""

    @property
    def words(self) -> str:
        """What it means.

        >>> Reliability("data", 3, Decimal("0.81")).words
        'they hang together: their mean can be read as one figure'
        """
        if self.alpha is None:
            return self.why_not
        return next((words for limit, words in WORDS if self.alpha < limit), ALIKE)


def headings(items: Sequence[Item]) -> dict[str, list[Item]]:
    """The statements under each heading that has two or more of them."""
    found: dict[str, list[Item]] = {}
    for item in items:
        if item.kind is ItemKind.SCALE and item.construct and item.step is None:
            found.setdefault(item.construct, []).append(item)
    return {heading: of for heading, of in found.items() if len(of) > 1}


def working_values(items: Sequence[Item], topic: Topic, answer: Mapping[str, str]) -> dict[str, str]:
    """What is counted of one answer for alpha: of each heading that was answered wholly, the sum and every value."""
    found = {}
    for heading, of in headings(items).items():
        if all(item.ref in answer for item in of):
            values = [_turned(int(answer[item.ref]), place, of, topic) for place, item in enumerate(of, 1)]
            found[_sum_name(heading)] = str(sum(values))
            found |= {_name(heading, item): str(value) for item, value in zip(of, values, strict=True)}
    return found


def _turned(value: int, place: int, of: Sequence[Item], topic: Topic) -> int:
    """The even statements of the System Usability Scale are worded the other way round (Brooke 1996)."""
    other_way = topic is Topic.USABILITY and len(of) == ITEMS and place % 2 == 0
    return LOWEST + HIGHEST - value if other_way else value


def _sum_name(heading: str) -> str:
    return f"{WORKING}{heading}"


def _name(heading: str, item: Item) -> str:
    return f"{WORKING}{heading} {item.ref}"


def published_part(counts: Counted) -> dict[str, dict[str, int]]:
    """The counts without those that are only kept for alpha.

    >>> published_part({"a": {"1": 7}, "=alpha data": {"9": 7}})
    {'a': {'1': 7}}
    """
    return {key: dict(of) for key, of in counts.items() if not key.startswith(WORKING)}


def reliabilities(items: Sequence[Item], counts: Counted) -> Iterator[Reliability]:
    """Alpha of every heading, from the counts of everybody.

    Not shown where it would speak of fewer than five people: the counts of each statement are published, so whoever
    left out another statement of the heading must be nobody, or five and more.
    """
    for heading, of in headings(items).items():
        whole = sum(counts.get(_sum_name(heading), {}).values())
        left_out = max(sum(counts.get(item.ref, {}).values()) for item in of) - whole
        if whole < ENOUGH_ANSWERS:
            yield Reliability(heading, len(of), None, TOO_FEW)
        elif 0 < left_out < FEWEST:
            yield Reliability(heading, len(of), None, NEARLY_ALL)
        else:
            found = _alpha(counts[_sum_name(heading)], [counts[_name(heading, item)] for item in of])
            yield Reliability(heading, len(of), found, "" if found is not None else NO_SPREAD)


def _alpha(sums: Mapping[str, int], values: Sequence[Mapping[str, int]]) -> Decimal | None:
    """Alpha after Cronbach 1951, as in `reliability`, from how often each sum and each value was chosen."""
    whole = _variance(sums)
    if not whole:
        return None
    own = sum((_variance(each) for each in values), Fraction(0))
    alpha = Fraction(len(values), len(values) - 1) * (1 - own / whole)
    return (Decimal(alpha.numerator) / Decimal(alpha.denominator)).quantize(Decimal("0.01"))


def _variance(counts: Mapping[str, int]) -> Fraction:
    number = sum(counts.values())
    total = sum(int(value) * times for value, times in counts.items())
    squares = sum(int(value) ** 2 * times for value, times in counts.items())
    return Fraction(squares * number - total**2, number * (number - 1))
