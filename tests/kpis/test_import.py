"""A table of readings is refused row by row, and the check of a file says what the import will say."""

import json
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from flask.testing import FlaskCliRunner

from planner.basics.export import xlsx_bytes
from planner.cli import planner
from planner.db import transaction
from planner.kpis import import_service, queries
from planner.kpis.models import Kpi
from planner.kpis.reading import Origin
from planner.kpis.reading_table import Layout, doubts, read_rows
from planner.playbook.words import Unit
from tests.kpis.stage import TODAY, send
from tests.page import Page, text_of
from tests.personas import Cast

HEAD = ("Key figure", "Day", "Value")
GOOD = ("Visits a week", "2026-02-02", "11")


def table(*rows: tuple[str, ...]) -> bytes:
    return "\n".join(",".join(row) for row in (HEAD, GOOD, *rows)).encode() + b"\n"


BAD = {
    "row 3, column Key figure": ("No such figure", "2026-02-09", "1"),
    "row 4, column Key figure": ("No such figure", "2026-02-16", "1"),
    "row 5, column Value": ("Visits a week", "2026-02-09", "-4"),
    "row 6, column Value": ("visits a week", "2026-02-16", "1.5"),
    "row 7, column Day": ("own:1", f"{TODAY + timedelta(days=1)}", "12"),
    "row 8, column Day": ("own:1", "0226-02-02", "12"),
    "row 9, column Value": ("own:1", "2026-02-20", "1.2345678"),
    "row 10": ("own:1", "2026-02-02", "12"),
}


def told(result: Any) -> list[str]:
    return [each["where"] for each in json.loads(result.stdout)["errors"]]


def test_every_bad_row_is_named_and_nothing_is_written(cast: Cast, page: Page, figure: Kpi) -> None:
    answer = send(page, cast, table(*BAD.values()))
    assert answer.status_code == 422
    places = [text_of(each) for each in page.parse(answer).xpath("//table//tbody//th")]
    assert places == list(BAD)
    assert "Nothing was taken: 8 things have to be put right first" in answer.text
    assert queries.reading_rows(figure.id) == []


def test_the_command_names_the_same_rows_and_the_check_agrees_once_it_knows_the_rollout(
    cast: Cast, figure: Kpi, runner: FlaskCliRunner, tmp_path: Path
) -> None:
    file = tmp_path / "readings.csv"
    file.write_bytes(table(*BAD.values()))
    number = str(cast.rollout.id)
    taken = runner.invoke(planner, ["kpi", "import", number, str(file), "--json"])
    checked = runner.invoke(planner, ["import-check", "kpis", str(file), "--rollout", number, "--json"])
    for result in (taken, checked):
        assert (result.exit_code, told(result)) == (1, list(BAD))
    assert queries.reading_rows(figure.id) == []
    file.write_bytes(table(("own:1", f"{TODAY}", "12")))
    checked = runner.invoke(planner, ["import-check", "kpis", str(file), "--rollout", number, "--json"])
    assert json.loads(checked.stdout) == {"accepted": True, "warnings": [], "rows": 2}
    taken = runner.invoke(planner, ["kpi", "import", number, str(file), "--json"])
    assert json.loads(taken.stdout)["changed"] == 2
    missing = runner.invoke(planner, ["import-check", "kpis", str(file), "--rollout", "999"])
    assert (missing.exit_code, "no rollout 999" in missing.stderr) == (1, True)


def test_a_check_of_the_file_alone_says_which_values_only_the_rollout_can_judge(tmp_path: Path) -> None:
    file = tmp_path / "readings.csv"
    file.write_bytes(table(("Win rate", "2026-02-09", "21.5"), ("Win rate", "2026-02-16", "-4")))
    checked = json.loads(CliRunner().invoke(planner, ["import-check", "kpis", str(file), "--json"]).stdout)
    assert (checked["accepted"], checked["rows"]) == (True, 3)
    assert [each["where"] for each in checked["warnings"]] == ["row 3"]
    assert "2 values" in checked["warnings"][0]["message"]
    assert "--rollout" in checked["warnings"][0]["message"]
    said = CliRunner().invoke(planner, ["import-check", "kpis", str(file)])
    assert (said.exit_code, "row 3: 2 values" in said.stderr) == (0, True)


