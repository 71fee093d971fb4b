"""The picture of a plan over time: where each bar, diamond and link stands, in whole pixels. Templates only draw it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
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

    x: int
    width: int
    label: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """A task, a summary or a milestone on the picture."""

    x: int
    y: int
    width: int
    done: int
    kind: Kind
    critical: bool
    late: bool
    words: str
    task_id: int = 0
    version: int = 0
    start: date | None = None
    finish: date | None = None
    slack: int = 0
    gate: bool = False
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
    """The whole picture."""

    width: int
    height: int
    bars: tuple[Bar, ...]
    links: tuple[str, ...]
    weekends: tuple[Mark, ...]
    months: tuple[Mark, ...]
    weeks: tuple[Mark, ...]
    today: int | None
    scale: int = 1


@dataclass(frozen=True, slots=True)
class Tie:
    """A link between two rows, by their numbers, with the type FS, SS, FF or SF."""

    before: int
    after: int
    type: str


Spans = Mapping[int, tuple[date, date]]
"""First and last day of rows in a baseline, by the number of the row."""


def chart_of(
    lines: Sequence[Line], ties: Iterable[Tie], today: date, zoom: Zoom, baseline: Spans | None = None
) -> Chart | None:
    """Draw lines that have dates; None when none has. No empty months: the picture spans what is shown, then and now.

    `fit` makes days as wide as the page has place for; a picture wider than 6,000 pixels gets narrower days.
    """
    days = [day for line in lines for day in (line.task.first_day, line.task.last_day) if day]
    if not days:
        return None
    spans = {line.task.id: baseline[line.task.id] for line in lines if baseline and line.task.id in baseline}
    days += [day for span in spans.values() for day in span]
    first = min(days) - timedelta(days=min(days).weekday() + (7 if zoom is Zoom.MONTH else 0))
    last = max(days) + timedelta(days=7)
    count = (last - first).days + 1
    scale = max(1, min(PIXELS[zoom], (FITTING if zoom is Zoom.FIT else WIDEST) // count))
    bars = {
        line.task.id: bar
        for row, line in enumerate(lines)
        if (bar := _bar(line, row, first, scale, spans.get(line.task.id)))
    }
    return Chart(
        width=count * scale,
        height=HEAD + ROW * len(lines),
        bars=tuple(bars.values()),
        links=tuple(
            _elbow(bars[tie.before], bars[tie.after], tie.type)
            for tie in ties
            if {tie.before, tie.after} <= bars.keys()
        ),
        weekends=tuple(_weekends(first, count, scale)) if scale >= 3 else (),
        months=tuple(_months(first, last, scale)),
        weeks=tuple(_weeks(first, count, scale)) if scale >= 6 else (),
        today=(today - first).days * scale if first <= today <= last else None,
        scale=scale,
    )


def _bar(line: Line, row: int, first: date, scale: int, planned: tuple[date, date] | None) -> Bar | None:
    task = line.task
    start, finish = task.first_day, task.last_day
    if start is None or finish is None:
        return None
    x = (start - first).days * scale
    width = max(((finish - start).days + 1) * scale, SMALLEST)
    if task.kind is Kind.MILESTONE:
        x, width = (finish - first).days * scale + scale // 2, 0
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
        baseline=_planned(planned, first, scale),
    )


def _slack(line: Line, finish: date, scale: int) -> int:
    """How far a task that is not done may still slip, in pixels; nothing for summaries and what is critical."""
    late = line.task.late_finish
    if late is None or line.task.kind is Kind.SUMMARY or line.task.percent >= 100 or line.task.critical:
        return 0
    return max((late.date() - finish).days, 0) * scale


def _planned(planned: tuple[date, date] | None, first: date, scale: int) -> Mark | None:
    if planned is None:
        return None
    start, finish = planned
    x = max((start - first).days * scale, 0)
    return Mark(x, max(((finish - first).days + 1) * scale - x, SMALLEST))


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


def _weekends(first: date, count: int, scale: int) -> Iterable[Mark]:
    for offset in range(count):
        if (first.weekday() + offset) % 7 == 5:
            yield Mark(offset * scale, min(2, count - offset) * scale)


def _weeks(first: date, count: int, scale: int) -> Iterable[Mark]:
    for offset in range(-first.weekday() % 7, count, 7):
        yield Mark(offset * scale, 7 * scale, str((first + timedelta(days=offset)).day))


def _months(first: date, last: date, scale: int) -> Iterable[Mark]:
    day = first
    while day <= last:
        following = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
        end = min(following, last + timedelta(days=1))
        days = (end - day).days
        label = f"{day:%b %Y}" if days * scale >= 56 else (f"{day:%b}" if days * scale >= 26 else "")
        yield Mark((day - first).days * scale, days * scale, label)
        day = following
