"""Background work on people."""

from planner.people import survey_jobs  # noqa: F401 - declares its daily work
