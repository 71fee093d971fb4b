"""The history as it is read: by whom, filtered, page by page, and as a file."""

import csv
import io
import json
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from planner.access import queries
from planner.access.audit_models import AuditEntry
from planner.access.audit_service import record
from planner.access.audit_words import Kind, action_in_words, changes_in_words, object_in_words
from planner.access.trail_filter import TrailFilter
from planner.db import db, transaction
from tests.builders import make_rollout, make_wave
from tests.conftest import NOW
from tests.page import Page, text_of
from tests.personas import Cast


def rows(tree: Any) -> list[str]:
    return [text_of(row) for row in tree.cssselect("main tbody tr")]


def test_a_rollouts_history_shows_that_rollout_alone(page: Page, cast: Cast) -> None:
    make_wave(cast.rollout)
    other = make_rollout("Other CRM")
    make_wave(other, 7)
    tree = page.get("access.rollout_audit", rollout_id=cast.rollout.id, as_=cast.sponsor)
    text = " ".join(rows(tree))
    assert "name: Wave 1" in text
    assert "Wave 7" not in text
    assert "Other CRM" not in text
    tree = page.get("access.rollout_audit", rollout_id=cast.rollout.id, rollout=other.id, as_=cast.sponsor)
    assert "Wave 7" not in text_of(tree), "no other rollout through the filter of the whole history"


def test_a_sponsor_reads_but_takes_no_copy(page: Page, cast: Cast) -> None:
    tree = page.get("access.rollout_audit", rollout_id=cast.rollout.id, as_=cast.sponsor)
    assert not tree.xpath("//a[contains(., 'Save as CSV')]")
    assert page.client(cast.sponsor).get(f"/rollouts/{cast.rollout.id}/audit.csv").status_code == 403
    tree = page.get("access.rollout_audit", rollout_id=cast.rollout.id, as_=cast.manager)
    assert tree.xpath("//a[contains(., 'Save as CSV')]")


def test_the_administrator_sees_all_and_who_asked_for_what_they_may_not(page: Page, cast: Cast) -> None:
    page.client(cast.viewer).get(f"/rollouts/{cast.rollout.id}/edit")
    page.client(cast.stranger).get(f"/rollouts/{cast.rollout.id}")
    page.client(cast.stranger).get("/rollouts/99999")
    tree = page.get("access.audit", kind="denied", as_=cast.admin)
    text = rows(tree)
    assert len(text) == 3
    assert "Vera Costa" in text[2]
    assert f"/rollouts/{cast.rollout.id}/edit" in text[2]
    assert "Sten Fremd" in text[1]
    mine = page.get("access.rollout_audit", rollout_id=cast.rollout.id, kind="denied", as_=cast.manager)
    assert len(rows(mine)) == 2, "the manager sees who tried to get in here"


def test_filters_by_person_kind_rollout_and_dates(app: Flask, page: Page, cast: Cast) -> None:
    client = page.client(cast.manager)
    token = page.token(client)
    client.post("/account", data={"name": "Mara L.", "timezone": "UTC", "version": 1, "csrf_token": token})
    tree = page.get("access.audit", person=cast.manager.id, kind="account", as_=cast.admin)
    assert any("name: (hidden) → (hidden)" in row for row in rows(tree)), "a name must not outlive its person"
    tree = page.get("access.audit", rollout=cast.rollout.id, kind="content", as_=cast.admin)
    assert all("Northwind" in row for row in rows(tree))
    today, tomorrow = f"{NOW:%Y-%m-%d}", f"{NOW + timedelta(days=1):%Y-%m-%d}"
    assert rows(page.get("access.audit", since=today, until=today, as_=cast.admin))
    assert "Nothing fits" in text_of(page.get("access.audit", since=tomorrow, as_=cast.admin))


@pytest.mark.parametrize(
    "query", ["person=abc", "kind=zzz", "since=tomorrow", "rollout=-1", "person=99999999999999999999"]
)
def test_a_filter_that_cannot_be_read_is_told(page: Page, cast: Cast, query: str) -> None:
    answer = page.client(cast.admin).get(f"/audit?{query}")
    assert answer.status_code == 422
    page.parse(answer)


