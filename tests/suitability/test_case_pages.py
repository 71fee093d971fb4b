"""Pages of the business case: a line is added, judged, approved by the sponsor and compared later."""

from typing import Any

import pytest
from flask import Flask

from planner.access.roles import Role
from planner.db import db, transaction
from planner.playbook.facts import FACTS
from planner.rollouts.models import Rollout
from planner.suitability import case_queries, case_service
from planner.suitability.case_models import FrozenCase
from planner.suitability.facts_service import figures_of_case
from tests.conftest import NOW
from tests.page import Page, text_of
from tests.personas import Cast

COST = {"name": "Licences", "kind": "running", "likely_1": "1 000", "high_1": "1500", "basis": "Offer", "owner": ""}
GAIN = {"name": "Hours saved", "kind": "saving", "low_1": "500", "likely_1": "2000.50", "basis": "", "owner": ""}


@pytest.fixture
def at(rollout: Rollout, cast: Cast) -> dict[str, Any]:
    """The manager, in the rollout."""
    return {"rollout_id": rollout.id, "as_": cast.manager}


def test_from_nothing_to_an_approved_case_that_is_compared(page: Page, at: dict[str, Any], cast: Cast) -> None:
    assert "No business case yet" in text_of(page.get("suitability.business_case", **at))
    page.get("suitability.case_line_create", **at)
    page.post("suitability.case_line_create", COST, **at)
    said = text_of(page.get("suitability.business_case", **at))
    assert "Not known yet" in said
    assert "No benefit is written down yet" in said
    frame = {"years": "2", "rate": "0", "starts_on": "2026-01-01", "budget": "1200", "month_cost": "10"}
    page.post("suitability.case_edit", frame, **at)
    page.post("suitability.case_line_create", GAIN, **at)
    tree = page.get("suitability.business_case", **at)
    said = text_of(tree)
    assert text_of(tree.cssselect(".verdict-word")[0]) == "Worth it, if the likely figures hold"
    assert "Within the budget, over it at worst" in said
    sponsor = {**at, "as_": cast.sponsor}
    assert "Net present value" in text_of(page.get("suitability.case_approve", **sponsor))
    page.post("suitability.case_approve", {"reason": "Agreed."}, **sponsor)
    assert "No amount has changed since." in text_of(page.get("suitability.business_case", **sponsor))
    again = page.post("suitability.case_approve", {"reason": ""}, status=422, **sponsor)
    assert "approved already" in again.text
    line = case_queries.line_rows(at["rollout_id"])[0]
    page.get("suitability.case_line_edit", case_line_id=line.id, **at)
    changed = {**COST, "likely_1": "1400", "version": str(line.version)}
    page.post("suitability.case_line_edit", changed, case_line_id=line.id, **at)
    said = text_of(page.get("suitability.business_case", **sponsor))
    assert "€1,000 €1,400" in said
    assert [benefit.name for benefit in case_queries.promised_benefits(at["rollout_id"])] == ["Hours saved"]


def test_what_is_wrong_is_said_at_its_field_and_a_stale_edit_keeps_both(page: Page, at: dict[str, Any]) -> None:
    refused = page.post("suitability.case_line_create", {**COST, "high_1": "5"}, status=422, **at)
    assert "the high amount is below the likely one" in refused.text
    refused = page.post("suitability.case_line_create", {**COST, "likely_1": "much"}, status=422, **at)
    assert "Type a plain number" in refused.text
    page.post("suitability.case_line_create", COST, **at)
    line = case_queries.line_rows(at["rollout_id"])[0]
    first = {**COST, "likely_1": "1100", "version": "1"}
    page.post("suitability.case_line_edit", first, case_line_id=line.id, **at)
    second = {**COST, "likely_1": "1200", "version": "1"}
    conflict = page.post("suitability.case_line_edit", second, case_line_id=line.id, status=409, **at)
    assert "1100" in conflict.text
    assert "1200" in conflict.text
    page.post("suitability.case_line_remove", {"version": "2"}, case_line_id=line.id, **at)
    assert case_queries.line_rows(at["rollout_id"]) == []


def test_the_table_and_the_roles(page: Page, at: dict[str, Any], cast: Cast) -> None:
    page.post("suitability.case_line_create", {**COST, "name": "=2+5"}, **at)
    page.post("suitability.case_line_create", GAIN, **at)
    client = page.client(at["as_"])
    text = client.get(f"/rollouts/{at['rollout_id']}/business-case.csv").get_data(as_text=True)
    assert "'=2+5,Running cost of the system,low" in text
    assert client.get(f"/rollouts/{at['rollout_id']}/business-case.xlsx").data[:2] == b"PK"
    assert client.get(f"/rollouts/{at['rollout_id']}/business-case.exe").status_code == 404
    for role in (Role.SPONSOR, Role.TRAINER, Role.MEMBER, Role.VIEWER):
        tree = page.get("suitability.business_case", rollout_id=at["rollout_id"], as_=cast.of(role))
        assert not tree.xpath("//a[contains(@href, '/lines/')]")


def test_an_approved_case_never_changes(app: Flask, page: Page, at: dict[str, Any], cast: Cast) -> None:
    page.post("suitability.case_line_create", COST, **at)
    page.post("suitability.case_line_create", GAIN, **at)
    rollout = db.session.get_one(Rollout, at["rollout_id"])
    with transaction():
        assert case_service.freeze_with_first_gate(rollout, cast.sponsor, NOW) is not None
        assert case_service.freeze_with_first_gate(rollout, cast.sponsor, NOW) is None
    row = db.session.query(FrozenCase).one()
    row.reason = "altered"
    with pytest.raises(Exception, match="never changes"):
        db.session.flush()
    db.session.rollback()
    with db.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE frozen_case SET document = '{\"lines\": []}'")
    with pytest.raises(Exception, match="was altered"):
        case_queries.approved_cases(rollout.id)


def test_what_is_not_known_is_no_figure(app: Flask, rollout: Rollout) -> None:
    found = figures_of_case(case_queries.case_of(rollout.id))
    assert {name: figure.value for name, figure in found.items()} == dict.fromkeys(found)
    assert set(found) <= set(FACTS)
