"""Reads the changes of a scenario as they are stored; what cannot be read is a change that can only be taken out.

Stored changes may have passed through a file that somebody edited, so nothing of them is believed.
"""

from collections.abc import Callable, Mapping
from math import isfinite

from planner.basics.errors import RuleBroken
from planner.schedule.scenario import KINDS, LONGEST_NAME, Change, Target, Unreadable, check

Fits = Callable[[object], bool]


def read_changes(stored: object) -> list[Change]:
    """The changes in their order, one for each entry; anything but a list is one change that cannot be read."""
    return [read_change(each) for each in stored] if isinstance(stored, list) else [Unreadable()]


def read_change(stored: object) -> Change:
    """The change that `scenario.as_json` stored, or one that cannot be read."""
    try:
        change = _made(stored) if isinstance(stored, Mapping) else None
        if change is not None:
            check(change)
    except (KeyError, TypeError, ValueError, RuleBroken):
        change = None
    return change or Unreadable()


def _made(stored: Mapping[str, object]) -> Change:
    values = {name: value for name, value in stored.items() if name != "kind"}
    if "task" in values:
        values["task"] = _target(values["task"])
    if not all(_FITS[name](value) for name, value in values.items()):
        raise TypeError
    kind = KINDS[str(stored["kind"])]
    return kind(**values)  # type: ignore[arg-type] # names and types of the values were checked


def _target(stored: object) -> Target:
    if not isinstance(stored, Mapping) or not stored.keys() <= {"uid", "name", "wave"}:
        raise TypeError
    uid, name, wave = stored["uid"], stored["name"], stored.get("wave")
    if not _whole(uid) or not _text(name) or not (wave is None or _whole(wave)):
        raise TypeError
    return Target(uid, name, wave)


def _whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**31


def _number(value: object) -> bool:
    return isinstance(value, float | int) and not isinstance(value, bool) and isfinite(value)


def _text(value: object) -> bool:
    return isinstance(value, str) and len(value) <= LONGEST_NAME


_FITS: Mapping[str, Fits] = {
    "task": lambda value: isinstance(value, Target),
    "days": _number,
    "percent": _whole,
    "name": _text,
    "holds": lambda value: isinstance(value, bool),
    "people": _whole,
    "more": _whole,
    "divisible": _whole,
}
