"""Questions about the lessons of a rollout: where each was learned, and what later waves made of it."""

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import select

from planner.basics.errors import NotFound
from planner.db import db
from planner.schedule.gate_models import Lesson, LessonAnswer
from planner.schedule.lessons import LessonFacts
from planner.schedule.models import Gate


@dataclass(frozen=True, slots=True)
class LessonView:
    """A lesson, the gate at which it was learned, and the answers of later waves by their gate."""

    lesson: Lesson
    gate: Gate
    answers: dict[int, LessonAnswer]

    @property
    def facts(self) -> LessonFacts:
        """The lesson as the rules see it."""
        return LessonFacts(self.lesson.id, self.gate.key, self.lesson.phase_ref)

    @property
    def people(self) -> set[int | None]:
        """Everybody it mentions."""
        return {self.lesson.by_id} | {each.by_id for each in self.answers.values()}


def lessons_of(rollout_id: int) -> list[LessonView]:
    """All lessons in the order of the gates and then of writing; two questions in all."""
    query = select(Lesson, Gate).join(Gate, Gate.id == Lesson.gate_id).where(Gate.rollout_id == rollout_id)
    rows = db.session.execute(query.order_by(Gate.position, Lesson.id)).all()
    answers: dict[int, dict[int, LessonAnswer]] = defaultdict(dict)
    given = select(LessonAnswer).where(LessonAnswer.lesson_id.in_([lesson.id for lesson, _ in rows]))
    for answer in db.session.scalars(given):
        answers[answer.lesson_id][answer.gate_id] = answer
    return [LessonView(lesson, gate, answers[lesson.id]) for lesson, gate in rows]


def lesson(rollout_id: int, lesson_id: int) -> LessonView:
    """One lesson of this rollout; NotFound for any other."""
    found = next((each for each in lessons_of(rollout_id) if each.lesson.id == lesson_id), None)
    if found is None:
        raise NotFound("There is no such lesson in this rollout.")
    return found
