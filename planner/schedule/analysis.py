"""Says the dates of a plan as one plain document: what `planner schedule analyze` prints and other tools read."""

from typing import Any

from planner.schedule.critical_path import Schedule
from planner.schedule.project_file import ImportedPlan
from planner.schedule.slack import words

FIELDS = ("start", "finish", "early_start", "early_finish", "late_start", "late_finish")


def analysis_of(plan: ImportedPlan, schedule: Schedule) -> list[dict[str, Any]]:
    """One entry for each row of the plan: dates as local time to the minute, slack in working minutes.

    A row without dates (an inactive task) has null dates and slack.
    """
    columns = [getattr(schedule, name).tolist() for name in FIELDS]
    total, free = schedule.total_slack.tolist(), schedule.free_slack.tolist()
    critical = schedule.critical.tolist()
    return [
        {
            "uid": task.uid,
            "name": task.name,
            **{name: words(column[row]) for name, column in zip(FIELDS, columns, strict=True)},
            "total_slack_min": _minutes(total[row]) if schedule.dated(row) else None,
            "free_slack_min": _minutes(free[row]) if schedule.dated(row) else None,
            "critical": critical[row],
            "summary": task.summary,
            "milestone": task.milestone,
        }
        for row, task in enumerate(plan.tasks)
    ]


def _minutes(seconds: int) -> int | float:
    """Whole minutes as a whole number; a file may have slack of parts of a minute."""
    return seconds // 60 if not seconds % 60 else round(seconds / 60, 4)
