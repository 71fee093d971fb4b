"""Systems are asked over their interfaces, against servers that answer as each vendor documents it."""

import io
from datetime import date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from planner.adoption import connector_service, pulling_service, vendor_interfaces
from planner.adoption.connector_models import RunState, UsageConnector, UsageConnectorRun
from planner.adoption.connector_service import ConnectorDraft
from planner.adoption.source_service import source_of
from planner.adoption.take_over_service import take_over
from planner.adoption.usage_models import UsageAccount, UsageCount, UsageImport
from planner.basics import secrets_service
from planner.basics.errors import RuleBroken
from planner.basics.outbound_service import THIS_MACHINE, Machine
from planner.basics.secret_models import KeptSecret
from planner.db import db, transaction
from planner.queue import make_rounds, run_waiting
from planner.rollouts.models import Rollout
from tests.adoption.vendor_servers import Server, vendor
from tests.adoption.worlds import make_world
from tests.conftest import NOW
from tests.page import Page, text_of
from tests.personas import Cast

KINDS = sorted(vendor_interfaces.VENDORS)
waits: list[float] = []
QUICK = Machine(THIS_MACHINE.look_up, THIS_MACHINE.trust, THIS_MACHINE.clock, waits.append)


def set_up(rollout: Rollout, server: Server, **more: object) -> UsageConnector:
    """A connector to a server."""
    of = vendor_interfaces.VENDORS[server.kind]
    keys = {"creatio-sessions": "/connect/token", "dataverse-audit": "/tenant/oauth2/v2.0/token"}.get(server.kind)
    told = {
        "name": of.name, "base_url": server.url, "since": date(2026, 2, 1), "account": "planner", "secret": "geheim",
        "token_url": f"{server.url}{keys}" if keys else "",
    }  # fmt: skip
    if of.renews:
        told |= {"renewing": "renew-1", "redirect_url": "https://planner.example.org/"}
    with transaction():
        draft = ConnectorDraft(**(told | more))  # type: ignore[arg-type] # by name
        return connector_service.add(rollout, server.kind, draft, None, NOW)


def pull(connector: UsageConnector, now: datetime = NOW, *, trial: bool = False) -> UsageConnectorRun:
    """One run, done here."""
    with transaction():
        run = connector_service.start(connector, None, now, trial=trial)
        number = run.id
    pulling_service.pull(number, now, QUICK)
    db.session.expire_all()
    return db.session.get_one(UsageConnectorRun, number)


def counted() -> int:
    """How many events are counted."""
    return db.session.scalar(select(func.sum(UsageCount.count))) or 0


@pytest.mark.parametrize("kind", KINDS)
def test_a_log_is_pulled_page_by_page_from_where_the_last_pull_ended(
    cast: Cast, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vendor_interfaces.Creatio, "AT_ONCE", 2)
    world = make_world(cast.rollout)
    with vendor(kind) as server:
        server.happened(15)
        connector = set_up(cast.rollout, server)
        tried = pull(connector, trial=True)
        assert (tried.state, counted()) == (RunState.DONE, 0), tried.said
        first = pull(connector)
        assert first.state is RunState.DONE, first.said
        failed = 0 if kind == "creatio-sessions" else 1  # one failed, or was a robot's; Creatio has sessions only
        assert (first.rows, first.counted, counted()) == (15, 15 - failed, 15 - failed)
        assert first.pages >= 8, "two records a page"
        who = {row.staff_id for row in db.session.scalars(select(UsageAccount))}
        assert who == {world.staff[each] for each in ("north0", "south1", "desk2")}, "known by the directory's address"
        server.asked.clear()
        server.happened(3, begin=NOW - timedelta(hours=34))
        later = pull(connector, NOW + timedelta(hours=6))
        assert (later.state, later.counted, later.repeated) == (RunState.DONE, 3, 0)
        again = pull(connector, NOW + timedelta(hours=7))
        assert (again.counted, again.repeated, counted()) == (0, 3, 18 - failed), "what overlaps counts once"
        assert len(server.asked) < 16, "only from a day before the last pull on"
    assert connector.cursor["until"].startswith("2026-03-02T16")
    assert "geheim" not in "".join(db.session.scalars(select(KeptSecret.sealed)))


def test_a_file_and_a_pull_of_the_same_sign_ins_count_once(cast: Cast) -> None:
    make_world(cast.rollout)
    with vendor("salesforce-login-history") as server:
        server.happened(6)
        connector = set_up(cast.rollout, server)
        pull(connector)
        before = counted()
        rows = [f"{key},0055j0000000000,{when:%Y-%m-%dT%H:%M:%S}.000+0000,Success" for key, _, when in server.events]
        content = "\n".join(["Id,UserId,LoginTime,Status", *rows]).encode()
        row = take_over(source_of(cast.rollout.id, connector.source_id), io.BytesIO(content), "file.csv", None, NOW)
        assert (row.counted, row.repeated, counted()) == (0, 6, before)


