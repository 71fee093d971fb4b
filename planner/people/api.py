"""The people of a rollout for programs."""

from flask import Blueprint

blueprint = Blueprint("people_api", __name__)

from planner.people import survey_api  # noqa: E402, F401 - its endpoints
