"""Reads JSON strictly: one value of a bounded depth, no key twice, no number or sign that could not be stored."""

import json
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from planner.web.forms import clean, unreadable
from planner.web.refusals import Refused, Wrong

DEEPEST = 32
LARGEST = 2**63 - 1
DIGITS = 15
"""Digits of a number with a point that survive on their way through any program."""


@dataclass(frozen=True, slots=True)
class Broken:
    """A number with a point or an exponent, as it was written."""

    text: str


def read(raw: bytes) -> str:
    """The same document with its texts in one normal form, ready to be checked against a model.

    Raises Refused: 400 for what is no JSON, 422 with the places for values that nothing could store.

    >>> read(b'{"name": " Anna ", "share": 0.10}')
    '{"name": "Anna", "share": 0.10}'
    """
    tree = _parsed(raw)
    wrong = list(_faults(tree, ""))
    if wrong:
        raise Refused(422, "Something in the request cannot be used.", wrong)
    return _written(tree)


def _parsed(raw: bytes) -> object:
    try:
        return json.loads(
            raw.decode("utf-8"), parse_float=Broken, parse_constant=_no_number, object_pairs_hook=_each_key_once
        )
    except RecursionError as error:
        raise Refused(400, f"The request is nested deeper than {DEEPEST} levels.") from error
    except UnicodeDecodeError as error:
        raise Refused(400, "The request is not written in UTF-8.") from error
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise Refused(400, f"The request is no JSON: {error.msg.lower()} at {place}.") from error
    except ValueError as error:  # a whole number of thousands of digits
        raise Refused(400, "The request holds a number that is too long.") from error


def _no_number(_: str) -> object:
    raise Refused(400, "The request holds NaN or Infinity, which are no JSON.")


def _each_key_once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise Refused(400, "An object in the request has the same key twice.")
    return found


def _faults(node: object, where: str, depth: int = 1) -> Iterator[Wrong]:
    if isinstance(node, dict | list):
        if depth > DEEPEST:
            raise Refused(400, f"The request is nested deeper than {DEEPEST} levels.")
        pairs = node.items() if isinstance(node, dict) else ((str(i), each) for i, each in enumerate(node))
        for key, each in pairs:
            yield from _faults(each, f"{where}.{safe_name(key)}".lstrip("."), depth + 1)
    elif isinstance(node, str) and unreadable(node):
        yield Wrong(where, "This text holds characters that cannot be stored.")
    elif isinstance(node, int) and abs(node) > LARGEST:
        yield Wrong(where, "This number is too large.")
    elif isinstance(node, Broken) and not _keeps_its_digits(node.text):
        yield Wrong(where, f"Send a number of more than {DIGITS} digits, or with a large exponent, as a text.")


def _keeps_its_digits(text: str) -> bool:
    plain = text.lower().partition("e")[0].lstrip("-").replace(".", "").lstrip("0")
    exponent = text.lower().partition("e")[2]
    return len(plain) <= DIGITS and (not exponent or abs(int(exponent[:6])) <= LARGEST.bit_length())


def safe_name(key: str) -> str:
    """A key as an answer may name it: a plain word of ours, or a question mark for whatever else was sent.

    >>> safe_name("due_on"), safe_name("<script>")
    ('due_on', '?')
    """
    plain = key.isascii() and len(key) <= 60 and all(sign.isalnum() or sign in "_-" for sign in key)
    return key if plain and key else "?"


def _written(node: object) -> str:
    if isinstance(node, Broken):
        return node.text
    if isinstance(node, str):
        return json.dumps(clean(node), ensure_ascii=False)
    if isinstance(node, list):
        return f"[{', '.join(_written(each) for each in node)}]"
    if isinstance(node, dict):
        pairs = (
            f"{json.dumps(unicodedata.normalize('NFC', k), ensure_ascii=False)}: {_written(v)}" for k, v in node.items()
        )
        return f"{{{', '.join(pairs)}}}"
    return json.dumps(node)
