"""Scores a file of survey answers by the published rules; no database is needed.

The shape of the file and of the answer is fixed: docs/surveys.md.
"""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from planner.basics.errors import RuleBroken
from planner.people.barrier import STEPS, barrier_of
from planner.people.recommendation import recommendation
from planner.people.reliability import LISTWISE, alpha_listwise, alpha_pairwise
from planner.people.usability import usability_score

Entry = Mapping[str, Any]
LARGEST = 10**9


def score_document(document: object) -> dict[str, list[dict[str, object]]]:
    """The scores of every entry, under the same headings; RuleBroken where the file has another shape.

    Wrong answers within an entry do not stop the others: the entry has no score and its `flag` says why.
    """
    if not isinstance(document, dict):
        raise RuleBroken("The file must hold one JSON object with sus, nps, barrier or alpha.")
    known: Mapping[str, Callable[[Entry], dict[str, object]]] = {
        "sus": _usability, "nps": _recommendation, "barrier": _barrier, "alpha": _alpha,
    }  # fmt: skip
    if not document.keys() & known.keys():
        raise RuleBroken("The file holds none of sus, nps, barrier and alpha.")
    return {
        name: [{"id": entry.get("id"), **score(entry)} for entry in _entries(document.get(name, []), name)]
        for name, score in known.items()
    }


def _entries(found: object, name: str) -> list[Entry]:
    if not isinstance(found, list) or not all(isinstance(entry, dict) for entry in found):
        raise RuleBroken(f"“{name}” must be a list of objects, each with an id.")
    return found


def _numbers(values: object, field: str) -> tuple[list[int | None], str | None]:
    """Whole numbers and blanks; anything else is told by its place."""
    if not isinstance(values, list):
        return [], f"“{field}” is not a list"
    read = [_whole(value) for value in values]
    wrong = [str(place) for place, value in enumerate(values, 1) if value is not None and read[place - 1] is None]
    return read, f"not a whole number: {', '.join(wrong)}" if wrong else None


def _whole(value: object) -> int | None:
    if isinstance(value, int) and not isinstance(value, bool):
        return value if abs(value) < LARGEST else None
    return int(value) if isinstance(value, float) and value.is_integer() and abs(value) < LARGEST else None


def _usability(entry: Entry) -> dict[str, object]:
    answers, wrong = _numbers(entry.get("answers"), "answers")
    score, flag = (None, wrong) if wrong else usability_score(answers)
    return {"score": None if score is None else float(score), "flag": flag}


def _recommendation(entry: Entry) -> dict[str, object]:
    scores, wrong = _numbers(entry.get("scores"), "scores")
    given = [score for score in scores if score is not None]
    try:
        found = recommendation([] if wrong else given)
    except ValueError as error:
        wrong = str(error)
    if wrong:
        return {"promoters": None, "passives": None, "detractors": None, "nps": None, "flag": wrong}
    blanks = len(scores) - len(given)
    return {
        "promoters": found.promoters,
        "passives": found.passives,
        "detractors": found.detractors,
        "nps": _float(found.score),
        "flag": f"{blanks} blank, left out" if blanks else None if given else "no answers",
    }


def _barrier(entry: Entry) -> dict[str, object]:
    scores, wrong = _numbers(entry.get("scores"), "scores")
    if wrong:
        return {"step": None, "flag": wrong}
    found = barrier_of(scores)
    return {"step": None if found.step is None else STEPS.index(found.step) + 1, "flag": found.flag}


def _alpha(entry: Entry) -> dict[str, object]:
    rows = entry.get("rows")
    if not _is_table(rows):
        flag = "the rows must be lists of equal length that hold numbers and blanks"
        return {"alpha": None, "missing": LISTWISE, "flag": flag}
    assert isinstance(rows, list)  # noqa: S101 - _is_table saw to it
    exact = [[None if value is None else Fraction(value) for value in row] for row in rows]
    whole = [row for row in exact if all(value is not None for value in row)]
    return {
        "alpha": _float(alpha_listwise(exact)),
        "missing": LISTWISE,
        "rows_used": len(whole),
        "rows_left_out": len(rows) - len(whole),
        "alpha_pairwise": _float(alpha_pairwise(exact)),
        "flag": _why_not(whole),
    }


def _why_not(whole: Sequence[Sequence[Fraction | None]]) -> str | None:
    if alpha_listwise(whole) is not None:
        return None
    if len(whole) < 2:
        return "fewer than two people answered every item"
    return "there must be two items or more" if len(whole[0]) < 2 else "all answers are alike"


def _is_table(rows: object) -> bool:
    if not isinstance(rows, list) or not rows or not all(isinstance(row, list) for row in rows):
        return False
    cells = [value for row in rows for value in row]
    numbers = all(
        value is None or (isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < LARGEST)
        for value in cells
    )
    return numbers and len({len(row) for row in rows}) == 1


def _float(value: Fraction | None) -> float | None:
    return None if value is None else float(value)
