"""Reasons to stop, written down before the work begins, when nobody is yet defending what was spent.

A stop criterion names a question of the assessment and the answer at which the rollout is to be stopped. It is looked
at again at every gate with the answers of that day.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from planner.playbook.words import Choice
from planner.suitability.verdict import Given


class StopAt(StrEnum):
    """From which answer on the criterion asks for a stop."""

    NO = "no"
    PARTLY = "partly"


class StopState(StrEnum):
    """Where a criterion stands today."""

    MET = "met"
    NOT_MET = "not-met"
    UNKNOWN = "unknown"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Stop:
    """A reason to stop: in the words of those who wrote it, tied to a question and the answer that triggers it."""

    id: int
    text: str
    question: str
    at: StopAt
    withdrawn: str = ""


@dataclass(frozen=True, slots=True)
class StopFinding:
    """A stop criterion looked at again, with the reason for its state."""

    stop: Stop
    state: StopState
    reason: str


def look_again(stops: Sequence[Stop], answers: Mapping[str, Given]) -> tuple[StopFinding, ...]:
    """Each criterion against the answers of today.

    An answer that is missing leaves the criterion unknown, never "not met". A withdrawn one stays on record with its
    reason and asks for nothing.
    """
    return tuple(_look(stop, answers.get(stop.question)) for stop in stops)


def _look(stop: Stop, given: Given | None) -> StopFinding:
    if stop.withdrawn:
        return StopFinding(stop, StopState.WITHDRAWN, f"Withdrawn: {stop.withdrawn}")
    if given is None:
        return StopFinding(stop, StopState.UNKNOWN, "Its question has no answer yet.")
    triggers = {Choice.NO} if stop.at is StopAt.NO else {Choice.NO, Choice.PARTLY}
    state = StopState.MET if given.value in triggers else StopState.NOT_MET
    return StopFinding(stop, state, f"Its question is answered {given.value}.")
