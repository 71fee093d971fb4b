"""Pages of lessons: all of a rollout by phase, writing one down, changing it, and answering one of an earlier wave.

Pages: templates/schedule/. Forms: gate_forms.py.
"""

from itertools import groupby

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from planner.access.roles import Permission, Scope
from planner.basics.errors import NotAllowed, NotFound
from planner.schedule import gate_queries, lesson_queries, lesson_service, queries
from planner.schedule.gate_forms import AnswerForm, EditLessonForm, LessonForm
from planner.schedule.gate_words import LESSON_WORDS
from planner.schedule.lesson_queries import LessonView
from planner.schedule.models import Gate
from planner.schedule.views import blueprint
from planner.web import clock, current
from planner.web.guards import needs
from planner.web.saving import save


def may_change(view: LessonView) -> bool:
    """Whether this person may change a lesson: any as manager, one's own otherwise."""
    scope = current.scope(Permission.LESSONS_EDIT)
    return scope is Scope.ALL or (scope is Scope.OWN and view.lesson.by_id == current.user().id)


def may_answer(gate: Gate) -> bool:
    """Whether this person may speak for the phase of a gate: as manager, or as owner of the work before it."""
    scope = current.scope(Permission.LESSONS_EDIT)
    return scope is Scope.ALL or (scope is Scope.OWN and gate.owner_id == current.user().id)


@blueprint.get("/rollouts/<int:rollout_id>/gates/lessons")
@needs(Permission.GATES_VIEW)
def lessons(rollout_id: int) -> ResponseReturnValue:
    """Everything learned at the gates of the rollout, by gate, with where it is needed and what came of it."""
    found = lesson_queries.lessons_of(rollout_id)
    views = gate_queries.gates_of(current.rollout(), clock.today())
    return render_template(
        "schedule/lessons.html",
        groups=[(gate, list(rows)) for gate, rows in groupby(found, key=lambda view: view.gate)],
        gates={view.gate.id: view.gate for view in views},
        names=queries.names_of({who for view in found for who in view.people}),
        phases=lesson_service.phases_of(current.rollout()),
        words=LESSON_WORDS,
        may_change={view.lesson.id for view in found if may_change(view)},
        waiting=lesson_service.to_answer(
            current.rollout(), [view.gate for view in views if not view.verdict.open and may_answer(view.gate)]
        ),
        latest=next((view.gate for view in reversed(views) if view.decisions), None),
    )


@blueprint.route("/rollouts/<int:rollout_id>/gates/<int:gate_id>/lessons/new", methods=["GET", "POST"])
@needs(Permission.LESSONS_EDIT)
def add_lesson(rollout_id: int, gate_id: int) -> ResponseReturnValue:
    """Write down a lesson at a gate."""
    gate = gate_queries.gate(rollout_id, gate_id, clock.today()).gate
    form = LessonForm()
    form.offer_phases(lesson_service.phases_of(current.rollout()))
    if form.validate_on_submit():
        done = save(
            form,
            lambda: lesson_service.add_lesson(current.rollout(), gate, form.draft(), current.user(), clock.now()),
            then=lambda _: url_for("schedule.gate", rollout_id=rollout_id, gate_id=gate_id, _anchor="lessons"),
            said="The lesson is written down.",
        )
        if done:
            return done
    return render_template("schedule/add_lesson.html", form=form, gate=gate), 422 if form.errors else 200


@blueprint.route("/rollouts/<int:rollout_id>/gates/lessons/<int:lesson_id>", methods=["GET", "POST"])
@needs(Permission.LESSONS_EDIT)
def edit_lesson(rollout_id: int, lesson_id: int) -> ResponseReturnValue:
    """Change a lesson: one's own, or any as manager."""
    view = lesson_queries.lesson(rollout_id, lesson_id)
    if not may_change(view):
        raise NotAllowed("You can change lessons that you wrote.")
    row = view.lesson
    values = {"kind": row.kind.value, "what": row.what, "advice": row.advice, "phase": row.phase_ref}
    form = EditLessonForm(data={**values, "version": row.version})
    form.offer_phases(lesson_service.phases_of(current.rollout()))
    if form.validate_on_submit():
        done = save(
            form,
            lambda: lesson_service.edit_lesson(current.rollout(), view, form.draft(), form.version.data),
            then=lambda _: url_for("schedule.gate", rollout_id=rollout_id, gate_id=view.gate.id, _anchor="lessons"),
            said="Lesson saved.",
        )
        if done:
            return done
    return render_template("schedule/edit_lesson.html", form=form, gate=view.gate), 422 if form.errors else 200


@blueprint.route(
    "/rollouts/<int:rollout_id>/gates/<int:gate_id>/lessons/<int:lesson_id>/answer", methods=["GET", "POST"]
)
@needs(Permission.LESSONS_EDIT)
def answer_lesson(rollout_id: int, gate_id: int, lesson_id: int) -> ResponseReturnValue:
    """Say at a gate whether a lesson from elsewhere is taken over, or why it is not for them."""
    gate = gate_queries.gate(rollout_id, gate_id, clock.today()).gate
    view = lesson_queries.lesson(rollout_id, lesson_id)
    if not may_answer(gate):
        raise NotAllowed("The owner of the work before this gate answers, or a project manager.")
    if view not in lesson_service.lessons_here(current.rollout(), gate).from_elsewhere:
        raise NotFound("This lesson does not reach that gate.")
    form = _answer_form(view, gate)
    if form.validate_on_submit():
        done = save(
            form,
            lambda: lesson_service.answer_lesson(
                current.rollout(), view, gate, form.draft(), current.user(), clock.now(), form.version.data
            ),
            then=lambda _: url_for("schedule.gate", rollout_id=rollout_id, gate_id=gate_id, _anchor="lessons"),
            said="The answer is kept with the lesson.",
        )
        if done:
            return done
    page = render_template("schedule/answer_lesson.html", form=form, gate=gate, view=view, words=LESSON_WORDS)
    return page, 422 if form.errors else 200


def _answer_form(view: LessonView, gate: Gate) -> AnswerForm:
    row = view.answers.get(gate.id)
    if row is None:
        return AnswerForm()
    return AnswerForm(data={"answer": row.answer.value, "reason": row.reason, "version": row.version})
