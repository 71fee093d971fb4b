"""Reads small logs for the tests: rows in, events out."""

import io
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo

from planner.adoption.events import Choices, Events, Reader
from planner.adoption.layouts import Field
from planner.adoption.usage_importing import Counted, read_usage

PARIS = ZoneInfo("Europe/Paris")
CHOICES = Choices(columns={}, zone=PARIS)
Found = list[tuple[str, str, str]]


def counted(content: str | bytes, preset: str, choices: Choices = CHOICES) -> tuple[Found, Counted, Reader]:
    """Who, when (local time of Paris) and what of each event that counts, in the order of the log."""
    found: Found = []

    def take(reader: Reader, events: Events) -> None:
        for person, moment, function in zip(events.accounts, events.moments, events.functions, strict=True):
            local = datetime.fromtimestamp(float(moment), PARIS)
            found.append((reader.accounts[person].external_id, f"{local:%Y-%m-%d %H:%M}", reader.functions[function]))

    raw = content.encode() if isinstance(content, str) else content
    reader, told = read_usage(io.BytesIO(raw), preset, choices, take)
    return found, told, reader


def events_of(content: str | bytes, preset: str, choices: Choices = CHOICES) -> Found:
    """Only the events."""
    return counted(content, preset, choices)[0]


def choices(columns: dict[Field, str] | None = None, source: tzinfo | None = None, **more: object) -> Choices:
    """Choices as a person would make them."""
    return replace(CHOICES, columns=columns or {}, source_zone=source, **more)  # type: ignore[arg-type] # by name


def lines(*rows: Iterable[str]) -> str:
    """A CSV of rows."""
    return "\n".join(",".join(row) for row in rows) + "\n"
