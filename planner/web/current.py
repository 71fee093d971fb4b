"""Who is asking, in which rollout and with which role: a person in a browser, or a program with a person's token."""

from typing import TYPE_CHECKING, cast

from flask import g
from flask_login import current_user

from planner.access.models import User
from planner.access.roles import Permission, Role, Scope, scope_of
from planner.access.token_scopes import narrowed
from planner.rollouts.models import Rollout

if TYPE_CHECKING:
    from planner.web.bearer import Bearer


def bearer() -> "Bearer | None":
    """The program that is asking; None for a person in a browser."""
    return cast("Bearer | None", g.get("bearer"))


def user() -> User:
    """The signed-in person, or whose token a program has; only on pages that ask for sign-in.

    In a preview with somebody's eyes, that somebody.
    """
    stand_in = g.get("stand_in")
    return cast(User, stand_in) if stand_in is not None else real_user()


def previewing() -> bool:
    """Whether a project manager looks with somebody else's eyes."""
    return bool(g.get("preview"))


def real_user() -> User:
    """Whoever really asks, also in a preview; for notes of who saw what."""
    program = bearer()
    return program.user if program else cast(User, current_user.user)


def session_id() -> int:
    """The session of this browser; only on pages that ask for sign-in."""
    return cast(int, current_user.session_id)


def signed_in() -> bool:
    """Whether anybody is signed in."""
    return bearer() is not None or bool(current_user.is_authenticated)


def rollout() -> Rollout:
    """The rollout of this page; only on pages whose address names one."""
    return cast(Rollout, g.rollout)


def role() -> Role | None:
    """The person's role in this rollout; ADMIN on pages of the installation for its administrators."""
    return cast("Role | None", g.get("role"))


def scope(permission: Permission) -> Scope | None:
    """How far a permission reaches on this page: for a person, and for a program no further than its token says."""
    found = scope_of(role(), permission)
    if previewing():
        beyond = permission in g.preview_private or scope_of(g.preview_cap, permission) is None
        return None if beyond else found
    if found is None and signed_in() and user().is_admin:
        found = scope_of(Role.ADMIN, permission)
    return within_token(found, permission)


def within_token(found: Scope | None, permission: Permission) -> Scope | None:
    """What is left of a person's permission for the program that is asking; all of it where a person is asking."""
    program = bearer()
    return narrowed(found, permission, program.named) if program else found


def may(permission: Permission | str) -> bool:
    """Whether this person may do something here; in templates: `may("plan.edit")`."""
    return scope(Permission(permission)) is not None
