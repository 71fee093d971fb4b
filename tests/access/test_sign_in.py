"""Signing in and out: nobody learns who has an account, nobody is locked out by others, no session is inherited."""

import json
import re
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from flask import Flask
from sqlalchemy import select

from planner.access import service, signin_service
from planner.access.audit_models import AuditEntry
from planner.access.models import User
from planner.access.session_life import ABSOLUTE, IDLE
from planner.access.signin_models import SignInAttempt, SignInSession
from planner.access.signin_service import TooManyTries
from planner.access.signing import safe_next
from planner.db import db, transaction
from planner.settings import Settings
from tests.conftest import NOW
from tests.page import Page

PASSWORD = "lantern orbit gravel tulip"


def account(email: str = "ana@example.org", name: str = "Ana Prado", **fields: Any) -> User:
    with transaction():
        return service.add_user(email, name, PASSWORD, NOW, **fields)


@pytest.fixture
def ana(app: Flask) -> User:
    return account()


def token_on(client: Any, address: str) -> str:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get(address).text)
    assert found, address
    return found.group(1)


def knock(client: Any, email: str, password: str, address: str = "/sign-in") -> Any:
    token = token_on(client, address)
    return client.post(address, data={"email": email, "password": password, "csrf_token": token})


def at(app: Flask, moment: Any) -> None:
    """Move the clock of the app."""
    old = app.config["PLANNER"]
    fields = {name: getattr(old, name) for name in Settings.__dataclass_fields__}
    app.config["PLANNER"] = Settings(**{**fields, "now": moment})


def test_the_right_password_lets_in_and_a_wrong_one_does_not(app: Flask, ana: User) -> None:
    client = app.test_client()
    refused = knock(client, "ana@example.org", "wrong")
    assert refused.status_code == 422
    assert "not right" in refused.text
    assert client.get("/account").status_code == 303
    taken = knock(client, " ANA@Example.org ", PASSWORD)
    assert (taken.status_code, taken.location) == (303, "/")
    assert client.get("/account").status_code == 200


def test_unknown_closed_and_mistyped_accounts_get_the_same_answer(app: Flask, ana: User) -> None:
    closed = account("bo@example.org", "Bo Lund")
    with transaction():
        service.disable(closed, NOW)
    answers = []
    for email in ("ana@example.org", "nobody@example.org", "bo@example.org"):
        password = PASSWORD if email.startswith("bo") else "wrong password here"
        answer = knock(app.test_client(), email, password)
        body = re.sub(r'value="[^"]*"|[0-9a-f]{12}', "", answer.text)
        answers.append((answer.status_code, body, sorted(answer.headers.keys())))
    assert answers[0] == answers[1] == answers[2]


