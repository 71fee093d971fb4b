import json
import re
from datetime import timedelta
from typing import Any

import pytest
from lxml import html

from planner.access.roles import Role
from planner.db import db
from planner.reports import queries, service
from planner.reports.document import is_genuine
from planner.reports.models import Snapshot
from tests.builders import make_rollout
from tests.conftest import NOW
from tests.page import Page, text_of
from tests.personas import Cast
from tests.reports.reading import left_over, read_html, read_pdf
from tests.reports.stage import PASSWORD, called, give_playbook

LATER = (NOW.date() + timedelta(days=10)).isoformat()


def test_index_says_what_to_do_while_there_is_nothing(page: Page, ready: Cast) -> None:
    tree = page.get("reports.index", rollout_id=ready.rollout.id, as_=ready.manager)
    assert "No review has been called yet." in text_of(tree)


def test_index_lists_reports_with_verdict_age_and_decision(page: Page, ready: Cast, report: Snapshot) -> None:
    called(ready.rollout, ready.manager, "design-agreed")
    tree = page.get("reports.index", rollout_id=ready.rollout.id, as_=ready.sponsor)
    rows = [text_of(row) for row in tree.cssselect("tbody tr")]
    assert [row.partition(" ")[0] for row in rows] == ["2", "1"]
    assert all(
        word in rows[1] for word in ("Start", "Hold", "2 Mar 2026", "today", "Mara Lind", "waits for the sponsor")
    )


def test_index_hides_the_decision_from_those_who_may_not_see_it(page: Page, ready: Cast, report: Snapshot) -> None:
    tree = page.get("reports.index", rollout_id=ready.rollout.id, as_=ready.member)
    assert "Decision" not in text_of(tree.cssselect("table")[0])


def test_preview_is_marked_as_not_frozen_and_stores_nothing(page: Page, ready: Cast) -> None:
    tree = page.get("reports.preview", rollout_id=ready.rollout.id, as_=ready.viewer)
    assert "Draft, not frozen." in text_of(tree)
    assert "The goal is written down" in text_of(tree)
    assert not tree.xpath("//button[contains(., 'Call the review')]")
    assert queries.filed(ready.rollout.id) == []


def test_preview_takes_the_gate_that_is_chosen(page: Page, ready: Cast) -> None:
    tree = page.get("reports.preview", rollout_id=ready.rollout.id, gate="design-agreed", as_=ready.manager)
    assert "The process map is agreed" in text_of(tree)
    page.get("reports.preview", rollout_id=ready.rollout.id, gate="nowhere", as_=ready.manager, status=404)


def test_call_freezes_a_report_once(page: Page, ready: Cast) -> None:
    rollout_id = ready.rollout.id
    tree = page.get("reports.preview", rollout_id=rollout_id, as_=ready.manager)
    form = {name: tree.xpath(f"//form[@method='post']//input[@name='{name}']/@value")[-1] for name in ("gate", "once")}
    first = page.post("reports.call", form, rollout_id=rollout_id, as_=ready.manager)
    again = page.post("reports.call", form, rollout_id=rollout_id, as_=ready.manager)
    assert first.location == again.location == f"/rollouts/{rollout_id}/reports/1"
    assert len(queries.filed(rollout_id)) == 1


@pytest.mark.parametrize("role", [Role.SPONSOR, Role.TRAINER, Role.MEMBER, Role.VIEWER])
def test_call_is_the_managers(page: Page, ready: Cast, role: Role) -> None:
    page.post("reports.call", {"gate": "start"}, rollout_id=ready.rollout.id, as_=ready.of(role), status=403)


def test_call_without_a_gate_is_refused(page: Page, ready: Cast) -> None:
    answer = page.post("reports.call", {}, rollout_id=ready.rollout.id, as_=ready.manager, status=422)
    assert "Choose a gate." in answer.text


