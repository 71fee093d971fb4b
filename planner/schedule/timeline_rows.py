"""The rows of the timeline as they are drawn, and which of them a change of the plan leaves to be drawn anew."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2s

from planner.schedule.chart import Bar
from planner.schedule.plan_table import Line


@dataclass(frozen=True, slots=True)
class DrawnRow:
    """One row with all that the page shows of it: what it waits for and its slack in words, its bar, its links.

    `gate` is the number of the gate that holds it back; `slip` is working days against the baseline, None where the
    baseline does not know the row.
    """

    line: Line
    bar: Bar | None
    links: str
    waits: str
    slack: str
    slip: int | None
    gate: int | None

    @property
    def key(self) -> int:
        """The number of the row in the database."""
        return self.line.task.id


@dataclass(frozen=True, slots=True)
class Redrawn:
    """What a page that shows one state needs in order to show another.

    `order` is the order of all rows where it differs, else nothing.
    """

    rows: tuple[DrawnRow, ...]
    order: tuple[int, ...]


def redrawn(before: Sequence[DrawnRow], after: Sequence[DrawnRow]) -> Redrawn:
    """The rows that differ or are new, and the new order where rows came, went or moved.

    Of A, B and C, where B got another bar and C went, B is drawn anew and the order is A, B.
    """
    known: Mapping[int, DrawnRow] = {row.key: row for row in before}
    changed = tuple(row for row in after if known.get(row.key) != row)
    order = tuple(row.key for row in after)
    return Redrawn(changed, () if order == tuple(row.key for row in before) else order)


def mark_of(rows: Sequence[DrawnRow], *more: object) -> str:
    """A short mark of what is drawn; a page and a server that have the same one show the same."""
    parts = [
        f"{row.key}.{row.line.task.version}.{row.line.task.row}.{row.line.state}.{row.bar.x if row.bar else ''}"
        f".{row.bar.slack if row.bar else ''}.{row.line.task.critical}.{row.gate}.{row.slip}.{row.waits}.{row.slack}"
        for row in rows
    ]
    return blake2s(repr((*more, parts)).encode(), digest_size=8).hexdigest()
