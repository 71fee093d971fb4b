"""Applies the changes of a scenario to a copy of the plan, one after the other, each on the result so far.

A change that cannot work, because its task is gone, done or has begun, is left out and says why.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from planner.schedule.critical_path import Scheduler
from planner.schedule.network import Activity, Link, Network
from planner.schedule.outline import parents, with_children
from planner.schedule.project_file import Constraint, LagKind, LinkType
from planner.schedule.scenario import (
    Add,
    AddPeople,
    Change,
    CutTraining,
    Drop,
    Shift,
    Stretch,
    Unreadable,
    aimed,
    found,
    speed_up,
    target_of,
)
from planner.schedule.scenario_links import without
from planner.schedule.task_clock import Clocks
from planner.schedule.working_time import WorkingTime, instant, moment

MINUTE = 60
FIXED = frozenset({Constraint.MUST_START_ON, Constraint.MUST_FINISH_ON})


class NoEffectError(ValueError):
    """A change that cannot work on this plan: why, in a sentence."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What a change has to know besides the network.

    `day` is seconds of a working day, `training` the numbers of the rows that train, `keep` the rows that may not be
    dropped, `now` the moment before which no new task begins, `same_version` whether the plan is the one the changes
    were made for. New rows get numbers beyond `above`, so that none gets that of a dropped row.
    """

    day: int = 8 * 3600
    training: Collection[int] = frozenset()
    keep: Collection[int] = frozenset()
    now: datetime | None = None
    same_version: bool = True
    above: int = 0


@dataclass(frozen=True, slots=True)
class Applied:
    """The changed plan, and by the place of each change that could not be made, why not."""

    network: Network
    problems: Mapping[int, str]


def applied(network: Network, changes: Sequence[Change], setting: Setting | None = None) -> Applied:
    """Apply changes in their order. No changes give the same network; the network given never changes.

    Raises what scheduling raises where a shift needs dates of a plan that cannot be scheduled.
    """
    setting = setting or Setting()
    setting = replace(setting, above=max(setting.above, *(row.uid for row in network.activities)))
    problems: dict[int, str] = {}
    for number, change in enumerate(changes):
        try:
            network = _one(network, change, setting)
        except NoEffectError as error:
            problems[number] = str(error)
    return Applied(network, problems)


def _one(network: Network, change: Change, setting: Setting) -> Network:
    target = target_of(change)
    if target is not None:
        names = {row.uid: row.name for row in network.activities}
        uid = found(target, names, same_version=setting.same_version)
        if uid is None:
            raise NoEffectError(f"“{target.name}” is not in the plan any more.")
        change = aimed(change, replace(target, uid=uid))
    done: Network = _BY_KIND[type(change)](network, change, setting)
    return done


def _place(network: Network, uid: int) -> int:
    return next(place for place, row in enumerate(network.activities) if row.uid == uid)


def _block(network: Network, place: int) -> range:
    rows, end = network.activities, place + 1
    while end < len(rows) and rows[end].level > rows[place].level:
        end += 1
    return range(place, end)


def _leaves(network: Network, uid: int) -> list[int]:
    """The places of the work in a row: itself, or all tasks and milestones under it."""
    summaries = with_children(parents(row.level for row in network.activities))
    return [place for place in _block(network, _place(network, uid)) if place not in summaries]


def _frames(network: Network, uid: int) -> list[int]:
    """The places of summaries that were dated by hand, in a row or under it: they move with what they frame."""
    leaves = set(_leaves(network, uid))
    block = _block(network, _place(network, uid))
    return [place for place in block if place not in leaves and network.activities[place].by_hand]


def _done(row: Activity) -> bool:
    return row.percent >= 100 or row.actual_finish is not None


def _begun(row: Activity) -> bool:
    return row.percent > 0 or row.actual_start is not None or _done(row)


def _with(network: Network, fresh: Mapping[int, Activity]) -> Network:
    rows = tuple(fresh.get(place, row) for place, row in enumerate(network.activities))
    return replace(network, activities=rows)


def _shift(network: Network, change: Shift, setting: Setting) -> Network:
    """Dates that somebody fixed move; any other task gets “start no earlier than” the day it would have, moved."""
    scheduler = Scheduler(network)
    dates, time, seconds = scheduler.run(), scheduler.plan.project, round(change.days * setting.day)
    places = [place for place in _leaves(network, change.task.uid) if not _begun(network.activities[place])]
    if not places:
        raise NoEffectError(f"“{change.task.name}” has begun; what has begun is not shifted.")
    fresh = {}
    for place in (*_frames(network, change.task.uid), *_first(network, places)):
        row, start = network.activities[place], dates.starts(place)
        if start is not None and not (seconds < 0 and _by_links(row)):
            fresh[place] = _moved(row, start, seconds, time)
    if not fresh:
        raise NoEffectError(
            f"“{change.task.name}” begins as early as what it waits for lets it; shorten or drop something before it."
        )
    return _with(network, fresh)


def _by_links(row: Activity) -> bool:
    return not row.manual and row.constraint_date is None and not row.delay


def _first(network: Network, places: Sequence[int]) -> list[int]:
    """Of several tasks those that wait for none of the others; a fixed date among the others moves as well."""
    inside = {network.activities[place].uid for place in places}
    above = parents(row.level for row in network.activities)
    inside |= {network.activities[over].uid for place in places if (over := above[place]) is not None}
    rows = network.activities
    if len(places) == 1:
        return list(places)
    return [
        place
        for place in places
        if rows[place].manual
        or rows[place].constraint_date
        or not any(tie.predecessor in inside for tie in rows[place].links)
    ]


def _moved(row: Activity, start: datetime, seconds: int, time: WorkingTime) -> Activity:
    def later(when: datetime, *, evening: bool) -> datetime:
        work = time.work_at(instant(when)) + seconds
        return moment(time.finish_at(work) if evening else time.start_at(work))

    if row.manual:
        finish = None if row.finish is None else later(row.finish, evening=True)
        return replace(row, start=later(row.start or start, evening=not row.duration), finish=finish)
    if row.constraint in FIXED and row.constraint_date is not None:
        evening = row.constraint is Constraint.MUST_FINISH_ON or not row.duration
        return replace(row, constraint_date=later(row.constraint_date, evening=evening))
    when = later(start, evening=not row.duration)
    return replace(row, constraint=Constraint.START_NO_EARLIER_THAN, constraint_date=when, delay=0)


def _stretch(network: Network, change: Stretch, _: Setting) -> Network:
    return _scaled_rows(network, _leaves(network, change.task.uid), change.percent / 100, change.task.name)


def _people(network: Network, change: AddPeople, _: Setting) -> Network:
    factor = speed_up(change.people, change.more, change.divisible)
    return _scaled_rows(network, _leaves(network, change.task.uid), factor, change.task.name)


def _cut(network: Network, change: CutTraining, setting: Setting) -> Network:
    places = [place for place, row in enumerate(network.activities) if row.uid in setting.training]
    if all(_done(network.activities[place]) for place in places):
        raise NoEffectError("The plan has no training that is still to come.")
    return _scaled_rows(network, places, 1 - change.percent / 100, "Training")


def _scaled_rows(network: Network, places: Sequence[int], factor: float, name: str) -> Network:
    rows = network.activities
    work = [place for place in places if rows[place].duration and not _done(rows[place])]
    if not work:
        raise NoEffectError(f"“{name}” has nothing left to do that takes time.")
    time = Clocks(network).project
    return _with(network, {place: scaled(rows[place], factor, time) for place in work})


def scaled(row: Activity, factor: float, time: WorkingTime) -> Activity:
    """A task that takes another share of its time, in whole minutes; of work under way only the rest changes."""
    rest, done = row.duration, 0
    if row.remaining is not None and (row.percent or row.actual_start):
        rest, done = row.remaining, max(row.duration - row.remaining, 0)
    new = max(round(rest * factor / MINUTE), 1) * MINUTE if rest else 0
    values: dict[str, Any] = {"duration": done + new, "remaining": None if row.remaining is None else new}
    if row.crew:
        values["fixed_duration"] = True
    if row.manual and row.start is not None:
        values["finish"] = moment(time.add(instant(row.start), done + new))
    return replace(row, **values)


def _drop(network: Network, change: Drop, setting: Setting) -> Network:
    rows = network.activities
    doomed = {rows[place].uid for place in _block(network, _place(network, change.task.uid))}
    if any(_begun(row) for row in rows if row.uid in doomed):
        raise NoEffectError(f"“{change.task.name}” has begun; what has begun is not dropped.")
    if doomed & set(setting.keep):
        raise NoEffectError(f"“{change.task.name}” holds the milestone of a gate; a phase keeps its gate.")
    left = without(rows, doomed)
    if not left:
        raise NoEffectError("A plan keeps at least one row.")
    return replace(network, activities=left)


def _add(network: Network, change: Add, setting: Setting) -> Network:
    rows = network.activities
    place = _place(network, change.task.uid)
    before, uid = rows[place], max(setting.above, *(row.uid for row in rows)) + 1
    late = setting.now is not None and _done(before)
    new = Activity(
        uid=uid,
        name=change.name.strip(),
        level=max(before.level, 1),
        duration=round(change.days * setting.day),
        milestone=not change.days,
        constraint=Constraint.START_NO_EARLIER_THAN if late else Constraint.AS_SOON_AS_POSSIBLE,
        constraint_date=setting.now if late else None,
        links=(Link(before.uid),),
    )
    if change.holds:
        rows = tuple(replace(row, links=_through(row.links, before.uid, uid)) for row in rows)
    end = _block(network, place).stop
    return replace(network, activities=(*rows[:end], new, *rows[end:]))


def _through(links: tuple[Link, ...], old: int, new: int) -> tuple[Link, ...]:
    """What waited for the end of a task waits for another one; percent of the old one's duration would be lost."""
    return tuple(
        replace(tie, predecessor=new)
        if tie.predecessor == old
        and tie.type is LinkType.FINISH_START
        and tie.lag_kind in {LagKind.WORKING, LagKind.ELAPSED}
        else tie
        for tie in links
    )


def _unreadable(_network: Network, _change: Unreadable, _setting: Setting) -> Network:
    raise NoEffectError("This change cannot be read; take it out.")


_BY_KIND: dict[type[Change], Callable[[Network, Any, Setting], Network]] = {
    Shift: _shift,
    Stretch: _stretch,
    Drop: _drop,
    Add: _add,
    CutTraining: _cut,
    AddPeople: _people,
    Unreadable: _unreadable,
}