def test_a_day_that_has_come_only_in_some_places_is_a_doubt() -> None:
    ahead = read_rows([HEAD, ("Win rate", f"{TODAY + timedelta(days=1)}", "20")], TODAY + timedelta(days=1))
    assert ahead.problems == ()
    assert [(each.row, "time zone" in each.message) for each in doubts(ahead, TODAY)] == [(2, True)]


def test_a_figure_of_one_name_for_the_whole_table_is_refused_once(cast: Cast, figure: Kpi) -> None:
    rows = [("Day", "Value"), ("2026-02-02", "1"), ("2026-02-09", "2")]
    problems = import_service.problems_of(cast.rollout, read_rows(rows, TODAY, only="Nothing"), TODAY)
    assert [each.row for each in problems] == [0]


def test_answers_of_a_month_that_no_count_can_be_are_refused_where_they_begin(cast: Cast, figure: Kpi) -> None:
    rows = [("Day", "Score"), ("2026-02-02", "4"), ("2026-03-01", "4"), ("2026-03-02", "5")]
    found = read_rows(rows, TODAY, Layout.MEAN, only="own:1")
    assert [each.row for each in import_service.problems_of(cast.rollout, found, TODAY)] == [3]
    with transaction():
        figure.unit = Unit.SCORE
    assert import_service.problems_of(cast.rollout, found, TODAY) == ()


def test_two_names_of_one_figure_cannot_bring_two_values_for_one_day(cast: Cast, page: Page, figure: Kpi) -> None:
    answer = send(page, cast, table(("own:1", "2026-02-02", "11")))
    assert answer.status_code == 303, "the same value twice is no contradiction"
    refused = send(page, cast, table(("own:1", "2026-02-02", "12")))
    assert "row 3" in refused.text
    assert "two values for 2026-02-02" in refused.text
    assert len(queries.reading_rows(figure.id)) == 1


def test_a_workbook_is_taken_with_its_dates_and_numbers(cast: Cast, page: Page, figure: Kpi) -> None:
    rows: list[tuple[Any, ...]] = [
        ("Visits a week", date(2026, 2, 2), Decimal(11), "=1+1"),
        ("own:1", "09.02.2026", "1,012", ""),
        ("own:1", date(2026, 2, 16), 13.0, None),
    ]
    content = xlsx_bytes([*HEAD, "Note"], rows[:1] + rows[2:])
    assert send(page, cast, content, "readings.xlsx").status_code == 303
    found = [(each.day, each.value, each.note, each.origin) for each in queries.reading_rows(figure.id)]
    assert found == [
        (date(2026, 2, 16), Decimal(13), "", Origin.FILE), (date(2026, 2, 2), Decimal(11), "=1+1", Origin.FILE),
    ]  # fmt: skip
    refused = send(page, cast, xlsx_bytes([*HEAD, "Note"], rows), "readings.xlsx")
    assert refused.status_code == 422
    assert "row 3, column Value" in refused.text, "1,012 can be a thousand or a little more than one"
    assert len(queries.reading_rows(figure.id)) == 2


def test_the_month_that_runs_is_taken_by_the_command_too(
    cast: Cast, figure: Kpi, runner: FlaskCliRunner, tmp_path: Path
) -> None:
    file = tmp_path / "answers.csv"
    file.write_text(f"Response date,Score\n{TODAY},4\n{TODAY},6\n")
    command = ["kpi", "import", str(cast.rollout.id), str(file), "--layout", "mean", "--kpi", "own:1", "--json"]
    taken = runner.invoke(planner, command)
    assert json.loads(taken.stdout) == {"accepted": True, "warnings": [], "rows": 2, "changed": 1}
    assert [(each.day, each.value) for each in queries.reading_rows(figure.id)] == [(TODAY, Decimal(5))]


@pytest.mark.parametrize("head", [b"Key figure,Day,Value,value \n", b"Day,Key figure,Value,Value,Value\n"])
def test_a_heading_that_stands_twice_is_refused_as_nobody_can_say_which_counts(
    cast: Cast, page: Page, figure: Kpi, head: bytes
) -> None:
    answer = send(page, cast, head + b"Visits a week,2026-02-02,11,12,13\n")
    assert answer.status_code == 422
    assert "row 1" in answer.text
    assert "columns are headed “Value”" in answer.text
    assert queries.reading_rows(figure.id) == []
    remarks = b"Key figure,Day,Value,Remark 2,Remark 2\nVisits a week,2026-02-02,11,a,b\n"
    assert send(page, cast, remarks).status_code == 303, "what nobody reads may stand twice"
