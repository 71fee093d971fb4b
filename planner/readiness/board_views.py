"""The board of gates as a page: wave by wave what each gate waits for today.

Pages: templates/readiness/. Forms: none.
"""

from flask import render_template
from flask.typing import ResponseReturnValue

from planner.access.roles import Permission
from planner.readiness import board_service
from planner.readiness.views import blueprint
from planner.web import clock, current
from planner.web.guards import needs


@blueprint.get("/rollouts/<int:rollout_id>/board")
@needs(Permission.GATES_VIEW)
def board(rollout_id: int) -> ResponseReturnValue:
    """Every gate by wave: where it stands, what it waits for, the open work before it, its owner and its day."""
    lanes = board_service.board(current.rollout(), clock.today())
    return render_template("readiness/board.html", lanes=lanes, rollout_id=rollout_id)
