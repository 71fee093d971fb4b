"""The picture of a comparison: for each date a line from where the plan has it to where the scenario has it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from planner.schedule.scenario_compare import Mark, span

MARGIN = 3.0
"""Percent of the width kept free on both sides, so that the marks at the edges are whole."""


@dataclass(frozen=True, slots=True)
class Lane:
    """A date: where both sides have it in percent of the width; None where a side does not."""

    mark: Mark
    plan: float | None
    scenario: float | None

    @property
    def later(self) -> bool:
        """Whether the scenario has it later than the plan."""
        return (self.mark.slip or 0) > 0


@dataclass(frozen=True, slots=True)
class Tick:
    """A label of the axis of time, in percent of the width; `anchor` is start, middle or end."""

    x: float
    label: str
    anchor: str


@dataclass(frozen=True, slots=True)
class ScenarioChart:
    """The lanes in the order of the plan's dates, and the axis of time they share."""

    lanes: tuple[Lane, ...]
    ticks: tuple[Tick, ...]


def chart_of(marks: Sequence[Mark]) -> ScenarioChart | None:
    """The picture of some dates, the earliest first and the end of the plan last; None where there are none.

    With dates from 1 March to 1 May, 1 April stands in the middle of the width.
    """
    dated = [mark for mark in marks if mark.plan or mark.scenario]
    edges = span(dated)
    if edges is None:
        return None
    first, last = edges
    whole = max(last - first, timedelta(days=1))

    def at(when: datetime | None) -> float | None:
        return None if when is None else round(MARGIN + (100 - 2 * MARGIN) * ((when - first) / whole), 2)

    dated.sort(key=lambda mark: (not mark.uid, mark.plan or mark.scenario or last))
    return ScenarioChart(tuple(Lane(mark, at(mark.plan), at(mark.scenario)) for mark in dated), _ticks(first, last))


def _ticks(first: datetime, last: datetime) -> tuple[Tick, ...]:
    if last - first < timedelta(days=3):
        return (Tick(MARGIN, _day(first), "start"),)
    return Tick(MARGIN, _day(first), "start"), Tick(100 - MARGIN, _day(last), "end")


def _day(when: datetime) -> str:
    return f"{when.day} {when:%b %Y}"
