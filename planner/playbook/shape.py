"""Turns plain tables (from TOML or JSON) into the typed values of a playbook, and back.

The frozen dataclasses are the description of the format: a field is a key, a field without a default is required.
Whatever does not fit is told with its place; reading goes on with a stand-in, so that one run tells everything.
"""

import re
import types
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import cache
from typing import TypeVar, Union, cast, get_args, get_origin, get_type_hints

from planner.playbook.problems import Place, perhaps

_T = TypeVar("_T")
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_MOST = 10**9
_WORDS: Mapping[object, str] = {str: "text", int: "a whole number", bool: "true or false", Decimal: "a number"}


class Spelled(ABC):
    """A value that is written as one word in a file, like a dependency `decide.approve+2d`; str() writes it."""

    __slots__ = ()

    @classmethod
    @abstractmethod
    def from_text(cls, text: str) -> "Spelled":
        """Read the word; ValueError with a sentence when it cannot be read."""


@cache
def _keys(kind: Callable[..., object]) -> Mapping[str, tuple[Field[object], object]]:
    hints = get_type_hints(kind)
    described = fields(kind)  # type: ignore[arg-type] # kinds are dataclasses, which has no type
    return {one.metadata.get("key", one.name): (one, hints[one.name]) for one in described}


def read(kind: Callable[..., _T], table: object, place: Place) -> _T:
    """Read one table into a value of that kind; e.g. a table with `ref` and `name` into a Stage."""
    if not isinstance(table, Mapping):
        place.tell("must be a table")
        return cast("_T", _stand_in(kind))
    keys = _keys(kind)
    for name in table:
        if name not in keys:
            place.at(str(name)).tell("unknown key" + perhaps(str(name), keys))
    values = {one.name: _field(name, one, hint, table, place) for name, (one, hint) in keys.items()}
    return kind(**values)


def _field(name: str, one: Field[object], hint: object, table: Mapping[str, object], place: Place) -> object:
    if name in table:
        value = _value(hint, table[name], place, name)
        if value == "" and _required(one):
            place.at(name).tell("must not be empty")
        return value
    if _required(one):
        place.at(name).tell("is missing")
        return _stand_in(hint)
    return one.default


def _required(one: Field[object]) -> bool:
    return one.default is MISSING


def _value(hint: object, value: object, place: Place, name: str) -> object:
    """Read a value of the hinted type; `name` is its key, so that entries of lists get a place of their own."""
    hint = _without_none(hint)
    if get_origin(hint) is tuple:
        return read_list(get_args(hint)[0], value, place, name)
    return _single(hint, value, place.at(name))


def read_list(hint: object, value: object, place: Place, name: str) -> tuple[object, ...]:
    """Read the list under the key `name`; every entry gets a place of its own, by its ref or its number."""
    if not isinstance(value, list | tuple):
        place.at(name).tell("must be a list")
        return ()
    return tuple(_single(hint, entry, place.item(name, _ref_of(entry), index)) for index, entry in enumerate(value))


def _ref_of(entry: object) -> str:
    ref = entry.get("ref") if isinstance(entry, Mapping) else None
    return ref if isinstance(ref, str) else ""


def _single(hint: object, value: object, place: Place) -> object:
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return _word(hint, value, place)
    if isinstance(hint, type) and issubclass(hint, Spelled):
        return _spelled(hint, value, place)
    if is_dataclass(hint) and isinstance(hint, type):
        return read(hint, value, place)
    return _number(value, place) if hint is Decimal else _plain(hint, value, place)


def _word(kind: type[StrEnum], value: object, place: Place) -> object:
    known = [member.value for member in kind]
    if value in known:
        return kind(str(value))
    hint = perhaps(value, known) if isinstance(value, str) else ""
    place.tell(f"must be one of {', '.join(known)}, not {value!r}{hint}")
    return next(iter(kind))


def _spelled(kind: type[Spelled], value: object, place: Place) -> object:
    try:
        return kind.from_text(value if isinstance(value, str) else "")
    except ValueError as reason:
        place.tell(str(reason))
        return _stand_in(kind)


def _plain(kind: object, value: object, place: Place) -> object:
    if type(value) is not kind:
        place.tell(f"must be {_WORDS[kind]}, not {value!r}")
        return _stand_in(kind)
    if isinstance(value, str):
        return _text(value, place)
    if isinstance(value, int) and abs(value) > _MOST:
        place.tell("is too large a number")
        return _stand_in(kind)
    return value


def _text(value: str, place: Place) -> str:
    if _UNWRITABLE.search(value):
        place.tell("contains a control character or a broken one")
    return value.strip()


def _number(value: object, place: Place) -> Decimal:
    try:
        number = Decimal(value) if isinstance(value, int | str | Decimal) and not isinstance(value, bool) else None
    except InvalidOperation:
        number = None
    if number is None or not number.is_finite():
        place.tell(f"must be a number, not {value!r}")
        return Decimal(0)
    if abs(number) > _MOST or number.as_tuple().exponent < -9:  # type: ignore[operator] # it is finite, so its exponent is a number
        place.tell("is too large or too fine a number")
        return Decimal(0)
    return number


@cache
def _without_none(hint: object) -> object:
    if get_origin(hint) in {Union, types.UnionType}:
        return next(part for part in get_args(hint) if part is not type(None))
    return hint


def _stand_in(hint: object) -> object:
    """Something of the right type to go on with, after the real value was told to be wrong or missing."""
    hint = _without_none(hint)
    if get_origin(hint) is tuple:
        return ()
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return next(iter(hint))
    if isinstance(hint, type) and is_dataclass(hint):
        needed = {one.name: _stand_in(kind) for one, kind in _keys(hint).values() if _required(one)}
        return hint(**needed)
    return {str: "", int: 0, bool: False, Decimal: Decimal(0)}[hint]  # type: ignore[index] # only these kinds are left


def dump(value: object) -> object:
    """Turn a value into plain tables that JSON can hold; what is at its default is left out.

    Leaving defaults out keeps the digest of a stored playbook the same when a later release knows one key more.
    """
    if isinstance(value, Spelled):
        return str(value)
    if isinstance(value, tuple):
        return [dump(entry) for entry in value]
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if is_dataclass(value) and not isinstance(value, type):
        keys = _keys(type(value))
        return {
            key: dump(getattr(value, one.name))
            for key, (one, _) in keys.items()
            if _required(one) or getattr(value, one.name) != one.default
        }
    return value.value if isinstance(value, StrEnum) else value
