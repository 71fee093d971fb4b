"""Key figures from the library to the forecast, by hand, from a file and for programs; who may do what."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from flask.testing import FlaskCliRunner
from sqlalchemy import event

from planner.cli import planner
from planner.db import db, transaction
from planner.kpis import queries, service, standing_service
from planner.kpis.attainment import State
from planner.kpis.facts_service import kpi_figures
from planner.kpis.models import Kpi
from planner.playbook.service import load_shipped
from planner.rollouts.figures_service import Question
from planner.rollouts.playbook_service import take_copy
from tests.conftest import NOW
from tests.kpis.stage import FORM, TODAY, read, send
from tests.page import Page, text_of
from tests.personas import Cast


def test_figures_are_taken_from_the_library_once(cast: Cast, page: Page) -> None:
    where = {"rollout_id": cast.rollout.id}
    assert "No key figure yet" in text_of(page.get("kpis.index", as_=cast.viewer, **where))
    with transaction():
        take_copy(cast.rollout.id, load_shipped("standard"), NOW)
    page.get("kpis.library", as_=cast.viewer, status=403, **where)
    page.post("kpis.library", {"refs": ["win-rate", "complaint-rate"]}, as_=cast.manager, rollout_id=cast.rollout.id)
    page.post("kpis.library", {"refs": ["win-rate"]}, as_=cast.manager, status=422, rollout_id=cast.rollout.id)
    found = {each.ref: each.state for each in standing_service.standings(cast.rollout, TODAY)}
    assert found == {"win-rate": State.UNKNOWN, "complaint-rate": State.UNKNOWN}
    customer_based = [each for each in load_shipped("standard").kpis if each.customer_based]
    assert len(customer_based) >= 10, "the measures of the sources stand ready"


def test_a_figure_is_read_corrected_and_shown_with_what_it_means(cast: Cast, page: Page, figure: Kpi) -> None:
    where: dict[str, Any] = {"rollout_id": cast.rollout.id, "kpi_id": figure.id}
    assert "It is not known how this figure stands" in text_of(page.get("kpis.show", as_=cast.viewer, **where))
    read(figure, 11, 12, 11, 13, 12, 14, by=cast)
    shown = text_of(page.get("kpis.show", as_=cast.viewer, **where))
    assert "No reading is a signal" in shown
    assert "If it goes on as it did" in shown
    page.post("kpis.read", {"day": TODAY, "value": "15"}, as_=cast.viewer, status=403, **where)
    for wrong in (
        {"day": TODAY + timedelta(days=1), "value": "1"},
        {"day": TODAY, "value": "x"},
        {"day": TODAY, "value": "-1"},
    ):
        page.post("kpis.read", wrong, as_=cast.manager, status=422, **where)
    page.post("kpis.read", {"day": TODAY, "value": "40", "note": "Counted twice"}, as_=cast.manager, **where)
    corrected = page.get("kpis.show", as_=cast.viewer, **where)
    assert "14" in text_of(corrected.xpath("//s")[0])
    assert "1 reading is a signal" in text_of(corrected)
    assert "target reached" in text_of(page.get("kpis.index", as_=cast.viewer, rollout_id=cast.rollout.id))


def test_a_stale_edit_shows_both_versions_and_a_figure_can_be_retired(cast: Cast, page: Page, figure: Kpi) -> None:
    where: dict[str, Any] = {"rollout_id": cast.rollout.id, "kpi_id": figure.id}
    page.post("kpis.edit", FORM | {"target": "25", "version": 1}, as_=cast.manager, **where)
    page.post("kpis.edit", FORM | {"target": "30", "version": 1}, as_=cast.manager, status=409, **where)
    page.post("kpis.edit", FORM | {"target": "5", "version": 2}, as_=cast.manager, status=422, **where)
    page.post("kpis.retire", {"version": 2}, as_=cast.manager, **where)
    assert queries.kpis(cast.rollout.id) == []
    page.post("kpis.retire", {"version": 3}, as_=cast.manager, **where)
    assert len(queries.kpis(cast.rollout.id)) == 1


def test_a_missed_target_is_accepted_for_a_time_and_tightens(cast: Cast, page: Page, figure: Kpi) -> None:
    where: dict[str, Any] = {"rollout_id": cast.rollout.id, "kpi_id": figure.id}
    draft: dict[str, Any] = {"reason": "Two people are ill.", "until": TODAY + timedelta(days=20)}
    page.post("kpis.accept", draft, as_=cast.manager, status=422, **where)
    read(figure, 11, by=cast)
    assert standing_service.one(figure, TODAY).alert
    page.post("kpis.accept", draft | {"reason": ""}, as_=cast.manager, status=422, **where)
    page.post("kpis.accept", draft, as_=cast.manager, **where)
    found = standing_service.one(figure, TODAY)
    assert (found.word, found.alert) == ("off course, accepted", False)
    assert found.allowed == 9
    assert "Two people are ill." in text_of(page.get("kpis.show", as_=cast.viewer, **where))
    later = draft | {"until": TODAY + timedelta(days=40), "version": 1}
    refused = page.post("kpis.accept", later, as_=cast.manager, status=422, **where).text
    assert "that only tightens" in refused
    page.post("kpis.accept", later | {"until": TODAY + timedelta(days=10)}, as_=cast.manager, **where)
    read(figure, 10, by=cast)
    assert standing_service.one(figure, TODAY).alert, "it got worse than was accepted"
    page.post("kpis.accept", later | {"version": 2}, as_=cast.manager, **where)
    assert standing_service.one(figure, TODAY).allowed == 10
    page.post("kpis.end_deviation", {"version": 3}, as_=cast.manager, **where)
    assert standing_service.one(figure, TODAY).alert


def test_a_table_is_taken_whole_or_not_at_all_and_the_same_again_changes_nothing(
    cast: Cast, page: Page, figure: Kpi
) -> None:
    bad = b"Key figure,Day,Value\nVisits a week,2026-02-02,11\nVisits a week,2026-02-99,12\nNothing,2026-02-02,1\n"
    refused = send(page, cast, bad)
    assert refused.status_code == 422
    assert "row 3, column Day" in refused.text
    assert "no key figure called “Nothing”" in refused.text
    assert queries.reading_rows(figure.id) == []
    good = b"Key figure,Day,Value\nvisits a week,2026-02-02,11\nown:1,2026-02-09,12\n"
    for _ in range(2):
        assert send(page, cast, good).status_code == 303
    assert [each.value for each in queries.reading_rows(figure.id)] == [12, 11]
    assert send(page, cast, b"PK\x03\x04broken", "x.xlsx").status_code == 422


def test_a_list_asks_the_database_as_often_for_many_figures_as_for_one(cast: Cast, figure: Kpi) -> None:
    def asked() -> int:
        seen: list[str] = []
        listen = lambda *args: seen.append(args[2])  # noqa: E731 - SQLAlchemy's own signature
        event.listen(db.engine, "before_cursor_execute", listen)
        standing_service.standings(cast.rollout, TODAY)
        event.remove(db.engine, "before_cursor_execute", listen)
        return len(seen)

    read(figure, 11, 12, by=cast)
    few = asked()
    for _ in range(5):
        with transaction():
            row = service.add(cast.rollout, figure.draft, TODAY)
        read(row, 1, 2, 3, by=cast)
    assert asked() == few


def test_the_facts_say_what_is_known_and_nothing_else(cast: Cast, figure: Kpi) -> None:
    asked = Question(cast.rollout, TODAY)
    assert kpi_figures(asked)["kpis.attained_share"].value is None
    read(figure, 21, by=cast)
    values = {name: each.value for name, each in kpi_figures(asked).items()}
    assert values == {
        "kpis.attained_share": 100, "kpis.without_baseline": 0, "kpis.customer_based": 0, "kpis.stale_share": 0,
        "kpis.off_course": 0,
    }  # fmt: skip


def test_exports_are_for_those_who_may_and_start_no_formula(cast: Cast, page: Page, figure: Kpi) -> None:
    with transaction():
        figure.name = "=1+1"
    client = page.client(cast.manager)
    answer = client.get(f"/rollouts/{cast.rollout.id}/kpis/export.csv")
    assert "'=1+1" in answer.text
    assert client.get(f"/rollouts/{cast.rollout.id}/kpis/export.xlsx").data.startswith(b"PK")
    assert page.client(cast.viewer).get(f"/rollouts/{cast.rollout.id}/kpis/export.csv").status_code == 403


def test_the_commands_check_a_file_without_a_database_and_take_it(
    cast: Cast, figure: Kpi, runner: FlaskCliRunner, tmp_path: Path
) -> None:
    file = tmp_path / "readings.csv"
    file.write_text("Key figure,Day,Value\nVisits a week,2026-02-02,11\n")
    checked = CliRunner().invoke(planner, ["import-check", "kpis", str(file), "--json"])
    assert json.loads(checked.stdout) == {"accepted": True, "warnings": [], "rows": 1}
    taken = runner.invoke(planner, ["kpi", "import", str(cast.rollout.id), str(file), "--json"])
    assert json.loads(taken.stdout)["changed"] == 1
    file.write_text("Key figure,Day,Value\nVisits a week,soon,11\n")
    refused = CliRunner().invoke(planner, ["import-check", "kpis", str(file), "--json"])
    assert refused.exit_code == 1
    assert json.loads(refused.stdout)["errors"][0]["where"] == "row 2, column Day"


@pytest.mark.parametrize("name", ["csv_injection.json", "xss.txt", "mspdi_xxe_file.xml", "xlsx"])
def test_hostile_files_are_refused_with_a_reason(shared_data: Path, name: str) -> None:
    found = shared_data / "hostile" / name
    for file in sorted(found.iterdir()) if found.is_dir() else [found]:
        result = CliRunner().invoke(planner, ["import-check", "kpis", str(file), "--json"])
        assert result.exit_code == 1, file
        assert json.loads(result.stdout)["errors"][0]["message"]
