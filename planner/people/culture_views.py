"""Pages of the culture: how people see it, what that changes in the plan, and where the programme does not fit it.

Whose answers are shown: what five people or more said, as it was published last; else one's own and nobody else's.
Pages: templates/people/. Forms: culture_forms.py.
"""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from planner.access.roles import Permission
from planner.basics.errors import NotFound
from planner.basics.suppression import FEWEST
from planner.people import culture_service
from planner.people.culture import SCALES
from planner.people.culture_fit import WHAT_IT_CHANGES
from planner.people.culture_forms import CultureForm, TakeCultureForm
from planner.people.views import blueprint
from planner.rollouts.playbook_service import playbook_of
from planner.web import clock, current
from planner.web.guards import needs
from planner.web.navigation import has_page
from planner.web.saving import save


@blueprint.get("/rollouts/<int:rollout_id>/culture")
@needs(Permission.ROLLOUT_VIEW)
def culture(rollout_id: int) -> ResponseReturnValue:
    """The culture in six dimensions, and what follows from it."""
    rollout, manager = current.rollout(), current.may(Permission.ROLLOUT_EDIT)
    mine = culture_service.answers_of(rollout_id, current.user().id)
    found = culture_service.culture_of(rollout, clock.today(), mine if manager else culture_service.NO_VIEW)
    try:
        changes = culture_service.task_changes(rollout, playbook_of(rollout), found.traits) if manager else []
    except NotFound:
        changes = []
    return render_template(
        "people/culture.html",
        found=found,
        scales=SCALES,
        mine=mine,
        misfits=[each for each in found.misfits if has_page(each.endpoint)],
        changes=changes,
        words=WHAT_IT_CHANGES,
        manager=manager,
        fewest=FEWEST,
        form=TakeCultureForm(data={"version": rollout.version}),
    )


@blueprint.route("/rollouts/<int:rollout_id>/culture/answer", methods=["GET", "POST"])
@needs(Permission.ASSESSMENT_RATE)
def answer_culture(rollout_id: int) -> ResponseReturnValue:
    """Say how one sees it oneself."""
    stored = culture_service.answers_of(rollout_id, current.user().id)
    form = CultureForm(data={dimension.value: str(step) for dimension, step in stored.items()})
    if form.validate_on_submit():
        done = save(
            form,
            lambda: culture_service.answer(rollout_id, current.user().id, form.said(), clock.today()),
            then=lambda _: url_for("people.culture", rollout_id=rollout_id),
            said="Your view is kept. It is shown only together with others.",
        )
        if done:
            return done
    page = render_template("people/answer_culture.html", form=form)
    return page, 422 if form.errors or form.form_errors else 200


@blueprint.post("/rollouts/<int:rollout_id>/culture/take")
@needs(Permission.ROLLOUT_EDIT)
def take_culture(rollout_id: int) -> ResponseReturnValue:
    """Plan for this culture from now on."""
    form, rollout = TakeCultureForm(), current.rollout()
    address = url_for("people.culture", rollout_id=rollout_id)
    done = save(
        form,
        lambda: culture_service.take_over(rollout, clock.today(), form.version.data, current.user().id),
        then=lambda _: address,
        said="The profile holds it now. The plan changes when it is proposed anew from the playbook.",
    )
    if done is None:
        flash(" ".join(map(str, form.form_errors)), "error")
    return done or redirect(address, 303)
