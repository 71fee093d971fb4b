"""The people of a rollout for programs."""

from flask import Blueprint

blueprint = Blueprint("people_api", __name__)

from planner.people import (  # noqa: E402 - their endpoints
    committee_api,  # noqa: F401 - its endpoints
    sponsor_api,  # noqa: F401 - its endpoints
    staff_api,  # noqa: F401 - its endpoints
    survey_api,  # noqa: F401 - its endpoints
    unit_api,  # noqa: F401 - its endpoints
)
