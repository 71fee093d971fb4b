"""Why a log was not taken over after all, and what to do then, in words for its page."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

LEFT_DAYS = 7
"""Days that an uploaded log, or what was read of it, waits for somebody."""
AGAIN = "Take the file over again."


class Failure(StrEnum):
    """What was in the way."""

    READING = "reading"
    STORING = "storing"
    GONE = "gone"
    UNREAD = "unread"
    UNTAKEN = "untaken"


@dataclass(frozen=True, slots=True)
class Words:
    """What happened in a heading, and the sentences under it."""

    heading: str
    text: str


def words_of(told: Mapping[str, Any], stored: int, weeks: int) -> Words:
    """What is said of a failed import; `stored` of its `weeks` were counted before it broke off.

    >>> words_of({"failed": "gone"}, 0, 0).heading
    'The uploaded file is no longer there'
    """
    broke = f"Each of three tries broke off ({told.get('error') or 'cause unknown'})"
    found = {
        Failure.READING: Words(
            "The log could not be read",
            f"{broke}, so the uploaded file was deleted and nothing was counted. {AGAIN} If that fails as well, tell "
            "the administrator, or use the command planner usage import, which says what goes wrong.",
        ),
        Failure.STORING: Words(
            "The log could not be stored to its end",
            f"{broke}, after week {stored} of {weeks}. What is stored stays. {AGAIN} What is there already counts "
            "once. If that fails as well, tell the administrator.",
        ),
        Failure.GONE: Words(
            "The uploaded file is no longer there", f"It went before it could be read; nothing was counted. {AGAIN}"
        ),
        Failure.UNREAD: Words(
            "The log was not read within a week",
            f"The uploaded file was deleted and nothing was counted. Ask the administrator whether background work is "
            f"running, then: {AGAIN.lower()}",
        ),
        Failure.UNTAKEN: Words(
            "Nobody took the log over within a week",
            f"What was read of it was deleted, and nothing was counted. {AGAIN}",
        ),
    }
    return found[Failure(told["failed"])]
