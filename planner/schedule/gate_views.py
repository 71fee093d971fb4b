"""Pages of gates: all of them along a line, one with its decisions, and what can be changed.

Pages: templates/schedule/. Forms: forms.py.
"""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from planner.access.roles import Permission
from planner.basics.errors import NotAllowed, NotFound
from planner.db import db
from planner.schedule import gate_queries, gate_service, hold_service, lesson_service, queries
from planner.schedule.forms import ConditionForm, GateForm, choice
from planner.schedule.gate_queries import GateView
from planner.schedule.gate_words import LESSON_WORDS, WORDS
from planner.schedule.gates import STANDING_LIGHTS, STANDING_WORDS
from planner.schedule.holding import Held
from planner.schedule.lesson_views import may_answer, may_change
from planner.schedule.models import Gate, GateCondition
from planner.schedule.views import blueprint
from planner.web import clock, current
from planner.web.filters import write_date
from planner.web.forms import PlannerForm
from planner.web.guards import needs
from planner.web.saving import save

LINE = 6
"""So many gates stand side by side on a line."""


def names(views: list[GateView]) -> dict[int, str]:
    """Everybody these gates mention."""
    found: set[int | None] = set()
    for view in views:
        found |= {view.gate.owner_id, view.gate.called_by_id}
        found |= {each.decider_id for each in view.decisions} | {each.called_by_id for each in view.decisions}
        found |= {each.by_id for each in view.waivers} | {each.taken_back_by_id for each in view.waivers}
        found |= {each.owner_id for each in view.conditions} | {each.met_by_id for each in view.conditions}
    return queries.names_of(found)


def along_the_line(views: list[GateView], rollout_id: int) -> list[dict[str, object]]:
    """The gates as points on a line of time."""
    following = next((view for view in views if view.open), None)
    return [
        {
            "name": view.gate.name + (f" – wave {view.gate.wave}" if view.gate.wave else ""),
            "light": STANDING_LIGHTS[view.verdict.standing],
            "word": STANDING_WORDS[view.verdict.standing],
            "when": write_date(view.gate.due) if view.gate.due else "no date",
            "url": url_for("schedule.gate", rollout_id=rollout_id, gate_id=view.gate.id),
            "done": view.verdict.open,
            "here": view is following,
        }
        for view in views
    ]


def near(views: list[GateView]) -> slice:
    """The gates to draw as a line: the last one that was passed, and the next ones; all where there are few."""
    following = next((position for position, view in enumerate(views) if view.open), len(views))
    first = max(min(following - 1, len(views) - LINE), 0)
    return slice(first, first + LINE)


@blueprint.get("/rollouts/<int:rollout_id>/gates")
@needs(Permission.GATES_VIEW)
def gates(rollout_id: int) -> ResponseReturnValue:
    """All gates in their order, with what each is worth today."""
    views = gate_queries.gates_of(current.rollout(), clock.today())
    return render_template(
        "schedule/gates.html",
        views=views,
        line=along_the_line(views, rollout_id),
        near=near(views),
        early=len(gate_queries.early_reviews(current.rollout())),
        names=names(views),
        words=WORDS,
        today=clock.today(),
    )


@blueprint.get("/rollouts/<int:rollout_id>/gates/<int:gate_id>")
@needs(Permission.GATES_VIEW)
def gate(rollout_id: int, gate_id: int) -> ResponseReturnValue:
    """One gate: what it is worth today and why, what it holds back, its decisions, waivers and lessons."""
    view = gate_queries.gate(rollout_id, gate_id, clock.today())
    mine, rollout = current.user().id, current.rollout()
    holding = hold_service.holding_of(rollout, clock.today())
    lessons = lesson_service.lessons_here(rollout, view.gate)
    return render_template(
        "schedule/gate.html",
        view=view,
        names=names([view]) | queries.names_of(lessons.people),
        sides=hold_service.sides(rollout, holding)[view.gate.key],
        way_out="" if view.verdict.open else holding.way_out(Held(view.gate.key, view.verdict)),
        lessons=lessons,
        lesson_words=LESSON_WORDS,
        phases=lesson_service.phases_of(rollout),
        may_change={each.lesson.id for each in lessons.own if may_change(each)},
        answers=may_answer(view.gate),
        may_waive=may_waive(view),
        words=WORDS,
        today=clock.today(),
        may_meet={each.id for each in view.conditions if each.owner_id == mine or current.may(Permission.GATES_EDIT)},
    )