def test_show_says_what_was_frozen_whatever_happens_since(page: Page, ready: Cast, report: Snapshot) -> None:
    with_before = page.get("reports.show", rollout_id=ready.rollout.id, number=1, as_=ready.viewer)
    from planner.db import transaction

    with transaction():
        ready.rollout.organisation = "Renamed"
    after = page.get("reports.show", rollout_id=ready.rollout.id, number=1, as_=ready.viewer)
    bodies = [text_of(tree.cssselect(".report")[0]) for tree in (with_before, after)]
    assert bodies[0] == bodies[1]
    assert "Northwind" in bodies[0]


def test_show_has_the_verdict_and_leads_from_each_number_to_its_evidence(
    page: Page, ready: Cast, report: Snapshot
) -> None:
    tree = page.get("reports.show", rollout_id=ready.rollout.id, number=1, as_=ready.viewer)
    assert text_of(tree.cssselect(".verdict-word")[0]) == "Hold"
    places = set(tree.xpath("//@id"))
    inner = [link[1:] for link in tree.xpath("//*[@class='report']//a/@href") if link.startswith("#")]
    assert "why-sponsorship" in inner
    assert set(inner) <= places


def test_show_offers_the_decision_to_the_sponsor_only(page: Page, ready: Cast, report: Snapshot) -> None:
    for person, offered in ((ready.sponsor, 2), (ready.manager, 0), (ready.viewer, 0)):
        tree = page.get("reports.show", rollout_id=ready.rollout.id, number=1, as_=person)
        assert len(tree.cssselect(".decision-bar a")) == offered


def test_show_points_from_an_old_report_to_the_newer_one(page: Page, ready: Cast, report: Snapshot) -> None:
    page.post("reports.sign_off", form("send-back", **BLANK), rollout_id=ready.rollout.id, number=1, as_=ready.sponsor)
    called(ready.rollout, ready.manager)
    tree = page.get("reports.show", rollout_id=ready.rollout.id, number=1, as_=ready.sponsor)
    assert "A newer report was called for this gate: report 2." in text_of(tree)
    assert not tree.cssselect(".decision-bar")


def test_a_report_of_another_rollout_does_not_exist(page: Page, ready: Cast, report: Snapshot) -> None:
    other = make_rollout("Other")
    give_playbook(other)
    for endpoint in ("reports.show", "reports.pdf", "reports.document"):
        page.get(endpoint, rollout_id=ready.rollout.id, number=1, as_=ready.stranger, status=404)
        page.get(endpoint, rollout_id=other.id, number=1, as_=ready.sponsor, status=404)
        page.get(endpoint, rollout_id=ready.rollout.id, number=2, as_=ready.sponsor, status=404)


def form(decision: str, **fields: str) -> dict[str, str]:
    return {"decision": decision, "reason": "Because.", "password": PASSWORD, **fields}


def condition(number: int, text: str = "Write it", owner: str = "1", due: str = LATER) -> dict[str, str]:
    return {f"text_{number}": text, f"owner_{number}": owner, f"due_{number}": due}


BLANK = {**condition(1, "", "", ""), **condition(2, "", "", ""), **condition(3, "", "", "")}


