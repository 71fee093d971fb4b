"""Pages of one rollout and its parts.

Pages: templates/rollouts/. Forms: forms.py.
"""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from planner.access.roles import Permission
from planner.web import current
from planner.web.guards import needs

blueprint = Blueprint("rollouts", __name__)


@blueprint.get("/rollouts/<int:rollout_id>")
@needs(Permission.ROLLOUT_VIEW)
def show(rollout_id: int) -> ResponseReturnValue:
    """One rollout at a glance."""
    return render_template("rollouts/show.html", rollout=current.rollout(), rollout_id=rollout_id)
