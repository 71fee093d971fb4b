"""Counts what training came to, with each log: use before and after it, and the time until people first use the system.

All people and all kept weeks are looked at in one pass, a week at a time, so that pages only read the answer.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
from sqlalchemy import delete, insert, select

from planner.adoption import figure_queries
from planner.adoption.before_after import NOT_YET, Panel, effects
from planner.adoption.beginnings import beginning
from planner.adoption.figure_models import AdoptionOutcome
from planner.adoption.figures import NEVER
from planner.adoption.instants import week_of
from planner.adoption.outcome_queries import days_of_week, packed, weeks_of_use
from planner.adoption.roster_service import OPEN_END, People, people_of
from planner.db import db
from planner.people.staff_models import Staff
from planner.rollouts.models import Rollout, Unit
from planner.training.record_queries import first_trained

Ints = npt.NDArray[np.int64]
WEEK, MOST_WEEKS = 7, 104
FAR = date.max.toordinal()
_FIRST_BIT = np.array([0, *((n & -n).bit_length() - 1 for n in range(1, 128))], np.int64)


@dataclass(frozen=True, slots=True)
class _Story:
    """Everybody who ever was licensed: when, when trained, and on which days of which week they were active."""

    as_of: int
    monday: int
    licensed: Ints
    until: Ints
    trained: Ints
    first_active: Ints
    days: npt.NDArray[np.uint8]


def renew(rollout: Rollout) -> None:
    """Count all groups anew, from what is stored now; nothing where there is no log or nobody is licensed."""
    state = figure_queries.state(rollout.id)
    people = people_of(rollout)
    span = weeks_of_use(rollout.id)
    rows: list[dict[str, object]] = []
    if state and state.as_of and span and people.roster.size:
        story = _story(rollout.id, people, state.as_of.toordinal(), span[0])
        rows = list(_rows(rollout.id, story, _groups(rollout.id, people)))
    db.session.execute(delete(AdoptionOutcome).where(AdoptionOutcome.rollout_id == rollout.id))
    if rows:
        db.session.connection().execute(insert(AdoptionOutcome), rows)


def _story(rollout_id: int, people: People, as_of: int, first_week: int) -> _Story:
    last = week_of(as_of - WEEK + 1)
    monday = max(first_week, last - WEEK * (MOST_WEEKS - 1))
    size, weeks = people.roster.size, max((last - monday) // WEEK + 1, 0) + 1
    place = {who: number for number, who in enumerate(people.staff)}
    days = np.zeros((size, weeks), np.uint8)
    for number in range(weeks):
        for who, bits in days_of_week(rollout_id, monday + WEEK * number):
            if who in place:
                days[place[who], number] |= bits
    trained = np.full(size, FAR)
    for who, day in first_trained(rollout_id).items():
        if who in place:
            trained[place[who]] = day.toordinal()
    licensed, until = _licensed(people)
    return _Story(as_of, monday, licensed, until, trained, people.first_active, days)


def _licensed(people: People) -> tuple[Ints, Ints]:
    """The longest time each person was licensed; a gap between two licences is no time to be compared."""
    first, last = np.full(people.roster.size, FAR), np.zeros(people.roster.size, np.int64)
    for who, begin, end in zip(*(each.tolist() for each in people.roster.licences), strict=True):
        if end - begin > last[who] - first[who]:
            first[who], last[who] = begin, end
    return first, last


def _groups(rollout_id: int, people: People) -> dict[tuple[str, str], npt.NDArray[np.bool_]]:
    units = select(Staff.id, Staff.unit_id).where(Staff.rollout_id == rollout_id)
    staff = {row[0]: row[1] for row in db.session.execute(units)}
    waves_of_units = select(Unit.id, Unit.wave_id).where(Unit.rollout_id == rollout_id)
    waves = {row[0]: row[1] for row in db.session.execute(waves_of_units)}
    unit = np.array([staff.get(who) or 0 for who in people.staff], np.int64)
    wave = np.array([waves.get(int(key)) or 0 for key in unit], np.int64)
    found = {("all", ""): np.ones(len(unit), np.bool_)}
    for by, keys in (("unit", unit), ("wave", wave)):
        found |= {(by, str(key)): keys == key for key in np.unique(keys).tolist() if key}
    return found


def _rows(
    rollout_id: int, story: _Story, groups: dict[tuple[str, str], npt.NDArray[np.bool_]]
) -> Iterator[dict[str, object]]:
    told = effects(_panel(story), {"/".join(key): mine for key, mine in groups.items()})
    kinds = _waits(story.licensed, story.first_active, story), _after_training(story)
    for (by, key), mine in groups.items():
        waits = (
            [(day, done) for day, done in zip(days[mine].tolist(), began[mine].tolist(), strict=True) if day >= 0]
            for days, began in kinds
        )
        day = int(story.trained[mine].min())
        since = date.fromordinal(day) if day <= story.as_of else None
        answer = packed(since, told[f"{by}/{key}"], *map(beginning, waits))
        as_of = date.fromordinal(story.as_of)
        yield {"rollout_id": rollout_id, "division": by, "key": key, "as_of": as_of, "answer": answer}


def _panel(story: _Story) -> Panel:
    """The story in whole weeks, without the last one where it is not over."""
    whole = (story.as_of + 1 - story.monday) // WEEK
    trained = np.where(story.trained == FAR, NOT_YET, (story.trained - story.monday) // WEEK)
    first = -((story.monday - story.licensed) // WEEK)
    last = np.where(story.until >= OPEN_END, NOT_YET, (story.until + 1 - story.monday) // WEEK - 1)
    return Panel(np.bitwise_count(story.days[:, :whole]), trained, first, last)


def _waits(since: Ints, used: Ints, story: _Story) -> tuple[Ints, npt.NDArray[np.bool_]]:
    """Days from a day until the first use, or until the logs or the licence end without one; -1 leaves a person out."""
    end = np.minimum(story.until, story.as_of)
    began = (used != NEVER) & (used <= end)
    days = np.where(began, np.maximum(used - since, 0), end - since)
    return np.where((since <= end) & (since < FAR), days, -1), began


def _after_training(story: _Story) -> tuple[Ints, npt.NDArray[np.bool_]]:
    """The same from the training on, or from the licence where that came later; those before the kept weeks are out."""
    since = np.maximum(story.trained, story.licensed)
    used = np.full(len(since), NEVER)
    for number in range(story.days.shape[1] - 1, -1, -1):
        monday = story.monday + WEEK * number
        skipped = np.clip(since - monday, 0, WEEK).astype(np.uint8)
        bits = (story.days[:, number] >> skipped) << skipped
        used = np.where(bits > 0, monday + _FIRST_BIT[bits & 127], used)
    days, began = _waits(since, used, story)
    return np.where(since >= story.monday, days, -1), began