def may_waive(view: GateView) -> bool:
    """Whether this person may waive the gate today: a sponsor who does not own the work, while it is closed."""
    own = view.gate.owner_id == current.user().id
    return current.may(Permission.GATES_APPROVE) and view.verdict.can_be_waived and not own


@blueprint.route("/rollouts/<int:rollout_id>/gates/<int:gate_id>/edit", methods=["GET", "POST"])
@needs(Permission.GATES_EDIT)
def edit_gate(rollout_id: int, gate_id: int) -> ResponseReturnValue:
    """Change the owner of the work and the day of the review."""
    found = gate_queries.gate(rollout_id, gate_id, clock.today()).gate
    form = GateForm(data={"owner": choice(found.owner_id), "due": found.due, "version": found.version})
    form.offer_people(queries.people(rollout_id) | queries.names_of({found.owner_id}))
    if form.validate_on_submit():
        done = save(
            form,
            lambda: gate_service.edit_gate(found, form.draft(), form.version.data),
            then=lambda changed: url_for("schedule.gate", rollout_id=rollout_id, gate_id=changed.id),
            said="Gate saved.",
        )
        if done:
            return done
    return render_template("schedule/edit_gate.html", form=form, gate=found), 422 if form.errors else 200


@blueprint.post("/rollouts/<int:rollout_id>/gates/follow-plan")
@needs(Permission.GATES_EDIT)
def follow_plan(rollout_id: int) -> ResponseReturnValue:
    """Date all reviews that are due before their work ends on the day the plan says."""
    form = PlannerForm()
    form.validate_on_submit()
    back = url_for("schedule.gates", rollout_id=rollout_id)
    done = save(form, lambda: gate_service.follow_plan(current.rollout()), then=lambda _: back, said=_moved)
    return done or redirect(back, 303)


def _moved(gates: list[Gate]) -> str:
    if not gates:
        return "No review is due before its work ends; nothing was moved."
    told = ", ".join(f"{gate.name} to {write_date(gate.due)}" for gate in gates if gate.due)
    return f"{len(gates)} {'review was' if len(gates) == 1 else 'reviews were'} moved: {told}."


@blueprint.route(
    "/rollouts/<int:rollout_id>/gates/<int:gate_id>/conditions/<int:condition_id>", methods=["GET", "POST"]
)
@needs(Permission.GATES_VIEW)
def meet_condition(rollout_id: int, gate_id: int, condition_id: int) -> ResponseReturnValue:
    """Note that a condition is met: by its owner, or by whoever manages the gates."""
    view = gate_queries.gate(rollout_id, gate_id, clock.today())
    condition = next((each for each in view.conditions if each.id == condition_id), None)
    if condition is None:
        raise NotFound("There is no such condition at this gate.")
    if condition.owner_id != current.user().id and not current.may(Permission.GATES_EDIT):
        raise NotAllowed
    form = ConditionForm(obj=condition)
    if form.validate_on_submit():
        done = save(
            form,
            lambda: gate_service.meet_condition(
                _stored(condition_id), current.user(), clock.now(), form.how.data or "", form.version.data
            ),
            then=lambda _: url_for("schedule.gate", rollout_id=rollout_id, gate_id=gate_id),
            said="The condition is met.",
        )
        if done:
            return done
    page = render_template("schedule/meet_condition.html", form=form, gate=view.gate, condition=condition)
    return page, 422 if form.errors else 200


def _stored(condition_id: int) -> GateCondition:
    return db.session.scalars(select(GateCondition).where(GateCondition.id == condition_id)).one()
