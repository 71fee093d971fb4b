"""Pages of the start decision: the verdict first, one question at a time, decisions where they belong."""

import json
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from planner.access.roles import Role
from planner.db import db, transaction
from planner.rollouts.models import Rollout
from planner.suitability import queries
from tests.page import Page, text_of
from tests.personas import Cast

YES = {"value": "yes", "reason": "Seen in the workshop.", "evidence": "", "owner": "", "due": "", "version": ""}


@pytest.fixture
def at(rollout: Rollout, cast: Cast) -> dict[str, Any]:
    """The manager, in the rollout."""
    return {"rollout_id": rollout.id, "as_": cast.manager}


def answer(page: Page, at: dict[str, Any], ref: str, **change: Any) -> Any:
    status = change.pop("status", 303)
    return page.post("suitability.answer", {**YES, **change}, question_ref=ref, status=status, **at)


def test_the_verdict_is_on_top_and_nothing_is_green_yet(page: Page, at: dict[str, Any]) -> None:
    tree = page.get("suitability.index", **at)
    assert text_of(tree.cssselect(".verdict-word")[0]) == "Not decided yet"
    assert not tree.cssselect(".status-green")
    assert "0 of 4 questions answered" in text_of(tree)


def test_from_question_to_question_to_the_verdict(page: Page, at: dict[str, Any], cast: Cast) -> None:
    assert answer(page, at, "benefit", go="next").location.endswith("/suitability/structure")
    assert answer(page, at, "awareness", go="next").location.endswith("/suitability/funding")
    assert answer(page, at, "funding", value="partly", owner=str(cast.sponsor.id), due="2026-05-01").location.endswith(
        "/suitability"
    )
    assert answer(page, at, "structure", go="next").location.endswith("/suitability")
    tree = page.get("suitability.index", **at)
    said = text_of(tree)
    assert text_of(tree.cssselect(".verdict-word")[0]) == "Proceed with conditions"
    assert "To become proceed, this answer has to change" in said
    assert "It would become do not proceed if this answer turned to no" in said
    assert "Sven Holm" in said
    assert "1 May 2026" in said


def test_postponed_until_a_date(page: Page, at: dict[str, Any]) -> None:
    answer(page, at, "awareness", value="no", due="2026-10-01")
    said = text_of(page.get("suitability.index", **at).cssselect(".verdict")[0])
    assert "Postpone" in said
    assert "Look again: 1 Oct 2026" in said


def test_a_form_keeps_what_was_typed_and_says_what_is_missing(page: Page, at: dict[str, Any]) -> None:
    tree = page.parse(answer(page, at, "benefit", reason="", evidence="Minutes of May", status=422))
    assert "Say why" in text_of(tree.cssselect(".error-summary")[0])
    assert tree.xpath("//textarea[@name='evidence']")[0].text.strip() == "Minutes of May"


def test_two_people_answering_one_question(page: Page, at: dict[str, Any]) -> None:
    answer(page, at, "benefit", reason="Mine was first")
    conflict = answer(page, at, "benefit", value="no", reason="Mine was second", status=409)
    assert "Mine was first" in conflict.text
    assert "Mine was second" in conflict.text
    answer(page, at, "benefit", value="no", reason="Now I saw it", version="1")
    assert queries.answers(at["rollout_id"])["benefit"].reason == "Now I saw it"


@pytest.mark.parametrize(
    "change",
    [
        {"value": "maybe"},
        {"value": ""},
        {"owner": "999999"},
        {"owner": "-1"},
        {"due": "31.12.2026"},
        {"due": "2101-01-01"},
        {"reason": "a\x00b"},
        {"reason": "x" * 2001},
        {"version": "٣" * 30},
    ],
)
def test_hostile_answers_are_refused(page: Page, at: dict[str, Any], change: dict[str, str]) -> None:
    client = page.client(at["as_"])
    data = {**YES, **change, "csrf_token": page.token(client)}
    answered = client.post(f"/rollouts/{at['rollout_id']}/suitability/benefit", data=data)
    assert answered.status_code in {409, 422}
    assert queries.answers(at["rollout_id"]) == {}