def test_sign_off_with_a_condition(page: Page, ready: Cast, report: Snapshot) -> None:
    sent = form("approve-with-conditions", **{**BLANK, **condition(2)})
    answer = page.post("reports.sign_off", sent, rollout_id=ready.rollout.id, number=1, as_=ready.sponsor)
    assert answer.location == f"/rollouts/{ready.rollout.id}/reports/1"
    tree = page.get("reports.show", rollout_id=ready.rollout.id, number=1, as_=ready.viewer)
    panel = text_of(tree.cssselect(".decision")[0])
    assert all(
        word in panel for word in ("Approved with conditions", "Sven Holm", "Because.", "Write it", "12 Mar 2026")
    )
    hidden = page.get("reports.show", rollout_id=ready.rollout.id, number=1, as_=ready.trainer)
    assert not hidden.cssselect(".decision")


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        (form("approve", **BLANK), "approve with conditions, or send the report back"),
        (form("approve-with-conditions", **BLANK), "at least one condition"),
        (form("approve-with-conditions", **{**BLANK, **condition(3, owner="")}), "Name who does it."),
        (form("approve-with-conditions", **{**BLANK, **condition(1, due="")}), "Give the date"),
        (form("approve-with-conditions", **{**BLANK, **condition(1, due="soon")}), "Not a valid date"),
        (form("approve-with-conditions", **{**BLANK, **condition(1, due="2026-02-28")}), "This date is past."),
        ({**form("send-back", **BLANK), "reason": "  "}, "Give the reason"),
        ({**form("send-back", **BLANK), "password": "guess"}, "not your password"),
        ({**form("send-back", **BLANK), "password": ""}, "Type your password"),
        ({"reason": "x", "password": PASSWORD, **BLANK}, "Choose one of them."),
        (form("burn", **BLANK), "Not a valid choice"),
    ],
)
def test_sign_off_shows_what_is_lacking_and_keeps_what_was_typed(
    page: Page, ready: Cast, report: Snapshot, sent: dict[str, str], said: str
) -> None:
    answer = page.post("reports.sign_off", sent, rollout_id=ready.rollout.id, number=1, as_=ready.sponsor, status=422)
    tree = page.parse(answer)
    assert any(said in text_of(error) for error in tree.cssselect(".error, .error-summary"))
    assert [text_of(node) for node in tree.xpath("//textarea[@name='reason']")] == [sent["reason"].strip()]
    assert PASSWORD not in answer.text
    assert queries.decision_on(report) is None


def test_sign_off_cannot_be_used_to_guess_a_password(page: Page, ready: Cast, report: Snapshot) -> None:
    sent = {**form("send-back", **BLANK), "password": "guess"}
    statuses = []
    for _ in range(12):
        client = page.client(ready.sponsor)
        data = {"csrf_token": page.token(client), **sent}
        statuses.append(client.post(f"/rollouts/{ready.rollout.id}/reports/1/sign-off", data=data).status_code)
    assert statuses[0] == 422
    assert statuses[-1] == 429
    page.post("reports.sign_off", form("send-back", **BLANK), rollout_id=ready.rollout.id, number=1,
              as_=ready.sponsor, status=429)  # fmt: skip
    assert queries.decision_on(report) is None


def test_sign_off_counts_no_failure_where_the_password_was_right(page: Page, ready: Cast, report: Snapshot) -> None:
    for _ in range(12):
        page.post("reports.sign_off", form("approve", **BLANK), rollout_id=ready.rollout.id, number=1,
                  as_=ready.sponsor, status=422)  # fmt: skip
    page.post("reports.sign_off", form("send-back", **BLANK), rollout_id=ready.rollout.id, number=1, as_=ready.sponsor)


def test_sign_off_adds_a_row_without_deciding(page: Page, ready: Cast, report: Snapshot) -> None:
    sent = form("approve-with-conditions", **{**BLANK, **condition(2)}, add_row="Add a condition")
    answer = page.post("reports.sign_off", sent, rollout_id=ready.rollout.id, number=1, as_=ready.sponsor, status=200)
    tree = page.parse(answer)
    assert tree.xpath("//input[starts-with(@name, 'text_')]/@name") == ["text_1", "text_2", "text_3", "text_4"]
    assert tree.xpath("//input[@name='text_2']/@value") == ["Write it"]
    assert not tree.cssselect(".error")
    assert queries.decision_on(report) is None


def test_sign_off_never_has_more_than_twenty_rows(page: Page, ready: Cast, report: Snapshot) -> None:
    many = {key: value for number in range(1, 40) for key, value in condition(number).items()}
    sent = form("approve-with-conditions", **many, add_row="x")
    answer = page.post("reports.sign_off", sent, rollout_id=ready.rollout.id, number=1, as_=ready.sponsor, status=200)
    assert len(page.parse(answer).xpath("//input[starts-with(@name, 'text_')]")) == 20