def test_each_renewing_token_is_kept_before_it_is_used_up(cast: Cast) -> None:
    make_world(cast.rollout)
    with vendor("kommo-events") as server:
        server.happened(4)
        connector = set_up(cast.rollout, server)
        assert [pull(connector).state for _ in range(3)] == [RunState.DONE] * 3
        assert server.renewing == "renew-4"
        assert connector_service.secret_of(connector).renewing == "renew-4"
        server.key = "key-2"  # the key ran out in the middle: another one is fetched
        server.faults = [(401, {}, {"title": "Unauthorized"})]
        assert pull(connector).state is RunState.DONE
        assert connector_service.secret_of(connector).renewing == server.renewing == "renew-6"


FAULTS = [
    (429, {"Retry-After": "7"}, None, RunState.DONE, ""),
    (503, {}, None, RunState.DONE, ""),
    (500, {}, None, RunState.DONE, ""),
    (429, {"Retry-After": "7200"}, None, RunState.LATER, "asked again in 7200 seconds"),
    (403, {}, [{"errorCode": "REQUEST_LIMIT_EXCEEDED"}], RunState.LATER, "busy"),
    (403, {}, [{"errorCode": "INSUFFICIENT_ACCESS"}], RunState.FAILED, "may not read the log or the users (INSUFF"),
    (404, {}, b"<html>", RunState.FAILED, "Nothing answers at this address"),
    (302, {"Location": "http://169.254.169.254/"}, None, RunState.FAILED, "leads elsewhere"),
    (200, {}, b"<html>", RunState.FAILED, "no JSON"),
    (200, {}, b"[" * 100_000, RunState.FAILED, "no JSON"),
    (200, {}, {"records": "none"}, RunState.FAILED, "in another way than is documented"),
    (
        200,
        {},
        {"done": False, "records": [], "nextRecordsUrl": "http://localhost:1/x"},
        RunState.FAILED,
        "another host",
    ),
    (418, {}, {"error": {"code": "x" * 500}}, RunState.FAILED, "status 418."),
]


@pytest.mark.parametrize(("status", "headers", "body", "state", "words"), FAULTS)
def test_what_goes_wrong_is_said_in_words_and_asked_again_in_time(
    cast: Cast, status: int, headers: dict[str, str], body: object, state: RunState, words: str
) -> None:
    make_world(cast.rollout)
    waits.clear()
    with vendor("salesforce-login-history") as server:
        server.happened(6)
        server.faults = [(status, headers, body)]
        connector = set_up(cast.rollout, server)
        run = pull(connector)
        assert (run.state, words in run.said) == (state, True), run.said
        assert "geheim" not in run.said
        if state is RunState.DONE:
            assert run.counted == 6
            assert waits == [7.0 if status == 429 else 1.0]
            assert (connector.failures, connector.next_at) == (0, NOW + timedelta(days=1))
        else:
            assert connector.failures == 1
            pause = 7200 if status == 429 else 3600 if state is RunState.LATER else 86_400
            assert connector.next_at == NOW + timedelta(seconds=pause)


def test_a_wrong_secret_is_told_without_it(cast: Cast) -> None:
    make_world(cast.rollout)
    with vendor("dataverse-audit") as server:
        run = pull(set_up(cast.rollout, server, secret="wrong"), trial=True)
    assert run.said == "The system gave no key: look at the client's name, its secret and its rights (invalid_client)."
    gone = pull(db.session.scalars(select(UsageConnector)).one())
    assert "takes no connection" in gone.said


def test_what_was_read_to_its_end_is_stored_though_the_rest_fails(cast: Cast) -> None:
    make_world(cast.rollout)
    with vendor("creatio-sessions") as server:
        server.happened(100)  # more than eight days: two stretches
        connector = set_up(cast.rollout, server)
        good = server.answer

        def tired(path: str, sent: bytes, headers: object) -> object:
            return (403, {}, {"error": "tired"}) if "2026-02-15" in path else good(path, sent, headers)

        server.answer = tired  # type: ignore[method-assign,assignment] # it breaks off in the second stretch
        run = pull(connector)
        assert (run.state, run.counted) == (RunState.FAILED, 68)
        assert connector.cursor["until"].startswith("2026-02-08")
        server.answer = good  # type: ignore[method-assign] # well again
        assert pull(connector).state is RunState.DONE
    assert counted() == 100
    assert db.session.scalar(select(func.count()).select_from(UsageImport)) == 2