def test_naughty_reasons_are_shown_as_they_are(page: Page, at: dict[str, Any], shared_data: Path) -> None:
    client = page.client(at["as_"])
    token, address = page.token(client), f"/rollouts/{at['rollout_id']}/suitability/benefit"
    texts = [t for t in json.loads((shared_data / "hostile" / "blns_open.json").read_text("utf-8")) if t.strip()][::3]
    for text in texts:
        row = queries.answers(at["rollout_id"]).get("benefit")
        version = row.version if row else ""
        form = {**YES, "reason": text, "version": version, "csrf_token": token}
        answered = client.post(address, data=form)
        assert answered.status_code in {303, 422}, text
        db.session.rollback()
    tree = html.document_fromstring(client.get(address).text)
    kept = queries.answers(at["rollout_id"])["benefit"].reason
    assert tree.xpath("//textarea[@name='reason']")[0].text.strip() == kept.strip()


@pytest.mark.parametrize("role", [Role.SPONSOR, Role.TRAINER, Role.MEMBER, Role.VIEWER])
def test_others_see_the_verdict_and_cannot_answer(page: Page, rollout: Rollout, cast: Cast, role: Role) -> None:
    at: dict[str, Any] = {"rollout_id": rollout.id, "as_": cast.of(role)}
    tree = page.get("suitability.index", **at)
    assert not tree.xpath("//a[contains(@href, '/suitability/')]")
    page.get("suitability.answer", question_ref="benefit", status=403, **at)
    page.get("suitability.stop_create", status=403, **at)
    page.get("suitability.stops", **at)


def test_the_sponsor_decides_and_the_profile_is_held_against_it(
    page: Page, at: dict[str, Any], cast: Cast, rollout: Rollout
) -> None:
    page.get("suitability.decision", status=403, **at)
    sponsor: dict[str, Any] = {"rollout_id": rollout.id, "as_": cast.sponsor}
    page.get("suitability.decision", **sponsor)
    form = {"choice": "change", "reason": "Units work side by side.", "version": ""}
    page.post("suitability.decision", form, **sponsor)
    page.post("suitability.decision", form, status=409, **sponsor)
    page.post("suitability.decision", {"choice": "", "reason": "", "version": "1"}, status=422, **sponsor)
    said = text_of(page.get("suitability.index", **at))
    assert "Change how we work. Units work side by side." in said
    assert "The profile says something else" in said


def test_reasons_to_stop_are_written_and_withdrawn(page: Page, at: dict[str, Any]) -> None:
    page.get("suitability.stop_create", **at)
    form = {"text": "the money is withdrawn", "question": "funding", "at": "no", "once": "s1"}
    page.post("suitability.stop_create", form, **at)
    page.post("suitability.stop_create", form, **at)
    assert len(queries.stop_rows(at["rollout_id"])) == 1
    answer(page, at, "funding", value="no")
    assert "Met: stop" in text_of(page.get("suitability.stops", **at))
    assert "Stop criterion met: the money is withdrawn" in text_of(page.get("suitability.index", **at))
    row = queries.stop_rows(at["rollout_id"])[0]
    page.get("suitability.stop_withdraw", stop_id=row.id, **at)
    page.post("suitability.stop_withdraw", {"reason": "", "version": 1}, stop_id=row.id, status=422, **at)
    page.post(
        "suitability.stop_withdraw", {"reason": "Paid by the group", "version": 9}, stop_id=row.id, status=409, **at
    )
    page.post("suitability.stop_withdraw", {"reason": "Paid by the group", "version": 1}, stop_id=row.id, **at)
    assert "Withdrawn: Paid by the group" in text_of(page.get("suitability.stops", **at))
    page.post("suitability.stop_create", {**form, "question": "none", "once": "s2"}, status=422, **at)


def test_a_rollout_without_questions_says_so(page: Page, cast: Cast) -> None:
    tree = page.get("suitability.index", rollout_id=cast.rollout.id, as_=cast.manager)
    assert "asks no suitability questions" in text_of(tree)
    page.get("suitability.answer", rollout_id=cast.rollout.id, question_ref="benefit", as_=cast.manager, status=404)


def test_an_answer_by_somebody_who_left_still_stands(page: Page, at: dict[str, Any], cast: Cast) -> None:
    answer(page, at, "benefit")
    with transaction():
        queries.answers(at["rollout_id"])["benefit"].author_id = None
    assert "Somebody no longer here" in text_of(page.get("suitability.index", **at))
