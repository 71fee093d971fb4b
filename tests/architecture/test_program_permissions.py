"""Walks every address of the interface for programs with tokens: of every role, of another rollout, and of no use.

What a token does not name is 403 though its owner may do it; a token that is over or revoked is 401 everywhere; and a
token opens no page that is made for people.
"""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from planner.access import token_service
from planner.access.models import User
from planner.access.roles import ROLLOUT_ROLES, Permission, Role, scope_of
from planner.access.token_models import ApiToken
from planner.access.token_scopes import TOKEN_GRANTS, narrowed
from planner.db import transaction
from planner.web.guards import Door
from tests.architecture.test_permissions import Rows, Way, address, ways
from tests.builders import make_rollout, make_token
from tests.conftest import NOW
from tests.page import Page
from tests.personas import Cast

EVERYTHING = tuple(TOKEN_GRANTS)


def program_ways(app: Flask) -> list[Way]:
    found = [way for way in ways(app, Door.ROLLOUT) if way.for_programs]
    assert len(found) > 2
    return found


def ask(app: Flask, way: Way, rows: Rows, secret: str) -> TestResponse:
    """The answer to a program; what it sends is never right, so that nothing but the door is tried."""
    headers = {"Authorization": f"Bearer {secret}"}
    where = address(app, way.rule, rows.arguments(way.rule))
    answer: TestResponse = app.test_client().open(where, method=way.method, headers=headers)
    assert answer.status_code < 500, f"{way}: {answer.status_code}"
    assert answer.mimetype == "application/json", way
    return answer


@pytest.mark.parametrize("role", ROLLOUT_ROLES)
def test_a_token_does_what_its_owner_may_and_it_names(app: Flask, cast: Cast, role: Role) -> None:
    secret, rows = make_token(cast.of(role), *EVERYTHING), Rows.of(cast.rollout)
    for way in program_ways(app):
        permission = way.guard.permission
        assert permission is not None
        allowed = scope_of(role, Permission.TOKENS_EDIT) and narrowed(
            scope_of(role, permission), permission, EVERYTHING
        )
        status = ask(app, way, rows, secret).status_code
        assert (status != 403) if allowed else (status == 403), f"{role} {way}: {status}"


@pytest.mark.doors
def test_what_a_token_does_not_name_is_not_allowed(app: Flask, cast: Cast) -> None:
    rows = Rows.of(cast.rollout)
    for way in program_ways(app):
        others = [permission for permission in EVERYTHING if permission is not way.guard.permission]
        assert ask(app, way, rows, make_token(cast.manager, *others)).status_code == 403, way


@pytest.mark.doors
def test_another_rollout_is_not_there(app: Flask, cast: Cast) -> None:
    foreign, secret = Rows.of(make_rollout("Another One")), make_token(cast.manager, *EVERYTHING)
    for way in program_ways(app):
        assert ask(app, way, foreign, secret).status_code == 404, way


@pytest.mark.doors
def test_a_token_for_one_rollout_opens_no_other_of_its_owner(app: Flask, cast: Cast) -> None:
    from planner.db import db
    from planner.rollouts.models import Membership

    second = make_rollout("Another One")
    with transaction():
        db.session.add(Membership(rollout_id=second.id, user_id=cast.manager.id, role=Role.MANAGER))
    secret, rows = make_token(cast.manager, *EVERYTHING, rollout=cast.rollout), Rows.of(second)
    for way in program_ways(app):
        assert ask(app, way, rows, secret).status_code == 404, way


def useless(cast: Cast) -> Iterator[tuple[str, str]]:
    """Tokens that open nothing, and why."""
    yield "unknown", token_service.MARK + "x" * 43
    yield "empty", ""
    secret = make_token(cast.manager, *EVERYTHING)
    with transaction():
        token_service.revoke(newest(cast.manager).id, NOW)
    yield "revoked", secret
    secret = make_token(cast.manager, *EVERYTHING)
    with transaction():
        newest(cast.manager).expires_at = NOW
    yield "over", secret
    secret = make_token(cast.sponsor, *EVERYTHING)
    with transaction():
        cast.sponsor.active = False
    yield "of a closed account", secret


def newest(user: User) -> ApiToken:
    return token_service.tokens_of(user.id, NOW)[0]


@pytest.mark.doors
def test_a_token_of_no_use_opens_nothing(app: Flask, cast: Cast) -> None:
    rows = Rows.of(cast.rollout)
    for why, secret in useless(cast):
        for way in program_ways(app):
            assert ask(app, way, rows, secret).status_code == 401, f"{why}: {way}"


def test_a_thing_of_another_rollout_cannot_be_reached_through_ones_own(app: Flask, cast: Cast) -> None:
    other = Rows.of(make_rollout("Another One"))
    secret = make_token(cast.manager, *EVERYTHING)
    for way in program_ways(app):
        permission = way.guard.permission
        if permission is None or not narrowed(scope_of(Role.MANAGER, permission), permission, EVERYTHING):
            continue
        numbers = {**other.arguments(way.rule), "rollout_id": cast.rollout.id}
        if way.method == "GET" and len(way.rule.arguments) > 1:
            where = address(app, way.rule, numbers)
            answer = app.test_client().get(where, headers={"Authorization": f"Bearer {secret}"})
            assert answer.status_code == 404, way


@pytest.mark.doors
def test_a_token_opens_no_page_for_people(app: Flask, cast: Cast) -> None:
    headers = {"Authorization": f"Bearer {make_token(cast.manager, *EVERYTHING)}"}
    rows = Rows.of(cast.rollout)
    for way in ways(app, Door.SIGNED_IN, Door.ROLLOUT, Door.SITE):
        if not way.for_programs:
            where = address(app, way.rule, rows.arguments(way.rule))
            answer = app.test_client().open(where, method=way.method, headers=headers)
            assert answer.location.startswith("/sign-in"), way


def test_a_browser_may_look_and_changes_nothing_without_the_token_of_a_page(app: Flask, page: Page, cast: Cast) -> None:
    client, rows = page.client(cast.manager), Rows.of(cast.rollout)
    app.config["WTF_CSRF_ENABLED"] = True
    for way in program_ways(app):
        answer = client.open(address(app, way.rule, rows.arguments(way.rule)), method=way.method)
        may = way.guard.permission is None or scope_of(Role.MANAGER, way.guard.permission) is not None
        expected = ({200, 404} if way.method == "GET" else {400}) if may else {403}
        assert answer.status_code in expected, f"{way}: {answer.status_code}"


def test_a_token_ends_with_the_moment_it_is_good_until(app: Flask, cast: Cast) -> None:
    secret = make_token(cast.manager, Permission.ROLLOUT_VIEW)
    token = newest(cast.manager)
    assert token_service.owner_of(secret, token.expires_at - timedelta(seconds=1)) is not None
    assert token_service.owner_of(secret, token.expires_at) is None
