"""The page of hours needed against hours promised and confirmed, week by week.

Whose hours are shown: a project manager sees everybody's, everybody else their own; the sponsor also the sum of all,
from five people on. Pages: templates/schedule/. Forms: none.
"""

from flask import render_template
from flask.typing import ResponseReturnValue

from planner.access.roles import Permission, Scope
from planner.basics.suppression import FEWEST, may_show
from planner.people import queries as people
from planner.schedule import capacity_queries, queries
from planner.schedule.capacity import WEEKS, weeks_from
from planner.schedule.commitment_weeks import AHEAD, all_together, hours_by_person, short_share, shortest
from planner.schedule.views import blueprint
from planner.web import clock, current
from planner.web.guards import needs


@blueprint.get("/rollouts/<int:rollout_id>/responsibilities/hours/needed")
@needs(Permission.HOURS_VIEW)
def hours_needed(rollout_id: int) -> ResponseReturnValue:
    """The hours that the plan needs of people, and what is short of what their line managers confirmed."""
    plan, today, me = queries.current_plan(rollout_id), clock.today(), current.user().id
    found = capacity_queries.capacity(current.rollout(), plan, weeks_from(today), today)
    everybody = hours_by_person(found.rows, [row.promise for row in people.promises(rollout_id)])
    scope = current.scope(Permission.HOURS_VIEW)
    seen = [each for each in everybody if scope is Scope.ALL or each.user_id == me]
    summed = scope is Scope.ALL or (scope is Scope.GROUPS and may_show(len(everybody)))
    total = all_together(everybody) if summed else all_together(seen)
    return render_template(
        "schedule/hours_needed.html",
        plan=plan,
        total=total,
        share=short_share(total),
        ahead=AHEAD,
        span=WEEKS,
        short=shortest(seen),
        names=queries.names_of({each.user_id for each in seen}),
        summed=summed,
        everybody=scope is Scope.ALL,
        groups=scope is Scope.GROUPS,
        fewest=FEWEST,
        undated=sum(found.undated.values()) if scope is Scope.ALL else found.undated.get(me, 0),
    )
