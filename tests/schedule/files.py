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


def elements(content: bytes) -> Iterator[tuple[str, str, tuple[tuple[str, str], ...]]]:
    """Every element of a document in its order, with its text and attributes."""
    for element in ET.fromstring(content).iter():
        yield element.tag, (element.text or "").strip(), tuple(sorted(element.attrib.items()))
