"""The dependency diagram: which tasks are drawn, where each box stands, and the way of each link, in pixels."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from textwrap import wrap

from planner.schedule.layers import Layout, around, implied, laid_out
from planner.schedule.outline import sections
from planner.schedule.plan_table import Part, parts_of
from planner.schedule.states import Kind, TaskFacts, TaskState, state_of

WIDTH, HEIGHT, GAP, MARGIN = 188, 50, 56, 8
LETTERS = 27
MOST = 120
"""More boxes than this cannot be read; the page then asks for a part."""


@dataclass(frozen=True, slots=True)
class Tie:
    """A link between two rows of the plan, by their numbers, with its type FS, SS, FF or SF."""

    before: int
    after: int
    type: str


@dataclass(frozen=True, slots=True)
class Choice:
    """What somebody wants to see: a part of the plan, or what stands up to some steps around one task."""

    part: str = ""
    task: int | None = None
    steps: int = 2
    short: bool = False


@dataclass(frozen=True, slots=True)
class Box:
    """A task on the picture; `outside` says that it belongs to another part and is there for its link."""

    task: TaskFacts
    x: int
    y: float
    lines: tuple[str, ...]
    dates: str
    state: TaskState
    middle: bool
    outside: bool


@dataclass(frozen=True, slots=True)
class Way:
    """A link on the picture: its path, whether it is on the critical path, and whether it is another type than FS."""

    path: str
    tip: str
    critical: bool
    other: bool
    words: str


@dataclass(frozen=True, slots=True)
class Diagram:
    """The whole picture, and the same as plain values: links for a table, tasks without any link for a list."""

    boxes: tuple[Box, ...]
    ways: tuple[Way, ...]
    ties: tuple[tuple[TaskFacts, TaskFacts, Tie], ...]
    loose: tuple[TaskFacts, ...]
    width: int
    height: int
    left_out: int


@dataclass(frozen=True, slots=True)
class Scope:
    """The rows that are to be drawn, by number, and the part they are of; `own` are those of the part itself."""

    rows: frozenset[int]
    own: frozenset[int]
    part: Part | None

    @property
    def too_many(self) -> bool:
        """Whether a picture of all of it could not be read."""
        return len(self.rows) > MOST


def scope_of(rows: Sequence[TaskFacts], ties: Sequence[Tie], choice: Choice) -> Scope:
    """The rows a choice asks for. Without a choice: the whole plan while it can be read, else the part under way.

    A part is drawn with the rows of other parts that it is directly linked to.
    """
    linked = {end for tie in ties for end in (tie.before, tie.after)}
    drawn = frozenset(row.id for row in rows if row.kind is not Kind.SUMMARY or row.id in linked)
    if choice.task is not None:
        found = around(choice.task, [(tie.before, tie.after) for tie in ties], choice.steps)
        return Scope(found & drawn | {choice.task}, found, None)
    parts = parts_of(rows)
    key = choice.part or ("" if len(drawn & linked) <= MOST else _under_way(rows, parts))
    part = next((each for each in parts if each.key == key), None)
    if part is None:
        return Scope(drawn, drawn, None)
    heads = sections([row.outline_level for row in rows])
    own = frozenset(row.id for row, head in zip(rows, heads, strict=True) if str(rows[head].position) == key) & drawn
    near = {end for tie in ties if own & {tie.before, tie.after} for end in (tie.before, tie.after)}
    return Scope(own | (near & drawn), own, part)


def _under_way(rows: Sequence[TaskFacts], parts: Sequence[Part]) -> str:
    """The first part that is not done."""
    done = {str(row.position): row.percent >= 100 for row in rows}
    return next((part.key for part in parts if not done[part.key]), parts[0].key if parts else "")


def diagram(rows: Sequence[TaskFacts], ties: Sequence[Tie], scope: Scope, choice: Choice, today: date) -> Diagram:
    """The picture of some rows and the links between them. Raises `ValueError` for tasks that form a circle."""
    shown = [row for row in rows if row.id in scope.rows]
    inside = [tie for tie in ties if {tie.before, tie.after} <= scope.rows]
    pairs = {(tie.before, tie.after) for tie in inside}
    hidden = implied(pairs) if choice.short else frozenset()
    kept = [tie for tie in inside if (tie.before, tie.after) not in hidden]
    linked = {end for tie in kept for end in (tie.before, tie.after)} | {choice.task}
    drawn = {row.id: row for row in shown if row.id in linked}
    layout = laid_out(list(drawn), [(tie.before, tie.after) for tie in kept])
    boxes = tuple(_box(row, layout, today, choice, scope) for row in drawn.values())
    return Diagram(
        boxes=boxes,
        ways=tuple(sorted(_ways(kept, drawn, layout), key=lambda way: way.critical)),
        ties=tuple((drawn[tie.before], drawn[tie.after], tie) for tie in kept),
        loose=tuple(row for row in shown if row.id not in linked and row.id in scope.own),
        width=max(layout.layers * (WIDTH + GAP) - GAP, WIDTH) + 2 * MARGIN,
        height=round(layout.height) + 2 * MARGIN,
        left_out=len(inside) - len(kept),
    )


def left_of(layer: int) -> int:
    """Where the boxes of a layer begin."""
    return MARGIN + layer * (WIDTH + GAP)


def _box(row: TaskFacts, layout: Layout, today: date, choice: Choice, scope: Scope) -> Box:
    spot = layout.spots[row.id]
    return Box(
        task=row,
        x=left_of(spot.layer),
        y=spot.y - HEIGHT / 2 + MARGIN,
        lines=lines_of(row.name),
        dates=_dates(row),
        state=state_of(row, today),
        middle=row.id == choice.task,
        outside=row.id not in scope.own,
    )


def lines_of(name: str) -> tuple[str, ...]:
    """A name on two lines at most; what does not fit is cut and marked."""
    lines = wrap(name, LETTERS) or [""]
    if len(lines) <= 2:
        return tuple(lines)
    second = lines[1] if len(lines[1]) < LETTERS else lines[1][: LETTERS - 1]
    return lines[0], f"{second}…"


def _dates(row: TaskFacts) -> str:
    first, last = row.first_day, row.last_day
    if first is None or last is None:
        return "no date"
    if first == last or row.kind is Kind.MILESTONE:
        return f"{last.day} {last:%b}"
    return f"{first.day} {first:%b} – {last.day} {last:%b}"


def _ways(ties: Iterable[Tie], drawn: Mapping[int, TaskFacts], layout: Layout) -> Iterable[Way]:
    heights = {(route.before, route.after): route.heights for route in layout.routes}
    for tie in ties:
        before, after = drawn[tie.before], drawn[tie.after]
        y = heights[tie.before, tie.after]
        first, last = layout.spots[tie.before].layer, layout.spots[tie.after].layer
        yield Way(
            path=path_of([(layer, height + MARGIN) for layer, height in zip(range(first, last + 1), y, strict=True)]),
            tip=tip_of(left_of(last), y[-1] + MARGIN),
            critical=bool(before.critical and after.critical),
            other=tie.type != "FS",
            words=f"{before.name} → {after.name}",
        )


def path_of(points: Sequence[tuple[int, float]]) -> str:
    """A smooth line from box to box that runs level through each layer it passes."""
    layer, y = points[0]
    x = left_of(layer) + WIDTH
    path = f"M{x} {y:g}"
    for layer, height in points[1:]:
        end = left_of(layer)
        half = (x + end) / 2
        path += f"C{half:g} {y:g} {half:g} {height:g} {end} {height:g}"
        x, y = end + WIDTH, height
        if layer != points[-1][0]:
            path += f"H{x}"
    return path


def tip_of(x: int, y: float) -> str:
    """The arrow head of a line that ends at a box."""
    return f"M{x} {y:g}l-7 -4v8z"
