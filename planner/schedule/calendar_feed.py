"""A plan as a calendar that calendar programs subscribe to: a whole-day entry for each task, milestone and gate.

Entries follow RFC 5545: dates without a time mean the same day everywhere, and the end is the day after the last one.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import NAMESPACE_URL, uuid5

from icalendar import Calendar, Event

LONGEST_TEXT = 2_000


class FeedKind(StrEnum):
    """What a calendar holds."""

    ALL = "all"
    MINE = "mine"
    GATES = "gates"
    TRAINING = "training"


FEED_WORDS = {
    FeedKind.ALL: "Everything: tasks, milestones and gates",
    FeedKind.MINE: "What I own: my tasks, milestones and gates",
    FeedKind.GATES: "Gates only",
    FeedKind.TRAINING: "Training: what trains people in the plan, and sessions of courses",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: days are first and last, inclusive. `key` names the thing for as long as it exists.

    `span` are the moments at which it begins and ends, where it does not take whole days.
    """

    key: str
    name: str
    first: date
    last: date
    text: str = ""
    address: str = ""
    category: str = ""
    span: tuple[datetime, datetime] | None = None
    place: str = ""
    cancelled: bool = False


def calendar_of(name: str, root: str, entries: Iterable[Entry], stamp: datetime) -> bytes:
    """The calendar as a file. `root` tells the rollout from all others: with it an entry keeps its number for good.

    `stamp` is the moment of the answer, with its zone. A one-day task on Monday starts on Monday and ends on Tuesday.
    """
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//CRM Rollout Planner//Plan//EN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", " ".join(plain(name).split()))
    calendar.add("refresh-interval", timedelta(hours=6), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT6H")
    for entry in entries:
        calendar.add_component(_event(entry, root, stamp))
    return bytes(calendar.to_ical())


def _event(entry: Entry, root: str, stamp: datetime) -> Event:
    event = Event()
    event.add("uid", f"{uuid5(NAMESPACE_URL, f'{root}#{entry.key}')}")
    event.add("dtstamp", stamp)
    begin, end = entry.span or (entry.first, max(entry.first, entry.last) + timedelta(days=1))
    event.add("dtstart", begin)
    event.add("dtend", end)
    event.add("summary", plain(entry.name))
    if entry.span:
        event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    else:
        event.add("transp", "TRANSPARENT")
    texts = (("location", plain(entry.place)), ("description", plain(entry.text)), ("url", entry.address))
    for name, text in texts:
        if text:
            event.add(name, text)
    if entry.category:
        event.add("categories", [entry.category])
    return event


def plain(text: str) -> str:
    """Text that a calendar can hold: without control characters, and of a bounded length."""
    kept = "".join(sign for sign in text.replace("\r\n", "\n").replace("\r", "\n") if sign == "\n" or sign >= " ")
    kept = kept.replace("\x7f", "")
    return kept if len(kept) <= LONGEST_TEXT else f"{kept[: LONGEST_TEXT - 1]}…"