def test_sign_off_is_prepared_by_the_button_that_led_there(page: Page, ready: Cast, report: Snapshot) -> None:
    tree = page.get("reports.sign_off", rollout_id=ready.rollout.id, number=1, decision="send-back", as_=ready.sponsor)
    assert tree.xpath("//input[@name='decision' and @checked]/@value") == ["send-back"]
    tree = page.get("reports.sign_off", rollout_id=ready.rollout.id, number=1, decision="burn", as_=ready.sponsor)
    assert not tree.xpath("//input[@name='decision' and @checked]")


@pytest.mark.parametrize("role", [Role.MANAGER, Role.TRAINER, Role.MEMBER, Role.VIEWER])
def test_sign_off_is_closed_to_others(page: Page, ready: Cast, report: Snapshot, role: Role) -> None:
    person = ready.of(role)
    page.get("reports.sign_off", rollout_id=ready.rollout.id, number=1, as_=person, status=403)
    page.post("reports.sign_off", form("send-back"), rollout_id=ready.rollout.id, number=1, as_=person, status=403)


def test_sign_off_says_when_it_was_decided_or_is_ones_own(page: Page, ready: Cast, report: Snapshot) -> None:
    page.post("reports.sign_off", form("send-back", **BLANK), rollout_id=ready.rollout.id, number=1, as_=ready.sponsor)
    tree = page.get("reports.sign_off", rollout_id=ready.rollout.id, number=1, as_=ready.sponsor)
    assert "This report has been decided: sent back by Sven Holm." in text_of(tree)
    again = page.post(
        "reports.sign_off",
        form("send-back", **BLANK),
        rollout_id=ready.rollout.id,
        number=1,
        as_=ready.sponsor,
        status=422,
    )
    assert "has been decided" in again.text
    called(ready.rollout, ready.sponsor, "design-agreed")
    own = page.get("reports.sign_off", rollout_id=ready.rollout.id, number=2, as_=ready.sponsor)
    assert "You called this report yourself" in text_of(own)
    assert not own.cssselect("form.form")


def download(page: Page, endpoint: str, person: Any, **values: Any) -> Any:
    with page.app.test_request_context():
        from flask import url_for

        address = url_for(endpoint, **values)
    return page.client(person).get(address)


def test_pdf_is_a_download_and_says_what_the_page_says(page: Page, ready: Cast, report: Snapshot) -> None:
    answer = download(page, "reports.pdf", ready.sponsor, rollout_id=ready.rollout.id, number=1)
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="readiness-report-1-start.pdf"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.data == download(page, "reports.pdf", ready.manager, rollout_id=ready.rollout.id, number=1).data
    shown = page.get("reports.show", rollout_id=ready.rollout.id, number=1, as_=ready.sponsor)
    body = html.tostring(shown.cssselect(".report")[0], encoding="unicode")
    running = f"Report 1 · {report.sha256[:12]} · data of 2 March 2026, 09:00"
    missing, _ = left_over(read_html(body).texts, read_pdf(answer.data, "Northwind", running))
    assert missing == []


def test_document_is_a_download_that_proves_itself(page: Page, ready: Cast, report: Snapshot) -> None:
    answer = download(page, "reports.document", ready.sponsor, rollout_id=ready.rollout.id, number=1)
    assert answer.mimetype == "application/json"
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert is_genuine(answer.text)
    assert json.loads(answer.text)["snapshot"] == {"number": 1, "sha256": report.sha256}


