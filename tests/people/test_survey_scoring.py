"""Usability, recommendation, barrier and reliability: known answers, blanks, and files that make no sense."""

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from planner.basics.errors import RuleBroken
from planner.cli import planner
from planner.people.barrier import STEPS, barrier_of
from planner.people.recommendation import recommendation
from planner.people.reliability import alpha_listwise, alpha_pairwise
from planner.people.survey_scoring import score_document
from planner.people.usability import usability_score, usability_words


def run(file: Path) -> Result:
    """The command on a file, in a process of its own kind: no app, no database."""
    return CliRunner().invoke(planner, ["survey", "score", str(file), "--json"])


def test_known_answers(shared_data: Path) -> None:
    folder = shared_data / "survey"
    result = run(folder / "survey.input.json")
    assert result.exit_code == 0
    found: dict[str, list[dict[str, Any]]] = json.loads(result.stdout)
    wanted = json.loads((folder / "survey.expected.json").read_text("utf-8"))
    for name, keys in {
        "sus": ["score"],
        "nps": ["promoters", "passives", "detractors", "nps"],
        "barrier": ["step"],
    }.items():
        for mine, theirs in zip(found[name], wanted[name], strict=True):
            assert [mine[key] for key in ("id", *keys)] == [theirs[key] for key in ("id", *keys)]
    assert [entry["flag"] for entry in found["sus"]] == [None, "blank: answer 3"]
    for mine, theirs in zip(found["alpha"], wanted["alpha"], strict=True):
        assert mine["alpha"] == pytest.approx(theirs["alpha"][mine["missing"]], abs=1e-6)
        assert mine["alpha_pairwise"] == pytest.approx(theirs["alpha"]["pairwise"], abs=1e-6)
        assert (mine["rows_used"], mine["rows_left_out"]) == (7, 3)


def test_what_is_wrong_in_an_entry_is_told_and_does_not_stop_the_others() -> None:
    found = score_document(
        {
            "sus": [
                {"id": 1, "answers": [1, 5] * 5},
                {"id": 2, "answers": [1, 6] * 5},
                {"id": 3, "answers": [3] * 9},
                {"id": 4, "answers": [3, "x", True, 2.5, *[3] * 6]},
                {"id": 5},
            ],
            "nps": [
                {"id": 1, "scores": [10, None, 0, 9]},
                {"id": 2, "scores": [11]},
                {"id": 3, "scores": []},
                {"id": 4, "scores": [10, 10, 1]},
            ],
            "barrier": [
                {"id": 1, "scores": [4, None, 2, 4, 4]},
                {"id": 2, "scores": [3, None, 2, 4, 4]},
                {"id": 3, "scores": [4, 4, 4, 4]},
                {"id": 4, "scores": [4, 0, 4, 4, 4]},
            ],
            "alpha": [
                {"id": 1, "rows": [[1, 2], [None, 3]]},
                {"id": 2, "rows": [[1, 2], [3]]},
                {"id": 3, "rows": [[2, 2], [2, 2], [2, 2]]},
                {"id": 4, "rows": [[1], [2]]},
                {"id": 5, "rows": []},
            ],
        }
    )
    assert [(e["score"], e["flag"]) for e in found["sus"]] == [
        (0.0, None),
        (None, "not 1 to 5: answers 2, 4, 6, 8, 10"),
        (None, "9 answers instead of 10"),
        (None, "not a whole number: 2, 3, 4"),
        (None, "“answers” is not a list"),
    ]
    assert [(e["nps"], e["flag"]) for e in found["nps"]] == [
        (pytest.approx(100 / 3), "1 blank, left out"),
        (None, "an answer lies outside 0 to 10"),
        (None, "no answers"),
        (pytest.approx(100 / 3), None),
    ]
    assert [(e["step"], e["flag"]) for e in found["barrier"]] == [
        (None, "step 2 (willing) is blank"),
        (1, None),
        (None, "4 values instead of 5"),
        (None, "step 2 (willing) is 0, not 1 to 5"),
    ]
    assert [e["alpha"] for e in found["alpha"]] == [None] * 5
    assert [e["flag"] for e in found["alpha"]] == [
        "fewer than two people answered every item",
        "the rows must be lists of equal length that hold numbers and blanks",
        "all answers are alike",
        "there must be two items or more",
        "the rows must be lists of equal length that hold numbers and blanks",
    ]


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"sus": 3}', '{"sus": [3]}', '{"sus": NaN}', "[" * 100_000])
def test_a_file_of_another_shape_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "answers.json"
    file.write_text(text, "utf-8")
    result = run(file)
    assert isinstance(result.exception, RuleBroken)
    assert not result.stdout


def test_words_without_json(tmp_path: Path) -> None:
    file = tmp_path / "answers.json"
    file.write_text(json.dumps({"barrier": [{"id": "b", "scores": [5, 2, 1, 1, 1]}]}), "utf-8")
    assert (
        CliRunner().invoke(planner, ["survey", "score", str(file)]).stdout == "barrier  b                    step 2\n"
    )


def test_usability_words_meet_at_the_average() -> None:
    score, _ = usability_score([5, 1] * 5)
    assert score is not None
    assert usability_words(score).startswith("among the best")
    assert [usability_words(score * part // 100) for part in (50, 67, 68)] == [
        "poor: people struggle, and will say so",
        "below average: find out which tasks are meant before going on",
        "above average",
    ]


@given(st.lists(st.integers(1, 5), min_size=5, max_size=5))
def test_the_barrier_is_the_first_low_step(scores: list[int]) -> None:
    found = barrier_of(scores)
    low = [step for step, score in zip(STEPS, scores, strict=True) if score <= 3]
    assert found.step == (low[0] if low else None)
    assert found.known


@given(st.lists(st.integers(0, 10), min_size=1))
def test_recommendation_counts_everybody_once(scores: list[int]) -> None:
    found = recommendation(scores)
    assert found.promoters + found.passives + found.detractors == len(scores)
    assert found.score is not None
    assert -100 <= found.score <= 100


@given(st.lists(st.lists(st.integers(1, 5), min_size=3, max_size=3), min_size=2, max_size=12))
def test_alpha_without_blanks_needs_no_treatment_of_them(rows: list[list[int]]) -> None:
    assert alpha_listwise(rows) == alpha_pairwise(rows)


def test_alpha_of_items_that_are_one() -> None:
    assert alpha_listwise([[1, 1, 1], [3, 3, 3], [4, 4, 4]]) == Fraction(1)
    assert alpha_pairwise([[1, None], [None, 2], [3, 1]]) is None