def test_a_password_is_looked_at_once_whether_there_is_an_account_or_not(
    app: Flask, real_hashing: None, ana: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Equal work for known and unknown accounts is what makes the time equal; the work is the one Argon2 check."""
    looked: list[str] = []

    class Counting:
        def verify(self, stored: str, password: bytes) -> bool:
            looked.append(stored[:30])
            return PasswordHasher().verify(stored, password)

    monkeypatch.setattr(service, "hasher", Counting())
    with transaction():
        nameless = User(email="cy@example.org", name="Cy", active=True, created_at=NOW)
        db.session.add(nameless)
    for email in ("ana@example.org", "nobody@example.org", "cy@example.org"):
        knock(app.test_client(), email, "wrong")
    assert len(looked) == 3
    assert all(stored.startswith("$argon2id$v=19$m=19456,t=2,p=1") for stored in looked)


@pytest.mark.parametrize("email", ["ana@example.org", "nobody@example.org"])
def test_the_eleventh_try_waits_for_known_and_unknown_accounts_alike(app: Flask, ana: User, email: str) -> None:
    client = app.test_client()
    codes = [knock(client, email, "wrong").status_code for _ in range(11)]
    assert codes == [422] * 10 + [429]
    refused = knock(client, email, PASSWORD)
    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= 61
    assert "Wait 1 minute" in refused.text


def test_somebody_else_from_the_same_address_is_not_held_up(app: Flask, ana: User) -> None:
    account("bo@example.org", "Bo Lund")
    client = app.test_client()
    for _ in range(15):
        knock(client, "ana@example.org", "wrong")
    assert knock(app.test_client(), "bo@example.org", PASSWORD).status_code == 303


def test_a_stranger_cannot_lock_a_person_out_of_where_they_have_signed_in_before(app: Flask, ana: User) -> None:
    assert knock(app.test_client(), "ana@example.org", PASSWORD).status_code == 303
    for number in range(60):
        with suppress(TooManyTries), transaction():
            signin_service.begin("ana@example.org", f"198.51.100.{number}", NOW)
    with pytest.raises(TooManyTries):
        signin_service.begin("ana@example.org", "203.0.113.1", NOW)
    assert knock(app.test_client(), "ana@example.org", PASSWORD).status_code == 303


def test_the_wait_runs_out_and_success_starts_the_count_anew(app: Flask, ana: User) -> None:
    client = app.test_client()
    for _ in range(10):
        knock(client, "ana@example.org", "wrong")
    at(app, NOW + timedelta(seconds=61))
    assert knock(client, "ana@example.org", PASSWORD).status_code == 303
    again = app.test_client()
    assert knock(again, "ana@example.org", "wrong").status_code == 422


def test_tries_are_counted_before_the_password_is_looked_at(
    app: Flask, ana: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Many tries at one moment: while the first password is being checked, the try is already stored as failed."""
    seen: list[tuple[int, bool]] = []

    def look(user: User | None, password: str) -> bool:
        tries = list(db.session.scalars(select(SignInAttempt)))
        seen.append((len(tries), tries[-1].succeeded))
        return False

    monkeypatch.setattr(service, "verify_password", look)
    knock(app.test_client(), "ana@example.org", PASSWORD)
    assert seen == [(1, False)]


def test_what_was_typed_as_an_address_is_not_kept(app: Flask, ana: User) -> None:
    knock(app.test_client(), "my secret pass phrase", "x")
    kept = db.session.scalars(select(SignInAttempt.account)).all()
    assert all(len(text) == 64 and "secret" not in text for text in kept)
    trail = json.dumps([[e.before, e.after, e.object_id] for e in db.session.scalars(select(AuditEntry))])
    assert "secret" not in trail


def test_signing_in_gives_a_new_session_that_nobody_had_before(app: Flask, ana: User) -> None:
    """Session fixation: what an attacker planted in the browser before is worth nothing after."""
    client = app.test_client()
    csrf = token_on(client, "/sign-in")
    with client.session_transaction() as planted:
        planted["_user_id"] = "planted"
        planted["theirs"] = "kept?"
    client.post("/sign-in", data={"email": "ana@example.org", "password": PASSWORD, "csrf_token": csrf})
    with client.session_transaction() as now:
        assert now["_user_id"] != "planted"
        assert "theirs" not in now
        token = now["_user_id"]
    stored = db.session.scalars(select(SignInSession.token_hash)).all()
    assert token not in stored
    assert signin_service.hashed(token) in stored


def test_a_cookie_copied_before_signing_out_is_worth_nothing_after(app: Flask, page: Page, ana: User) -> None:
    client, thief = page.client(ana), app.test_client()
    with client.session_transaction() as mine:
        stolen = dict(mine)
    with thief.session_transaction() as theirs:
        theirs.update(stolen)
    assert thief.get("/account").status_code == 200
    answer = client.post("/sign-out", data={"csrf_token": page.token(client)})
    assert answer.location == "/sign-in"
    assert thief.get("/account").status_code == 303
    assert client.get("/account").status_code == 303


def test_sessions_end_when_idle_and_at_their_absolute_limit(app: Flask, page: Page, ana: User) -> None:
    client = page.client(ana)
    at(app, NOW + IDLE - timedelta(minutes=1))
    assert client.get("/account").status_code == 200
    at(app, NOW + 2 * IDLE - timedelta(minutes=2))
    assert client.get("/account").status_code == 200, "a click prolongs the session"
    at(app, NOW + 3 * IDLE)
    assert client.get("/account").status_code == 303
    busy = page.client(ana)
    start = NOW + 3 * IDLE
    for clicks in range(1, int(ABSOLUTE / IDLE) * 2):
        at(app, start + clicks * IDLE / 2)
        assert busy.get("/account").status_code == 200, clicks
    at(app, start + ABSOLUTE)
    assert busy.get("/account").status_code == 303, "no click prolongs beyond the absolute limit"


def test_a_new_role_gets_a_new_token_and_the_old_one_is_worth_nothing(app: Flask, page: Page, ana: User) -> None:
    client = page.client(ana)
    with client.session_transaction() as session:
        old = session["_user_id"]
    with transaction():
        signin_service.renew_all(ana.id)
    assert client.get("/account").status_code == 200
    with client.session_transaction() as session:
        assert session["_user_id"] != old
    assert signin_service.session_of(old, NOW) is None
    assert client.get("/account").status_code == 200


def test_cookie_flags_by_address(app: Flask, ana: User, tmp_path: Path) -> None:
    from planner.app import create_app
    from tests.conftest import settings_for

    plain = app.test_client().get("/sign-in").headers["Set-Cookie"]
    assert plain.startswith("planner=")
    assert "HttpOnly" in plain
    assert "SameSite=Lax" in plain
    assert "Secure" not in plain
    base = settings_for(tmp_path, app.config["SQLALCHEMY_DATABASE_URI"])
    fields = {name: getattr(base, name) for name in Settings.__dataclass_fields__}
    safe = create_app(Settings(**{**fields, "base_url": "https://planner.example.org"}))
    answer = safe.test_client().get("/sign-in", base_url="https://planner.example.org")
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-planner=")
    assert "Secure" in cookie
    assert "HttpOnly" in cookie
    assert "Path=/" in cookie
    assert "Domain" not in cookie
    assert "max-age=31536000" in answer.headers["Strict-Transport-Security"]
    with safe.app_context():
        db.engine.dispose()


@pytest.mark.parametrize(
    "address",
    [
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "https://evil.example",
        "https:evil.example",
        "javascript:alert(1)",
        "/\t/evil.example",
        "/\n/evil.example",
        "http://[",
        "//[",
        "evil.example",
        "/%00\0",
        "",
        None,
    ],
)
def test_one_is_sent_on_within_the_site_only(address: str | None) -> None:
    assert safe_next(address) == "/"


def test_a_person_comes_back_to_the_page_they_asked_for(app: Flask, ana: User) -> None:
    assert safe_next("/rollouts/1?tab=a") == "/rollouts/1?tab=a"
    client = app.test_client()
    assert client.get("/account").location == "/sign-in?next=/account"
    assert knock(client, "ana@example.org", PASSWORD, "/sign-in?next=/account").location == "/account"
    assert client.get("/sign-in?next=//evil.example").location == "/"


def test_a_form_without_its_token_is_refused_with_a_page_that_says_so(app: Flask, page: Page, ana: User) -> None:
    answer = app.test_client().post("/sign-in", data={"email": "ana@example.org", "password": PASSWORD})
    assert answer.status_code == 400
    assert "too old or was not sent by this site" in page.parse(answer).text_content()
    signed_in = page.client(ana)
    answer = signed_in.post("/account/sessions/end", data={"csrf_token": "made up"})
    assert answer.status_code == 400
    page.parse(answer)


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "localhost@evil.example", "", "a b"])
def test_a_foreign_host_is_refused(app: Flask, host: str) -> None:
    answer = app.test_client().get("/sign-in", headers={"Host": host})
    assert answer.status_code == 400
    assert host not in answer.text or not host


