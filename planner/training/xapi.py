"""Whether an xAPI statement follows the specification, with the place and the reason where it does not.

Statements are how learning systems tell what somebody did: who, did what, with which course, with which result.
Source: Experience API 1.0.3, part two, sections 2 and 4; additional properties are refused, as it recommends.
"""

from typing import Any

from planner.training.xapi_checks import Check, Unfit, a_list, an_object, extensions, languages, plain, word
from planner.training.xapi_values import (
    not_duration,
    not_flag,
    not_iri,
    not_language,
    not_length,
    not_mailto,
    not_media_type,
    not_moment,
    not_score,
    not_sha1,
    not_sha2,
    not_text,
    not_uuid,
    not_version,
)

VOIDED = "http://adlnet.gov/expapi/verbs/voided"
IDENTIFIERS = ("mbox", "mbox_sha1sum", "openid", "account")
COMPONENTS = {
    "choice": {"choices"},
    "sequencing": {"choices"},
    "likert": {"scale"},
    "matching": {"source", "target"},
    "performance": {"steps"},
    "true-false": set(),
    "fill-in": set(),
    "long-fill-in": set(),
    "numeric": set(),
    "other": set(),
}
COMPONENT_LISTS = ("choices", "scale", "source", "target", "steps")


def reason_against(statement: object) -> str:
    """Why a statement is not accepted; empty when it is.

    >>> reason_against({"verb": {"id": "http://example.com/did"}})
    'actor is missing.'
    """
    try:
        _statement(statement)
    except Unfit as unfit:
        return f"{unfit}."
    except RecursionError:
        return "The statement is nested too deeply."
    return ""


_text, _iri, _moment, _uuid = plain(not_text), plain(not_iri), plain(not_moment), plain(not_uuid)


def _account(value: object, place: str) -> None:
    an_object(value, place, {"homePage": _iri, "name": _text}, ("homePage", "name"))


_IDENTIFIED: dict[str, Check] = {
    "name": _text,
    "mbox": plain(not_mailto),
    "mbox_sha1sum": plain(not_sha1),
    "openid": _iri,
    "account": _account,
}


def _agent(value: object, place: str) -> None:
    """One person or system, known by exactly one identifier."""
    found = an_object(value, place, {**_IDENTIFIED, "objectType": word("Agent")})
    _identifiers(found, place, needed=True)


def _identifiers(found: dict[str, Any], place: str, *, needed: bool) -> None:
    given = [name for name in IDENTIFIERS if name in found]
    if len(given) > 1:
        raise Unfit(f"{place} must have one identifier, not {' and '.join(given)}")
    if needed and not given:
        raise Unfit(f"{place} needs one of mbox, mbox_sha1sum, openid, account")


def _group(value: object, place: str) -> None:
    """A group: with an identifier, or anonymous with its members; members are single agents."""
    known = {**_IDENTIFIED, "objectType": word("Group"), "member": a_list(_agent)}
    found = an_object(value, place, known, ("objectType",))
    _identifiers(found, place, needed=False)
    if not any(name in found for name in IDENTIFIERS) and "member" not in found:
        raise Unfit(f"{place} is a group without identifier and must name its member")


def _actor(value: object, place: str) -> None:
    if not isinstance(value, dict):
        raise Unfit(f"{place} must be an object")
    (_group if value.get("objectType") == "Group" else _agent)(value, place)


def _authority(value: object, place: str) -> None:
    """Who asserts a statement: an agent, or a group of two when an application acts for a user."""
    _actor(value, place)
    if isinstance(value, dict) and value.get("objectType") == "Group":
        members = value.get("member", [])
        if len(members) != 2 or any(name in value for name in IDENTIFIERS):
            raise Unfit(f"{place} must be an agent, or an anonymous group of two agents")


def _verb(value: object, place: str) -> None:
    an_object(value, place, {"id": _iri, "display": languages}, ("id",))


def _component(value: object, place: str) -> None:
    an_object(value, place, {"id": _text, "description": languages}, ("id",))


def _components(value: object, place: str) -> None:
    a_list(_component)(value, place)
    ids = [each["id"] for each in value] if isinstance(value, list) else []
    if len(ids) != len(set(ids)):
        raise Unfit(f"{place} must not use an id twice")


_DEFINITION: dict[str, Check] = {
    "name": languages,
    "description": languages,
    "type": _iri,
    "moreInfo": _iri,
    "extensions": extensions,
    "interactionType": word(*COMPONENTS),
    "correctResponsesPattern": a_list(_text),
    **dict.fromkeys(COMPONENT_LISTS, _components),
}


