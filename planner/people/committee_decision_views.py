"""Pages of minutes, decisions and actions of the committee.

Pages: templates/people/. Forms: committee_forms.py.
"""

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from planner.access import audit_service
from planner.access.roles import Permission, Scope
from planner.basics.errors import NotAllowed
from planner.basics.pdf_render import NotPrintable
from planner.db import db, transaction
from planner.people import committee_decision_service as service
from planner.people import committee_queries as queries
from planner.people import committee_service
from planner.people.committee_forms import (
    ActionForm,
    DropForm,
    EditActionForm,
    EditQuestionForm,
    FinishForm,
    QuestionForm,
    RemoveItemForm,
    minutes_form,
    outcome_form,
)
from planner.people.committee_minutes_render import minutes_pdf
from planner.people.committee_minutes_service import minutes_of
from planner.people.committee_rules import MeetingState
from planner.people.committee_seats import is_seated
from planner.people.committee_views import home, meeting_page, only_members, only_those_who_lead
from planner.people.sponsor_forms import whole
from planner.people.sponsor_seat_views import people_of
from planner.people.views import blueprint
from planner.web import clock, current
from planner.web.guards import needs
from planner.web.problems import problem
from planner.web.saving import save


@blueprint.post(
    "/rollouts/<int:rollout_id>/committee/meetings/<int:committee_meeting_id>/point/<int:committee_item_id>/remove"
)
@needs(Permission.COMMITTEE_EDIT)
def remove_point(rollout_id: int, committee_meeting_id: int, committee_item_id: int) -> ResponseReturnValue:
    """Take a point off the agenda."""
    row = queries.meeting(rollout_id, committee_meeting_id)
    item, form = queries.item(row.id, committee_item_id), RemoveItemForm()
    only_those_who_lead()
    if form.validate_on_submit():
        done = save(
            form,
            lambda: committee_service.remove_item(item, form.version.data),
            then=lambda _: meeting_page(row),
            said="The point is off the agenda.",
        )
        if done:
            return done
    return redirect(meeting_page(row), 303)


@blueprint.route(
    "/rollouts/<int:rollout_id>/committee/meetings/<int:committee_meeting_id>/minutes", methods=["GET", "POST"]
)
@needs(Permission.COMMITTEE_EDIT)
def keep_minutes(rollout_id: int, committee_meeting_id: int) -> ResponseReturnValue:
    """Note who was there and what came out of each point."""
    row = queries.meeting(rollout_id, committee_meeting_id)
    only_those_who_lead()
    was, items = queries.attendance(row.id), queries.items(row.id)
    members = [each for each in queries.members(rollout_id) if is_seated(each.until, row.day) or each.id in was]
    names = queries.member_names(members)
    data = {f"member_{number}": presence.value for number, presence in was.items()}
    data |= {f"item_{item.id}": item.result for item in items}
    form = minutes_form(names, items)(data={**data, "notes": row.notes, "version": row.version})
    if form.validate_on_submit():
        today, present = clock.today(), form.presence(list(names))
        done = save(
            form,
            lambda: committee_service.keep_minutes(
                row, present, form.results(items), form.notes.data or "", today, form.version.data
            ),
            then=meeting_page,
            said="The minutes are kept.",
        )
        if done:
            return done
    page = render_template("people/keep_minutes.html", form=form, meeting=row, names=names, items=items)
    return page, 422 if form.errors else 200


