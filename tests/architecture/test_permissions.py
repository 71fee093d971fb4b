"""Walks every address as every role, in one's own rollout and in another's, and as nobody at all.

A page denied in one's own rollout answers 403, anything of another rollout 404, nobody is sent to sign in, and what a
role may do never answers 403. The pages are taken from the running product, so a new one is walked from its first day.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from werkzeug.routing import Rule

from planner.access.models import User
from planner.access.roles import GRANTS, ROLLOUT_ROLES, Role, Scope, scope_of
from planner.app import create_app
from planner.basics.errors import PlannerError
from planner.rollouts.models import Rollout
from planner.web.guards import Door, Guard, check_all_guarded, guard_of
from tests.builders import make_rollout, make_user
from tests.page import Page
from tests.personas import Cast
from tests.rows import make_row, table_for

PUBLIC = {
    "process.report_by_link",
    "static",
    "web.font",
    "web.health",
    "web.theme",
    "access.sign_in",
    "access.first_run",
    "access.set_password",
    "schedule.feed",
    "training.calendar",
    "training.verify",
    "people.answer_survey",
    "reports.shared",
    "web.openapi",
}
SIGNED_IN = {
    "web.components",
    "web.home",
    "access.sign_out",
    "access.account",
    "access.password",
    "access.end_session",
    "access.end_sessions",
    "rollouts.index",
    "rollouts.create",
    "playbook.index",
    "portfolio.home",
    "playbook.show",
    "playbook.phase",
    "playbook.library",
    "access.tokens",
    "access.add_token",
    "access.revoke_token",
    "rollouts_api.index",
    "web.programs",
}
WORDS = {
    "name",
    "filename",
    "token",
    "phase_ref",
    "question_ref",
    "gate_key",
    "ref",
    "number",
    "fmt",
    "format",
    "paper",
    "shelf",
    "mark",
    "kind",
    "key",
}
"""Arguments that are words or numbers of the product rather than rows of a table."""


@dataclass(frozen=True, slots=True)
class Way:
    """One address and method, and what its page asks."""

    rule: Rule
    method: str
    guard: Guard

    def __str__(self) -> str:
        return f"{self.method} {self.rule.rule}"

    @property
    def for_programs(self) -> bool:
        """Whether it is of the interface for programs."""
        return self.rule.rule.startswith("/api/")


def ways(app: Flask, *doors: Door) -> Iterator[Way]:
    """Every address and method behind certain doors."""
    for rule in app.url_map.iter_rules():
        guard = guard_of(app, rule.endpoint)
        assert guard is not None, rule.endpoint
        if guard.door in doors:
            yield from (Way(rule, method, guard) for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}))


@dataclass(frozen=True, slots=True)
class Rows:
    """Numbers for the arguments of addresses: rows of one rollout, made when they are first asked for."""

    rollout: Rollout
    owner: User
    made: dict[str, int]

    @classmethod
    def of(cls, rollout: Rollout, **made: int) -> "Rows":
        """Rows of a rollout, owned by somebody else."""
        return cls(rollout, make_user(f"Keeper of {rollout.name}"), dict(made))

    def arguments(self, rule: Rule) -> dict[str, Any]:
        """What to put into an address."""
        return {name: self._one(name) for name in rule.arguments}

    def _one(self, name: str) -> int | str:
        if name == "rollout_id":
            return self.rollout.id
        table = table_for(name)
        if table is None:
            return 1 if name == "number" else "x"
        if name not in self.made:
            self.made[name] = make_row(table, {"rollout": self.rollout.id, "user": self.owner.id})
        return self.made[name]


def address(app: Flask, rule: Rule, arguments: dict[str, Any]) -> str:
    """The address with its arguments filled in."""
    with app.test_request_context():
        found: str = app.url_map.bind("127.0.0.1").build(rule.endpoint, arguments)
        return found


def test_every_page_declares_what_it_asks_and_only_a_few_ask_nothing(app: Flask) -> None:
    assert {way.rule.endpoint for way in ways(app, Door.PUBLIC)} <= PUBLIC
    assert {way.rule.endpoint for way in ways(app, Door.SIGNED_IN)} <= SIGNED_IN
    for way in ways(app, Door.ROLLOUT):
        assert way.guard.permission is not None, f"{way} asks for no permission"
        assert "rollout_id" in way.rule.arguments, f"{way} asks for a role in a rollout but names none"
    for way in ways(app, Door.SITE):
        assert way.guard.permission is not None, f"{way} asks for no permission"


def test_every_number_in_an_address_is_a_row_that_the_walk_can_make(app: Flask) -> None:
    arguments = {name for rule in app.url_map.iter_rules() for name in rule.arguments}
    unknown = {name for name in arguments - WORDS if table_for(name) is None}
    assert unknown == set(), "name the argument after its table (unit_id for unit), or add it to WORDS"


def test_a_page_that_declares_nothing_does_not_start(app: Flask) -> None:
    planted = create_app(app.config["PLANNER"])
    planted.add_url_rule("/planted", "planted", lambda: "everything")
    with pytest.raises(PlannerError, match="planted"):
        check_all_guarded(planted)
    assert planted.test_client().get("/planted").status_code == 403


@pytest.mark.doors
def test_nobody_is_sent_to_sign_in(app: Flask, cast: Cast) -> None:
    client = app.test_client()
    rows = Rows.of(cast.rollout)
    for way in ways(app, Door.SIGNED_IN, Door.ROLLOUT, Door.SITE):
        answer = client.open(address(app, way.rule, rows.arguments(way.rule)), method=way.method)
        if way.for_programs:
            assert (answer.status_code, answer.mimetype) == (401, "application/json"), way
            assert "Bearer" in answer.headers["WWW-Authenticate"], way
            continue
        assert answer.status_code == 303, way
        assert answer.location.startswith("/sign-in"), way


OPENED: dict[Role, tuple[()]] = {Role.MANAGER: ()}
"""Whose pages ask the database for everything; what the others are let into is a part of it."""


@pytest.mark.parametrize(
    "role", [pytest.param(role, marks=OPENED.get(role, pytest.mark.doors)) for role in ROLLOUT_ROLES]
)
def test_in_ones_own_rollout_what_is_denied_is_403_and_what_is_allowed_never_is(
    app: Flask, page: Page, cast: Cast, role: Role
) -> None:
    client, rows = page.client(cast.of(role)), Rows.of(cast.rollout)
    for way in ways(app, Door.ROLLOUT):
        answer = client.open(address(app, way.rule, rows.arguments(way.rule)), method=way.method)
        scope = scope_of(role, way.guard.permission) if way.guard.permission else None
        if scope is None:
            assert answer.status_code == 403, f"{role} {way}: {answer.status_code}"
        elif scope is Scope.ALL:
            assert answer.status_code != 403, f"{role} {way}"
        assert answer.status_code < 500, f"{role} {way}: {answer.status_code}"


@pytest.mark.doors
@pytest.mark.parametrize("role", ROLLOUT_ROLES)
def test_another_rollout_is_not_there(app: Flask, page: Page, cast: Cast, role: Role) -> None:
    client, rows = page.client(cast.of(role)), Rows.of(make_rollout("Another One"))
    for way in ways(app, Door.ROLLOUT):
        answer = client.open(address(app, way.rule, rows.arguments(way.rule)), method=way.method)
        assert answer.status_code == 404, f"{role} {way}: {answer.status_code}"


@pytest.mark.doors
def test_an_administrator_sees_no_rollout_without_taking_part(app: Flask, page: Page, cast: Cast) -> None:
    client, rows = page.client(cast.admin), Rows.of(cast.rollout)
    for way in ways(app, Door.ROLLOUT):
        answer = client.open(address(app, way.rule, rows.arguments(way.rule)), method=way.method)
        assert answer.status_code == 404, f"{way}: {answer.status_code}"


def test_a_thing_of_another_rollout_cannot_be_reached_through_ones_own(app: Flask, page: Page, cast: Cast) -> None:
    """The address names the own rollout, and a row of the other: not found, for every role that may open the page."""
    other = Rows.of(make_rollout("Another One"))
    clients = {role: page.client(cast.of(role)) for role in ROLLOUT_ROLES}
    tokens = {role: page.token(client) for role, client in clients.items()}
    tried = 0
    for way in ways(app, Door.ROLLOUT):
        named = [name for name in way.rule.arguments if name != "rollout_id" and table_for(name) is not None]
        if not named:
            continue
        arguments = {**other.arguments(way.rule), "rollout_id": cast.rollout.id}
        for role in ROLLOUT_ROLES:
            if way.guard.permission and scope_of(role, way.guard.permission) is None:
                continue
            form = {"csrf_token": tokens[role]} if way.method == "POST" else None
            sent = {"method": way.method, "data": form, "headers": {"X-CSRFToken": tokens[role]}}
            answer = clients[role].open(address(app, way.rule, arguments), **sent)
            if way.for_programs and way.method != "GET":
                # What is sent is judged before what is named: then the answer must be that for a thing nobody has.
                nobodys = {**arguments, **dict.fromkeys(named, 987_654_321)}
                blank = clients[role].open(address(app, way.rule, nobodys), **sent)
                assert 400 <= answer.status_code < 500, f"{role} {way}: {answer.status_code}"
                assert _said(answer) == _said(blank), f"{role} {way}"
            else:
                assert answer.status_code == 404, f"{role} {way} through {named}: {answer.status_code}"
            tried += 1
    assert tried > 5


def _said(answer: Any) -> tuple[int, str, object]:
    """What an answer for programs tells, apart from the number of the request."""
    error = answer.json["error"]
    return answer.status_code, error["message"], error["fields"]


def test_pages_of_the_installation_are_for_those_who_hold_the_permission(app: Flask, page: Page, cast: Cast) -> None:
    rows = Rows.of(cast.rollout, user_id=cast.member.id)
    clients = {role: page.client(cast.of(role)) for role in Role}
    for way in ways(app, Door.SITE):
        for role in Role:
            answer = clients[role].open(address(app, way.rule, rows.arguments(way.rule)), method=way.method)
            allowed = role is Role.ADMIN and way.guard.permission in GRANTS[Role.ADMIN]
            assert (answer.status_code != 403) is allowed, f"{role} {way}: {answer.status_code}"
            assert answer.status_code < 500, f"{role} {way}"


def test_every_permission_that_is_asked_for_is_granted_to_somebody(app: Flask) -> None:
    asked = {way.guard.permission for way in ways(app, Door.ROLLOUT, Door.SITE)}
    granted = {permission for grants in GRANTS.values() for permission in grants}
    assert asked <= granted


def test_an_account_that_was_closed_is_let_in_nowhere(app: Flask, page: Page, cast: Cast) -> None:
    client = page.client(cast.manager)
    assert client.get(f"/rollouts/{cast.rollout.id}").status_code == 200
    page.post("access.disable_user", as_=cast.admin, user_id=cast.manager.id)
    assert client.get(f"/rollouts/{cast.rollout.id}").location.startswith("/sign-in")


@pytest.mark.doors
def test_whoever_must_choose_a_password_can_do_nothing_else_before(app: Flask, page: Page, cast: Cast) -> None:
    from planner.db import transaction

    newcomer = make_user("New Comer")
    with transaction():
        newcomer.must_change_password = True
    client, rows = page.client(newcomer), Rows.of(cast.rollout)
    for way in ways(app, Door.SIGNED_IN, Door.ROLLOUT, Door.SITE):
        if way.rule.endpoint in {"access.password", "access.sign_out"}:
            continue
        answer = client.open(address(app, way.rule, rows.arguments(way.rule)), method=way.method)
        if way.for_programs:
            assert answer.status_code == 403, way
            continue
        assert (answer.status_code, answer.location) == (303, "/account/password"), way


@pytest.mark.doors
def test_the_walk_notices_a_page_that_asks_for_the_wrong_permission(
    app: Flask, page: Page, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Planted: the doors forget to look at the permission; the walk must then find a page that answers too much."""
    monkeypatch.setattr("planner.web.guards.scope_of", lambda *_: Scope.ALL)
    with pytest.raises(AssertionError, match="viewer"):
        test_in_ones_own_rollout_what_is_denied_is_403_and_what_is_allowed_never_is(app, page, cast, Role.VIEWER)
