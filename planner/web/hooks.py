"""Messages of other systems at the door: signed, fresh, and taken once, with the rights of whoever made the webhook.

An area takes messages at an endpoint of its `api.py`: `@takes_messages("kpis.readings", "Readings of key figures",
Permission.KPIS_EDIT)` stands where `@needs` stands elsewhere, and the address begins with `HOOK`.
"""

from dataclasses import dataclass

from flask import current_app, g, request

from planner.access.roles import Permission, scope_of
from planner.basics.errors import NotAllowed
from planner.rollouts import hook_service, queries
from planner.rollouts.hook_models import Hook
from planner.rollouts.hook_signature import NotGenuine, Signed
from planner.web import clock
from planner.web.bearer import Bearer
from planner.web.refusals import Refused

HOOK = "/api/v1/hooks/<key>"
"""How the address of every webhook begins; `key` is the webhook's own."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of message: its lasting name, what it brings, and the permission its maker must hold."""

    name: str
    about: str
    permission: Permission


def kinds() -> dict[str, tuple[Kind, str]]:
    """Every kind of message that some area takes, by name, with the endpoint that takes it."""
    guards = ((endpoint, getattr(view, "guard", None)) for endpoint, view in current_app.view_functions.items())
    found = {guard.hook.name: (guard.hook, endpoint) for endpoint, guard in guards if guard and guard.hook}
    return dict(sorted(found.items()))


def let_in(kind: Kind) -> None:
    """Let a message in that is signed with the secret of its webhook.

    Refused 401 otherwise, NotAllowed where the maker's role no longer holds what the message needs.
    """
    headers = request.headers
    signed = Signed(
        headers.get("webhook-id", ""), headers.get("webhook-timestamp", ""), headers.get("webhook-signature", "")
    )
    key = str((request.view_args or {})["key"])
    try:
        hook, maker = hook_service.genuine(key, kind.name, signed, request.get_data(), clock.now())
    except NotGenuine as error:
        raise Refused(401, error.message) from error
    g.rollout, g.role = queries.rollout_for(maker.id, hook.rollout_id)
    g.bearer, g.hook, g.message_id = (
        Bearer(0, maker, hook.rollout_id, frozenset({kind.permission})),
        hook,
        signed.message_id,
    )
    for permission in (Permission.WEBHOOKS_EDIT, kind.permission):
        if scope_of(g.role, permission) is None:
            raise NotAllowed("The role of whoever made this webhook does not allow this any more.")


def is_new() -> bool:
    """Whether the message of this request was not taken before; for anything but a message it is always new."""
    hook: Hook | None = g.get("hook")
    return hook is None or hook_service.take(hook, g.message_id, clock.now())
