"""Pages of the committee: how it stands, its meetings with agenda and minutes, and who sits on it.

Members of the committee, project managers and sponsors see everything, everybody else the own actions.
Pages: templates/people/. Forms: committee_forms.py.
"""

from datetime import time

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from planner.access.roles import Permission, Scope
from planner.basics.errors import NotAllowed
from planner.people import committee_queries as queries
from planner.people import committee_service as service
from planner.people.agenda_service import next_of, open_points
from planner.people.committee_forms import (
    CallOffForm,
    EditMeetingForm,
    EditMemberForm,
    ItemForm,
    MeetingForm,
    MemberForm,
    PointsForm,
)
from planner.people.committee_minutes_service import minutes_of, standing_of, state_of
from planner.people.committee_models import CommitteeMeeting
from planner.people.committee_rules import ACTION_LIGHTS, ACTION_WORDS, SEAT_WORDS, ActionState, MeetingState, Seat
from planner.people.committee_seats import accounts, is_seated
from planner.people.raci_fit import VOICE_WORDS
from planner.people.sponsor_seat_views import people_of
from planner.people.views import blueprint
from planner.web import clock, current
from planner.web.guards import needs
from planner.web.saving import save


def sits(rollout_id: int) -> bool:
    """Whether the person may see all of the committee: by role, or as one of its members today."""
    if current.scope(Permission.COMMITTEE_VIEW) is Scope.ALL:
        return True
    seats = [(row.user_id, row.until) for row in queries.members(rollout_id)]
    return current.user().id in accounts(seats, clock.today())


def only_those_who_lead() -> None:
    """Meetings, decisions and members are written down by project managers and sponsors."""
    if current.scope(Permission.COMMITTEE_EDIT) is not Scope.ALL:
        raise NotAllowed("Project managers and sponsors write down what the committee does.")


def only_members(rollout_id: int) -> None:
    """Agendas, minutes and decisions are for those who sit on the committee."""
    if not sits(rollout_id):
        raise NotAllowed("Minutes and decisions are for the members of the committee.")


def home(rollout_id: int) -> str:
    """The page of the committee."""
    return url_for("people.committee", rollout_id=rollout_id)


def meeting_page(row: CommitteeMeeting) -> str:
    """The page of a meeting."""
    return url_for("people.committee_meeting", rollout_id=row.rollout_id, committee_meeting_id=row.id)


@blueprint.get("/rollouts/<int:rollout_id>/committee")
@needs(Permission.COMMITTEE_VIEW)
def committee(rollout_id: int) -> ResponseReturnValue:
    """The next meeting, what is to be decided, what is to be done, and who sits on the committee."""
    today, whole = clock.today(), sits(rollout_id)
    actions = queries.actions(rollout_id, None if whole else current.user().id)
    listed = sorted(((row, state_of(row, today)) for row in actions), key=lambda each: list(ActionState).index(each[1]))
    members = queries.members(rollout_id) if whole else []
    decisions = queries.decisions(rollout_id) if whole else []
    return render_template(
        "people/committee.html",
        whole=whole,
        leads=current.scope(Permission.COMMITTEE_EDIT) is Scope.ALL,
        standing=standing_of(rollout_id, today) if whole else None,
        meetings=queries.meetings(rollout_id) if whole else [],
        next_id=next_of(rollout_id, today),
        waiting=open_points(current.rollout(), today) if whole else (),
        decisions=decisions,
        dissent=queries.dissent([row.id for row in decisions]),
        todo=listed,
        owners=queries.owner_names(actions),
        members=[row for row in members if is_seated(row.until, today)],
        names=queries.member_names(members),
        seat_words=SEAT_WORDS,
        voice_words=VOICE_WORDS,
        action_words=ACTION_WORDS,
        action_lights=ACTION_LIGHTS,
        today=today,
    )


@blueprint.route("/rollouts/<int:rollout_id>/committee/members/new", methods=["GET", "POST"])
@needs(Permission.COMMITTEE_EDIT)
def add_committee_member(rollout_id: int) -> ResponseReturnValue:
    """Take somebody into the committee."""
    only_those_who_lead()
    form = MemberForm(data={"seat": Seat.MEMBER.value, "may_decide": True})
    form.offer_people(people_of(rollout_id))
    if form.validate_on_submit():
        done = save(
            form,
            lambda: service.add_member(rollout_id, form.draft()),
            then=lambda _: home(rollout_id),
            said="The committee has one more member.",
        )
        if done:
            return done
    return render_template("people/add_committee_member.html", form=form), 422 if form.errors else 200


@blueprint.route("/rollouts/<int:rollout_id>/committee/members/<int:committee_member_id>", methods=["GET", "POST"])
@needs(Permission.COMMITTEE_EDIT)
def edit_committee_member(rollout_id: int, committee_member_id: int) -> ResponseReturnValue:
    """Change a member of the committee."""
    row = queries.member(rollout_id, committee_member_id)
    only_those_who_lead()
    form = EditMemberForm(data={**service.member_fields(row), "version": row.version})
    known = {row.user_id: queries.member_names([row])[row.id]} if row.user_id else {}
    form.offer_people(people_of(rollout_id) | known)
    if form.validate_on_submit():
        done = save(
            form,
            lambda: service.edit_member(row, form.draft(), form.version.data),
            then=lambda _: home(rollout_id),
            said="Member saved.",
        )
        if done:
            return done
    return render_template("people/edit_committee_member.html", form=form), 422 if form.errors else 200


