"""The health of a rollout from eight sides, as it stands now. Pages: templates/readiness/. Forms: none."""

from flask import render_template
from flask.typing import ResponseReturnValue

from planner.access.roles import Permission
from planner.readiness.health_service import look_at
from planner.readiness.views import blueprint
from planner.web import clock, current
from planner.web.guards import needs


@blueprint.get("/rollouts/<int:rollout_id>/health")
@needs(Permission.READINESS_VIEW)
def health(rollout_id: int) -> ResponseReturnValue:
    """Eight sides with their strengths, risks and issues."""
    found = look_at(current.rollout(), clock.today())
    return render_template("readiness/health.html", found=found, health=found.health)
