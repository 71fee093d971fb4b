"""Who takes part in a rollout: added by e-mail address, with one role each, never without a project manager."""

from sqlalchemy import select

from planner.access import signin_service
from planner.access.models import User
from planner.access.roles import ROLLOUT_ROLES, Role
from planner.access.service import user_by_email
from planner.basics.errors import RuleBroken
from planner.db import check_version, db
from planner.rollouts.models import Membership, Rollout


def add_member(rollout: Rollout, email: str, role: Role) -> Membership:
    """Let the person with this account take part."""
    _check_role(role)
    user = user_by_email(email)
    if user is None or not user.active:
        raise RuleBroken("There is no active account with this address. Ask your administrator to make one.", "email")
    if _membership(rollout.id, user.id) is not None:
        raise RuleBroken(f"{user.name} already takes part.", "email")
    membership = Membership(rollout_id=rollout.id, user_id=user.id, role=role)
    db.session.add(membership)
    db.session.flush()
    return membership


def change_role(membership: Membership, role: Role, version: int | None) -> Membership:
    """Give a person another role; it holds from the next page on, where their session gets a new token too."""
    check_version(membership, version, {"role": membership.role})
    _check_role(role)
    if role is not Role.MANAGER:
        _keep_a_manager(membership, "role")
    if membership.role is not role:
        membership.role = role
        signin_service.renew_all(membership.user_id)
    db.session.flush()
    return membership


def remove_member(membership: Membership) -> None:
    """End a person's part in the rollout; what they did stays on record."""
    _keep_a_manager(membership, None)
    db.session.delete(membership)
    db.session.flush()


def _check_role(role: Role) -> None:
    if role not in ROLLOUT_ROLES:
        raise RuleBroken("Administrators are made by administrators, not in a rollout.", "role")


def _keep_a_manager(membership: Membership, field: str | None) -> None:
    """The last active project manager can neither leave nor change role."""
    if membership.role is not Role.MANAGER:
        return
    db.session.get(Rollout, membership.rollout_id, with_for_update=True)  # two who leave at once are judged in turn
    query = (
        select(Membership.id)
        .join(User, User.id == Membership.user_id)
        .where(Membership.rollout_id == membership.rollout_id, Membership.role == Role.MANAGER, User.active)
    )
    if not [other for other in db.session.scalars(query) if other != membership.id]:
        raise RuleBroken("This is the last project manager. Name another one first.", field)


def _membership(rollout_id: int, user_id: int) -> Membership | None:
    query = select(Membership).where(Membership.rollout_id == rollout_id, Membership.user_id == user_id)
    return db.session.scalar(query)
