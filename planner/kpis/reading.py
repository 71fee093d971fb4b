"""Readings as they come in: by hand, from a file, through the interface for programs, or by webhook."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from planner.basics.days import check_day
from planner.basics.errors import RuleBroken
from planner.kpis.definition import check_number
from planner.playbook.words import Unit


class Origin(StrEnum):
    """Where a reading came from."""

    HAND = "hand"
    FILE = "file"
    API = "api"
    WEBHOOK = "webhook"


ORIGIN_WORDS = {
    Origin.HAND: "by hand",
    Origin.FILE: "from a file",
    Origin.API: "by a program",
    Origin.WEBHOOK: "by webhook",
}
NOT_LESS = {Unit.COUNT: "A count", Unit.HOURS: "Hours", Unit.DAYS: "Days"}


@dataclass(frozen=True, slots=True)
class ReadingDraft:
    """A value for a day, the last day of the period it speaks of."""

    day: date
    value: Decimal
    note: str = ""


def check_reading(draft: ReadingDraft, unit: Unit, today: date) -> None:
    """Refuse days to come, numbers no figure has, and what its unit cannot be; RuleBroken names the field."""
    check_day(draft.day, "day")
    if draft.day > today:
        raise RuleBroken("This day has not come yet: a reading speaks of what was.", "day")
    check_number(draft.value, "value")
    if unit in NOT_LESS and draft.value < 0:
        raise RuleBroken(f"{NOT_LESS[unit]} cannot be less than nothing.", "value")
    if unit is Unit.COUNT and draft.value != draft.value.to_integral_value():
        raise RuleBroken("A count is a whole number.", "value")
    if len(draft.note) > 300:
        raise RuleBroken("The note is longer than 300 signs.", "note")


def changes(drafts: Iterable[ReadingDraft], stored: dict[date, Decimal]) -> list[ReadingDraft]:
    """The readings that say something new: those of a day without one, and corrections. The rest changes nothing."""
    found: dict[date, ReadingDraft] = {}
    for draft in drafts:
        found[draft.day] = draft
    return [draft for day, draft in sorted(found.items()) if stored.get(day) != draft.value]
