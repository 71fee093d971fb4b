"""Pages of time and authority: what people promise, what their line managers confirm, and what they may decide.

Whose hours are shown: a project manager sees everybody's, a line manager those of the own people, everybody the own;
the sponsor sees the sum, from five people on. Pages: templates/people/. Forms: commitment_forms.py.
"""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from planner.access.roles import Permission, Scope
from planner.basics.errors import NotAllowed
from planner.basics.suppression import FEWEST, may_show
from planner.people import commitment_queries as queries
from planner.people import queries as promises
from planner.people import service
from planner.people.commitment import LIGHTS, STANDING_WORDS
from planner.people.commitment_forms import AuthorityForm, ConfirmForm, OwnHoursForm
from planner.people.commitment_service import authority_fields, team_of, write_authority
from planner.people.models import PromisedHours
from planner.people.sponsor_queries import LEFT, names_of
from planner.people.views import blueprint
from planner.web import clock, current
from planner.web.guards import needs
from planner.web.saving import save


def hours_page(rollout_id: int) -> str:
    """The page that changes of hours lead back to."""
    return url_for("people.hours", rollout_id=rollout_id)


@blueprint.get("/rollouts/<int:rollout_id>/responsibilities/hours")
@needs(Permission.HOURS_VIEW)
def hours(rollout_id: int) -> ResponseReturnValue:
    """The hours of this week by person: promised, confirmed, and the difference; with what each may decide."""
    me, today = current.user().id, clock.today()
    everybody = current.scope(Permission.HOURS_VIEW) is Scope.ALL
    led = queries.led(rollout_id, me)
    team = team_of(rollout_id, today)
    seen = [each for each in team.times if everybody or each.user_id == me or each.user_id in led]
    summed = current.scope(Permission.HOURS_VIEW) is Scope.GROUPS and may_show(len(team.times))
    people = {each.user_id for each in seen}
    return render_template(
        "people/hours.html",
        times=seen,
        team=team,
        summed=summed,
        fewest=FEWEST,
        everybody=everybody,
        names=names_of(people | {me}),
        left=LEFT,
        authorities={key: row for key, row in queries.authorities(rollout_id).items() if key in people},
        rows=[row for row in promises.promises(rollout_id) if row.user_id in people],
        may_confirm=lambda row: may_confirm(row, led),
        words=STANDING_WORDS,
        lights=LIGHTS,
        me=me,
        today=today,
    )


def may_confirm(row: PromisedHours, led: frozenset[int]) -> bool:
    """Whether the person may say what the line manager frees: the line manager, or a project manager for another."""
    if row.user_id == current.user().id:
        return False
    return current.scope(Permission.HOURS_EDIT) is Scope.ALL or row.user_id in led


@blueprint.route("/rollouts/<int:rollout_id>/responsibilities/hours/new", methods=["GET", "POST"])
@needs(Permission.HOURS_EDIT)
def promise_hours(rollout_id: int) -> ResponseReturnValue:
    """Promise hours of one's own."""
    form, me = OwnHoursForm(data={"first_day": clock.today()}), current.user()
    if form.validate_on_submit():
        done = save(
            form,
            lambda: service.add_promise(rollout_id, form.draft(me.id, me.name)),
            then=lambda _: hours_page(rollout_id),
            said="Your hours are promised. Your line manager confirms them.",
        )
        if done:
            return done
    return render_template("people/promise_hours.html", form=form), 422 if form.errors else 200


@blueprint.route(
    "/rollouts/<int:rollout_id>/responsibilities/hours/<int:promised_hours_id>/confirm", methods=["GET", "POST"]
)
@needs(Permission.HOURS_EDIT)
def confirm_hours(rollout_id: int, promised_hours_id: int) -> ResponseReturnValue:
    """Say which of somebody's promised hours the line manager frees."""
    row, me = promises.promise(rollout_id, promised_hours_id), current.user()
    led = queries.led(rollout_id, me.id)
    if not may_confirm(row, led):
        raise NotAllowed("The line manager confirms hours, or a project manager writes down what was confirmed.")
    proposed = {"hours": row.hours, "by": me.name if row.user_id in led else row.confirmed_by}
    form = ConfirmForm(data={**proposed, "version": row.version})
    if form.validate_on_submit():
        day, by = clock.today(), form.by.data or ""
        done = save(
            form,
            lambda: service.confirm_hours(row, form.confirmed(), by, me, day, form.version.data),
            then=lambda _: hours_page(rollout_id),
            said="Confirmed.",
        )
        if done:
            return done
    name = names_of({row.user_id}).get(row.user_id, LEFT)
    page = render_template("people/confirm_hours.html", form=form, row=row, name=name)
    return page, 422 if form.errors else 200


@blueprint.route("/rollouts/<int:rollout_id>/responsibilities/authority/<int:user_id>", methods=["GET", "POST"])
@needs(Permission.HOURS_EDIT)
def edit_authority(rollout_id: int, user_id: int) -> ResponseReturnValue:
    """Write down what somebody may decide without asking."""
    person = queries.member(rollout_id, user_id)
    if current.scope(Permission.HOURS_EDIT) is not Scope.ALL:
        raise NotAllowed("Project managers write down what somebody may decide.")
    row = queries.authorities(rollout_id).get(user_id)
    form = AuthorityForm(data={**authority_fields(row), "version": row.version} if row else {"given_on": clock.today()})
    if form.validate_on_submit():
        done = save(
            form,
            lambda: write_authority(rollout_id, user_id, form.draft(), form.version.data),
            then=lambda _: hours_page(rollout_id),
            said="Saved.",
        )
        if done:
            return done
    return render_template("people/edit_authority.html", form=form, name=person.name), 422 if form.errors else 200
