"""Accounts as people and administrators work with them."""

import json
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from lxml import html
from sqlalchemy import select

from planner.access import service, signin_service
from planner.access.audit_models import AuditEntry
from planner.access.digests import Digest
from planner.access.models import User
from planner.access.session_life import LINK
from planner.basics.errors import NotFound, RuleBroken, Stale
from planner.db import db, transaction
from tests.conftest import NOW
from tests.page import Page, text_of
from tests.personas import Cast

PASSWORD = "lantern orbit gravel tulip"
OTHER = "seven quiet otters dance"


@pytest.fixture
def ana(app: Flask) -> User:
    with transaction():
        return service.add_user("ana@example.org", "Ana Prado", PASSWORD, NOW)


def fresh(user: User) -> User:
    db.session.expire_all()
    return db.session.get_one(User, user.id)


def actions() -> list[str]:
    return list(db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.seq)))


def test_one_changes_ones_own_name_and_time_zone(page: Page, ana: User) -> None:
    tree = page.get("access.account", as_=ana)
    assert "ana@example.org" in text_of(tree)
    form = {"name": "  Ana   Prado-Lima ", "timezone": "Europe/Lisbon", "digest": "daily", "version": ana.version}
    page.post("access.account", form, as_=ana)
    assert (fresh(ana).name, fresh(ana).timezone, fresh(ana).digest) == (
        "Ana Prado-Lima",
        "Europe/Lisbon",
        Digest.DAILY,
    )
    tree = page.get("access.account", as_=ana)
    assert "2 Mar 2026, 09:00" in text_of(tree), "Lisbon is on UTC in March"


def test_a_stale_edit_of_an_account_shows_both_versions(page: Page, ana: User, cast: Cast) -> None:
    old = ana.version
    form = {"name": "Ana P.", "email": "ana@example.org", "version": old}
    page.post("access.edit_user", form, as_=cast.admin, user_id=ana.id)
    answer = page.post("access.edit_user", {**form, "name": "Anna"}, as_=cast.admin, user_id=ana.id, status=409)
    assert "Ana P." in answer.text
    assert "Anna" in answer.text
    assert fresh(ana).name == "Ana P."
    no_version = {**form, "version": ""}
    page.post("access.edit_user", no_version, as_=cast.admin, user_id=ana.id, status=409)


def test_changing_the_password_asks_for_the_present_one_and_ends_other_sessions(page: Page, ana: User) -> None:
    page.get("access.password", as_=ana)
    elsewhere, here = page.client(ana), page.client(ana)

    def send(**typed: str) -> Any:
        form = {"current": PASSWORD, "password": OTHER, "again": OTHER, "csrf_token": page.token(here), **typed}
        return here.post("/account/password", data=form)

    assert "not your present password" in send(current="wrong").text
    assert "differ" in send(again="another").text
    assert "at least 15" in send(password="short", again="short").text
    assert "the password you have now" in send(password=PASSWORD, again=PASSWORD).text
    assert "mostly a name" in send(password="ana prado ana prado", again="ana prado ana prado").text
    assert elsewhere.get("/account").status_code == 200
    assert send().status_code == 303
    assert elsewhere.get("/account").status_code == 303
    assert here.get("/account").status_code == 200
    assert service.verify_password(fresh(ana), OTHER)
    assert not service.verify_password(fresh(ana), PASSWORD)


def test_guessing_the_present_password_waits_like_signing_in(page: Page, ana: User) -> None:
    client = page.client(ana)
    form = {"current": "wrong", "password": OTHER, "again": OTHER, "csrf_token": page.token(client)}
    codes = [client.post("/account/password", data=form).status_code for _ in range(11)]
    assert codes == [422] * 10 + [429]


def test_mistakes_in_the_new_password_are_no_failed_tries(page: Page, ana: User) -> None:
    client = page.client(ana)
    form = {"current": PASSWORD, "password": "x" * 20, "again": "x" * 20, "csrf_token": page.token(client)}
    assert {client.post("/account/password", data=form).status_code for _ in range(12)} == {422}


def test_a_password_keeps_the_blanks_at_its_ends_and_has_one_spelling(app: Flask, ana: User) -> None:
    with transaction():
        service.set_password(ana, "  blank Cafe\u0301 at both ends ", NOW)
    assert service.matches(ana, "  blank Caf\u00e9 at both ends ")
    assert not service.matches(ana, "blank Caf\u00e9 at both ends")


