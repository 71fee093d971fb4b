"""Pages on which sponsors are named and what they did is written down.

Pages: templates/people/. Forms: sponsor_forms.py.
"""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from planner.access.roles import Permission, Role, Scope
from planner.basics.errors import NotAllowed
from planner.people import sponsor_queries as queries
from planner.people import sponsor_service as service
from planner.people.sponsor_acts import ACT_WORDS, ActKind
from planner.people.sponsor_forms import ActForm, EditSponsorForm, RemoveActForm, SponsorForm, whole
from planner.people.sponsor_views import home, own_seat, unit_names
from planner.people.views import blueprint
from planner.rollouts import queries as rollouts
from planner.web import clock, current
from planner.web.guards import needs
from planner.web.saving import save


def only_managers() -> None:
    """Naming sponsors is for those who may write about all of them."""
    if current.scope(Permission.SPONSORSHIP_EDIT) is not Scope.ALL:
        raise NotAllowed("Project managers name the sponsors.")


def people_of(rollout_id: int) -> dict[int, str]:
    """The accounts that take part, by number."""
    return {user.id: user.name for _, user in rollouts.members(rollout_id) if user.active}


@blueprint.route("/rollouts/<int:rollout_id>/sponsorship/sponsors/new", methods=["GET", "POST"])
@needs(Permission.SPONSORSHIP_EDIT)
def add_sponsor(rollout_id: int) -> ResponseReturnValue:
    """Name a sponsor; the first one is offered as the executive sponsor, with the account that has the role."""
    only_managers()
    form = SponsorForm(data=_proposed(rollout_id))
    form.offer_choices(people_of(rollout_id), unit_names(rollout_id))
    if form.validate_on_submit():
        done = save(
            form,
            lambda: service.add_sponsor(rollout_id, form.draft()),
            then=lambda row: url_for("people.offered_promises", rollout_id=rollout_id, sponsor_id=row.id),
            said="The sponsor is named. Choose what is promised.",
        )
        if done:
            return done
    return render_template("people/add_sponsor.html", form=form), 422 if form.errors else 200


def _proposed(rollout_id: int) -> dict[str, object]:
    seated = {row.user_id for row in queries.sponsors(rollout_id)}
    free = [user.id for user in rollouts.people_with_role(rollout_id, Role.SPONSOR) if user.id not in seated]
    unit = whole(request.args.get("unit", ""))
    if unit is not None:
        return {"units": [str(unit)], "since": clock.today()}
    return {"person": str(free[0]) if free else "", "lead": bool(free), "since": clock.today()}


@blueprint.route("/rollouts/<int:rollout_id>/sponsorship/sponsors/<int:sponsor_id>", methods=["GET", "POST"])
@needs(Permission.SPONSORSHIP_EDIT)
def edit_sponsor(rollout_id: int, sponsor_id: int) -> ResponseReturnValue:
    """Change a sponsor: position, units, first and last day."""
    row = queries.sponsor(rollout_id, sponsor_id)
    only_managers()
    form = EditSponsorForm(data={**service.sponsor_fields(row), "version": row.version})
    people = people_of(rollout_id) | queries.names_of({row.user_id or 0})
    form.offer_choices(people, unit_names(rollout_id))
    if form.validate_on_submit():
        done = save(
            form,
            lambda: service.edit_sponsor(row, form.draft(), form.version.data),
            then=lambda _: home(rollout_id),
            said="Sponsor saved.",
        )
        if done:
            return done
    return render_template("people/edit_sponsor.html", form=form, sponsor=row), 422 if form.errors else 200


@blueprint.route("/rollouts/<int:rollout_id>/sponsorship/sponsors/<int:sponsor_id>/acts/new", methods=["GET", "POST"])
@needs(Permission.SPONSORSHIP_EDIT)
def log_act(rollout_id: int, sponsor_id: int) -> ResponseReturnValue:
    """Write down what a sponsor was seen doing."""
    sponsor, today = own_seat(rollout_id, sponsor_id), clock.today()
    form = ActForm(data={"day": today, "kind": ActKind.TALK.value})
    if form.validate_on_submit():
        by, now, kind = current.user(), clock.now(), ActKind(form.kind.data)
        what, link = form.what.data or "", form.link.data or ""
        done = save(
            form,
            lambda: service.log_act(sponsor, form.day.data, kind, what, link, by, now, today),
            then=lambda _: home(rollout_id),
            said="Written down.",
        )
        if done:
            return done
    name = queries.names([sponsor])[sponsor.id]
    page = render_template("people/log_act.html", form=form, name=name, back=home(rollout_id))
    return page, 422 if form.errors else 200


@blueprint.route("/rollouts/<int:rollout_id>/sponsorship/acts/<int:sponsor_act_id>/remove", methods=["GET", "POST"])
@needs(Permission.SPONSORSHIP_EDIT)
def remove_act(rollout_id: int, sponsor_act_id: int) -> ResponseReturnValue:
    """Take away what was written down by mistake."""
    row = queries.act(rollout_id, sponsor_act_id)
    own_seat(rollout_id, row.sponsor_id)
    form = RemoveActForm(data={"version": row.version})
    if form.validate_on_submit():
        done = save(
            form,
            lambda: service.remove_act(row, form.version.data),
            then=lambda _: home(rollout_id),
            said="Taken away; the history keeps it.",
        )
        if done:
            return done
    if request.method == "POST":
        return redirect(home(rollout_id), 303)
    return render_template(
        "people/remove_act.html", form=form, row=row, word=ACT_WORDS[row.kind], back=home(rollout_id)
    )
