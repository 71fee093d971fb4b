"""The picture of a plan over time: where each bar, diamond and link stands. Templates only draw it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from planner.schedule.plan_table import Line
from planner.schedule.states import Kind, TaskState

ROW = 28
HEAD = 44
BAR = 14
SMALLEST = 4
WIDEST = 6000
FITTING = 630
STEPS = (1, 3, 12, 60)
NARROWEST, WIDE = 26, 56
"""A column of the calendar narrower than this has no word, one as wide as this has the year too, else only January."""


class Zoom(StrEnum):
    """How wide a day is drawn."""

    FIT = "fit"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"


PIXELS = {Zoom.FIT: 24, Zoom.DAY: 24, Zoom.WEEK: 8, Zoom.MONTH: 3, Zoom.QUARTER: 1}


@dataclass(frozen=True, slots=True)
class Mark:
    """A line or a shaded column of the calendar: where, how wide, and its label."""

    x: float
    width: float
    label: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """A task, a summary or a milestone on the picture."""

    x: float
    y: int
    width: float
    done: float
    kind: Kind
    critical: bool
    late: bool
    words: str
    task_id: int = 0
    version: int = 0
    start: date | None = None
    finish: date | None = None
    slack: float = 0
    gate: bool = False
    held: bool = False
    baseline: Mark | None = None

    @property
    def diamond(self) -> str:
        """The corners of a milestone's diamond."""
        middle, half = self.y + BAR // 2, BAR // 2 + 1
        return f"{self.x},{middle - half} {self.x + half},{middle} {self.x},{middle + half} {self.x - half},{middle}"

    @property
    def bracket(self) -> str:
        """A summary as a bracket over its tasks."""
        right, low = self.x + self.width, self.y + BAR
        corner = min(6, self.width // 2)
        return (
            f"{self.x},{self.y + 3} {right},{self.y + 3} {right},{low} {right - corner},{low - 6} "
            f"{self.x + corner},{low - 6} {self.x},{low}"
        )


@dataclass(frozen=True, slots=True)
class Chart:
    """The whole picture. `links` has for each row that waits for others the path of all its links.

    `first` is the day at its left edge; `today` and `status` say where these days stand, if they are in it.
    """

    first: date
    width: float
    height: int
    bars: Mapping[int, Bar]
    links: Mapping[int, str]
    weekends: tuple[Mark, ...]
    months: tuple[Mark, ...]
    weeks: tuple[Mark, ...]
    today: float | None
    status: float | None = None
    scale: float = 1


@dataclass(frozen=True, slots=True)
class Tie:
    """A link between two rows, by their numbers, with the type FS, SS, FF or SF."""

    before: int
    after: int
    type: str


Spans = Mapping[int, tuple[date, date]]
"""First and last day of rows in a baseline, by the number of the row."""


@dataclass(frozen=True, slots=True)
class Beside:
    """What is drawn beside the plan itself: a baseline, the rows that a gate holds back, and the status date."""

    baseline: Spans = field(default_factory=dict)
    held: Collection[int] = frozenset()
    status: date | None = None


NOTHING = Beside()


def chart_of(
    lines: Sequence[Line],
    ties: Iterable[Tie],
    today: date,
    zoom: Zoom,
    beside: Beside = NOTHING,
    *,
    width: int | None = None,
) -> Chart | None:
    """Draw lines that have dates; None when none has. No empty months: the picture spans what is shown, then and now.

    On a screen places are whole pixels: `fit` makes days as wide as the page has place for; a picture wider than 6,000
    pixels gets narrower days. On paper the picture fits into a `width`, with room for a word behind the last bar.
    """
    days = [day for line in lines for day in (line.task.first_day, line.task.last_day) if day]
    if not days:
        return None
    spans = {line.task.id: beside.baseline[line.task.id] for line in lines if line.task.id in beside.baseline}
    days += [day for span in spans.values() for day in span]
    first, last = _edges(days, zoom, width)
    count = (last - first).days + 1
    scale = _scale(count, zoom) if width is None else min(PIXELS[zoom], width / count)
    bars = {
        line.task.id: bar
        for row, line in enumerate(lines)
        if (bar := _bar(line, row, first, scale, spans.get(line.task.id), held=line.task.id in beside.held))
    }
    return Chart(
        first=first,
        width=_at(count, scale),
        height=HEAD + ROW * len(lines),
        bars=bars,
        links=_links(ties, bars),
        weekends=tuple(_weekends(first, count, scale)) if scale >= 3 else (),
        months=tuple(_months(first, last, scale)),
        weeks=tuple(_weeks(first, count, scale)) if scale >= 6 else (),
        today=_at((today - first).days, scale) if first <= today <= last else None,
        status=_after_day(beside.status, first, last, scale),
        scale=scale,
    )


def _after_day(day: date | None, first: date, last: date, scale: float) -> float | None:
    """The right edge of a day, where it is in the picture."""
    return _at((day - first).days + 1, scale) if day and first <= day < last else None


def _edges(days: Sequence[date], zoom: Zoom, width: int | None) -> tuple[date, date]:
    """The first and the last day of the picture, from a Monday on and with room behind the last bar."""
    first, end = min(days), max(days)
    first -= timedelta(days=first.weekday() + (7 if zoom is Zoom.MONTH else 0))
    return first, end + timedelta(days=7 if width is None else max(7, (end - first).days // 20))


def _scale(count: int, zoom: Zoom) -> int:
    """Whole pixels for a day on a screen."""
    return max(1, min(PIXELS[zoom], (FITTING if zoom is Zoom.FIT else WIDEST) // count))


def _at(days: int, scale: float) -> float:
    """Where a day stands; whole where a day is."""
    return round(days * scale, 1)


def _bar(
    line: Line, row: int, first: date, scale: float, planned: tuple[date, date] | None, *, held: bool
) -> Bar | None:
    task = line.task
    start, finish = task.first_day, task.last_day
    if start is None or finish is None:
        return None
    x: float = _at((start - first).days, scale)
    width: float = max(_at((finish - start).days + 1, scale), SMALLEST)
    if task.kind is Kind.MILESTONE:
        x, width = _at((finish - first).days, scale) + scale // 2, 0
    return Bar(
        x=x,
        y=HEAD + row * ROW + (ROW - BAR) // 2,
        width=width,
        done=width * task.percent // 100,
        kind=task.kind,
        critical=bool(task.critical) and task.kind is not Kind.SUMMARY,
        late=line.state is TaskState.LATE,
        words=f"{task.name}: {start:%d.%m.%Y} – {finish:%d.%m.%Y}",
        task_id=task.id,
        version=task.version,
        start=start,
        finish=finish,
        slack=_slack(line, finish, scale),
        gate=bool(task.gate_key),
        held=held,
        baseline=_planned(planned, first, scale),
    )


def _slack(line: Line, finish: date, scale: float) -> float:
    """How far a task that is not done may still slip; nothing for summaries and what is critical."""
    late = line.task.late_finish
    if late is None or line.task.kind is Kind.SUMMARY or line.task.percent >= 100 or line.task.critical:
        return 0
    return _at(max((late.date() - finish).days, 0), scale)


def _planned(planned: tuple[date, date] | None, first: date, scale: float) -> Mark | None:
    if planned is None:
        return None
    start, finish = planned
    return Mark(_at((start - first).days, scale), max(_at((finish - start).days + 1, scale), SMALLEST))


def _links(ties: Iterable[Tie], bars: Mapping[int, Bar]) -> Mapping[int, str]:
    """The paths of links between bars that are drawn, by the row that waits."""
    found: dict[int, str] = {}
    for tie in ties:
        if tie.before in bars and tie.after in bars:
            path = _elbow(bars[tie.before], bars[tie.after], tie.type)
            found[tie.after] = found.get(tie.after, "") + path
    return found


def _elbow(before: Bar, after: Bar, kind: str) -> str:
    """The path of a link: out of one bar, round a corner, into the other."""
    x1 = before.x if kind[0] == "S" else before.x + before.width
    x2 = after.x if kind[1] == "S" else after.x + after.width
    y1, y2 = before.y + BAR // 2, after.y + BAR // 2
    out, into = (-6 if kind[0] == "S" else 6), (-6 if kind[1] == "S" else 6)
    if kind == "FS" and x2 - x1 >= 8:
        return f"M{x1} {y1}H{x2 - 4}V{y2 + (-BAR // 2 if y2 > y1 else BAR // 2)}"
    between = y2 + (-ROW // 2 if y2 > y1 else ROW // 2)
    return f"M{x1} {y1}h{out}V{between}H{x2 + into}V{y2}H{x2}"


def _weekends(first: date, count: int, scale: float) -> Iterable[Mark]:
    for offset in range(count):
        if (first.weekday() + offset) % 7 == 5:
            yield Mark(_at(offset, scale), _at(min(2, count - offset), scale))


def _weeks(first: date, count: int, scale: float) -> Iterable[Mark]:
    for offset in range(-first.weekday() % 7, count, 7):
        yield Mark(_at(offset, scale), _at(7, scale), str((first + timedelta(days=offset)).day))


def _months(first: date, last: date, scale: float) -> Iterable[Mark]:
    """Months; quarters, years or five years where months are too narrow for a word."""
    step = next((months for months in STEPS if months * 30 * scale >= NARROWEST), STEPS[-1])
    day = first
    while day <= last:
        following = _after(day, step)
        end = min(following, last + timedelta(days=1))
        width = _at((end - day).days, scale)
        yield Mark(_at((day - first).days, scale), width, _label(day, step, width))
        day = following


def _after(day: date, step: int) -> date:
    """The first day of the next month, quarter, year or five years."""
    month = day.year * 12 + day.month - 1
    month += step - month % step
    return date(month // 12, month % 12 + 1, 1)


def _label(day: date, step: int, width: float) -> str:
    if width < NARROWEST:
        return ""
    if step >= 12 or (day.month == 1 and width < WIDE):
        return f"{day:%Y}"
    word = f"{day:%b}" if step == 1 else f"Q{(day.month + 2) // 3}"
    return f"{word} {day:%Y}" if width >= WIDE else word
