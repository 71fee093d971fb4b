"""Background work on people."""

from planner.people import (
    privacy_jobs,  # noqa: F401 - declares its work
    staff_jobs,  # noqa: F401 - declares its work
    survey_jobs,  # noqa: F401 - declares its daily work
)
