"""The audit trail in words: what kind of thing an entry is, and how it is told to people."""

from collections.abc import Mapping
from enum import StrEnum


class Kind(StrEnum):
    """What people look for in the trail."""

    CONTENT = "content"
    SIGN_IN = "sign-in"
    ACCOUNT = "account"
    EXPORT = "export"
    DENIED = "denied"


KINDS: dict[str, str] = {
    Kind.CONTENT: "Changes of content",
    Kind.SIGN_IN: "Signing in and out",
    Kind.ACCOUNT: "Accounts",
    Kind.EXPORT: "Exports and backups",
    Kind.DENIED: "Denied",
}

PREFIXES = {
    Kind.SIGN_IN: ("sign-in", "sign-out"),
    Kind.ACCOUNT: ("account",),
    Kind.EXPORT: ("export", "backup", "restore"),
    Kind.DENIED: ("denied", "sign-in.failed"),
}
"""How the actions of a kind begin. Content is all the rest; accounts are also every change of an account's row."""

ACCOUNT_TABLES = ("user", "membership")

_ACTIONS = {
    "created": "Created",
    "changed": "Changed",
    "deleted": "Deleted",
    "created many": "Created several",
    "changed many": "Changed several",
    "deleted many": "Deleted several",
    "sign-in": "Signed in",
    "sign-in.failed": "Failed to sign in",
    "sign-out": "Signed out",
    "sign-out.everywhere": "Signed out everywhere",
    "account.link": "Made a link for a password",
    "account.unlocked": "Unlocked",
    "denied": "Denied",
    "export": "Exported",
}

_OBJECTS = {"user": "account", "membership": "role in the rollout"}


def action_in_words(action: str) -> str:
    """An action for people.

    >>> action_in_words("sign-in.failed"), action_in_words("plan.import")
    ('Failed to sign in', 'Plan import')
    """
    return _ACTIONS.get(action) or action.replace(".", " ").replace("_", " ").capitalize()


def object_in_words(object_type: str | None, object_id: str | None) -> str:
    """What an entry is about.

    >>> object_in_words("gate_review", "7"), object_in_words("page", "access.users"), object_in_words(None, None)
    ('gate review 7', 'page access.users', '')
    """
    if object_type is None:
        return ""
    return f"{_OBJECTS.get(object_type, object_type.replace('_', ' '))} {object_id or ''}".strip()


def changes_in_words(before: Mapping[str, object] | None, after: Mapping[str, object] | None) -> list[str]:
    """What was before and after, a line for each value.

    >>> changes_in_words({"name": "Old"}, {"name": "New"})
    ['name: Old → New']
    """
    old, new = before or {}, after or {}
    lines = []
    for key in [*old, *(k for k in new if k not in old)]:
        parts = [_value(side[key]) for side in (old, new) if key in side]
        lines.append(f"{key.replace('_', ' ')}: {' → '.join(parts)}")
    return lines


def _value(value: object) -> str:
    if value is None or value == "":
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return ", ".join(f"{k} {_value(v)}" for k, v in value.items())
    if isinstance(value, list):
        return ", ".join(_value(v) for v in value)
    return str(value)
