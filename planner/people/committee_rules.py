"""The committee: meetings with an agenda of what is open, decisions with dissent, actions with owner and day.

A decision that was asked for and not taken stays open and comes back on the next agenda; so does an overdue action.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from enum import StrEnum

from planner.basics.days import check_day
from planner.basics.errors import RuleBroken
from planner.basics.lights import Light

SOON = timedelta(days=7)
"""An action is called due soon a week before its day."""
GATES_AHEAD = timedelta(days=28)
"""Gates of the next four weeks stand on the agenda."""


class Seat(StrEnum):
    """A member's part in the committee."""

    CHAIR = "chair"
    MEMBER = "member"
    SECRETARY = "secretary"


SEAT_WORDS = {Seat.CHAIR: "Chair", Seat.MEMBER: "Member", Seat.SECRETARY: "Keeps the minutes"}


class MeetingState(StrEnum):
    """A meeting is planned, was held, or was called off."""

    PLANNED = "planned"
    HELD = "held"
    CALLED_OFF = "called-off"


class Presence(StrEnum):
    """Whether a member was there."""

    PRESENT = "present"
    EXCUSED = "excused"
    ABSENT = "absent"


PRESENCE_WORDS = {Presence.PRESENT: "Present", Presence.EXCUSED: "Excused", Presence.ABSENT: "Absent"}


class ActionState(StrEnum):
    """How an action stands on a day."""

    OVERDUE = "overdue"
    SOON = "soon"
    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


ACTION_WORDS = {
    ActionState.OVERDUE: "Overdue",
    ActionState.SOON: "Due soon",
    ActionState.OPEN: "Open",
    ActionState.DONE: "Done",
    ActionState.DROPPED: "Dropped",
}
ACTION_LIGHTS = {
    ActionState.OVERDUE: Light.RED,
    ActionState.SOON: Light.AMBER,
    ActionState.OPEN: Light.UNKNOWN,
    ActionState.DONE: Light.GREEN,
    ActionState.DROPPED: Light.UNKNOWN,
}


@dataclass(frozen=True, slots=True)
class MeetingDraft:
    """A meeting as it is called."""

    day: date | None
    begins: time | None
    place: str
    link: str
    topic: str = ""


@dataclass(frozen=True, slots=True)
class DecisionDraft:
    """What is to be decided: the question, until when, and what it costs not to decide."""

    question: str
    needed_by: date | None
    consequence: str = ""


@dataclass(frozen=True, slots=True)
class OutcomeDraft:
    """What was decided and why, on which day, in which meeting, and who dissented in which words."""

    outcome: str
    reason: str
    day: date | None
    meeting_id: int | None = None
    dissent: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ActionDraft:
    """Something to do: what, who, by when, and which decision it follows from."""

    text: str
    owner_id: int | None
    owner_name: str
    due: date | None
    decision_id: int | None = None


@dataclass(frozen=True, slots=True)
class Point:
    """Something that belongs on an agenda. `key` tells points apart from meeting to meeting.

    `endpoint` and `values` name the page where it is dealt with; `due` is the day it matters by.
    """

    key: str
    title: str
    about: str = ""
    due: date | None = None
    endpoint: str = ""
    values: Mapping[str, int | str] = field(default_factory=dict)


def action_state(due: date, done_on: date | None, dropped: str, today: date) -> ActionState:
    """How an action stands. On its own day it is not overdue yet."""
    if dropped:
        return ActionState.DROPPED
    if done_on is not None:
        return ActionState.DONE
    if due < today:
        return ActionState.OVERDUE
    return ActionState.SOON if due <= today + SOON else ActionState.OPEN


def agenda_of(points: Iterable[Point], taken: Collection[str]) -> tuple[Point, ...]:
    """What could be put on the agenda and is not there yet: what matters soonest first, what has no day last."""
    new = {point.key: point for point in points if point.key not in taken}
    return tuple(sorted(new.values(), key=lambda point: (point.due is None, point.due or date.max, point.title)))


def quorate(present: Iterable[int], deciders: Collection[int]) -> bool:
    """Whether more than half of those who may decide were there; without anybody who may decide, never.

    >>> quorate([1, 2], {1, 2, 3}), quorate([1], {1, 2})
    (True, False)
    """
    return 2 * len(set(present) & set(deciders)) > len(deciders) > 0


def check_meeting(draft: MeetingDraft) -> None:
    """Refuse a meeting without a day, or without a place or link."""
    if draft.day is None:
        raise RuleBroken("Give the day.", "day")
    check_day(draft.day, "day")
    if not draft.place and not draft.link:
        raise RuleBroken("Say where it is, or give a link.", "place")


def check_question(draft: DecisionDraft) -> None:
    """Refuse a decision without a question."""
    if not draft.question:
        raise RuleBroken("Say what is to be decided.", "question")
    check_day(draft.needed_by, "needed_by")


def check_outcome(draft: OutcomeDraft, members: Collection[int], today: date) -> None:
    """Refuse an outcome without words, reason or day, in the future, or with dissent of a stranger."""
    if not draft.outcome:
        raise RuleBroken("Say what was decided.", "outcome")
    if not draft.reason:
        raise RuleBroken("Say why; others will build on it.", "reason")
    if draft.day is None:
        raise RuleBroken("Give the day.", "day")
    if draft.day > today:
        raise RuleBroken("That day is still to come.", "day")
    if not set(draft.dissent) <= set(members):
        raise RuleBroken("Only members of the committee dissent.", "outcome")


def check_action(draft: ActionDraft, accounts: Collection[int]) -> None:
    """Refuse an action without words, owner or day."""
    if not draft.text:
        raise RuleBroken("Say what is to be done.", "text")
    if draft.owner_id is None and not draft.owner_name:
        raise RuleBroken("Choose who does it, or give a name.", "owner")
    if draft.owner_id is not None and draft.owner_id not in accounts:
        raise RuleBroken("Choose somebody who takes part in this rollout, or give a name.", "owner")
    if draft.due is None:
        raise RuleBroken("Give the day.", "due")
    check_day(draft.due, "due")


def next_meeting(days: Sequence[tuple[int, date, MeetingState]], today: date) -> int | None:
    """The planned meeting that comes next, today's included; a planned one that has passed waits for its minutes."""
    ahead = [(day, number) for number, day, state in days if state is MeetingState.PLANNED and day >= today]
    return min(ahead)[1] if ahead else None
