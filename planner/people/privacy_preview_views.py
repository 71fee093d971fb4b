"""Looking with somebody else's eyes: choose a role or a person, look around, stop. Pages: templates/people/."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from planner.access.audit_service import record
from planner.access.roles import Permission, Role
from planner.db import transaction
from planner.people import staff_queries
from planner.people.privacy_forms import SeeAsForm, SeeAsPersonForm
from planner.people.privacy_read_service import note_read
from planner.people.views import blueprint
from planner.rollouts import queries as rollouts
from planner.web import clock, current
from planner.web import see_as as eyes
from planner.web.guards import needs

WHAT = "What you see, in a preview"


@blueprint.get("/rollouts/<int:rollout_id>/privacy/preview")
@needs(Permission.PEOPLE_EDIT)
def see_as(rollout_id: int) -> ResponseReturnValue:
    """Choose with whose eyes to look."""
    return _page(rollout_id, SeeAsForm(), 200)


@blueprint.post("/rollouts/<int:rollout_id>/privacy/preview/role")
@needs(Permission.PEOPLE_EDIT)
def see_as_role(rollout_id: int) -> ResponseReturnValue:
    """Look as somebody with a role."""
    form = SeeAsForm()
    if not form.validate_on_submit():
        return _page(rollout_id, form, 422)
    with transaction():
        record("see-as", rollout_id=rollout_id, object_type="role", object_id=form.role.data)
    eyes.begin(rollout_id, role=Role(form.role.data))
    return redirect(url_for("portfolio.overview", rollout_id=rollout_id), 303)


@blueprint.post("/rollouts/<int:rollout_id>/privacy/preview/person")
@needs(Permission.PEOPLE_EDIT)
def see_as_person(rollout_id: int) -> ResponseReturnValue:
    """Look as one person; the person can see that somebody did."""
    form = _person_form(rollout_id)
    if not form.validate_on_submit():
        return _page(rollout_id, SeeAsForm(formdata=None), 422)
    user_id = int(form.person.data)
    entry = staff_queries.of_account(rollout_id, user_id)
    note_read(rollout_id, [entry.id] if entry else [], current.user().id, WHAT, clock.today())
    with transaction():
        record("see-as", rollout_id=rollout_id, object_type="user", object_id=user_id)
    eyes.begin(rollout_id, user_id=user_id)
    return redirect(url_for("portfolio.overview", rollout_id=rollout_id), 303)


@blueprint.post("/rollouts/<int:rollout_id>/privacy/preview/stop")
@needs(Permission.PEOPLE_EDIT)
def stop_seeing_as(rollout_id: int) -> ResponseReturnValue:
    """Look with one's own eyes again."""
    eyes.stop()
    return redirect(url_for("people.see_as", rollout_id=rollout_id), 303)


def _person_form(rollout_id: int) -> SeeAsPersonForm:
    form = SeeAsPersonForm()
    others = {user.id: user.name for _, user in rollouts.members(rollout_id) if user.id != current.user().id}
    form.offer_people(others)
    return form


def _page(rollout_id: int, form: SeeAsForm, status: int) -> ResponseReturnValue:
    return render_template("people/see_as.html", role_form=form, person_form=_person_form(rollout_id)), status
