"""Shares as one bar: how often each value was chosen, with where each part of the bar begins and how wide it is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from planner.people.barrier import STEP_WORDS
from planner.people.survey_figures import BarrierShares, Spread
from planner.playbook.words import Step

FREE = "free"


@dataclass(frozen=True, slots=True)
class BarPart:
    """A part of a bar, in percent of its width; `key` is the part's look."""

    key: str
    label: str
    number: int
    start: float
    width: float

    @property
    def percent(self) -> int:
        """Its share, in whole percent."""
        return round(self.width)


def bar(values: Iterable[tuple[str, str, int]]) -> list[BarPart]:
    """The parts of a bar from key, label and number; nothing of nothing.

    >>> [(part.start, part.width) for part in bar([("a", "A", 1), ("b", "B", 3)])]
    [(0.0, 25.0), (25.0, 75.0)]
    """
    given = list(values)
    total, at, parts = sum(number for _, _, number in given), Fraction(0), []
    for key, label, number in given if total else []:
        width = Fraction(100 * number, total)
        parts.append(BarPart(key, label, number, float(at), float(width)))
        at += width
    return parts


def scale_bar(spread: Spread, words: Mapping[str, str]) -> list[BarPart]:
    """The answers to a statement as a bar, from the lowest value to the highest."""
    return bar((f"scale-{value}", words.get(value, value), number) for value, number in spread.chosen)


def barrier_bar(shares: BarrierShares) -> list[BarPart]:
    """Where people are stuck as a bar, in the order of the steps, then those who are stuck nowhere."""
    steps = [(step.value, STEP_WORDS[step], shares.stuck[step]) for step in Step]
    return bar([*steps, (FREE, "Stuck nowhere", shares.free)])
