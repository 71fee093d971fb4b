"""Checks opened files of training records as a whole: what the commands print, and whether a file may be taken over."""

from collections.abc import Iterable
from typing import Any

from planner.training import file_answers as answers
from planner.training.lms_progress import Progress, Trouble
from planner.training.record_importing import Opened, Statements


def checked(opened: Iterable[tuple[str, Opened]]) -> dict[str, list[dict[str, Any]]]:
    """Counts of progress reports, and each statement, duration and score of all files, numbered from 0."""
    found: dict[str, list[dict[str, Any]]] = {"moodle": [], "statements": [], "durations": [], "scores": []}
    for name, each in opened:
        if isinstance(each, Progress):
            found["moodle"].append(answers.moodle_answer(name, each))
        elif isinstance(each, Statements):
            found["statements"] += answers.statement_answers(each.statements, len(found["statements"]))
            found["durations"] += answers.duration_answers(each.durations, len(found["durations"]))
            found["scores"] += answers.score_answers(each.scores, len(found["scores"]))
    return found


def troubles_of(opened: Opened) -> tuple[int, list[Trouble]]:
    """How many rows a file has, and what stands in the way of taking it over."""
    if isinstance(opened, Progress):
        return len(opened.learners), answers.progress_troubles(opened)
    if isinstance(opened, Statements):
        return len(opened.statements), answers.statement_troubles(opened.statements)
    return answers.table_answer(opened.rows)


def import_answer(opened: Opened) -> dict[str, Any]:
    """Whether a file can be taken over: with its rows, or with its problems."""
    rows, troubles = troubles_of(opened)
    if troubles:
        return {"accepted": False, "errors": answers.problem_entries(troubles)}
    return {"accepted": True, "warnings": [], "rows": rows}
