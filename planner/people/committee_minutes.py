"""The minutes of a meeting as plain values: the same for the page, the PDF file and programs."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from planner.people.committee_rules import Presence, quorate


@dataclass(frozen=True, slots=True)
class Attendee:
    """A member with whether this person was there."""

    name: str
    title: str
    presence: Presence | None
    may_decide: bool


@dataclass(frozen=True, slots=True)
class Topic:
    """A point of the agenda with what came out of it."""

    title: str
    about: str
    result: str


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision with its reason and who was against it."""

    question: str
    outcome: str
    reason: str
    dissent: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Agreed:
    """An action with who does it and by when."""

    text: str
    owner: str
    due: date
    state: str


@dataclass(frozen=True, slots=True)
class Minutes:
    """Everything that the minutes of a meeting say."""

    rollout: str
    organisation: str
    day: date
    begins: str
    place: str
    topic: str
    attendees: tuple[Attendee, ...]
    topics: tuple[Topic, ...]
    decisions: tuple[Decided, ...]
    actions: tuple[Agreed, ...]
    notes: str
    quorate: bool

    @property
    def present(self) -> tuple[Attendee, ...]:
        """Who was there."""
        return tuple(each for each in self.attendees if each.presence is Presence.PRESENT)


def was_quorate(attendance: Sequence[tuple[int, Presence | None]], deciders: Collection[int]) -> bool:
    """Whether more than half of those who may decide were there."""
    return quorate((number for number, presence in attendance if presence is Presence.PRESENT), deciders)
