"""Pages on which somebody objects to being shown one by one, or on which the project manager notes it for them.

Figures of groups go on counting the person. Pages: templates/people/.
"""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from planner.access.roles import Permission
from planner.basics.errors import NotFound
from planner.people import staff_queries, staff_service
from planner.people.privacy_forms import ObjectionForm
from planner.people.staff_models import Staff
from planner.people.views import blueprint
from planner.web import clock, current
from planner.web.guards import needs
from planner.web.saving import save

SAID = {
    True: "The objection is noted: no list of people shows this entry from now on.",
    False: "The objection is withdrawn.",
}


@blueprint.route("/rollouts/<int:rollout_id>/privacy/objection", methods=["GET", "POST"])
@needs(Permission.PERSONAL_EXPORT)
def object_to_lists(rollout_id: int) -> ResponseReturnValue:
    """The person who asks objects, or takes that back; no reason is asked for."""
    own = staff_queries.of_account(rollout_id, current.user().id)
    if own is None:
        raise NotFound("You are not on the staff list of this rollout.")
    row = staff_queries.row(rollout_id, own.id)
    form = _form(row)
    if form.validate_on_submit() and (done := _saved(form, row, url_for("people.privacy", rollout_id=rollout_id))):
        return done
    page = render_template("people/object_to_lists.html", form=form, row=row)
    return page, 422 if form.errors or form.form_errors else 200


@blueprint.route("/rollouts/<int:rollout_id>/staff/<int:staff_id>/objection", methods=["GET", "POST"])
@needs(Permission.PEOPLE_EDIT)
def edit_objection(rollout_id: int, staff_id: int) -> ResponseReturnValue:
    """Note that somebody objects who said so otherwise, for example without an account here."""
    row = staff_queries.row(rollout_id, staff_id)
    form, back = _form(row), url_for("people.person", rollout_id=rollout_id, staff_id=staff_id)
    if form.validate_on_submit() and (done := _saved(form, row, back)):
        return done
    page = render_template("people/edit_objection.html", form=form, row=row)
    return page, 422 if form.errors or form.form_errors else 200


def _form(row: Staff) -> ObjectionForm:
    return ObjectionForm(data={"objects": row.objected_on is not None, "version": row.version})


def _saved(form: ObjectionForm, row: Staff, back: str) -> ResponseReturnValue | None:
    return save(
        form,
        lambda: staff_service.note_objection(row, form.version.data, clock.today() if form.objects.data else None),
        then=lambda _: back,
        said=lambda saved: SAID[saved.objected_on is not None],
    )
