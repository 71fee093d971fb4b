"""The page of the status date: up to which day progress is recorded, and that unfinished work goes on after it.

Pages: templates/schedule/status_date.html. Forms: status_forms.py.
"""

from datetime import timedelta

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from planner.access.roles import Permission
from planner.basics.errors import NotFound
from planner.schedule import queries
from planner.schedule import status_service as status
from planner.schedule.calculation_service import Moved
from planner.schedule.outline_service import sentence
from planner.schedule.status_date import day_of
from planner.schedule.status_forms import StatusForm
from planner.schedule.views import blueprint, edit_all
from planner.web import clock, current
from planner.web.guards import needs
from planner.web.saving import save


@blueprint.route("/rollouts/<int:rollout_id>/plan/status-date", methods=["GET", "POST"])
@needs(Permission.PLAN_EDIT)
def status_date(rollout_id: int) -> ResponseReturnValue:
    """Set the status date; without one, the form offers yesterday and to move what is not done."""
    edit_all()
    plan = queries.current_plan(rollout_id)
    if plan is None:
        raise NotFound("There is no plan yet.")
    offered = {"day": clock.today() - timedelta(days=1), "reschedules": True}
    values = status.status_values(plan) if plan.status_date else offered
    form = StatusForm(data={**values, "version": status.status_version(plan)})
    if form.validate_on_submit():
        done = save(
            form,
            lambda: status.set_status(
                plan, form.draft(), form.version.data, current.user(), clock.now(), today=clock.today()
            ),
            then=lambda _: url_for("schedule.timeline", rollout_id=rollout_id),
            said=said,
        )
        if done:
            return done
    page = render_template("schedule/status_date.html", form=form, plan=plan, known=plan.status_date is not None)
    return page, 422 if form.errors else 200


def said(moved: list[Moved]) -> str:
    """What came of a new status date."""
    return f"The status date is set. {sentence(moved)}"


blueprint.add_app_template_filter(day_of, "status_day")
