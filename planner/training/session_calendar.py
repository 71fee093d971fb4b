"""Sessions as calendar entries with their times, as calendar programs read them (RFC 5545)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from icalendar import Calendar, Event

from planner.schedule.calendar_feed import plain


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """A session as a calendar shows it; `key` is its number."""

    key: int
    name: str
    starts_at: datetime
    ends_at: datetime
    where: str
    text: str
    cancelled: bool


def calendar_of(name: str, home: str, root: str, sessions: Iterable[CalendarEntry], stamp: datetime) -> bytes:
    """The sessions as a calendar file. `home` is the rollout's address; `root` gives an entry its number for good."""
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//CRM Rollout Planner//Training//EN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", " ".join(plain(f"Training: {name}").split()))
    calendar.add("refresh-interval", timedelta(hours=6), parameters={"VALUE": "DURATION"})
    for session in sessions:
        calendar.add_component(_event(session, home, root, stamp))
    return bytes(calendar.to_ical())


def _event(entry: CalendarEntry, home: str, root: str, stamp: datetime) -> Event:
    event = Event()
    event.add("uid", f"{uuid5(NAMESPACE_URL, f'{root}#sitting-{entry.key}')}")
    event.add("dtstamp", stamp)
    event.add("dtstart", entry.starts_at)
    event.add("dtend", entry.ends_at)
    event.add("summary", plain(entry.name))
    event.add("url", f"{home}/training/sessions/{entry.key}")
    for name, text in (("location", entry.where), ("description", entry.text)):
        if text:
            event.add(name, plain(text))
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    return event