def _definition(value: object, place: str) -> None:
    found = an_object(value, place, _DEFINITION)
    kind = found.get("interactionType")
    used = [name for name in (*COMPONENT_LISTS, "correctResponsesPattern") if name in found]
    if used and kind is None:
        raise Unfit(f"{place}.interactionType is missing beside {used[0]}")
    for name in used:
        if kind is not None and name in COMPONENT_LISTS and name not in COMPONENTS[kind]:
            raise Unfit(f"{place}.{name} does not belong to the interaction {kind}")


def _activity(value: object, place: str) -> None:
    an_object(value, place, {"objectType": word("Activity"), "id": _iri, "definition": _definition}, ("id",))


def _reference(value: object, place: str) -> None:
    an_object(value, place, {"objectType": word("StatementRef"), "id": _uuid}, ("objectType", "id"))


def _thing(value: object, place: str, *, inner: bool) -> None:
    """What a statement is about, by its kind; a statement within a statement holds no further one."""
    if not isinstance(value, dict):
        raise Unfit(f"{place} must be an object")
    kinds: dict[object, Check] = {
        "Activity": _activity, "Agent": _agent, "Group": _group, "StatementRef": _reference, "SubStatement": _inner,
    }  # fmt: skip
    kind = value.get("objectType", "Activity")
    if not isinstance(kind, str) or kind not in kinds:
        raise Unfit(f"{place}.objectType must be Activity, Agent, Group, StatementRef or SubStatement")
    if inner and kind == "SubStatement":
        raise Unfit(f"{place} must not be a SubStatement within a SubStatement")
    kinds[kind](value, place)


def _result(value: object, place: str) -> None:
    known = {
        "score": _score, "success": plain(not_flag), "completion": plain(not_flag), "response": _text,
        "duration": plain(not_duration), "extensions": extensions,
    }  # fmt: skip
    an_object(value, place, known)


def _score(value: object, place: str) -> None:
    wrong = not_score(value)
    if wrong:
        raise Unfit(f"{place} {wrong}" if wrong.startswith("must") else f"{place}.{wrong}")


def _activities(value: object, place: str) -> None:
    """Activities round about, each kind with one of them or a list."""

    def several(inner: object, where: str) -> None:
        (a_list(_activity) if isinstance(inner, list) else _activity)(inner, where)

    an_object(value, place, dict.fromkeys(("parent", "grouping", "category", "other"), several))


def _context(value: object, place: str) -> None:
    known = {
        "registration": _uuid, "instructor": _actor, "team": _group, "contextActivities": _activities,
        "revision": _text, "platform": _text, "language": plain(not_language), "statement": _reference,
        "extensions": extensions,
    }  # fmt: skip
    an_object(value, place, known)


def _attachment(value: object, place: str) -> None:
    known = {
        "usageType": _iri, "display": languages, "description": languages, "contentType": plain(not_media_type),
        "length": plain(not_length), "sha2": plain(not_sha2), "fileUrl": _iri,
    }  # fmt: skip
    an_object(value, place, known, ("usageType", "display", "contentType", "length", "sha2"))


_COMMON: dict[str, Check] = {
    "actor": _actor,
    "verb": _verb,
    "result": _result,
    "context": _context,
    "timestamp": _moment,
    "attachments": a_list(_attachment),
}
_THREE = ("actor", "verb", "object")


def _statement(value: object) -> None:
    outer: dict[str, Check] = {
        "id": _uuid, "stored": _moment, "authority": _authority, "version": plain(not_version),
        "object": lambda inner, place: _thing(inner, place, inner=False),
    }  # fmt: skip
    found = an_object(value, "statement", {**_COMMON, **outer}, _THREE)
    _together(found, "")


def _inner(value: object, place: str) -> None:
    known: dict[str, Check] = {
        "objectType": word("SubStatement"),
        "object": lambda inner, where: _thing(inner, where, inner=True),
    }
    _together(an_object(value, place, {**_COMMON, **known}, _THREE), f"{place}.")


def _together(found: dict[str, Any], prefix: str) -> None:
    """What properties ask of one another."""
    kind = found["object"].get("objectType", "Activity")
    for name in ("revision", "platform"):
        if kind != "Activity" and name in found.get("context", {}):
            raise Unfit(f"{prefix}context.{name} is for statements about an Activity only")
    if found["verb"]["id"] == VOIDED and kind != "StatementRef":
        raise Unfit(f"{prefix}object of a voiding statement must be a StatementRef")