def test_a_large_body_is_refused_before_it_is_read(app: Flask, page: Page, ana: User) -> None:
    body = {"csrf_token": "x", "email": "a" * 400_000, "password": "x"}
    assert app.test_client().post("/sign-in", data=body).status_code == 413


def test_headers_stand_on_pages_problems_files_and_redirects(app: Flask, page: Page, ana: User) -> None:
    client = page.client(ana)
    for address in ("/sign-in", "/account", "/nothing-here", "/static/css/base.css", "/users", "/account/password"):
        with client.get(address) as answer:
            headers = answer.headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy, address
        assert "unsafe" not in policy, address
        assert "frame-ancestors 'none'" in policy, address
        assert headers["X-Content-Type-Options"] == "nosniff", address
        assert headers["Referrer-Policy"] == "same-origin", address
        assert "Server" not in headers or "Python" not in headers["Server"], address
        if not address.startswith("/static"):
            assert headers["Cache-Control"] == "no-store", address
            assert "Cookie" in headers["Vary"], address


def hostile_strings(shared: Path) -> list[str]:
    naughty = json.loads((shared / "hostile" / "blns_open.json").read_text())
    return [*naughty, *(shared / "hostile" / "xss.txt").read_text().splitlines(), "\0", "\ud800", "x" * 100_000]