def test_one_ends_ones_own_sessions_and_nobody_elses(page: Page, ana: User, cast: Cast) -> None:
    here, elsewhere = page.client(ana), page.client(ana)
    stranger = page.client(cast.viewer)
    sessions = {one.id for one in signin_service.open_sessions(cast.viewer.id, NOW)}
    token = page.token(here)
    assert here.post(f"/account/sessions/{sessions.pop()}/end", data={"csrf_token": token}).status_code == 404
    assert stranger.get("/account").status_code == 200
    assert here.post("/account/sessions/end", data={"csrf_token": token}).status_code == 303
    assert elsewhere.get("/account").status_code == 303
    assert here.get("/account").status_code == 200


def test_an_administrator_adds_an_account_and_hands_over_a_link_that_works_once(
    app: Flask, page: Page, cast: Cast
) -> None:
    admin = page.client(cast.admin)
    form = {"name": "Noa Berg", "email": "Noa@Example.org", "csrf_token": page.token(admin), "once": "t1"}
    first = admin.post("/users/add", data=form)
    again = admin.post("/users/add", data=form)
    assert first.location == again.location, "pressed twice, one account"
    shown = page.parse(admin.get(first.location))
    address = text_of(shown.cssselect("#password-link")[0])
    assert "/set-password/" in address
    assert not page.parse(admin.get(first.location)).cssselect("#password-link"), "shown once"
    noa = service.user_by_email("noa@example.org")
    assert noa is not None
    assert noa.password_hash is None

    path = address.removeprefix("http://127.0.0.1:8000").removeprefix("http://localhost")
    client = app.test_client()
    page.parse(client.get(path))
    typed = {"password": OTHER, "again": OTHER, "csrf_token": page.token(client)}
    weak = client.post(path, data={**typed, "password": "noa berg noa berg", "again": "noa berg noa berg"})
    assert weak.status_code == 422
    assert client.post(path, data=typed).location == "/sign-in"
    assert client.get(path).status_code == 404
    assert client.post(path, data={**typed, "password": PASSWORD, "again": PASSWORD}).status_code == 404
    assert service.verify_password(fresh(noa), OTHER)
    assert "/set-password" not in json.dumps([[e.before, e.after] for e in db.session.scalars(select(AuditEntry))])


def test_a_link_expires_and_a_newer_one_replaces_it(app: Flask, ana: User) -> None:
    with transaction():
        first = signin_service.make_link(ana, NOW)
        second = signin_service.make_link(ana, NOW)
    with pytest.raises(NotFound):
        signin_service.link_owner(first, NOW)
    assert signin_service.link_owner(second, NOW + LINK / 2).id == ana.id
    with pytest.raises(NotFound, match="expired"):
        signin_service.link_owner(second, NOW + LINK)
    with transaction():
        service.disable(ana, NOW)
        service.enable(ana)
    with pytest.raises(NotFound):
        signin_service.link_owner(second, NOW)


def test_closing_an_account_ends_its_sessions_and_opening_it_lets_it_sign_in_again(
    page: Page, ana: User, cast: Cast
) -> None:
    client = page.client(ana)
    page.post("access.disable_user", as_=cast.admin, user_id=ana.id)
    assert client.get("/account").status_code == 303
    assert not service.verify_password(fresh(ana), PASSWORD)
    page.get("access.edit_user", as_=cast.admin, user_id=ana.id)
    page.post("access.enable_user", as_=cast.admin, user_id=ana.id)
    assert service.verify_password(fresh(ana), PASSWORD)
    assert client.get("/account").status_code == 303, "an ended session stays ended"


def test_the_last_administrator_can_be_neither_closed_nor_made_less(page: Page, cast: Cast) -> None:
    admin = page.client(cast.admin)
    answer = admin.post(f"/users/{cast.admin.id}/disable", data={"csrf_token": page.token(admin)})
    assert "last administrator" in admin.get(answer.location).text
    form = {"name": "Ada Root", "email": cast.admin.email, "version": cast.admin.version}
    refused = page.post("access.edit_user", form, as_=cast.admin, user_id=cast.admin.id, status=422)
    assert "last administrator" in refused.text
    with transaction():
        service.add_user("second@example.org", "Second Admin", PASSWORD, NOW, is_admin=True)
    page.post("access.edit_user", form, as_=cast.admin, user_id=cast.admin.id)
    assert not fresh(cast.admin).is_admin


