"""Small project files, written by hand for one test each."""

from collections.abc import Iterable, Iterator
from typing import Any
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape

NAMESPACE = "http://schemas.microsoft.com/project"


def task(uid: int, name: str = "", *, level: int = 1, after: Iterable[int] = (), **fields: Any) -> str:
    """One task of eight hours; further elements by their names in the file."""
    links = "".join(
        f"<PredecessorLink><PredecessorUID>{other}</PredecessorUID><Type>1</Type></PredecessorLink>" for other in after
    )
    values = {
        "UID": uid,
        "ID": uid,
        "Name": name or f"Task {uid}",
        "OutlineLevel": level,
        "Duration": "PT8H0M0S",
        **fields,
    }
    return (
        "<Task>" + "".join(f"<{key}>{escape(str(value))}</{key}>" for key, value in values.items()) + links + "</Task>"
    )


def project(*tasks: str, more: str = "") -> bytes:
    """A whole file around some tasks."""
    head = f'<?xml version="1.0" encoding="UTF-8"?><Project xmlns="{NAMESPACE}"><Name>plan</Name>'
    return f"{head}<MinutesPerDay>480</MinutesPerDay><Tasks>{''.join(tasks)}</Tasks>{more}</Project>".encode()


def in_progress() -> bytes:
    """A plan under way with a summary dated by hand, a limited summary, a night shift, and what the product ignores."""
    hand: dict[str, Any] = {
        "ManualStart": "2026-01-12T08:00:00",
        "ManualFinish": "2026-01-16T17:00:00",
        "ManualDuration": "PT40H0M0S",
    }
    dated: dict[str, Any] = {"Start": "2026-01-12T08:00:00", "Finish": "2026-01-16T17:00:00", "Duration": "PT40H0M0S"}
    begun: dict[str, Any] = {
        "ActualStart": "2026-01-06T08:00:00",
        "PercentComplete": 30,
        "RemainingDuration": "PT56H0M0S",
    }
    done: dict[str, Any] = {
        "ActualStart": "2026-01-05T08:00:00",
        "ActualFinish": "2026-01-07T17:00:00",
        "PercentComplete": 100,
    }
    times = "<WorkingTime><FromTime>22:00:00</FromTime><ToTime>06:00:00</ToTime></WorkingTime>"
    night = f"<DayType>2</DayType><DayWorking>1</DayWorking><WorkingTimes>{times}</WorkingTimes>"
    rows = (
        task(1, "By hand", Manual=1, Summary=1, Priority=700, **dated, **hand),
        task(2, "Under way", level=2, Duration="PT80H0M0S", Resume="2026-01-12T08:00:00", **begun),
        task(3, "Done", level=2, Duration="PT24H0M0S", RemainingDuration="PT0H0M0S", **done),
        task(4, "Limited", after=[1], ConstraintType=7, ConstraintDate="2026-01-30T17:00:00", Summary=1),
        task(5, "At night", level=2, CalendarUID=2, Hyperlink="a page"),
    )
    calendars = (
        "<Calendar><UID>1</UID><Name>Standard</Name></Calendar>"
        f"<Calendar><UID>2</UID><Name>Night</Name><WeekDays><WeekDay>{night}</WeekDay></WeekDays></Calendar>"
    )
    head = "<StartDate>2026-01-05T08:00:00</StartDate><StatusDate>2026-01-14T17:00:00</StatusDate>"
    return project(*rows, more=f"{head}<CalendarUID>1</CalendarUID><Calendars>{calendars}</Calendars>")


def elements(content: bytes) -> Iterator[tuple[str, str, tuple[tuple[str, str], ...]]]:
    """Every element of a document in its order, with its text and attributes."""
    for element in ET.fromstring(content).iter():
        yield element.tag, (element.text or "").strip(), tuple(sorted(element.attrib.items()))
