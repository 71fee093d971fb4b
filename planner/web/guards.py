"""Every page says who may open it; a page that says nothing does not start."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from flask import Flask, abort, current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from planner.access.roles import Permission, Role, scope_of
from planner.basics.errors import NotAllowed, NotFound, PlannerError
from planner.rollouts import queries
from planner.web import bearer, current, hooks, see_as
from planner.web.actor import note_denied
from planner.web.refusals import Refused

View = TypeVar("View", bound=Callable[..., Any])
KILOBYTE = 1024
MEGABYTE = 1024 * KILOBYTE
FIRST_OF_ALL = frozenset({"access.password", "access.sign_out"})
"""Where somebody may go before choosing a password of their own."""
NOT_IN_TOKEN = "This token, or its owner's role in this rollout, does not allow this."  # noqa: S105 - a sentence


class Door(StrEnum):
    """Who stands at the door of a page."""

    PUBLIC = "public"
    SIGNED_IN = "signed-in"
    ROLLOUT = "rollout"
    SITE = "site"
    HOOK = "webhook"


@dataclass(frozen=True, slots=True)
class Guard:
    """What a page asks of whoever opens it; `body` is the largest request it takes, in bytes."""

    door: Door
    permission: Permission | None = None
    body: int = 256 * KILOBYTE
    hook: hooks.Kind | None = None


def _mark(guard: Guard) -> Callable[[View], View]:
    def mark(view: View) -> View:
        view.guard = guard  # type: ignore[attr-defined] # functions carry their guard
        return view

    return mark


def public(view: View) -> View:
    """Open to everybody, such as the sign-in page."""
    return _mark(Guard(Door.PUBLIC))(view)


def signed_in(view: View) -> View:
    """Open to everybody with an account."""
    return _mark(Guard(Door.SIGNED_IN))(view)


def needs(permission: Permission, body: int = 256 * KILOBYTE) -> Callable[[View], View]:
    """Open to those whose role in the address's rollout holds the permission; elsewhere 404, without it 403."""
    return _mark(Guard(Door.ROLLOUT, permission, body))


def site_needs(permission: Permission) -> Callable[[View], View]:
    """Open to those who hold the permission for the whole installation."""
    return _mark(Guard(Door.SITE, permission))


def takes_messages(kind: str, about: str, permission: Permission, body: int = 256 * KILOBYTE) -> Callable[[View], View]:
    """Open to messages signed with the secret of a webhook of this kind, while its maker holds the permission.

    `kind` is a lasting name such as `kpis.readings`; `about` says in a few words what such a message brings.
    """
    return _mark(Guard(Door.HOOK, permission, body, hooks.Kind(kind, about, permission)))


def guard_of(app: Flask, endpoint: str) -> Guard | None:
    """What an endpoint declares; Flask's own `static` is public."""
    if endpoint == "static":
        return Guard(Door.PUBLIC)
    return getattr(app.view_functions[endpoint], "guard", None)


def check_all_guarded(app: Flask) -> None:
    """Refuse to start while any page declares nothing."""
    bare = sorted(e for e in app.view_functions if guard_of(app, e) is None)
    if bare:
        raise PlannerError(f"These pages declare no permission: {', '.join(bare)}.")


def keep_the_doors() -> ResponseReturnValue | None:
    """Before each request: is this person let in?"""
    if request.endpoint is None:
        return None
    guard = guard_of(current_app, request.endpoint)
    if guard is None:
        abort(403)
    request.max_content_length = guard.body
    if guard.door is Door.PUBLIC:
        return None
    if guard.hook:
        hooks.let_in(guard.hook)
        return None
    bearer.let_in()
    if not current.signed_in():
        return _to_sign_in()
    if current.user().must_change_password and request.endpoint not in FIRST_OF_ALL:
        return _to_password()
    try:
        _admit(guard)
    except NotFound:
        note_denied()
        raise
    return None


def _to_sign_in() -> ResponseReturnValue:
    if bearer.of_program():
        raise Refused(401, "Send a token: Authorization: Bearer crp_…", headers=bearer.WHO)
    return redirect(url_for("access.sign_in", next=request.full_path.rstrip("?")), 303)


def _to_password() -> ResponseReturnValue:
    if bearer.of_program():
        raise NotAllowed("The owner of this token has to choose a password first.")
    return redirect(url_for("access.password"), 303)


def _admit(guard: Guard) -> None:
    if guard.door is Door.ROLLOUT:
        number = (request.view_args or {})["rollout_id"]
        g.rollout, g.role = queries.rollout_for(current.user().id, number)
        _admit_program(number)
        if current.bearer() is None:
            see_as.apply(guard.permission)
        _check(guard.permission)
    elif guard.door is Door.SITE:
        g.role = Role.ADMIN if current.user().is_admin else None
        _check(guard.permission)


def _admit_program(rollout_id: int) -> None:
    """A program sees the rollout its token is for and no other, and only while its owner's role allows tokens."""
    program = current.bearer()
    if program is None:
        return
    if program.rollout_id not in {None, rollout_id}:
        raise NotFound("There is no such rollout, or this token is not for it.")
    if scope_of(g.role, Permission.TOKENS_EDIT) is None:
        raise NotAllowed("The role of this token's owner allows no tokens in this rollout.")


def _check(permission: Permission | None) -> None:
    if permission and current.within_token(scope_of(g.role, permission), permission) is None:
        raise NotAllowed(NOT_IN_TOKEN if current.bearer() else "")