@blueprint.route("/rollouts/<int:rollout_id>/committee/meetings/new", methods=["GET", "POST"])
@needs(Permission.COMMITTEE_EDIT)
def call_meeting(rollout_id: int) -> ResponseReturnValue:
    """Call a meeting; its agenda is made from what is open."""
    only_those_who_lead()
    points = {point.key: point for point in open_points(current.rollout(), clock.today())}
    form = MeetingForm(data={})
    form.offer_points(list(points.values()))
    if form.validate_on_submit():
        chosen = [points[key] for key in form.points.data or ()]
        done = save(
            form,
            lambda: service.call_meeting(rollout_id, form.draft(), chosen),
            then=meeting_page,
            said="The meeting is called.",
        )
        if done:
            return done
    page = render_template("people/call_meeting.html", form=form, points=points)
    return page, 422 if form.errors else 200


@blueprint.get("/rollouts/<int:rollout_id>/committee/meetings/<int:committee_meeting_id>")
@needs(Permission.COMMITTEE_VIEW)
def committee_meeting(rollout_id: int, committee_meeting_id: int) -> ResponseReturnValue:
    """A meeting: its agenda, and once it was held its minutes."""
    row = queries.meeting(rollout_id, committee_meeting_id)
    only_members(rollout_id)
    today, items = clock.today(), queries.items(row.id)
    open_ones = row.state is MeetingState.PLANNED
    return render_template(
        "people/committee_meeting.html",
        meeting=row,
        items=items,
        minutes=minutes_of(current.rollout(), row, today),
        new=open_points(current.rollout(), today, [item.key for item in items]) if open_ones else (),
        leads=current.scope(Permission.COMMITTEE_EDIT) is Scope.ALL,
        undecided=[each for each in queries.decisions(rollout_id) if each.decided_on is None],
        today=today,
    )


@blueprint.route(
    "/rollouts/<int:rollout_id>/committee/meetings/<int:committee_meeting_id>/edit", methods=["GET", "POST"]
)
@needs(Permission.COMMITTEE_EDIT)
def edit_meeting(rollout_id: int, committee_meeting_id: int) -> ResponseReturnValue:
    """Move a meeting, or say where it is."""
    row = queries.meeting(rollout_id, committee_meeting_id)
    only_those_who_lead()
    begins = time.fromisoformat(row.begins) if row.begins else None
    form = EditMeetingForm(data={**service.meeting_fields(row), "begins": begins, "version": row.version})
    if form.validate_on_submit():
        done = save(
            form,
            lambda: service.edit_meeting(row, form.draft(), form.version.data),
            then=meeting_page,
            said="Meeting saved.",
        )
        if done:
            return done
    return render_template("people/edit_meeting.html", form=form, meeting=row), 422 if form.errors else 200


@blueprint.post("/rollouts/<int:rollout_id>/committee/meetings/<int:committee_meeting_id>/call-off")
@needs(Permission.COMMITTEE_EDIT)
def call_off_meeting(rollout_id: int, committee_meeting_id: int) -> ResponseReturnValue:
    """Call a meeting off."""
    row, form = queries.meeting(rollout_id, committee_meeting_id), CallOffForm()
    only_those_who_lead()
    if form.validate_on_submit():
        done = save(
            form,
            lambda: service.call_off(row, form.version.data),
            then=lambda _: home(rollout_id),
            said="The meeting is called off. What is open comes back on the next agenda.",
        )
        if done:
            return done
    return redirect(meeting_page(row), 303)


@blueprint.route(
    "/rollouts/<int:rollout_id>/committee/meetings/<int:committee_meeting_id>/agenda", methods=["GET", "POST"]
)
@needs(Permission.COMMITTEE_EDIT)
def meeting_agenda(rollout_id: int, committee_meeting_id: int) -> ResponseReturnValue:
    """Put what has come up since on the agenda."""
    row = queries.meeting(rollout_id, committee_meeting_id)
    only_those_who_lead()
    taken = [item.key for item in queries.items(row.id)]
    points = {point.key: point for point in open_points(current.rollout(), clock.today(), taken)}
    form = PointsForm()
    form.offer_points(list(points.values()))
    if form.validate_on_submit():
        chosen = [points[key] for key in form.points.data or ()]
        done = save(
            form,
            lambda: service.take_points(row, chosen),
            then=lambda _: meeting_page(row),
            said=lambda made: f"{len(made)} more on the agenda.",
        )
        if done:
            return done
    page = render_template("people/meeting_agenda.html", form=form, points=points, meeting=row)
    return page, 422 if form.errors else 200


@blueprint.route(
    "/rollouts/<int:rollout_id>/committee/meetings/<int:committee_meeting_id>/point", methods=["GET", "POST"]
)
@needs(Permission.COMMITTEE_EDIT)
def add_point(rollout_id: int, committee_meeting_id: int) -> ResponseReturnValue:
    """Put a point of one's own on the agenda."""
    row, form = queries.meeting(rollout_id, committee_meeting_id), ItemForm()
    only_those_who_lead()
    if form.validate_on_submit():
        done = save(
            form,
            lambda: service.add_item(row, form.title.data or "", form.about.data or ""),
            then=lambda _: meeting_page(row),
            said="The point is on the agenda.",
        )
        if done:
            return done
    return render_template("people/add_point.html", form=form, meeting=row), 422 if form.errors else 200