@pytest.mark.parametrize("role", [Role.TRAINER, Role.MEMBER, Role.VIEWER])
def test_files_are_for_those_who_may_export(page: Page, ready: Cast, report: Snapshot, role: Role) -> None:
    for endpoint in ("reports.pdf", "reports.document"):
        page.get(endpoint, rollout_id=ready.rollout.id, number=1, as_=ready.of(role), status=403)
    tree = page.get("reports.show", rollout_id=ready.rollout.id, number=1, as_=ready.of(role))
    assert not re.search(r"\.(pdf|json)", " ".join(tree.xpath("//main//a/@href")))


def test_pdf_says_what_is_missing_where_it_cannot_be_made(
    page: Page, ready: Cast, report: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    from planner.basics.pdf_render import PANGO_HINT, NotPrintable
    from planner.reports import render

    def refuse(_: object, _heard: object) -> bytes:
        raise NotPrintable(PANGO_HINT)

    monkeypatch.setattr(render, "pdf", refuse)
    answer = download(page, "reports.pdf", ready.sponsor, rollout_id=ready.rollout.id, number=1)
    assert answer.status_code == 503
    assert "libpangoft2-1.0-0" in answer.text


def test_an_export_is_noted_in_the_history(page: Page, ready: Cast, report: Snapshot) -> None:
    from sqlalchemy import select

    from planner.access.audit_models import AuditEntry

    download(page, "reports.document", ready.sponsor, rollout_id=ready.rollout.id, number=1)
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "report.export")).one()
    assert (entry.user_id, entry.rollout_id, entry.after) == (
        ready.sponsor.id, ready.rollout.id, {"number": 1, "format": "json"},
    )  # fmt: skip


def test_compare_shows_the_last_two_and_any_two(page: Page, ready: Cast, report: Snapshot) -> None:
    called(ready.rollout, ready.manager, "design-agreed")
    page.post("reports.sign_off", form("send-back", **BLANK), rollout_id=ready.rollout.id, number=1, as_=ready.sponsor)
    called(ready.rollout, ready.manager)
    tree = page.get("reports.compare", rollout_id=ready.rollout.id, as_=ready.viewer)
    assert text_of(tree.cssselect("h1")[0]) == "Report 2 and report 3"
    assert "about different gates" in text_of(tree)
    same = page.get("reports.compare", rollout_id=ready.rollout.id, before=1, after=3, as_=ready.viewer)
    assert "Nothing that this report measures has changed." in text_of(same)
    page.get("reports.compare", rollout_id=ready.rollout.id, before=1, after=9, as_=ready.viewer, status=404)


def test_compare_needs_a_report(page: Page, ready: Cast) -> None:
    page.get("reports.compare", rollout_id=ready.rollout.id, as_=ready.viewer, status=404)


def test_hostile_names_stay_text_on_every_page(page: Page, ready: Cast) -> None:
    from planner.db import transaction

    with transaction():
        ready.rollout.organisation = '<script>alert("x")</script>\u202e'
        ready.rollout.name = "<img src=x onerror=alert(1)>" * 3
        ready.manager.name = "{{ 7 * 7 }}<b>"
        row = service.create_snapshot(ready.rollout, "start", ready.manager, NOW)
    for endpoint, values in (
        ("reports.index", {}), ("reports.preview", {}), ("reports.show", {"number": row.number}),
        ("reports.sign_off", {"number": row.number}), ("reports.compare", {}),
    ):  # fmt: skip
        with page.app.test_request_context():
            from flask import url_for

            address = url_for(endpoint, _external=False, rollout_id=ready.rollout.id, **values)  # type: ignore[arg-type] # by name
        text = page.client(ready.sponsor).get(address).text
        assert "<script>alert" not in text
        assert "<img src=x" not in text
        assert "49<b>" not in text


@pytest.mark.parametrize(("number", "status"), [("9" * 20, 200), ("0", 404), ("77", 404)])
def test_compare_with_a_report_that_is_not_there_is_told(
    page: Page, ready: Cast, report: Snapshot, number: str, status: int
) -> None:
    page.get("reports.compare", rollout_id=ready.rollout.id, as_=ready.viewer, after=number, status=status)
