"""Access tokens: made after the password was typed once more, shown once, kept as a fingerprint, revoked at once."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from planner.access import service, token_service
from planner.access.audit_models import AuditEntry
from planner.access.models import User
from planner.access.roles import Permission
from planner.access.token_models import ApiToken
from planner.db import db, transaction
from tests.builders import make_token
from tests.conftest import NOW
from tests.page import Page, errors, text_of
from tests.personas import Cast

PASSWORD = "copper lantern quiet orchard"


@pytest.fixture
def manager(cast: Cast) -> User:
    with transaction():
        cast.manager.password_hash = service.hasher.hash(PASSWORD)
    return cast.manager


def form(cast: Cast, **changes: Any) -> dict[str, Any]:
    told = {"name": "Warehouse", "rollout": str(cast.rollout.id), "reads": ["kpis.view"], "permissions": ["kpis.edit"]}
    return {**told, "days": "90", "password": PASSWORD, **changes}


def test_a_token_is_shown_once_and_kept_as_a_fingerprint(app: Flask, page: Page, cast: Cast, manager: User) -> None:
    client = page.client(manager)
    made = client.post("/account/tokens/add", data={"csrf_token": page.token(client), **form(cast)})
    assert made.status_code == 303, errors(made)
    [secret] = page.parse(client.get("/account/tokens")).cssselect("#fresh-token")
    sent = text_of(secret)
    assert sent.startswith("crp_")
    assert len(sent) == 47  # the mark, and 256 bits
    assert not page.parse(client.get("/account/tokens")).cssselect("#fresh-token")
    token = db.session.scalars(select(ApiToken)).one()
    assert sent not in {token.token_hash, token.name}
    trail = " ".join(str(entry.after) for entry in db.session.scalars(select(AuditEntry)))
    assert token.token_hash not in trail
    answer = app.test_client().get("/api/v1/rollouts", headers={"Authorization": f"Bearer {sent}"})
    assert answer.status_code == 200
    gone = client.post(f"/account/tokens/{token.id}/revoke", data={"csrf_token": page.token(client)})
    assert gone.status_code == 303
    assert app.test_client().get("/api/v1/rollouts", headers={"Authorization": f"Bearer {sent}"}).status_code == 401


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"password": "something else entirely"}, "not your present password"),
        ({"reads": [], "permissions": []}, "at least one"),
        ({"permissions": ["sign-off.approve"]}, "valid choice"),
        ({"days": "3650"}, "Not a valid choice"),
        ({"name": ""}, "Say what the token is for"),
    ],
)
def test_what_cannot_be_made_says_why(page: Page, cast: Cast, manager: User, changes: Any, said: str) -> None:
    answer = page.post("access.add_token", form(cast, **changes), as_=manager, status=422)
    assert said in errors(answer)
    assert db.session.scalar(select(ApiToken)) is None


def test_guesses_at_the_password_are_counted(page: Page, cast: Cast, manager: User) -> None:
    for _ in range(10):
        page.post("access.add_token", form(cast, password="wrong"), as_=manager, status=422)
    page.post("access.add_token", form(cast), as_=manager, status=429)


def test_whose_role_allows_no_tokens_is_told_so(page: Page, cast: Cast) -> None:
    for person in (cast.member, cast.viewer, cast.stranger):
        assert "no tokens" in text_of(page.get("access.tokens", as_=person))
        assert "no rollout" in text_of(page.get("access.add_token", as_=person))


def test_nobody_revokes_a_token_of_somebody_else(page: Page, cast: Cast) -> None:
    make_token(cast.sponsor, Permission.KPIS_VIEW)
    token = db.session.scalars(select(ApiToken)).one()
    page.post("access.revoke_token", as_=cast.manager, status=404, token_id=token.id)
    page.post("access.revoke_anybodys_token", as_=cast.manager, status=403, token_id=token.id)
    assert token_service.tokens_of(cast.sponsor.id, NOW)


def test_the_administrator_sees_whose_they_are_and_revokes_one_or_all(page: Page, cast: Cast) -> None:
    assert "Nobody has a token" in text_of(page.get("access.all_tokens", as_=cast.admin))
    for person in (cast.manager, cast.sponsor, cast.trainer):
        make_token(person, Permission.KPIS_VIEW)
    shown = text_of(page.get("access.all_tokens", as_=cast.admin))
    assert all(person.name in shown for person in (cast.manager, cast.sponsor, cast.trainer))
    first = token_service.all_tokens(NOW)[0][0]
    page.post("access.revoke_anybodys_token", as_=cast.admin, token_id=first.id)
    assert len(token_service.all_tokens(NOW)) == 2
    page.post("access.revoke_all_tokens", as_=cast.admin)
    assert token_service.all_tokens(NOW) == []


def test_closing_an_account_ends_its_tokens_for_good(page: Page, cast: Cast) -> None:
    secret = make_token(cast.manager, Permission.KPIS_VIEW)
    page.post("access.disable_user", as_=cast.admin, user_id=cast.manager.id)
    page.post("access.enable_user", as_=cast.admin, user_id=cast.manager.id)
    assert token_service.owner_of(secret, NOW) is None