def test_hostile_strings_in_the_sign_in_form_never_fail_and_are_never_run(
    app: Flask, ana: User, shared_data: Path
) -> None:
    client = app.test_client()
    token = token_on(client, "/sign-in")
    for text in hostile_strings(shared_data):
        typed = text.encode(errors="surrogatepass")
        data = {"email": typed, "password": typed, "csrf_token": token}
        answer = client.post("/sign-in?next=" + "%2F%2Fevil.example", data=data)
        assert 400 <= answer.status_code < 500, text
        if "<" in text:
            assert text not in answer.text


def test_the_hash_is_renewed_when_its_cost_was_raised(app: Flask, real_hashing: None, ana: User) -> None:
    weak = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    with transaction():
        ana.password_hash = weak.hash(PASSWORD)
    assert knock(app.test_client(), "ana@example.org", PASSWORD).status_code == 303
    db.session.refresh(ana)
    assert ana.password_hash is not None
    assert "m=19456,t=2,p=1" in ana.password_hash


def test_sign_ins_are_in_the_trail_failed_ones_too(app: Flask, ana: User) -> None:
    knock(app.test_client(), "ana@example.org", "wrong")
    knock(app.test_client(), "nobody@example.org", "wrong")
    knock(app.test_client(), "ana@example.org", PASSWORD)
    query = select(AuditEntry).where(AuditEntry.action.startswith("sign-in")).order_by(AuditEntry.seq)
    said = [(e.action, e.user_id, e.object_id) for e in db.session.scalars(query)]
    number = str(ana.id)
    assert said == [("sign-in.failed", None, number), ("sign-in.failed", None, None), ("sign-in", ana.id, number)]


def test_old_tries_and_sessions_are_forgotten(app: Flask, page: Page, ana: User) -> None:
    knock(app.test_client(), "nobody@example.org", "wrong")
    page.client(ana)
    at(app, NOW + signin_service.KEPT + timedelta(days=1))
    knock(app.test_client(), "ana@example.org", PASSWORD)
    assert len(db.session.scalars(select(SignInAttempt)).all()) == 1
    assert len(db.session.scalars(select(SignInSession)).all()) == 1


def test_the_first_run_makes_one_administrator_and_is_gone(app: Flask, page: Page) -> None:
    client = app.test_client()
    assert client.get("/sign-in").location == "/first-run"
    page.get("access.first_run")
    typed = {"name": "Ada Root", "email": "ada@example.org", "password": PASSWORD, "again": PASSWORD}
    token = token_on(client, "/first-run")
    short = client.post("/first-run", data={**typed, "password": "short", "again": "short", "csrf_token": token})
    assert short.status_code == 422
    assert "at least 15" in page.parse(short).text_content()
    differing = client.post("/first-run", data={**typed, "again": "x", "csrf_token": token})
    assert "differ" in differing.text
    done = client.post("/first-run", data={**typed, "csrf_token": token})
    assert (done.status_code, done.location) == (303, "/")
    [ada] = db.session.scalars(select(User)).all()
    assert (ada.email, ada.is_admin, ada.active) == ("ada@example.org", True, True)
    assert client.get("/users").status_code == 200, "and is signed in"
    assert app.test_client().get("/first-run").status_code == 404
    late = client.post("/first-run", data={**typed, "email": "eve@example.org", "csrf_token": page.token(client)})
    assert late.status_code == 404
    assert len(db.session.scalars(select(User)).all()) == 1
