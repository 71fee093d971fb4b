"""Changes the share of a person's time that a task takes."""

from planner.db import check_version, db
from planner.schedule.models import PlanTask


def edit_load(task: PlanTask, percent: int, version: int | None) -> PlanTask:
    """Set the share of its owner's time that a task takes while it lasts, in percent; its dates stay."""
    check_version(task, version, {"load": task.load_percent})
    task.load_percent = percent
    db.session.flush()
    return task
