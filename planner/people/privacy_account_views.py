"""Pages of the installation: what people asked for under data protection, and erasing somebody with an account.

The administrator sees who asked and how many records of which kind there are, never what they say.
"""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from planner.access import queries as accounts
from planner.access.roles import Permission
from planner.people import privacy_erasure_service, privacy_queries, privacy_request_service
from planner.people.privacy_forms import EraseForm
from planner.people.privacy_views import erased
from planner.people.views import blueprint
from planner.web import clock
from planner.web.guards import site_needs
from planner.web.rollout_names import rollout_names
from planner.web.saving import save


@blueprint.get("/erasures")
@site_needs(Permission.PERSONAL_ERASE)
def erasures() -> ResponseReturnValue:
    """What people of all rollouts asked for."""
    within = privacy_request_service.ANSWER_WITHIN
    rows, names = privacy_queries.requests(), rollout_names()
    return render_template("people/erasures.html", rows=rows, names=names, within=within, today=clock.today())


@blueprint.route("/erasures/<int:user_id>", methods=["GET", "POST"])
@site_needs(Permission.PERSONAL_ERASE)
def erase_account(user_id: int) -> ResponseReturnValue:
    """Erase an account with every entry in a staff list that is linked to it."""
    user, form = accounts.user(user_id), EraseForm()
    seen = privacy_erasure_service.preview(privacy_queries.person_of_account(user_id))
    if form.validate_on_submit():
        done = save(
            form,
            lambda: erased(seen, form, allowed=True),
            then=lambda _: url_for("people.erasures"),
            said=lambda rows: f"Erased. {rows} rows were deleted or emptied; every total is as it was.",
        )
        if done:
            return done
    page = render_template("people/erase_account.html", form=form, user=user, seen=seen)
    return page, 422 if form.errors or form.form_errors else 200
