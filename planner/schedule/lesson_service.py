"""Lessons at gates: written down, changed, carried into later phases, and answered by later waves."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from planner.access.models import User
from planner.basics.errors import NotFound
from planner.db import check_version, db
from planner.rollouts import queries as rollouts
from planner.rollouts.models import Rollout
from planner.rollouts.playbook_service import playbook_of
from planner.schedule import lesson_queries, queries
from planner.schedule.gate_models import Lesson, LessonAnswer
from planner.schedule.lesson_queries import LessonView
from planner.schedule.lessons import (
    AnswerDraft,
    LessonDraft,
    LessonsHere,
    check_answer,
    check_lesson,
    lessons_at,
)
from planner.schedule.models import Gate
from planner.schedule.turns import Turn, gate_order, turns_of


@dataclass(frozen=True, slots=True)
class Lessons:
    """The lessons a phase works with: learned at its own gate, carried into it, offered by earlier waves."""

    own: tuple[LessonView, ...]
    carried: tuple[LessonView, ...]
    offered: tuple[LessonView, ...]

    def unanswered(self, gate: Gate) -> int:
        """How many lessons from elsewhere nobody has answered yet at a gate."""
        return sum(gate.id not in each.answers for each in self.from_elsewhere)

    @property
    def from_elsewhere(self) -> tuple[LessonView, ...]:
        """Those that somebody answers here: taken over, or not for us."""
        return (*self.offered, *self.carried)

    @property
    def people(self) -> set[int | None]:
        """Everybody they mention."""
        return {who for each in (*self.own, *self.carried, *self.offered) for who in each.people}


def phases_of(rollout: Rollout) -> dict[str, str]:
    """The phases of the rollout's playbook by their name; none without a playbook."""
    if not rollouts.has_playbook(rollout.id):
        return {}
    return {phase.ref: phase.name for phase in playbook_of(rollout).phases}


def turns(rollout: Rollout) -> tuple[Turn, ...]:
    """The phases in the order in which the waves pass them; none without a playbook."""
    return turns_of(playbook_of(rollout), queries.wave_names(rollout)) if rollouts.has_playbook(rollout.id) else ()


def lessons_here(rollout: Rollout, gate: Gate) -> Lessons:
    """The lessons that belong on the page of a gate."""
    return lessons_by_gate(rollout, [gate])[gate.key]


def lessons_by_gate(rollout: Rollout, gates: Sequence[Gate]) -> dict[str, Lessons]:
    """The lessons that belong on the pages of several gates, by their keys."""
    views, passed = lesson_queries.lessons_of(rollout.id), turns(rollout)
    facts, order, by_id = [each.facts for each in views], gate_order(passed), {each.lesson.id: each for each in views}
    return {gate.key: _found(lessons_at(gate.key, facts, passed, order), by_id) for gate in gates}


def to_answer(rollout: Rollout, gates: Sequence[Gate]) -> dict[int, list[Gate]]:
    """The gates at which each lesson still waits for an answer, by the number of the lesson."""
    here = lessons_by_gate(rollout, gates)
    waiting: dict[int, list[Gate]] = defaultdict(list)
    for gate in gates:
        for view in here[gate.key].from_elsewhere:
            if gate.id not in view.answers:
                waiting[view.lesson.id].append(gate)
    return dict(waiting)


def _found(here: LessonsHere, by_id: dict[int, LessonView]) -> Lessons:
    def views(numbers: tuple[int, ...]) -> tuple[LessonView, ...]:
        return tuple(by_id[number] for number in numbers)

    return Lessons(views(here.own), views(here.carried), views(here.offered))


def add_lesson(rollout: Rollout, gate: Gate, draft: LessonDraft, by: User, at: datetime) -> Lesson:
    """Write down a lesson at a gate; refuses what `lessons.check_lesson` refuses."""
    check_lesson(gate.state, draft, tuple(phases_of(rollout)))
    row = Lesson(
        gate_id=gate.id,
        kind=draft.kind,
        what=draft.what.strip(),
        advice=draft.advice.strip(),
        phase_ref=draft.phase_ref,
        by_id=by.id,
        made_at=at,
    )
    db.session.add(row)
    db.session.flush()
    return row


def edit_lesson(rollout: Rollout, view: LessonView, draft: LessonDraft, version: int | None) -> Lesson:
    """Change a lesson; who may do that is decided at the page."""
    row = view.lesson
    current = {"kind": row.kind.value, "what": row.what, "advice": row.advice, "phase": row.phase_ref}
    check_version(row, version, current)
    check_lesson(view.gate.state, draft, tuple(phases_of(rollout)))
    row.kind, row.what, row.advice = draft.kind, draft.what.strip(), draft.advice.strip()
    row.phase_ref = draft.phase_ref
    db.session.flush()
    return row


def answer_lesson(
    rollout: Rollout, view: LessonView, gate: Gate, draft: AnswerDraft, by: User, at: datetime, version: int | None
) -> LessonAnswer:
    """Say at a later gate what is made of a lesson; NotFound where it is neither carried nor offered there."""
    known = {each.lesson.id for each in lessons_here(rollout, gate).from_elsewhere}
    if view.lesson.id not in known:
        raise NotFound("This lesson does not reach that gate.")
    check_answer(draft)
    row = view.answers.get(gate.id)
    if row is None:
        row = LessonAnswer(lesson_id=view.lesson.id, gate_id=gate.id)
    else:
        check_version(row, version, {"answer": row.answer.value, "reason": row.reason})
    row.answer, row.reason, row.by_id, row.at = draft.answer, draft.reason.strip(), by.id, at
    db.session.add(row)
    db.session.flush()
    return row
