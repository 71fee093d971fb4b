"""The plan on paper: which rows stand on which page, and the picture beside them. No page has empty months.

Lengths are millimetres; the picture is drawn in the units of `chart.py`, of which a row has 28 in height.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from unicodedata import east_asian_width

from planner.schedule.chart import HEAD, ROW, Beside, Chart, Tie, Zoom, chart_of
from planner.schedule.plan_table import Line

MOST_ROWS = 2_500
"""So many rows are printed together; more is no longer read on paper, and takes too much memory to draw."""
ROW_HEIGHT = 5.0
UNIT = ROW_HEIGHT / ROW
SIDES, HEADING, FOOT = 24.0, 27.0, 14.0
INDENT = 3.0
LETTER, SMALL_LETTER = 1.12, 0.9
"""The mean width of a small letter of a name, on one line and in the smaller size on two; measured, with some room."""


class Paper(StrEnum):
    """The sizes of paper, all of them lying on the long side."""

    A4 = "a4"
    A3 = "a3"


@dataclass(frozen=True, slots=True)
class Measures:
    """What a size of paper has room for: the sheet, and the column of names within."""

    width: float
    height: float
    name: float
    dates: float = 38.0
    number: float = 9.0

    @property
    def rows(self) -> int:
        """How many rows stand on a page under the head of the picture."""
        return int((self.height - HEADING - FOOT - HEAD * UNIT) // ROW_HEIGHT)

    @property
    def picture(self) -> int:
        """The width of the picture in its own units."""
        return int((self.width - SIDES - self.name - self.dates - self.number) / UNIT)


MEASURES: Mapping[Paper, Measures] = {
    Paper.A4: Measures(width=297.0, height=210.0, name=72.0),
    Paper.A3: Measures(width=420.0, height=297.0, name=92.0),
}


@dataclass(frozen=True, slots=True)
class PrintedRow:
    """A row with its name as it fits the column: on one line, or smaller on two."""

    line: Line
    name: str
    small: bool


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """The rows of a page and their picture, None where no row has a date."""

    rows: tuple[PrintedRow, ...]
    chart: Chart | None


@dataclass(frozen=True, slots=True)
class PrintedPlan:
    """All that is printed, as plain values."""

    rollout: str
    organisation: str
    version: str
    shown: str
    baseline: str
    day: date
    paper: Paper
    pages: tuple[PrintedPage, ...]
    held: bool = False


def pages_of(
    lines: Sequence[Line], ties: Iterable[Tie], today: date, beside: Beside, paper: Paper
) -> tuple[PrintedPage, ...]:
    """Cut lines into pages, each with the picture of its own months, which is as wide as the paper allows.

    A summary does not stand alone at the foot of a page. Links are drawn between rows of the same page.
    """
    measures, links = MEASURES[paper], tuple(ties)
    return tuple(
        PrintedPage(
            tuple(_fitted(line, measures) for line in cut),
            chart_of(cut, links, today, Zoom.FIT, beside, width=measures.picture),
        )
        for cut in _cuts(lines, measures.rows)
    )


def _cuts(lines: Sequence[Line], most: int) -> Iterable[Sequence[Line]]:
    first = 0
    while first < len(lines):
        end = min(first + most, len(lines))
        while end < len(lines) and lines[end - 1].summary and end - first > most // 2:
            end -= 1
        yield lines[first:end]
        first = end


def _fitted(line: Line, measures: Measures) -> PrintedRow:
    """The name as it fits: what is too long even for two small lines is cut, with an ellipsis."""
    room = measures.name - 2 - INDENT * line.depth
    name = " ".join(line.task.name.split())
    if _letters(name) * LETTER * (1.06 if line.summary else 1) <= room:
        return PrintedRow(line, name, small=False)
    most = room / SMALL_LETTER * 2 * 0.9
    if _letters(name) > most:
        name = name[: int(len(name) * most / _letters(name)) - 1].rstrip() + "…"
    return PrintedRow(line, name, small=True)


def _letters(text: str) -> float:
    """The width of a text in small letters: capitals are wider, signs of East Asian scripts twice as wide."""
    return sum(2.0 if east_asian_width(sign) in "WF" else 1.3 if sign.isupper() else 1.0 for sign in text)
