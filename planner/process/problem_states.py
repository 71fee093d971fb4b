"""The life of a reported problem: new, being looked at, settled; and what it is about."""

from enum import StrEnum


class State(StrEnum):
    """Where a problem stands."""

    NEW = "new"
    TAKEN = "taken"
    WAITING = "waiting"
    SETTLED = "settled"
    REFUSED = "refused"


STATE_WORDS = {
    State.NEW: "New",
    State.TAKEN: "Being worked on",
    State.WAITING: "Waiting",
    State.SETTLED: "Settled",
    State.REFUSED: "Not a problem",
}
OPEN = (State.NEW, State.TAKEN, State.WAITING)
CLOSED = (State.SETTLED, State.REFUSED)
OLD_DAYS = 14
"""A problem that is open longer than two weeks meets others before it is settled."""
_STEPS = {
    State.NEW: (State.TAKEN, State.WAITING, State.SETTLED, State.REFUSED),
    State.TAKEN: (State.WAITING, State.SETTLED, State.REFUSED, State.NEW),
    State.WAITING: (State.TAKEN, State.SETTLED, State.REFUSED),
    State.SETTLED: (State.TAKEN,),
    State.REFUSED: (State.TAKEN,),
}


class Topic(StrEnum):
    """What a problem is about, in the words of whoever meets it."""

    CANNOT_SIGN_IN = "cannot-sign-in"
    DO_NOT_KNOW_HOW = "do-not-know-how"
    WRONG_DATA = "wrong-data"
    MISSING = "missing"
    TOO_SLOW = "too-slow"
    BROKEN = "broken"
    EXTRA_WORK = "extra-work"
    OTHER = "other"


TOPIC_WORDS = {
    Topic.CANNOT_SIGN_IN: "I cannot sign in or see what I need",
    Topic.DO_NOT_KNOW_HOW: "I do not know how to do it",
    Topic.WRONG_DATA: "Data is wrong, double or missing",
    Topic.MISSING: "Something I need is not there",
    Topic.TOO_SLOW: "It is too slow",
    Topic.BROKEN: "It does not work, or shows an error",
    Topic.EXTRA_WORK: "It makes more work than before",
    Topic.OTHER: "Something else",
}
TOPIC_SHORT = {
    Topic.CANNOT_SIGN_IN: "Access",
    Topic.DO_NOT_KNOW_HOW: "How to",
    Topic.WRONG_DATA: "Data",
    Topic.MISSING: "Missing",
    Topic.TOO_SLOW: "Speed",
    Topic.BROKEN: "Errors",
    Topic.EXTRA_WORK: "Extra work",
    Topic.OTHER: "Other",
}


class Weight(StrEnum):
    """How much a problem hinders."""

    STOPS = "stops"
    ANNOYING = "annoying"
    WISH = "wish"


WEIGHT_WORDS = {
    Weight.STOPS: "I cannot work",
    Weight.ANNOYING: "I can work, but it costs time",
    Weight.WISH: "A wish",
}
REPLY_DAYS = {Weight.STOPS: 2, Weight.ANNOYING: 10, Weight.WISH: 30}
"""By when an answer is due where nobody sets another day."""


def may_become(now: State, then: State) -> bool:
    """Whether a problem can go from one state to another.

    >>> may_become(State.SETTLED, State.TAKEN), may_become(State.SETTLED, State.REFUSED)
    (True, False)
    """
    return then in _STEPS[now]


def next_states(now: State) -> tuple[State, ...]:
    """The states a problem can go to."""
    return _STEPS[now]
