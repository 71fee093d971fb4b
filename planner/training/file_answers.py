"""What the commands say of files of training records, as plain values."""

from collections.abc import Iterable, Sequence
from typing import Any

from planner.training.lms_progress import Progress, Trouble
from planner.training.record_table import Row, read_records
from planner.training.xapi import reason_against
from planner.training.xapi_values import not_duration, not_score

MOST = 100
"""So many problems are listed; more are counted."""


def moodle_answer(name: str, progress: Progress) -> dict[str, Any]:
    """The counts of a progress report; `completion_rate` is completed cells of all cells, None without any."""
    cells = len(progress.learners) * len(progress.activities)
    return {
        "file": name,
        "users": len(progress.learners),
        "activities": len(progress.activities),
        "completed_cells": progress.completed,
        "users_all_complete": progress.all_complete,
        "completion_rate": round(progress.completed / cells, 6) if cells else None,
    }


def statement_answers(statements: Iterable[object], first: int = 0) -> list[dict[str, Any]]:
    """Each statement accepted, or refused with its reason."""
    found = ((number, reason_against(each)) for number, each in enumerate(statements, start=first))
    return [{"index": number, "accepted": not reason, "reason": reason or None} for number, reason in found]


def duration_answers(durations: Iterable[object], first: int = 0) -> list[dict[str, Any]]:
    """Each length of time valid, or not with its reason."""
    found = ((number, not_duration(each)) for number, each in enumerate(durations, start=first))
    return [{"index": number, "valid": not wrong, "reason": wrong or None} for number, wrong in found]


def score_answers(scores: Iterable[object], first: int = 0) -> list[dict[str, Any]]:
    """Each score valid, or not with its reason."""
    found = ((number, not_score(each)) for number, each in enumerate(scores, start=first))
    return [{"index": number, "valid": not wrong, "reason": wrong or None} for number, wrong in found]


def problem_entries(troubles: Sequence[Trouble]) -> list[dict[str, str]]:
    """Problems with their places; beyond the first hundred only how many more there are."""
    listed = [{"where": each.where, "message": each.message} for each in troubles[:MOST]]
    if len(troubles) > MOST:
        listed.append({"where": "file", "message": f"{len(troubles) - MOST:,} more problems."})
    return listed


def progress_troubles(progress: Progress) -> list[Trouble]:
    """What stands in the way of taking a progress report over."""
    empty = [] if progress.learners else [Trouble("file", "There is no row under the headings.")]
    return [*progress.troubles, *empty]


def statement_troubles(statements: Sequence[object]) -> list[Trouble]:
    """What stands in the way of taking statements over, each with its number, counted from 0 as xAPI lists are."""
    if not statements:
        return [Trouble("file", "There is no xAPI statement in the file.")]
    found = ((number, reason_against(each)) for number, each in enumerate(statements))
    return [Trouble(f"statement {number}", reason) for number, reason in found if reason]


def table_answer(rows: Sequence[Row]) -> tuple[int, list[Trouble]]:
    """How many rows a table of attendance and results has, and what is wrong with them."""
    table = read_records(rows)
    return len(table.records), list(table.troubles)