def test_an_administrator_forgets_failed_tries_and_signs_somebody_out(page: Page, ana: User, cast: Cast) -> None:
    for number in range(40):
        with transaction():
            try:
                signin_service.begin(ana.email, f"198.51.100.{number}", NOW)
            except signin_service.TooManyTries:
                break
    assert signin_service.is_locked(ana.email, NOW)
    assert "waiting after failed tries" in text_of(page.get("access.users", as_=cast.admin))
    page.post("access.unlock_user", as_=cast.admin, user_id=ana.id)
    assert not signin_service.is_locked(ana.email, NOW)
    client = page.client(ana)
    page.post("access.sign_out_user", as_=cast.admin, user_id=ana.id)
    assert client.get("/account").status_code == 303
    page.post("access.link_user", as_=cast.admin, user_id=ana.id)
    assert {"account.unlocked", "account.link", "sign-out.everywhere"} <= set(actions())


@pytest.mark.parametrize(
    ("typed", "because"),
    [
        ({"name": "", "email": "x@example.org"}, "Type a name"),
        ({"name": "<!>", "email": "x@example.org"}, "Type the person"),
        ({"name": "X" * 121, "email": "x@example.org"}, "longer than 120"),
        ({"name": "X Y", "email": "no address"}, "not an e-mail address"),
        ({"name": "X Y", "email": "x@"}, "not an e-mail address"),
        ({"name": "X Y", "email": "ANA@example.org"}, "already an account"),
        ({"name": "X\0Y", "email": "x@example.org"}, "cannot be stored"),
    ],
)
def test_a_refused_account_says_why_and_stores_nothing(
    page: Page, ana: User, cast: Cast, typed: dict[str, str], because: str
) -> None:
    before = len(db.session.scalars(select(User)).all())
    answer = page.post("access.add_user", typed, as_=cast.admin, status=422)
    assert because in text_of(page.parse(answer))
    assert len(db.session.scalars(select(User)).all()) == before


def test_hostile_strings_in_account_forms_are_stored_and_shown_as_text_or_refused(
    page: Page, ana: User, cast: Cast, shared_data: Path
) -> None:
    admin = page.client(cast.admin)
    token = page.token(admin)
    naughty = json.loads((shared_data / "hostile" / "blns_open.json").read_text())
    naughty += (shared_data / "hostile" / "xss.txt").read_text().splitlines()
    for text in [text for text in naughty if set(text) & set("<>{}%&\"'`$\\")]:
        form = {"name": text.encode(errors="surrogatepass"), "email": "ana@example.org", "csrf_token": token}
        form["version"] = str(fresh(ana).version).encode()
        answer = admin.post(f"/users/{ana.id}", data=form)
        assert answer.status_code in {303, 422}, text
        if answer.status_code == 422:
            page.parse(answer)
    tree = page.get("access.users", as_=cast.admin)
    assert not tree.xpath("//td//script|//th//script|//main//*[@onerror]|//main//iframe")
    history = admin.get("/audit")
    assert history.status_code == 200
    tree = html.document_fromstring(history.text)
    assert not tree.xpath("//td//script|//td//img|//td//iframe|//td//@onerror|//td//a")


def test_services_refuse_what_the_forms_would(app: Flask, ana: User) -> None:
    with pytest.raises(RuleBroken, match="already") as caught:
        service.add_user("Ana@Example.Org", "Again", None, NOW)
    assert caught.value.field == "email"
    with pytest.raises(Stale) as stale:
        service.edit_own(ana, "X", "UTC", Digest.OFF, ana.version + 1)
    assert stale.value.current["name"] == "Ana Prado"
    with pytest.raises(RuleBroken, match="at least 15"):
        service.add_user("new@example.org", "New", "short", NOW)
    with transaction():
        sample = service.add_user("sample@example.org", "Sample", "short", NOW, trusted=True)
    assert service.verify_password(sample, "short")


def test_whoever_got_a_password_must_choose_another(app: Flask, page: Page) -> None:
    with transaction():
        given = service.add_user("given@example.org", "Given", PASSWORD, NOW, must_change=True)
    client = page.client(given)
    assert client.get("/account").location == "/account/password"
    assert "was given to you" in client.get("/account/password").text
    form = {"current": PASSWORD, "password": OTHER, "again": OTHER, "csrf_token": page.token(client)}
    assert client.post("/account/password", data=form).status_code == 303
    assert client.get("/account").status_code == 200
