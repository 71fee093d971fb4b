"""Background work on people."""

from planner.people import (
    staff_jobs,  # noqa: F401 - declares its work
    survey_jobs,  # noqa: F401 - declares its daily work
)
