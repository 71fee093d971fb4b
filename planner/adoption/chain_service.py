"""Joins training, use and key figures for each wave or unit; groups that must not be shown are left out.

What is shown side by side is safe for the licensed people (counted with each log) and for those who are to be trained.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce

from planner.adoption import figure_queries, outcome_queries, people_queries
from planner.adoption.chain import FigureMoved, Link, Share
from planner.adoption.figure_models import By
from planner.adoption.figure_queries import SUMMED, Week
from planner.adoption.help_lists import HelpList
from planner.adoption.outcome_queries import Outcome
from planner.basics.suppression import hidden_groups
from planner.db import asked_once
from planner.kpis import standing_service
from planner.kpis.movement import moved
from planner.kpis.standing_service import Standing
from planner.people import staff
from planner.rollouts import queries as rollouts
from planner.rollouts.models import Rollout
from planner.training import coverage_queries
from planner.training.coverage_queries import NOBODY, Coverage

Lists = Mapping[HelpList, int]


@dataclass(frozen=True, slots=True)
class Chain:
    """All groups of a division that may be shown, how many are not, and the whole; the whole is None if too small."""

    links: Sequence[Link]
    hidden: int
    whole: Link | None
    outcome: Outcome | None
    as_of: date | None


@asked_once
def chain(rollout: Rollout, by: str, today: date) -> Chain:
    """The chain by wave or by unit; a fixed number of questions, however many groups and people there are."""
    state = figure_queries.state(rollout.id)
    shown = state.shown if state else {}
    weeks = _weeks(rollout, by)
    trained = _trained(rollout, by, today)
    lists = _lists(rollout, by, today)
    names = {
        str(each.id): each.name if by == "unit" else f"{each.number}: {each.name}" for each in _groups(rollout, by)
    }
    numbers = {str(each.id): each.id if by == "unit" else each.number for each in _groups(rollout, by)}
    too_few = hidden_groups({key: each.required for key, each in trained.items()})
    keys = [key for key in names if key in shown.get(by, []) and key not in too_few]
    masked = {each: hidden_groups({key: lists.get(key, {}).get(each, 0) for key in keys}) for each in HelpList}
    outcomes = outcome_queries.outcomes(rollout.id, by)
    standings = standing_service.standings(rollout, today)
    links = [
        _link(
            key, numbers[key], names[key], trained.get(key, NOBODY), weeks.get(key), outcomes.get(key),
            {each: count for each, count in lists.get(key, {}).items() if key not in masked[each]},
            _figures(rollout, by, key, standings, outcomes.get(key)),
        )
        for key in keys
    ]  # fmt: skip
    whole = outcome_queries.outcomes(rollout.id, "all").get("")
    there = {key for key in names if key in weeks or key in trained}
    return Chain(
        links, len(there - set(keys)), _whole(rollout, today, whole, standings) if shown.get("all") else None,
        whole, state.as_of if state else None,
    )  # fmt: skip


def _groups(rollout: Rollout, by: str) -> Sequence:  # type: ignore[type-arg] # units or waves
    return rollouts.units(rollout.id) if by == "unit" else rollouts.waves(rollout.id)


def _waves_of_units(rollout: Rollout) -> dict[str, str]:
    return {str(unit.id): str(unit.wave_id) for unit in rollouts.units(rollout.id) if unit.wave_id}


def _weeks(rollout: Rollout, by: str) -> dict[str, Week]:
    weeks = figure_queries.latest(rollout.id, By.UNIT)
    if by == "unit":
        return weeks
    waves = _waves_of_units(rollout)
    found: dict[str, list[Week]] = {}
    for key, week in weeks.items():
        found.setdefault(waves.get(key, ""), []).append(week)
    return {key: reduce(_sum, some) for key, some in found.items() if key}


def _sum(one: Week, other: Week) -> Week:
    return Week(one.week, one.as_of, *(getattr(one, name) + getattr(other, name) for name in SUMMED))


def _trained(rollout: Rollout, by: str, today: date) -> dict[str, Coverage]:
    if by == "unit":
        found = coverage_queries.coverage_by(rollout.id, today, staff.By.UNIT)
        return {str(key): each for key, each in found.items() if key is not None}
    numbers = {wave.number: str(wave.id) for wave in rollouts.waves(rollout.id)}
    by_wave = coverage_queries.coverage_by(rollout.id, today, staff.By.WAVE)
    return {numbers[key]: each for key, each in by_wave.items() if isinstance(key, int) and key in numbers}


def _lists(rollout: Rollout, by: str, today: date) -> dict[str, Lists]:
    units = people_queries.sizes_by_unit(rollout.id, today)
    if by == "unit":
        return dict(units)
    waves, found = _waves_of_units(rollout), dict[str, dict[HelpList, int]]()
    for key, sizes in units.items():
        mine = found.setdefault(waves.get(key, ""), {})
        for each, number in sizes.items():
            mine[each] = mine.get(each, 0) + number
    return dict(found)


def _link(
    key: str, number: int, name: str, trained: Coverage, week: Week | None, outcome: Outcome | None, lists: Lists,
    figures: Sequence[FigureMoved],
) -> Link:  # fmt: skip
    licensed = week.licensed if week else 0
    return Link(
        key, number, name, Share(trained.trained, trained.required),
        Share(week.active if week else 0, licensed), Share(week.adopted if week else 0, licensed),
        Share(week.used, week.expected) if week and week.expected else None,
        lists.get(HelpList.IDLE), lists.get(HelpList.UNTRAINED),
        outcome.access if outcome else None, outcome.training if outcome else None,
        outcome.effect if outcome else None, figures,
    )  # fmt: skip


def _whole(rollout: Rollout, today: date, outcome: Outcome | None, standings: Iterable[Standing]) -> Link:
    weeks = figure_queries.latest(rollout.id, By.ALL)
    lists = people_queries.sizes(rollout.id, today, None)
    return _link(
        "", 0, "Everybody", coverage_queries.coverage(rollout.id, today), weeks.get(""), outcome,
        {each: number for each, number in lists.items() if not hidden_groups({"": number})},
        _figures(rollout, "all", "", standings, outcome),
    )  # fmt: skip


def _figures(
    rollout: Rollout, by: str, key: str, standings: Iterable[Standing], outcome: Outcome | None
) -> list[FigureMoved]:
    """The key figures measured in a group: of a unit its own, of a wave its own and those of its units."""
    waves = _waves_of_units(rollout)
    numbers = {wave.number: str(wave.id) for wave in rollouts.waves(rollout.id)}
    found = []
    for each in standings:
        unit = str(each.row.unit_id) if each.row.unit_id else ""
        wave = numbers.get(each.row.wave or 0, "") or waves.get(unit, "")
        if {"unit": unit == key, "wave": wave == key, "all": not unit and not wave}[by]:
            since = (outcome.since if outcome else None) or each.row.baseline_on or each.row.since
            found.append(FigureMoved(each.id, each.name, each.unit, moved(each.readings, since, each.row.aim)))
    return found
