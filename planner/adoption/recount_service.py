"""Counts use and adoption anew from the daily counts: account by week, person, and group by week, in one pass.

Weeks whose days are gone stay as they were counted. What changed beside the logs, such as a unit or a licence, makes
all other weeks be counted anew; a log only those from its first week on.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import date, datetime
from typing import Any

import numpy as np
from sqlalchemy import delete, select

from planner.adoption import figure_queries, outcome_service
from planner.adoption.day_counts_service import WEEK, Days, Reach, Spans, reach_of
from planner.adoption.figure_models import (
    AdoptionFunctionWeek,
    AdoptionPerson,
    AdoptionState,
    AdoptionWeek,
    Condition,
)
from planner.adoption.figures import NEVER, GroupFigures, States, Uses, function_figures, group_figures, states
from planner.adoption.instants import week_of
from planner.adoption.overview import outlook
from planner.adoption.profiles import Profile
from planner.adoption.roster_service import People, mark_of, meanings_of, people_of
from planner.adoption.settings_service import functions_of, rules_of
from planner.adoption.shown import safe_functions, safe_groups, safe_rhythms
from planner.adoption.shown_weeks import safe_weeks
from planner.basics.bulk_service import table_of, upsert
from planner.db import db
from planner.rollouts.models import Rollout

GROUP_COLUMNS = tuple(each.name for each in fields(GroupFigures))
FUNCTION_COLUMNS = ("by", "key", "function_ref", "people", "expected", "expected_used", "actions")


def recount(rollout: Rollout, now: datetime, changed: Collection[int] | None = None) -> None:
    """Bring all figures up to date. `changed` are the weeks that a log touched; None counts all open weeks anew."""
    reach = reach_of(rollout.id)
    shown: dict[str, list[str]] = {}
    if reach is not None:
        shown = _count(rollout, reach, changed)
    _note_state(rollout.id, None if reach is None else date.fromordinal(reach.last), now, shown)
    outcome_service.renew(rollout)


def _count(rollout: Rollout, reach: Reach, changed: Collection[int] | None) -> dict[str, list[str]]:
    """One pass over the weeks: what accounts did in those that changed, and every group at the end of each."""
    days, people, spans = Days(rollout.id, meanings_of(rollout), reach), people_of(rollout), Spans()
    begin = week_of(reach.first_kept) if changed is None else min(changed, default=reach.last)
    figures = _Figures(rollout.id, people, days, max(begin, reach.from_week))
    for monday in range(begin, reach.last + 1, WEEK):
        if changed is None or monday in changed:
            days.store_week(monday, spans)
        figures.count(monday)
    whole = changed is None and reach.from_week == week_of(reach.first_kept)
    spans.store(rollout.id, anew=whole)
    shown = _shown(rollout, people, figures.found)
    figures.store(people_of(rollout), shown)
    return shown


def _shown(rollout: Rollout, people: People, found: States | None) -> dict[str, list[str]]:
    """The groups of those licensed at the end that may be shown side by side, and what else may stand beside them."""
    if found is None:
        return {}
    licensed, functions = _licensed(people, found), functions_of(rollout)
    shown = safe_groups(licensed)
    shown |= {"function": safe_functions(licensed, shown, functions)}
    return shown | {"rhythm": safe_rhythms(licensed, shown, functions, rules_of(rollout.id).weekly_roles)}


def is_stale(rollout_id: int) -> bool:
    """Whether staff, licences, matches or rules changed since the figures were counted."""
    state = db.session.get(AdoptionState, rollout_id)
    return state is not None and state.as_of is not None and state.mark != mark_of(rollout_id)


class _Figures:
    """The figures of every group at the end of each week, and where each person stands at the last."""

    def __init__(self, rollout_id: int, people: People, days: Days, begin: int) -> None:
        self.rollout_id, self.people, self.days, self.begin = rollout_id, people, days, begin
        self.groups: list[tuple[int, int, GroupFigures]] = []
        self.functions: list[tuple[Any, ...]] = []
        self.licensed: dict[int, Mapping[Profile, int]] = {}
        self.found: States | None = None

    def count(self, monday: int) -> None:
        """Add one week."""
        if monday < self.begin:
            return
        as_of = min(monday + WEEK - 1, self.days.reach.last)
        uses, roster, refs = (
            _of_people(self.people, self.days.window(as_of)),
            self.people.roster,
            self.days.meanings.refs,
        )
        self.found = states(roster, uses, as_of)
        self.licensed[monday] = _licensed(self.people, self.found)
        self.groups += [(monday, as_of, each) for each in group_figures(roster, self.found)]
        self.functions += [
            (
                self.rollout_id,
                monday,
                each.by,
                each.key,
                refs[each.bit],
                each.people,
                each.expected,
                each.expected_used,
                each.actions,
            )
            for each in function_figures(roster, self.found, uses, as_of, sorted(refs))
        ]

    def store(self, people: People, shown: Mapping[str, list[str]]) -> None:
        """Put them in the place of what was stored; `people` with their active days as they are now.

        `shown` are the groups that may be shown at the end.
        """
        rollout_id, begin = self.rollout_id, self.begin
        columns = ("rollout_id", "week", "as_of", *GROUP_COLUMNS, "shown")
        _replace(AdoptionWeek, rollout_id, begin, columns, list(self._rows(shown)))
        _replace(AdoptionFunctionWeek, rollout_id, begin, ("rollout_id", "week", *FUNCTION_COLUMNS), self.functions)
        if self.found is not None:
            _store_people(rollout_id, people, self.found)

    def _rows(self, shown: Mapping[str, list[str]]) -> Iterator[tuple[Any, ...]]:
        """Each group of each week with whether it may be shown."""
        safe = dict(zip(self.licensed, safe_weeks(list(self.licensed.values()), shown), strict=True))
        for monday, as_of, each in self.groups:
            may = each.key in safe[monday].get(each.by, ())
            yield (self.rollout_id, monday, as_of, *(getattr(each, name) for name in GROUP_COLUMNS), may)


def _licensed(people: People, found: States) -> Mapping[Profile, int]:
    """The licensed people by profile."""
    return Counter(people.profiles[who] for who in np.flatnonzero(found.licensed).tolist())


def _of_people(people: People, uses: Uses) -> Uses:
    """The counts of those who are known, by their places in the roster."""
    places = people.places_of(uses.people)
    known = uses.chosen(places >= 0)
    return Uses(known.days, places[places >= 0], known.bits, known.meaningful, known.counts)


def _replace(
    model: type[AdoptionWeek] | type[AdoptionFunctionWeek], rollout_id: int, begin: int,
    columns: tuple[str, ...], rows: list[tuple[Any, ...]],
) -> None:  # fmt: skip
    table = table_of(model)
    span = (table.c.rollout_id == rollout_id) & (table.c.week >= begin)
    db.session.connection().execute(delete(table).where(span))
    key = ("rollout_id", "week", "by", "key", *(["function_ref"] if "function_ref" in columns else []))
    upsert(db.session.connection(), table, columns, rows, key=key)


def _store_people(rollout_id: int, people: People, found: States) -> None:
    table = table_of(AdoptionPerson)
    rows = []
    for place in np.flatnonzero(found.licensed).tolist():
        active, last = int(people.first_active[place]), int(people.last_active[place])
        rows.append((
            people.staff[place], rollout_id, condition_of(found, place, last).value,
            _day(people.licensed_from[place]), _day(int(people.roster.first_seen[place])), _day(active), _day(last),
            int(found.days[place]), int(found.functions[place]), int(found.used[place]), int(found.wanted[place]),
            int(found.actions[place]),
        ))  # fmt: skip
    here = [row[0] for row in rows]
    connection = db.session.connection()
    there = set(connection.scalars(select(table.c.staff_id).where(table.c.rollout_id == rollout_id)))
    for some in _some(sorted(there - set(here))):
        connection.execute(delete(table).where(table.c.staff_id.in_(some)))
    names = (
        "staff_id", "rollout_id", "condition", "licensed_from", "first_seen", "first_active", "last_active", "days",
        "functions", "used", "expected", "actions",
    )  # fmt: skip
    upsert(connection, table, names, rows)


def _some(ids: Sequence[int], size: int = 500) -> Iterator[Sequence[int]]:
    return (ids[first : first + size] for first in range(0, len(ids), size))


def condition_of(found: States, place: int, last_active: int) -> Condition:
    """Where a licensed person stands."""
    if found.adopted[place]:
        return Condition.ADOPTED
    if found.active[place]:
        return Condition.ACTIVE
    if last_active >= 0:
        return Condition.LAPSED
    return Condition.PRESENT if found.signed_in[place] else Condition.NEVER


def _day(number: int) -> str | None:
    return date.fromordinal(number).isoformat() if 0 < number < NEVER else None


def _note_state(rollout_id: int, as_of: date | None, now: datetime, shown: dict[str, list[str]]) -> None:
    db.session.flush()
    state = db.session.get(AdoptionState, rollout_id)
    if state is None:
        state = AdoptionState(rollout_id=rollout_id, mark="", counted_at=now)
        db.session.add(state)
    state.as_of, state.mark, state.counted_at, state.shown = as_of, mark_of(rollout_id), now, dict(shown)
    weeks = figure_queries.curve(rollout_id)
    state.outlook = outlook([week.as_of for week in weeks], [week.rate for week in weeks]).stored() if weeks else {}
    db.session.flush()
