"""The score over time and what moved it. Pages: templates/readiness/. Forms: none, the span is part of the address."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from planner.access.roles import Permission
from planner.readiness.history import because, moves, thinned
from planner.readiness.history_chart import picture
from planner.readiness.history_service import before, points
from planner.readiness.views import blueprint
from planner.web import clock, current
from planner.web.guards import needs

SPANS = {7: "a week", 30: "a month", 91: "a quarter"}
SHOWN = 60


@blueprint.get("/rollouts/<int:rollout_id>/readiness/history")
@needs(Permission.READINESS_VIEW)
def history(rollout_id: int) -> ResponseReturnValue:
    """The score day by day, and since a week, a month or a quarter ago what moved it."""
    asked = request.args.get("days", "")
    span = next((days for days in SPANS if str(days) == asked), 30)
    found = points(current.rollout(), clock.today())
    earlier = before(found, span)
    moved = moves(earlier, found[-1])
    return render_template(
        "readiness/history.html",
        now=found[-1],
        earlier=earlier if earlier is not found[-1] else None,
        moved=moved,
        because=because(moved),
        spans=SPANS,
        span=span,
        picture=picture(thinned(found, 400)),
        shown=list(reversed(thinned(found, SHOWN))),
    )
