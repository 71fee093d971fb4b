"""The board of gates: wave by wave what each gate waits for today, the open work before it, and how far off it is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from planner.basics.lights import Light
from planner.readiness.verdict import Requirement

SHOWN = 4


class Turn(StrEnum):
    """Whether a gate is open, is the next one of its wave and its phase may begin, or comes later."""

    PASSED = "passed"
    NEXT = "next"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class OpenCondition:
    """A condition of a go with conditions that is not met yet."""

    text: str
    owner: str
    due: date
    overdue: bool


@dataclass(frozen=True, slots=True)
class GateFigures:
    """What the board knows of one gate on a day; `blockers` is None where its readiness cannot be judged.

    `held_by` names the closed gates before which the work of its own phase cannot begin.
    """

    id: int
    key: str
    name: str
    phase_ref: str
    phase: str
    wave: int | None
    word: str
    light: Light
    open: bool
    stopped: bool
    reasons: tuple[str, ...]
    way_out: str
    owner: str
    due: date | None
    blockers: tuple[Requirement, ...] | None
    conditions: tuple[OpenCondition, ...]
    open_tasks: int
    late_tasks: int
    held_tasks: int
    begun_tasks: int
    waived_until: date | None
    waiver_id: int | None
    lessons_waiting: int
    held_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Card:
    """One gate on the board, with its place in the order of its wave and how far off its day is."""

    gate: GateFigures
    turn: Turn
    when: str
    late: bool

    @property
    def shown(self) -> tuple[Requirement, ...]:
        """The first few things it waits for."""
        return (self.gate.blockers or ())[:SHOWN]

    @property
    def more(self) -> int:
        """How many further things it waits for."""
        return max(len(self.gate.blockers or ()) - SHOWN, 0)


@dataclass(frozen=True, slots=True)
class Lane:
    """The gates of one wave, or those that the whole rollout passes at once."""

    wave: int | None
    name: str
    cards: tuple[Card, ...]

    @property
    def passed(self) -> tuple[Card, ...]:
        """The gates that are open."""
        return tuple(card for card in self.cards if card.turn is Turn.PASSED)

    @property
    def ahead(self) -> tuple[Card, ...]:
        """The gates that are not."""
        return tuple(card for card in self.cards if card.turn is not Turn.PASSED)


def lanes_of(gates: Sequence[GateFigures], waves: Iterable[tuple[int, str]], today: date) -> tuple[Lane, ...]:
    """One lane for the whole rollout and one for each wave, in that order; a lane without a gate is left out."""
    names: dict[int | None, str] = {None: "Whole rollout", **dict(waves)}
    numbers = [*names, *sorted({g.wave for g in gates if g.wave is not None and g.wave not in names})]
    lanes = []
    for number in numbers:
        mine = [gate for gate in gates if gate.wave == number]
        if mine:
            lanes.append(Lane(number, names.get(number, f"Wave {number}"), _cards(mine, today)))
    return tuple(lanes)


def _cards(gates: Sequence[GateFigures], today: date) -> tuple[Card, ...]:
    following = next((gate for gate in gates if not gate.open and not gate.held_by), None)
    return tuple(
        Card(
            gate,
            Turn.PASSED if gate.open else Turn.NEXT if gate is following else Turn.LATER,
            days_off(gate.due, today),
            not gate.open and not gate.stopped and gate.due is not None and gate.due < today,
        )
        for gate in gates
    )


def days_off(due: date | None, today: date) -> str:
    """How far off a day is, in words.

    >>> days_off(date(2026, 3, 5), date(2026, 3, 2)), days_off(date(2026, 3, 1), date(2026, 3, 2))
    ('in 3 days', '1 day ago')
    """
    if due is None:
        return ""
    days = (due - today).days
    if days == 0:
        return "today"
    length = f"{abs(days)} day{'' if abs(days) == 1 else 's'}"
    return f"in {length}" if days > 0 else f"{length} ago"
