"""Lessons learned at gates: what happened, what to do differently, and where each of them is needed again.

A lesson is carried into the next phase of its own wave, or into the phase it names, and is offered to every later wave
that passes the same phase. In both places somebody takes it over, or says why it is not for them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from planner.basics.errors import RuleBroken
from planner.schedule.gates import GateState
from planner.schedule.turns import GateOrder, Turn

LONGEST = 1000


class LessonKind(StrEnum):
    """What a lesson asks for."""

    KEEP = "keep"
    CHANGE = "change"


class Answer(StrEnum):
    """What a later wave makes of a lesson."""

    TAKEN = "taken"
    NOT_FOR_US = "not-for-us"


KIND_WORDS = {LessonKind.KEEP: "Keep doing", LessonKind.CHANGE: "Do differently"}
ANSWER_WORDS = {Answer.TAKEN: "Taken over", Answer.NOT_FOR_US: "Not for us"}


@dataclass(frozen=True, slots=True)
class LessonDraft:
    """A lesson as somebody writes it; an empty phase means the next one."""

    kind: LessonKind
    what: str
    advice: str
    phase_ref: str = ""


@dataclass(frozen=True, slots=True)
class AnswerDraft:
    """What a later wave says to a lesson, and why."""

    answer: Answer
    reason: str = ""


@dataclass(frozen=True, slots=True)
class LessonFacts:
    """Where a lesson was learned, and for which phase; an empty phase means the next one."""

    id: int
    gate_key: str
    phase_ref: str = ""


@dataclass(frozen=True, slots=True)
class LessonsHere:
    """The lessons a phase works with: its own, those carried into it, and those offered by earlier waves."""

    own: tuple[int, ...] = ()
    carried: tuple[int, ...] = ()
    offered: tuple[int, ...] = ()


def lessons_at(gate_key: str, lessons: Sequence[LessonFacts], turns: Sequence[Turn], order: GateOrder) -> LessonsHere:
    """Which lessons belong on the page of a gate, by their numbers; an unknown gate has only its own.

    Carried: learned at a gate before this one in its own line, and meant for this phase, or for the next one where this
    is the next. Offered: learned in an earlier wave at the same phase, or there meant for this phase.
    """
    own = tuple(each.id for each in lessons if each.gate_key == gate_key)
    known = {turn.gate_key: turn for turn in turns}
    here = known.get(gate_key)
    if here is None:
        return LessonsHere(own)
    near = order.behind.get(gate_key, ())
    line = {*near, *order.earlier(near)}
    carried = tuple(
        each.id
        for each in lessons
        if each.gate_key in line and (each.phase_ref or here.phase.ref) == here.phase.ref and _meant(each, near)
    )
    offered = tuple(each.id for each in lessons if _offered(each, here, known.get(each.gate_key)))
    return LessonsHere(own, carried, tuple(number for number in offered if number not in carried))


def _meant(lesson: LessonFacts, near: Sequence[str]) -> bool:
    return bool(lesson.phase_ref) or lesson.gate_key in near


def _offered(lesson: LessonFacts, here: Turn, origin: Turn | None) -> bool:
    if origin is None or origin.number is None or here.number is None or origin.number >= here.number:
        return False
    return here.phase.ref in {origin.phase.ref, lesson.phase_ref}


def check_lesson(state: GateState, draft: LessonDraft, phases: Sequence[str]) -> None:
    """Refuse a lesson before any review was called, one that says too little, and one for an unknown phase."""
    if state is GateState.NOT_CALLED:
        raise RuleBroken("Lessons are written at the gate: its review has not been called yet.")
    if not draft.what.strip():
        raise RuleBroken("Say what happened.", "what")
    if not draft.advice.strip():
        raise RuleBroken("Say what to do next time: a lesson without it changes nothing.", "advice")
    if draft.phase_ref and draft.phase_ref not in phases:
        raise RuleBroken("Choose a phase of this rollout.", "phase")


def check_answer(draft: AnswerDraft) -> None:
    """Refuse a lesson put aside without a reason."""
    if draft.answer is Answer.NOT_FOR_US and not draft.reason.strip():
        raise RuleBroken("Say why this lesson is not for you.", "reason")
