"""The cases of two textbooks through the command, and cases that cannot be computed."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from planner.cli import planner


def simulated(path: Path, *more: str) -> Result:
    return CliRunner().invoke(planner, ["schedule", "simulate", str(path), "--json", *more])


@pytest.fixture
def published(shared_data: Path) -> Path:
    return shared_data / "pert"


@pytest.mark.parametrize("distribution", ["beta_pert", "triangular"])
def test_the_textbooks_are_met(published: Path, distribution: str) -> None:
    wanted = json.loads((published / "pert.expected.json").read_text(encoding="utf-8"))["cases"]
    result = simulated(published / "pert.input.json", "--samples", "20000", "--distribution", distribution)
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)["cases"]
    assert [case["id"] for case in found] == [case["id"] for case in wanted]
    for case, known in zip(found, wanted, strict=True):
        rows = [
            {key: row[key] for key in line} for row, line in zip(case["activities"], known["activities"], strict=True)
        ]
        assert rows == known["activities"]
        for by, chance in known.get("p_by", {}).items():
            assert case["p_by"][by] == pytest.approx(chance, abs=0.001)
            assert case["simulation"]["p_by"][by] < case["p_by"][by]
        shape = known.get("simulation", {}).get(distribution, {})
        for key, share in (("mean", 0.01), ("p80", 0.015), ("p90", 0.015)):
            if key in shape:
                assert case["simulation"][key] == pytest.approx(shape[key], rel=share)


def test_the_longest_path_of_two_critical_ones_is_the_one_that_varies_most(tmp_path: Path) -> None:
    sure = {"id": "sure", "optimistic": 4, "likely": 5, "pessimistic": 6}
    wild = {"id": "wild", "optimistic": 2, "likely": 5, "pessimistic": 8}
    document = {"cases": [{"id": "two", "activities": [sure, wild], "deadlines": [6]}]}
    case = json.loads(simulated(written(tmp_path, document)).stdout)["cases"][0]
    assert (case["expected"], case["path_variance"]) == (5, 1)
    assert [row["critical"] for row in case["activities"]] == [True, True]


def written(folder: Path, document: Any) -> Path:
    path = folder / "cases.json"
    path.write_text(document if isinstance(document, str) else json.dumps(document), encoding="utf-8")
    return path


def case(*activities: Any) -> dict[str, Any]:
    return {"cases": [{"id": "one", "activities": list(activities)}]}


@pytest.mark.parametrize(
    ("document", "words"),
    [
        ("{", "not a JSON document"),
        ([], "no list “cases”"),
        ({"cases": [3]}, "Case 1 is not an object"),
        (case(), "between 1 and 10,000"),
        (case({"duration": 1}), "no id"),
        (case({"id": "A", "duration": "long"}), "needs a number"),
        (case({"id": "A", "duration": True}), "needs a number"),
        (case({"id": "A", "optimistic": 5, "likely": 3, "pessimistic": 8}), "longer than the likely"),
        (case({"id": "A", "duration": 1}, {"id": "A", "duration": 2}), "there twice"),
        (case({"id": "A", "duration": 1, "predecessors": ["B"]}), "waits for B"),
        (case({"id": "A", "duration": 1, "predecessors": ["A"]}), "A → A"),
        (case({"id": "A", "duration": 1, "predecessors": "A"}), "not a list"),
    ],
)
def test_what_cannot_be_computed_is_told_with_its_place(tmp_path: Path, document: Any, words: str) -> None:
    result = CliRunner().invoke(planner, ["schedule", "simulate", str(written(tmp_path, document)), "--json"])
    assert result.exit_code == 1
    found = json.loads(result.stdout)
    assert found["accepted"] is False
    assert words in found["errors"][0]["message"]


def test_people_read_sentences(published: Path) -> None:
    result = CliRunner().invoke(planner, ["schedule", "simulate", str(published / "pert.input.json")])
    assert "milwaukee: 15 expected along A – C – E – G – H" in result.output
    assert "done by 16: 71.5% along one path" in result.output
