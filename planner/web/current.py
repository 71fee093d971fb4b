"""Who is asking, in which rollout and with which role."""

from typing import cast

from flask import g
from flask_login import current_user

from planner.access.models import User
from planner.access.roles import Permission, Role, Scope, scope_of
from planner.rollouts.models import Rollout


def user() -> User:
    """The signed-in person; only on pages that ask for sign-in."""
    return cast(User, current_user.user)


def session_id() -> int:
    """The session of this browser; only on pages that ask for sign-in."""
    return cast(int, current_user.session_id)


def signed_in() -> bool:
    """Whether anybody is signed in."""
    return bool(current_user.is_authenticated)


def rollout() -> Rollout:
    """The rollout of this page; only on pages whose address names one."""
    return cast(Rollout, g.rollout)


def role() -> Role | None:
    """The person's role in this rollout; ADMIN on pages of the installation for its administrators."""
    return cast("Role | None", g.get("role"))


def scope(permission: Permission) -> Scope | None:
    """How far a permission reaches for this person on this page."""
    found = scope_of(role(), permission)
    if found is None and signed_in() and user().is_admin:
        return scope_of(Role.ADMIN, permission)
    return found


def may(permission: Permission | str) -> bool:
    """Whether this person may do something here; in templates: `may("plan.edit")`."""
    return scope(Permission(permission)) is not None
