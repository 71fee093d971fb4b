"""Proposes waves: how many, which unit joins which, in what order and when each goes live, always with the reason.

Sales units come first, because contact with the customer begins there; within a kind of work the smallest unit comes
first, so that what goes wrong is put right before many people meet it. The first go-live leaves the time that the
tasks before it are likely to take; where that is not known, the pace that practitioners publish (three to four months
for a first release). Dates are starting points to be edited.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from planner.playbook.outline import Culture, Size
from planner.rollouts.profile import UnitDraft, WaveDraft, Work

_WORK_ORDER = (Work.SALES, Work.SERVICE, Work.MARKETING, Work.OTHER)
_FIRST_GO_LIVE = {Size.SMALL: 12, Size.MEDIUM: 16, Size.LARGE: 26}
_BETWEEN = {Size.SMALL: 3, Size.MEDIUM: 4, Size.LARGE: 6}
_MOST_WAVES = {Size.SMALL: 2, Size.MEDIUM: 4, Size.LARGE: 6}


@dataclass(frozen=True, slots=True)
class WavePlan:
    """A proposal: the waves, the units with the wave each joins, and why."""

    waves: tuple[WaveDraft, ...]
    units: tuple[UnitDraft, ...]
    reasons: tuple[str, ...]


def propose_waves(
    culture: Culture, size: Size, units: Sequence[UnitDraft], start: date, weeks: int | None = None
) -> WavePlan:
    """Waves for these units; `weeks` is the time that the tasks before the first go-live are likely to take.

    A centralised organisation goes live by kind of work, a decentralised one unit by unit; a pilot comes before the
    rest wherever there is more than one unit. Numbers of waves are capped at 2, 4 and 6 by size.
    """
    ordered = sorted(units, key=lambda unit: (_WORK_ORDER.index(unit.work), unit.people, unit.name))
    first = _FIRST_GO_LIVE[size] if weeks is None else weeks + 1
    groups = _limit(_groups(culture, ordered), _MOST_WAVES[size])
    waves = tuple(
        WaveDraft(number, _name(group, number, len(groups)), _go_live(start, first + (number - 1) * _BETWEEN[size]))
        for number, group in enumerate(groups or [[]], start=1)
    )
    placed = {unit.name: number for number, group in enumerate(groups, start=1) for unit in group}
    return WavePlan(
        waves, tuple(replace(unit, wave=placed[unit.name]) for unit in units), _reasons(culture, size, groups, first)
    )


def _groups(culture: Culture, ordered: Sequence[UnitDraft]) -> list[list[UnitDraft]]:
    if culture is Culture.DECENTRALISED or len(ordered) < 2:
        return [[unit] for unit in ordered]
    pilot, rest = ordered[0], ordered[1:]
    by_work = [[unit for unit in rest if unit.work is work] for work in _WORK_ORDER]
    return [[pilot], *(group for group in by_work if group)]


def _limit(groups: list[list[UnitDraft]], most: int) -> list[list[UnitDraft]]:
    """At most so many waves: the pilot stays alone, and later groups share the last wave."""
    if len(groups) <= most:
        return groups
    return [*groups[: most - 1], [unit for group in groups[most - 1 :] for unit in group]]


def _name(group: Sequence[UnitDraft], number: int, of: int) -> str:
    names = ", ".join(unit.name for unit in group)
    label = "Go-live" if of < 2 else "Pilot" if number == 1 else f"Wave {number}"
    return f"{label}: {names}" if names and len(names) <= 60 else label


def _go_live(start: date, weeks: int) -> date:
    """The Monday so many weeks after the start or next after it; out of the weeks around the turn of the year."""
    day = _monday(start + timedelta(weeks=weeks))
    return (
        _monday(date(day.year + 1, 1, 8))
        if in_year_end(day) and day.month == 12
        else (_monday(date(day.year, 1, 8)) if in_year_end(day) else day)
    )


def in_year_end(day: date) -> bool:
    """Whether a day lies between 15 December and 7 January, when books close and people are away."""
    return (day.month, day.day) >= (12, 15) or (day.month, day.day) <= (1, 7)


def working_day(day: date) -> date:
    """The day itself from Monday to Friday, else the Monday after it."""
    return day if day.weekday() < 5 else _monday(day)


def _monday(day: date) -> date:
    return day + timedelta(days=-day.weekday() % 7)


def _reasons(culture: Culture, size: Size, groups: Sequence[Sequence[UnitDraft]], first: int) -> tuple[str, ...]:
    reasons = []
    if len(groups) > 1:
        reasons.append(f"{groups[0][0].name} goes first as the pilot: small enough to put right what goes wrong.")
        reasons.append("Sales units come before others, because contact with customers begins there.")
    if culture is Culture.DECENTRALISED:
        reasons.append("Each unit has its own wave where possible, because units decide for themselves how they work.")
    elif len(groups) > 1:
        reasons.append("Units with the same work go live together, because the head office sets one way of working.")
    reasons.append(
        f"The first wave goes live about {first} weeks after the start, when the tasks before it can be done."
    )
    if len(groups) > 1:
        reasons.append(
            f"Each next wave follows {_BETWEEN[size]} weeks later, so that the earlier one can be learned from."
        )
    return tuple(reasons)
