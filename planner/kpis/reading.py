"""Readings as they come in: by hand, from a file, through the interface for programs, or by webhook."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
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
    """A value for a day, the last day of the period it speaks of; `row` is its row where it came in a table, else 0."""

    day: date
    value: Decimal
    note: str = ""
    row: int = field(default=0, compare=False)

    @property
    def whole(self) -> bool:
        """Whether it can be a count of things: a whole number, not less than nothing."""
        return self.value >= 0 and self.value == self.value.to_integral_value()


def check_reading(draft: ReadingDraft, unit: Unit, today: date) -> None:
    """Refuse days to come, numbers no figure has, and what its unit cannot be; RuleBroken names the field."""
    for broken in faults(draft, unit, today):
        raise broken


def faults(draft: ReadingDraft, unit: Unit | None, today: date) -> tuple[RuleBroken, ...]:
    """All that is wrong with a reading, field by field; without a unit, what is wrong with it for any figure."""
    found = []
    checks: tuple[Callable[[], None], ...] = (
        lambda: _check_when(draft.day, today),
        lambda: _check_value(draft.value, unit),
        lambda: _check_note(draft.note),
    )
    for check in checks:
        try:
            check()
        except RuleBroken as broken:
            found.append(broken)
    return tuple(found)


def _check_when(day: date, today: date) -> None:
    check_day(day, "day")
    if day > today:
        raise RuleBroken("This day has not come yet: a reading speaks of what was.", "day")


def _check_value(value: Decimal, unit: Unit | None) -> None:
    check_number(value, "value")
    if unit in NOT_LESS and value < 0:
        raise RuleBroken(f"{NOT_LESS[unit]} cannot be less than nothing.", "value")
    if unit is Unit.COUNT and value != value.to_integral_value():
        raise RuleBroken("A count is a whole number.", "value")


def _check_note(note: str) -> None:
    if len(note) > 300:
        raise RuleBroken("The note is longer than 300 signs.", "note")


def changes(drafts: Iterable[ReadingDraft], stored: dict[date, Decimal]) -> list[ReadingDraft]:
    """The readings that say something new: those of a day without one, and corrections. The rest changes nothing."""
    found: dict[date, ReadingDraft] = {}
    for draft in drafts:
        found[draft.day] = draft
    return [draft for day, draft in sorted(found.items()) if stored.get(day) != draft.value]


def contradictions(drafts: Iterable[ReadingDraft]) -> Iterable[tuple[ReadingDraft, ReadingDraft]]:
    """Readings of one figure that give a day another value than an earlier one does: the earlier one, and this."""
    first: dict[date, ReadingDraft] = {}
    for each in drafts:
        before = first.setdefault(each.day, each)
        if before.value != each.value:
            yield before, each
