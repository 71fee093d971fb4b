"""What a project file holds, for somebody who wants to see whether it was understood: calendars, people, counts."""

from typing import Any

from planner.schedule.file_calendars import calendars_of
from planner.schedule.project_file import ImportedPlan


def contents_of(plan: ImportedPlan) -> dict[str, Any]:
    """Calendars by name with every exception as its days (in their order), and counts; blank rows are no tasks."""
    found = calendars_of(plan.calendars)
    names = {calendar.uid: calendar.name for calendar in plan.calendars}
    calendars = [
        {
            "name": calendar.name,
            "parent": None if calendar.base_uid is None else names.get(calendar.base_uid),
            "exceptions": [
                {"name": each.name, "working": each.working, "dates": [day.isoformat() for day in each.days]}
                for each in sorted(found[calendar.uid].exceptions, key=lambda each: each.days[:1])
            ],
        }
        for calendar in plan.calendars
    ]
    counts = {"tasks": len(plan.tasks), "resources": len(plan.resources), "assignments": len(plan.assignments)}
    return {"calendars": calendars, **counts}
