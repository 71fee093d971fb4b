"""The shapes that a statement is made of: objects with known properties, lists, texts by language."""

from collections.abc import Callable, Mapping
from typing import Any

from planner.training.xapi_values import not_iri, not_language, not_text

Check = Callable[[Any, str], None]


class Unfit(Exception):
    """A statement breaks a rule; the message names the place and says what is wrong."""


def plain(check: Callable[[object], str]) -> Check:
    """A check of a single value, as a check of a place."""

    def at(value: object, place: str) -> None:
        if wrong := check(value):
            raise Unfit(f"{place} {wrong}")

    return at


def an_object(value: object, place: str, known: Mapping[str, Check], required: tuple[str, ...] = ()) -> dict[str, Any]:
    """A JSON object with known properties only; each is checked where it stands."""
    if not isinstance(value, dict):
        raise Unfit(f"{place} must be an object")
    prefix = f"{place}." if place != "statement" else ""
    for name in required:
        if name not in value:
            raise Unfit(f"{prefix}{name} is missing")
    for name, inner in value.items():
        if name not in known:
            raise Unfit(f"{prefix}{str(name)[:60]} is not a property that the specification knows")
        if inner is None:
            raise Unfit(f"{prefix}{name} must not be null")
        known[name](inner, f"{prefix}{name}")
    return value


def a_list(check: Check) -> Check:
    """A check of a list: of every entry where it stands."""

    def at(value: object, place: str) -> None:
        if not isinstance(value, list):
            raise Unfit(f"{place} must be a list")
        for number, inner in enumerate(value):
            check(inner, f"{place}[{number}]")

    return at


def languages(value: object, place: str) -> None:
    """A language map: at least one language, each with a text."""
    if not isinstance(value, dict):
        raise Unfit(f"{place} must be an object of languages and texts")
    if not value:
        raise Unfit(f"{place} needs at least one language")
    for tag, text in value.items():
        if wrong := not_language(tag):
            raise Unfit(f"{place}: “{str(tag)[:40]}” {wrong}")
        plain(not_text)(text, f"{place}.{tag}")


def extensions(value: object, place: str) -> None:
    """Whatever its makers need, under addresses of their own."""
    if not isinstance(value, dict):
        raise Unfit(f"{place} must be an object")
    for key in value:
        if wrong := not_iri(key):
            raise Unfit(f"{place}: the key “{str(key)[:40]}” {wrong}")


def word(*words: str) -> Check:
    """A check of a text that must be one of a few words."""

    def at(value: object, place: str) -> None:
        if value not in words:
            raise Unfit(f"{place} must be {' or '.join(words)}, in this spelling")

    return at