def test_the_last_day_of_the_calendar_is_a_day_like_any_other(page: Page, cast: Cast) -> None:
    page.get("access.audit", since="0001-01-01", until="9999-12-31", as_=cast.admin)


@pytest.mark.parametrize("before", ["x", "-1", "²", "9" * 40, "1_0", "٣"])
def test_a_place_that_cannot_be_read_is_the_beginning(page: Page, cast: Cast, before: str) -> None:
    page.get("access.audit", before=before, as_=cast.admin)


def test_page_by_page_every_entry_once(app: Flask, page: Page, cast: Cast) -> None:
    with transaction():
        for number in range(120):
            record("export", object_type="plan", object_id=number, rollout_id=cast.rollout.id)
    client = page.client(cast.manager)
    address, seen = f"/rollouts/{cast.rollout.id}/audit?kind=export", []
    while address:
        tree = page.parse(client.get(address))
        seen += [int(text_of(cell)) for cell in tree.cssselect("main tbody td.num")]
        older = tree.xpath("//a[@rel='next']/@href")
        address = older[0] if older else ""
    assert len(seen) == 120
    assert seen == sorted(seen, reverse=True)


def test_the_file_has_every_entry_and_no_live_formula(app: Flask, page: Page, cast: Cast) -> None:
    with transaction():
        cast.member.name = "=HYPERLINK(1)"
        record("export", user_id=cast.member.id, after={"note": "@SUM(1,1)"}, rollout_id=cast.rollout.id)
    for address, person in (("/audit.csv", cast.admin), (f"/rollouts/{cast.rollout.id}/audit.csv", cast.manager)):
        answer = page.client(person).get(address)
        assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        table = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"), newline="")))
        assert table[0][:3] == ["Number", "Time (UTC)", "Person"]
        assert any("HYPERLINK" in cell for row in table for cell in row)
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for row in table for cell in row)
    exports = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "export")).all()
    assert [e.object_type for e in exports][-2:] == ["audit trail", "audit trail"]


def test_a_person_sees_their_own_sign_ins(app: Flask, page: Page, cast: Cast) -> None:
    with transaction():
        record("sign-in.failed", object_type="user", object_id=cast.member.id)
        record("sign-in.failed", object_type="user", object_id=cast.viewer.id)
    text = text_of(page.get("access.account", as_=cast.member))
    assert text.count("Failed to sign in") == 1


def test_kinds_share_the_trail_out_without_loss(app: Flask, cast: Cast) -> None:
    with transaction():
        for action in ("sign-in", "sign-in.failed", "account.link", "denied", "export", "report.export", "plan.import"):
            record(action, object_type="user" if action.startswith(("sign", "account")) else None)
    found = {kind: {line.seq for line in queries.trail(TrailFilter(kind=kind), limit=500)} for kind in Kind}
    everything = {line.seq for line in queries.trail(TrailFilter(), limit=500)}
    assert set().union(*found.values()) == everything
    assert not found[Kind.CONTENT] & (found[Kind.SIGN_IN] | found[Kind.ACCOUNT] | found[Kind.EXPORT])
    assert not found[Kind.ACCOUNT] & found[Kind.SIGN_IN]
    assert len(found[Kind.EXPORT]) == 2


def test_words() -> None:
    assert action_in_words("changed many") == "Changed several"
    assert object_in_words("user", "3") == "account 3"
    assert changes_in_words({"done": False, "owner": None}, {"done": True, "owner": ""}) == [
        "done: no → yes",
        "owner: nothing → nothing",
    ]
    assert changes_in_words(None, {"created": {"task": 3}, "tags": ["a", "b"]}) == ["created: task 3", "tags: a, b"]
    assert changes_in_words(None, None) == []


def test_an_entry_of_somebody_who_is_gone_still_says_something(app: Flask, cast: Cast) -> None:
    with transaction():
        record("export", user_id=4711)
    [line] = queries.trail(TrailFilter(), limit=1)
    assert line.who == "Account 4711"
    assert json.dumps(line.changes) == "[]"
