"""Says the dates of a plan as one plain document: what `planner schedule analyze` prints and other tools read."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np

from planner.schedule.critical_path import Schedule
from planner.schedule.project_file import ImportedPlan
from planner.schedule.slack import NEVER
from planner.schedule.working_time import Instants

FIELDS = ("start", "finish", "early_start", "early_finish", "late_start", "late_finish")
TOGETHER = 4_096
"""Rows whose dates are written at once."""


class Head(NamedTuple):
    """What is said of a row besides its dates."""

    uid: int
    row: int
    name: str
    summary: bool
    milestone: bool


def heads_of(plan: ImportedPlan) -> list[Head]:
    """The rows of a plan without everything else that it holds."""
    return [Head(task.uid, task.row, task.name, task.summary, task.milestone) for task in plan.tasks]


def analysis_of(heads: Sequence[Head], schedule: Schedule) -> Iterator[dict[str, Any]]:
    """One entry for each row of the plan: dates as local time to the minute, slack in working minutes.

    A row without dates (an inactive task) has null dates and slack.
    """
    for first in range(0, len(heads), TOGETHER):
        part = slice(first, first + TOGETHER)
        dates = zip(*(_texts(getattr(schedule, name)[part]) for name in FIELDS), strict=True)
        numbers = (schedule.total_slack[part], schedule.free_slack[part], schedule.critical[part])
        rows = zip(heads[part], dates, *(each.tolist() for each in numbers), strict=True)
        for head, texts, total, free, critical in rows:
            yield {
                "uid": head.uid,
                "name": head.name,
                **dict(zip(FIELDS, texts, strict=True)),
                "total_slack_min": _minutes(total) if texts[0] else None,
                "free_slack_min": _minutes(free) if texts[0] else None,
                "critical": critical,
                "summary": head.summary,
                "milestone": head.milestone,
            }


def _texts(instants: Instants) -> list[str | None]:
    """Instants as texts to the minute, such as 2026-01-05T08:00; None where there is none."""
    known = instants != NEVER
    texts = np.datetime_as_string(np.where(known, instants, 0).astype("datetime64[s]"), unit="m").tolist()
    return [text if there else None for text, there in zip(texts, known.tolist(), strict=True)]


def _minutes(seconds: int) -> int | float:
    """Whole minutes as a whole number; a file may have slack of parts of a minute."""
    return seconds // 60 if not seconds % 60 else round(seconds / 60, 4)
