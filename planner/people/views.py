"""Pages of the people of a rollout: the list of staff, and from it everything else about people.

Pages: templates/people/. Forms: *_forms.py.
"""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from planner.access.roles import Permission
from planner.web.guards import needs

blueprint = Blueprint("people", __name__)


@blueprint.get("/rollouts/<int:rollout_id>/people")
@needs(Permission.PEOPLE_VIEW)
def index(rollout_id: int) -> ResponseReturnValue:
    """The people who will use the system."""
    return render_template("people/index.html")


from planner.people import (  # noqa: E402 - their pages
    raci_role_views,  # noqa: F401 - its pages
    raci_views,  # noqa: F401 - its pages
    sponsor_seat_views,  # noqa: F401 - its pages
    sponsor_views,  # noqa: F401 - its pages
)
