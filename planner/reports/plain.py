"""Frozen values to plain JSON shapes and back, exactly: decimals, dates and instants survive the journey."""

import types
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

T = TypeVar("T")


class Misshapen(ValueError):
    """A document that does not have the shape of its type; the message names the place."""


def to_plain(value: object) -> Any:  # noqa: ANN401 - JSON is what it is
    """Only dict, list, str, int, float, bool and None are left. An instant is written in UTC with a Z.

    A decimal of one place becomes a number: Decimal("61.5") → 61.5.
    """
    if is_dataclass(value) and not isinstance(value, type):
        return {item.name: to_plain(getattr(value, item.name)) for item in fields(value)}
    if isinstance(value, tuple | list):
        return [to_plain(item) for item in value]
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    return float(value) if isinstance(value, Decimal) else value


def from_plain(kind: type[T], value: object) -> T:
    """The frozen value of that type. A shape that does not fit raises Misshapen with the place."""
    built: T = _build(kind, value, kind.__name__)
    return built


def _build(kind: Any, value: Any, where: str) -> Any:  # noqa: ANN401 - any JSON value
    origin = get_origin(kind)
    if origin is types.UnionType:
        return None if value is None else _build(get_args(kind)[0], value, where)
    if origin is tuple:
        return _build_many(get_args(kind)[0], value, where)
    if is_dataclass(kind) and isinstance(kind, type):
        return _build_dataclass(kind, value, where)
    return _build_scalar(kind, value, where)


def _build_many(kind: Any, value: Any, where: str) -> tuple[Any, ...]:  # noqa: ANN401 - any JSON value
    if not isinstance(value, list):
        raise Misshapen(f"{where}: a list is expected")
    return tuple(_build(kind, item, f"{where}[{place}]") for place, item in enumerate(value))


def _build_dataclass(kind: type[Any], value: Any, where: str) -> Any:  # noqa: ANN401 - any JSON value
    if not isinstance(value, Mapping):
        raise Misshapen(f"{where}: an object is expected")
    hints = get_type_hints(kind)
    return kind(
        **{
            item.name: _build(hints[item.name], value[item.name], f"{where}.{item.name}")
            for item in fields(kind)
            if _is_given(item, value, where)
        }
    )


def _is_given(item: Field[Any], value: Mapping[str, Any], where: str) -> bool:
    if item.name in value:
        return True
    if item.default is MISSING:
        raise Misshapen(f"{where}.{item.name}: missing")
    return False


def _build_scalar(kind: Any, value: Any, where: str) -> Any:  # noqa: ANN401 - any JSON value
    if kind is datetime:
        return datetime.fromisoformat(str(value))
    if kind is date:
        return date.fromisoformat(str(value))
    if kind is Decimal:
        return Decimal(str(value))
    if type(value) is not kind:
        raise Misshapen(f"{where}: {kind.__name__} is expected")
    return value
