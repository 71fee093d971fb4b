"""Pages of baselines: the plan against one of them, and setting a new one.

Pages: templates/schedule/. Forms: baseline_forms.py.
"""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from planner.access.roles import Permission
from planner.schedule import baseline_queries, baseline_service, queries
from planner.schedule.baseline_chart import slip_chart
from planner.schedule.baseline_forms import AgainstForm, BaselineForm
from planner.schedule.baseline_queries import Compared, Offer
from planner.schedule.baselines import MOST, in_words
from planner.schedule.models import Plan
from planner.schedule.views import blueprint, edit_all, may_edit_all
from planner.web import clock, current
from planner.web.guards import needs
from planner.web.saving import save

MOST_TICKS = 4
"""So many other baselines are shown beside the chosen one, the newest first."""


@blueprint.get("/rollouts/<int:rollout_id>/plan/baselines")
@needs(Permission.PLAN_VIEW)
def baselines(rollout_id: int) -> ResponseReturnValue:
    """The plan against a baseline: how far each gate, milestone and end of a wave slipped; and all baselines."""
    plan = queries.current_plan(rollout_id)
    found = baseline_queries.offers(rollout_id, plan)
    offer = baseline_queries.chosen(found, request.args.get("against"))
    own = [each.baseline for each in found if each.baseline]
    form = AgainstForm(formdata=None, data={"against": offer.key if offer else ""})
    form.offer_choices({each.key: each.name for each in found})
    comparison = baseline_queries.compared(plan, offer) if plan and offer else None
    return render_template(
        "schedule/baselines.html",
        plan=plan,
        offers=found,
        form=form,
        comparison=comparison,
        chart=_chart(plan, found, comparison) if plan and comparison else None,
        names=queries.names_of({row.by_id for row in own}),
        editor=may_edit_all(),
        full=len(own) >= MOST,
        most=MOST,
    )


def _chart(plan: Plan, found: list[Offer], comparison: Compared) -> object:
    others = [each for each in found if each != comparison.offer][:MOST_TICKS]
    return slip_chart(comparison.slips, list(baseline_queries.points(plan, others).values()), clock.today())


@blueprint.route("/rollouts/<int:rollout_id>/plan/baselines/new", methods=["GET", "POST"])
@needs(Permission.PLAN_EDIT)
def set_baseline(rollout_id: int) -> ResponseReturnValue:
    """Keep the dates of the plan in use under a name."""
    edit_all()
    form = BaselineForm()
    if form.validate_on_submit():
        done = save(
            form,
            lambda: baseline_service.set_baseline(current.rollout(), form.draft(), current.user(), clock.now()),
            then=lambda made: url_for("schedule.baselines", rollout_id=rollout_id, against=made.number),
            said=lambda made: f"The baseline “{made.name}” is set: {made.task_count} rows. It never changes.",
        )
        if done:
            return done
    page = render_template("schedule/set_baseline.html", form=form, plan=queries.current_plan(rollout_id))
    return page, 422 if form.errors else 200


blueprint.add_app_template_filter(in_words, "slip_words")
