"""What xAPI statements say of courses: who passed, completed or failed which one, when, with which score."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from decimal import Decimal
from typing import Any

from planner.training.lms_progress import Trouble
from planner.training.xapi import reason_against

PASSED = frozenset({"passed", "completed", "mastered", "attended"})
FAILED = frozenset({"failed"})
"""The last words of the verbs that say what came of a course; others, such as launched, are kept out."""


@dataclass(frozen=True, slots=True)
class Event:
    """One statement about a course; `key` names the statement, so that it counts once."""

    where: str
    person: str
    course: str
    day: date | None
    score: Decimal | None
    passed: bool | None
    key: str


def events_of(statements: Iterable[object], zone: tzinfo) -> tuple[list[Event], list[Trouble]]:
    """What valid statements say of courses, and the invalid ones with their reasons."""
    events, troubles = [], []
    for number, each in enumerate(statements):
        reason = reason_against(each)
        if reason:
            troubles.append(Trouble(f"statement {number}", reason))
        elif isinstance(each, dict) and (event := _event(number, each, zone)):
            events.append(event)
    return events, troubles


def _event(number: int, statement: Mapping[str, Any], zone: tzinfo) -> Event | None:
    verb = str(statement["verb"]["id"]).rstrip("/").rpartition("/")[2].lower()
    person, thing = _person(statement["actor"]), statement["object"]
    if verb not in PASSED | FAILED or not person or thing.get("objectType", "Activity") != "Activity":
        return None
    result = statement.get("result", {})
    said = result.get("success", result.get("completion"))
    passed = False if verb in FAILED else bool(said) if isinstance(said, bool) else None
    score = _score(result.get("score", {}))
    if passed is None and score is None:
        passed = True
    return Event(
        f"statement {number}",
        person,
        str(thing["id"]),
        _day(statement.get("timestamp"), zone),
        score,
        passed,
        _key(statement),
    )


def _person(actor: Mapping[str, Any]) -> str:
    if "mbox" in actor:
        return str(actor["mbox"]).removeprefix("mailto:")
    account = actor.get("account")
    return str(account["name"]) if isinstance(account, dict) else ""


def _score(score: Mapping[str, Any]) -> Decimal | None:
    """The score in percent: the scaled one, else the raw one between its ends.

    >>> _score({"scaled": Decimal("0.95")}), _score({"raw": 8, "min": 0, "max": 10})
    (Decimal('95.00'), Decimal('80'))
    """
    if "scaled" in score:
        return max(_exact(score["scaled"]) * 100, Decimal(0))
    if "raw" in score and "max" in score:
        low = _exact(score.get("min", 0))
        return (_exact(score["raw"]) - low) * 100 / (_exact(score["max"]) - low)
    return None


def _exact(number: object) -> Decimal:
    """A number as it was written, also where it was read as a binary one."""
    return Decimal(str(number))


def _day(text: str | None, zone: tzinfo) -> date | None:
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text.replace("z", "Z").replace(",", "."))
    except ValueError:
        return None
    return moment.astimezone(zone).date() if moment.tzinfo else moment.date()


def _key(statement: Mapping[str, Any]) -> str:
    """The statement's own number, or the fingerprint of what it says."""
    if "id" in statement:
        return f"xapi:{str(statement['id']).lower()}"
    text = json.dumps(statement, sort_keys=True, default=str)
    return f"xapi:{hashlib.sha256(text.encode()).hexdigest()}"
