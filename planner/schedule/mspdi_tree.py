"""Changes a project file element by element: what differs is written in its place, all the rest stays as it is."""

import re
from collections.abc import Mapping
from xml.etree.ElementTree import Element

from planner.schedule.file_values import MisfitError, Raw, whole
from planner.schedule.mspdi_fields import Fields
from planner.schedule.mspdi_order import place

NAMESPACE = "http://schemas.microsoft.com/project"
_REFUSED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def local(element: Element) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def space_of(element: Element) -> str:
    """The namespace of an element as its children's names begin with it, such as `{http://…}`."""
    head, brace, _ = str(element.tag).rpartition("}")
    return head + brace


def children(element: Element, name: str) -> list[Element]:
    """The children of one name."""
    return [child for child in element if local(child) == name]


def number_in(record: Element, name: str) -> int | None:
    """The whole number a record gives under a name, if it is one."""
    text = next((child.text for child in record if local(child) == name), None)
    try:
        return whole(text) if text else None
    except MisfitError:
        return None


def put(parent: Element, name: str, text: str | None, order: tuple[str, ...]) -> None:
    """Give a child its text, in its place when it is new; None takes it away."""
    found = children(parent, name)
    if text is None:
        for child in found:
            parent.remove(child)
    elif found:
        found[0].text = xml_text(text)
    else:
        add(parent, leaf(parent, name, text), order)


def add(parent: Element, child: Element, order: tuple[str, ...]) -> None:
    """Put a child into its place among its brothers, behind those of its own name."""
    parent.insert(place([local(brother) for brother in parent], local(child), order), child)


def leaf(near: Element, name: str, text: str) -> Element:
    """A new element with a text, in the namespace of another one."""
    element = Element(space_of(near) + name)
    element.text = xml_text(text)
    return element


def write(record: Element, had: Fields, wanted: Fields, order: tuple[str, ...]) -> None:
    """Write what the wanted values say differently from those the record was read with."""
    for name, text in wanted.items():
        if had.get(name) != text:
            put(record, name, text, order)


def record_of(near: Element, name: str, fields: Mapping[str, str | None]) -> Element:
    """A new record with all its values, in the order in which they are given."""
    record = Element(space_of(near) + name)
    record.extend(leaf(near, key, text) for key, text in fields.items() if text is not None)
    return record


def raw_record(near: Element, name: str, raw: Raw) -> Element:
    """A record as it was kept from a file: values by name, records under them in lists."""
    record = Element(space_of(near) + name)
    for key, value in raw.items():
        if isinstance(value, str):
            record.append(leaf(near, key, value))
        else:
            record.extend(raw_record(near, key, inner) for inner in value)
    return record


def xml_text(text: str) -> str:
    """The text without the few signs that XML cannot hold at all."""
    return _REFUSED.sub("", text)
