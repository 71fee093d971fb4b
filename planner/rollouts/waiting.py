"""What waits for somebody, whatever area it belongs to: a thing to do, for whom, where it is done, and by when."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

SOON = timedelta(days=14)


class Pile(StrEnum):
    """How pressing a piece of work is."""

    WAITING = "waiting"
    LATE = "late"
    NEXT = "next"


PILE_WORDS = {Pile.WAITING: "Waiting for you", Pile.LATE: "Late", Pile.NEXT: "Next"}


@dataclass(frozen=True, slots=True)
class Place:
    """The page on which the work is done: an endpoint and what it needs."""

    endpoint: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits for one person. `due` is the last day for it, None where there is none.

    `key` is the same as long as it is the same thing, such as `schedule.task.12`: reminders are sent once for each.
    `chased` says that others may be told when it stays undone after its day.
    """

    user_id: int
    key: str
    pile: Pile
    what: str
    about: str
    place: Place
    due: date | None = None
    chased: bool = False

    @property
    def area(self) -> str:
        """The area it belongs to."""
        return self.key.split(".", 1)[0]

    def late(self, today: date) -> bool:
        """Whether its day has passed."""
        return self.due is not None and self.due < today


def pile_of(due: date | None, today: date) -> Pile:
    """Where work lies that can be done at once: late after its day, else waiting.

    >>> pile_of(date(2026, 3, 1), date(2026, 3, 2)).value, pile_of(None, date(2026, 3, 2)).value
    ('late', 'waiting')
    """
    return Pile.LATE if due is not None and due < today else Pile.WAITING


def sorted_piles(works: Iterable[Waiting]) -> dict[Pile, list[Waiting]]:
    """The work by pile, the earliest first; work without a date follows."""
    ordered = sorted(works, key=lambda work: (work.due is None, work.due or date.max))
    return {pile: [work for work in ordered if work.pile is pile] for pile in Pile}