def test_due_connectors_are_asked_once_by_the_queue(cast: Cast) -> None:
    make_world(cast.rollout)
    with vendor("kommo-events") as server:
        connector = set_up(cast.rollout, server, every_hours=6)
        with transaction():
            assert connector_service.start_due(NOW) == 0
            connector.next_at = NOW
        make_rounds()
        make_rounds()
        run_waiting(NOW)
        db.session.expire_all()
        runs = connector_service.runs(connector.id)
        assert [(run.state, run.by_id) for run in runs] == [(RunState.DONE, None)]
        assert connector.next_at == NOW + timedelta(hours=6)


def test_a_secret_never_goes_to_another_host_by_itself(cast: Cast) -> None:
    connector = set_up(cast.rollout, Server("salesforce-login-history", port=9))
    draft = ConnectorDraft("x", "http://127.0.0.1:10", date(2026, 2, 1), account="planner")
    with pytest.raises(RuleBroken, match="type it again"):
        connector_service.edit(connector, draft, connector.version, NOW)
    db.session.rollback()
    for url in (
        "ftp://a.example.org",
        "https://10.0.0.1",
        "https://a.example.org/?x",
        "https://u:p@a.example.org",
        "x",
    ):
        with pytest.raises(RuleBroken) as refused:
            set_up(cast.rollout, Server("kommo-events", port=9), base_url=url)
        assert refused.value.field == "base_url"
        db.session.rollback()
    with transaction():
        connector = connector_service.connector_of(cast.rollout.id, connector.id)
        there = "https://other.example.org"
        draft = ConnectorDraft("x", there, date(2026, 2, 1), account="planner", secret="new")
        connector_service.edit(connector, draft, connector.version, NOW)
    assert connector_service.secret_of(connector).client == "new"
    assert connector_service.not_allowed(connector) == ["other.example.org"]
    run = pull(connector)
    assert run.said == "The setting outbound_hosts does not allow other.example.org."


def test_the_pages_of_a_connector(app: Flask, page: Page, cast: Cast) -> None:
    number = cast.rollout.id
    make_world(cast.rollout)
    with vendor("salesforce-login-history") as server:
        server.happened(6)
        listed = page.get("adoption.connectors", as_=cast.manager, rollout_id=number)
        assert "Never tried against a vendor's live service" in text_of(listed)
        page.get("adoption.new_connector", as_=cast.manager, rollout_id=number, kind="nothing", status=404)
        form = {"name": "Our Salesforce", "base_url": server.url, "account": "planner", "secret": "geheim",
                "since": "2026-02-01", "every_hours": "24", "active": "y", "once": "a"}  # fmt: skip
        bad = page.post("adoption.new_connector", form | {"base_url": "x", "secret": ""}, as_=cast.manager,
                        rollout_id=number, kind=server.kind, status=422)  # fmt: skip
        assert "https only" in bad.text
        page.post("adoption.new_connector", form, as_=cast.manager, rollout_id=number, kind=server.kind)
        key = db.session.scalars(select(UsageConnector.id)).one()
        for endpoint in ("adoption.try_connector", "adoption.pull_connector"):
            page.post(endpoint, as_=cast.manager, rollout_id=number, usage_connector_id=key)
            shown = page.get("adoption.connector", as_=cast.manager, rollout_id=number, usage_connector_id=key)
            assert "The system is being asked" in text_of(shown)
            run_waiting(NOW)
        told = text_of(page.get("adoption.connector", as_=cast.manager, rollout_id=number, usage_connector_id=key))
        assert "The connection works: 3 users" in told
        assert "6 records on" in told
        assert "geheim" not in told
        assert "went well" in text_of(page.get("adoption.connectors", as_=cast.manager, rollout_id=number))
        page.post("adoption.edit_connector", form | {"every_hours": "0", "secret": "", "version": 1}, as_=cast.manager,
                  rollout_id=number, usage_connector_id=key, status=409)  # fmt: skip
        version = db.session.get_one(UsageConnector, key).version
        page.post("adoption.edit_connector", form | {"every_hours": "0", "secret": "", "version": version},
                  as_=cast.manager, rollout_id=number, usage_connector_id=key)  # fmt: skip
        assert db.session.get_one(UsageConnector, key).next_at is None
        page.post("adoption.remove_connector", as_=cast.manager, rollout_id=number, usage_connector_id=key)
    assert secrets_service.kept_at(number, connector_service.secret_name(key)) is None
    assert counted() == 6, "what was counted stays"
