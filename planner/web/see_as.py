"""A project manager looks with somebody else's eyes: what a role, or one person, would see. Nothing can be changed.

The preview shows at most what the project manager may see anyway, and nothing that is only the person's own business.
It is noted in the history when it begins, and over when its button is pressed or the browser session ends.
"""

from typing import Any

from flask import g, request, session

from planner.access.models import User
from planner.access.roles import Permission, Role, scope_of
from planner.basics.errors import NotAllowed
from planner.db import db
from planner.rollouts import queries

KEPT = "see_as"
STOP = "people.stop_seeing_as"
PRIVATE = frozenset(
    {
        Permission.PERSONAL_EXPORT,
        Permission.SURVEY_ANSWERS_VIEW,
        Permission.ADOPTION_PEOPLE_VIEW,
        Permission.TOKENS_VIEW,
        Permission.TOKENS_EDIT,
    }
)
"""What is shown to nobody else, in no preview: one's own copy, answers, use of the system, keys of programs."""


def begin(rollout_id: int, *, role: Role | None = None, user_id: int | None = None) -> None:
    """Look from the next page on as a role, or as a person with the person's role."""
    session[KEPT] = {"rollout": rollout_id, "role": role.value if role else "", "user": user_id or 0}


def stop() -> None:
    """Look with one's own eyes again."""
    session.pop(KEPT, None)


def apply(permission: Permission | None) -> None:
    """Put on the other eyes for this page of a rollout, if somebody is looking so; else nothing happens."""
    told: dict[str, Any] | None = session.get(KEPT)
    if not told or told.get("rollout") != g.rollout.id or request.endpoint == STOP:
        return
    if scope_of(g.role, Permission.PEOPLE_EDIT) is None:
        stop()
        return
    _put_on(told)
    if request.method not in {"GET", "HEAD"}:
        raise NotAllowed("You are looking with somebody else's eyes: nothing can be changed. Stop looking so first.")
    if permission is not None and (permission in PRIVATE or scope_of(g.preview_cap, permission) is None):
        raise NotAllowed("This is not shown in a preview: it is only for the person, or beyond your own role.")


def _put_on(told: dict[str, Any]) -> None:
    g.preview_cap, g.preview_private, g.preview = g.role, PRIVATE, True
    if told["user"]:
        person, role = _member(int(told["user"]))
        g.stand_in, g.role = person, role
    else:
        g.role = Role(told["role"])


def _member(user_id: int) -> tuple[User, Role]:
    """The person to look as; whoever takes no part any more ends the preview."""
    found = next((pair for pair in queries.members(g.rollout.id) if pair[1].id == user_id), None)
    person = db.session.get(User, user_id)
    if found is None or person is None:
        stop()
        raise NotAllowed("This person takes no part any more. The preview is over.")
    return person, found[0].role