@blueprint.get("/rollouts/<int:rollout_id>/committee/meetings/<int:committee_meeting_id>/minutes.pdf")
@needs(Permission.COMMITTEE_VIEW)
def print_minutes(rollout_id: int, committee_meeting_id: int) -> ResponseReturnValue:
    """The minutes as a PDF file; the history notes it."""
    row = queries.meeting(rollout_id, committee_meeting_id)
    only_members(rollout_id)
    wanted, number = minutes_of(current.rollout(), row, clock.today()), row.id
    db.session.rollback()
    try:
        data = minutes_pdf(wanted)
    except NotPrintable as error:
        return problem(503, error.message)
    with transaction():
        audit_service.record(
            "export", object_type="committee_meeting", object_id=number, rollout_id=rollout_id, after={"format": "pdf"}
        )
    answer = Response(data, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="minutes-{wanted.day.isoformat()}.pdf"'
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer


@blueprint.route("/rollouts/<int:rollout_id>/committee/decisions/new", methods=["GET", "POST"])
@needs(Permission.COMMITTEE_EDIT)
def ask_committee(rollout_id: int) -> ResponseReturnValue:
    """Bring a question before the committee."""
    only_those_who_lead()
    form, by = QuestionForm(), current.user()
    if form.validate_on_submit():
        done = save(
            form,
            lambda: service.ask(rollout_id, form.draft(), by),
            then=lambda _: home(rollout_id),
            said="The question stands on the next agenda.",
        )
        if done:
            return done
    return render_template("people/ask_committee.html", form=form), 422 if form.errors else 200


@blueprint.route(
    "/rollouts/<int:rollout_id>/committee/decisions/<int:committee_decision_id>/edit", methods=["GET", "POST"]
)
@needs(Permission.COMMITTEE_EDIT)
def edit_question(rollout_id: int, committee_decision_id: int) -> ResponseReturnValue:
    """Change a question that is not decided yet."""
    row = queries.decision(rollout_id, committee_decision_id)
    only_those_who_lead()
    form = EditQuestionForm(data={**service.question_fields(row), "version": row.version})
    if form.validate_on_submit():
        done = save(
            form,
            lambda: service.edit_question(row, form.draft(), form.version.data),
            then=lambda _: home(rollout_id),
            said="Question saved.",
        )
        if done:
            return done
    return render_template("people/edit_question.html", form=form), 422 if form.errors else 200


@blueprint.route("/rollouts/<int:rollout_id>/committee/decisions/<int:committee_decision_id>", methods=["GET", "POST"])
@needs(Permission.COMMITTEE_EDIT)
def decide(rollout_id: int, committee_decision_id: int) -> ResponseReturnValue:
    """Record what was decided, why, and who was against it."""
    row, today = queries.decision(rollout_id, committee_decision_id), clock.today()
    only_those_who_lead()
    members = [each for each in queries.members(rollout_id) if is_seated(each.until, today)]
    names = queries.member_names(members)
    meetings = {
        each.id: f"{each.day:%d %b %Y}" for each in queries.meetings(rollout_id)
        if each.day <= today and each.state is not MeetingState.CALLED_OFF
    }  # fmt: skip
    newest = next(iter(meetings), "")
    form = outcome_form(names)(data={"day": today, "meeting": str(newest), "version": row.version})
    form.offer_meetings(meetings)
    if form.validate_on_submit():
        done = save(
            form,
            lambda: service.decide(row, form.draft(list(names)), today, form.version.data),
            then=lambda _: home(rollout_id),
            said="The decision is recorded.",
        )
        if done:
            return done
    page = render_template("people/decide.html", form=form, row=row, members=names)
    return page, 422 if form.errors else 200


@blueprint.route("/rollouts/<int:rollout_id>/committee/actions/new", methods=["GET", "POST"])
@needs(Permission.COMMITTEE_EDIT)
def add_action(rollout_id: int) -> ResponseReturnValue:
    """Agree on something to do."""
    only_those_who_lead()
    asked = whole(request.args.get("meeting", ""))
    found = next((row for row in queries.meetings(rollout_id) if row.id == asked), None)
    form, at = ActionForm(), found.id if found else None
    form.offer_choices(people_of(rollout_id), _decided(rollout_id))
    if form.validate_on_submit():
        done = save(
            form,
            lambda: service.add_action(rollout_id, form.draft(), at),
            then=lambda _: home(rollout_id) if found is None else meeting_page(found),
            said="Agreed.",
        )
        if done:
            return done
    return render_template("people/add_action.html", form=form), 422 if form.errors else 200


def _decided(rollout_id: int) -> dict[int, str]:
    return {row.id: row.outcome[:80] for row in queries.decisions(rollout_id) if row.decided_on is not None}


@blueprint.route("/rollouts/<int:rollout_id>/committee/actions/<int:committee_action_id>", methods=["GET", "POST"])
@needs(Permission.COMMITTEE_EDIT)
def edit_action(rollout_id: int, committee_action_id: int) -> ResponseReturnValue:
    """Change an action that is open."""
    row = queries.action(rollout_id, committee_action_id)
    only_those_who_lead()
    form = EditActionForm(data={**service.action_fields(row), "version": row.version})
    form.offer_choices(people_of(rollout_id), _decided(rollout_id))
    if form.validate_on_submit():
        done = save(
            form,
            lambda: service.edit_action(row, form.draft(), form.version.data),
            then=lambda _: home(rollout_id),
            said="Action saved.",
        )
        if done:
            return done
    return render_template("people/edit_action.html", form=form, row=row), 422 if form.errors else 200


@blueprint.route("/rollouts/<int:rollout_id>/committee/actions/<int:committee_action_id>/done", methods=["GET", "POST"])
@needs(Permission.COMMITTEE_EDIT)
def finish_action(rollout_id: int, committee_action_id: int) -> ResponseReturnValue:
    """Say that an action is done: its owner, or whoever leads the committee."""
    row, by, today = queries.action(rollout_id, committee_action_id), current.user(), clock.today()
    if row.owner_id != by.id and current.scope(Permission.COMMITTEE_EDIT) is not Scope.ALL:
        raise NotAllowed("You can finish actions that are yours.")
    form = FinishForm(data={"done_on": today, "version": row.version})
    if form.validate_on_submit():
        done = save(
            form,
            lambda: service.finish_action(row, form.done_on.data, form.how.data or "", by, today, form.version.data),
            then=lambda _: home(rollout_id),
            said="Done.",
        )
        if done:
            return done
    return render_template("people/finish_action.html", form=form, row=row), 422 if form.errors else 200


@blueprint.route("/rollouts/<int:rollout_id>/committee/actions/<int:committee_action_id>/drop", methods=["GET", "POST"])
@needs(Permission.COMMITTEE_EDIT)
def drop_action(rollout_id: int, committee_action_id: int) -> ResponseReturnValue:
    """Say that an action is no longer needed."""
    row, by = queries.action(rollout_id, committee_action_id), current.user()
    only_those_who_lead()
    form = DropForm(data={"version": row.version})
    if form.validate_on_submit():
        done = save(
            form,
            lambda: service.drop_action(row, form.reason.data or "", by, form.version.data),
            then=lambda _: url_for("people.committee", rollout_id=rollout_id),
            said="Dropped; the reason stays on record.",
        )
        if done:
            return done
    return render_template("people/drop_action.html", form=form, row=row), 422 if form.errors else 200
