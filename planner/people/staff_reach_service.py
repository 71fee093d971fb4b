"""Who of the staff somebody sees; what training knows of invitations is handed in from there."""

from collections.abc import Callable

from planner.access.roles import Role, Scope
from planner.people import staff_queries
from planner.people.staff_reach import Reach, reach_of

Invited = Callable[[int, int], frozenset[int]]
"""Given a rollout and a trainer's account: the numbers of the staff entries that are invited to a training there."""

invited_by: list[Invited] = []
"""Filled in when the product is put together, by whoever invites people to trainings."""


def reach(rollout_id: int, user_id: int, role: Role | None, scope: Scope | None) -> Reach:
    """How far somebody sees; asked anew for each page, so that a change counts at once."""
    own = staff_queries.of_account(rollout_id, user_id) if scope is not Scope.ALL else None
    invited = (each(rollout_id, user_id) for each in invited_by) if role is Role.TRAINER else ()
    return reach_of(role, scope, own.id if own else None, frozenset().union(*invited))
