"""Lessons learned at a gate reach the next phase and every later wave, and nobody else."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.basics.errors import NotFound, RuleBroken, Stale
from planner.db import transaction
from planner.rollouts.playbook_service import take_copy
from planner.schedule import gate_service, lesson_queries, lesson_service, service
from planner.schedule.gate_queries import gate_by_key
from planner.schedule.gates import GateState
from planner.schedule.lessons import (
    Answer,
    AnswerDraft,
    LessonDraft,
    LessonFacts,
    LessonKind,
    check_answer,
    check_lesson,
    lessons_at,
)
from planner.schedule.models import Gate
from planner.schedule.turns import WaveName, gate_order, turns_of
from tests.builders import make_wave
from tests.conftest import NOW
from tests.personas import Cast
from tests.schedule.samples import SMALL

TODAY = date(2026, 3, 2)
TURNS = turns_of(SMALL, (WaveName(1, "Pilot"), WaveName(2, "Sales"), WaveName(3, "Service")))
ORDER = gate_order(TURNS)
KEYS = [turn.gate_key for turn in TURNS]
GOOD = LessonDraft(LessonKind.CHANGE, "The rooms were double-booked.", "Book rooms with the invitation.")


def where(lesson: LessonFacts) -> dict[str, str]:
    found = {}
    for key in KEYS:
        here = lessons_at(key, [lesson], TURNS, ORDER)
        for name in ("own", "carried", "offered"):
            if getattr(here, name):
                found[key] = name
    return found


def test_a_lesson_goes_to_the_next_phase_and_to_the_same_phase_of_later_waves() -> None:
    assert where(LessonFacts(1, "train-exit@1")) == {
        "train-exit@1": "own",
        "pilot-exit@1": "carried",
        "train-exit@2": "offered",
        "train-exit@3": "offered",
    }
    assert where(LessonFacts(1, "decide-exit")) == {
        "decide-exit": "own",
        "train-exit@1": "carried",
        "train-exit@2": "carried",
        "train-exit@3": "carried",
    }


def test_a_lesson_for_a_named_phase_goes_there() -> None:
    assert where(LessonFacts(1, "decide-exit", "care")) == {
        "decide-exit": "own",
        "care-exit@1": "carried",
        "care-exit@2": "carried",
        "care-exit@3": "carried",
    }
    assert where(LessonFacts(1, "train-exit@2", "care")) == {
        "train-exit@2": "own",
        "care-exit@2": "carried",
        "train-exit@3": "offered",
        "care-exit@3": "offered",
    }


def test_a_gate_that_the_playbook_no_longer_has_keeps_its_own() -> None:
    here = lessons_at("old-gate", [LessonFacts(1, "old-gate"), LessonFacts(2, "decide-exit")], TURNS, ORDER)
    assert (here.own, here.carried, here.offered) == ((1,), (), ())


@given(
    key=st.sampled_from(KEYS),
    origin=st.sampled_from(KEYS),
    phase=st.sampled_from(["", *{turn.phase.ref for turn in TURNS}]),
)
def test_a_lesson_stands_at_one_place_of_a_page_and_never_reaches_an_earlier_wave(
    key: str, origin: str, phase: str
) -> None:
    here = lessons_at(key, [LessonFacts(1, origin, phase)], TURNS, ORDER)
    assert len(here.own) + len(here.carried) + len(here.offered) <= 1
    waves = {turn.gate_key: turn.number for turn in TURNS}
    earlier, later = waves[key], waves[origin]
    if earlier is not None and later is not None and earlier < later:
        assert not here.carried
        assert not here.offered


@pytest.mark.parametrize(
    ("state", "draft", "field"),
    [
        (GateState.NOT_CALLED, GOOD, None),
        (GateState.DECIDED, LessonDraft(LessonKind.KEEP, " ", "x"), "what"),
        (GateState.DECIDED, LessonDraft(LessonKind.KEEP, "x", " "), "advice"),
        (GateState.DECIDED, LessonDraft(LessonKind.KEEP, "x", "x", "nowhere"), "phase"),
    ],
)
def test_empty_lessons_are_refused(state: GateState, draft: LessonDraft, field: str | None) -> None:
    check_lesson(GateState.CALLED, GOOD, ["train"])
    with pytest.raises(RuleBroken) as refused:
        check_lesson(state, draft, ["train"])
    assert refused.value.field == field


def test_not_for_us_needs_a_reason() -> None:
    check_answer(AnswerDraft(Answer.TAKEN))
    check_answer(AnswerDraft(Answer.NOT_FOR_US, "We have rooms of our own."))
    with pytest.raises(RuleBroken, match="Say why"):
        check_answer(AnswerDraft(Answer.NOT_FOR_US, " "))


@pytest.fixture
def small(cast: Cast) -> Cast:
    """The cast with two waves and a gate of the first whose review is called."""
    make_wave(cast.rollout, 1)
    make_wave(cast.rollout, 2)
    with transaction():
        take_copy(cast.rollout.id, SMALL, NOW)
        service.prepare(cast.rollout, SMALL, TODAY)
        called = gate_by_key(cast.rollout, "train-exit@1", TODAY)
        gate_service.call_review(called, cast.manager, NOW, [{"text": "Trained"}])
    return cast


def gate(cast: Cast, key: str) -> Gate:
    return gate_by_key(cast.rollout, key, TODAY).gate


def test_a_lesson_is_written_changed_and_answered(small: Cast) -> None:
    with transaction():
        row = lesson_service.add_lesson(small.rollout, gate(small, "train-exit@1"), GOOD, small.trainer, NOW)
    view = lesson_queries.lesson(small.rollout.id, row.id)
    with pytest.raises(Stale):
        lesson_service.edit_lesson(small.rollout, view, GOOD, None)
    with transaction():
        changed = LessonDraft(LessonKind.KEEP, "Rooms were fine.", "Book early.", "care")
        lesson_service.edit_lesson(small.rollout, view, changed, row.version)
    later = gate(small, "train-exit@2")
    offered = lesson_service.lessons_here(small.rollout, later)
    assert offered.unanswered(later) == 1
    with transaction():
        draft = AnswerDraft(Answer.NOT_FOR_US, "We train on site.")
        lesson_service.answer_lesson(small.rollout, offered.offered[0], later, draft, small.manager, NOW, None)
    again = lesson_service.lessons_here(small.rollout, later)
    assert again.unanswered(later) == 0
    with pytest.raises(Stale):
        lesson_service.answer_lesson(
            small.rollout, again.offered[0], later, AnswerDraft(Answer.TAKEN), small.manager, NOW, None
        )
    carried = lesson_service.lessons_here(small.rollout, gate(small, "care-exit@1")).carried
    assert [each.lesson.advice for each in carried] == ["Book early."]
    with pytest.raises(NotFound):
        lesson_service.answer_lesson(
            small.rollout,
            carried[0],
            gate(small, "decide-exit"),
            AnswerDraft(Answer.TAKEN),
            small.manager,
            NOW,
            None,
        )
