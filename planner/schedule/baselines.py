"""Baselines: what was promised, kept beside what is planned now, and by how many working days each milestone slipped.

A baseline is a named copy of the plan's dates that never changes. Slip above nothing is late, below nothing is early.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from planner.basics.errors import RuleBroken
from planner.schedule.calendars import WorkingHours
from planner.schedule.states import Kind, TaskFacts, last_day

MOST = 20
"""So many baselines a rollout may have: more than gates and waves ask for, few enough to choose from."""
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class BaselineDraft:
    """A baseline as somebody wants it: its name, and why it is set now."""

    name: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class FrozenRow:
    """One row of the plan as it was when a baseline was set; the duration in seconds of working time."""

    uid: int
    name: str
    kind: Kind = Kind.TASK
    wave: int | None = None
    gate_key: str = ""
    start: datetime | None = None
    finish: datetime | None = None
    duration_seconds: int | None = None
    percent: int = 0

    @property
    def last_day(self) -> date | None:
        """The last day it was planned to take, as people read it."""
        return last_day(self.start, self.finish)


class PointKind(StrEnum):
    """What a date that people watch belongs to."""

    GATE = "gate"
    MILESTONE = "milestone"
    WAVE = "wave"
    PLAN = "plan"


@dataclass(frozen=True, slots=True)
class Slip:
    """A date that people watch: then by the baseline, now by the plan, and the working days between.

    `days` is None while one of the two dates is not known. `task_id` leads to the row of the plan, if it is one.
    """

    kind: PointKind
    name: str
    wave: int | None
    then: date | None
    now: date | None
    days: int | None
    done: bool = False
    task_id: int | None = None
    uid: int | None = None


def check_draft(draft: BaselineDraft, taken: Iterable[str], dated: int) -> None:
    """Refuse a baseline without a name, with a name that is taken, one too many, or of a plan without any date."""
    names = [name.casefold() for name in taken]
    if not draft.name.strip():
        raise RuleBroken("Give the baseline a name, such as “Agreed with the sponsor”.", "name")
    if draft.name.strip().casefold() in names:
        raise RuleBroken("There is a baseline of this name. It is never replaced: choose another name.", "name")
    if len(names) >= MOST:
        raise RuleBroken(f"A rollout has {MOST} baselines at most, and these are never thrown away.")
    if not dated:
        raise RuleBroken("No row of the plan has dates yet; there is nothing to keep.")


def matched(rows: Sequence[TaskFacts], frozen: Iterable[FrozenRow], *, same_plan: bool) -> dict[int, FrozenRow]:
    """What the rows of a plan were in a baseline, by their `uid`; rows that were not in it are left out.

    A row is known by its number and name together. Failing that, by its name and wave where they are there only once
    on both sides. In the version of the plan the baseline was taken of, by its number alone: there it was renamed.
    """
    left = {row.uid: row for row in frozen}
    found = {row.uid: left.pop(row.uid) for row in rows if row.uid in left and left[row.uid].name == row.name}
    open_rows = [row for row in rows if row.uid not in found]
    mine = Counter((row.name, row.wave) for row in open_rows)
    theirs: dict[tuple[str, int | None], list[FrozenRow]] = defaultdict(list)
    for each in left.values():
        theirs[each.name, each.wave].append(each)
    for row in open_rows:
        key = row.name, row.wave
        if mine[key] == 1 and len(theirs[key]) == 1:
            found[row.uid] = theirs[key][0]
        elif same_plan and row.uid in left:
            found[row.uid] = left[row.uid]
    return found


def working_days(then: date, now: date, hours: WorkingHours) -> int:
    """The working days from one day to another, holidays not counted; below nothing when the second comes first.

    From Friday to the next Monday is one day, from Monday back to Friday one day less than nothing, the same day none.
    """
    if now < then:
        return -working_days(now, then, hours)
    weeks, rest = divmod((now - then).days, 7)
    each = [bool(hours.week[weekday]) for weekday in range(7)]
    first = then.weekday() + 1
    count = weeks * sum(each) + sum(each[(first + offset) % 7] for offset in range(rest))
    special = ((day, bool(work)) for day, work in hours.days.items() if then < day <= now)
    return count + sum(works - each[day.weekday()] for day, works in special)


def slips(rows: Sequence[TaskFacts], known: Mapping[int, FrozenRow], hours: WorkingHours) -> tuple[Slip, ...]:
    """The slip of every gate, other milestone, end of a wave and of the plan itself, in the order of the dates now.

    A wave ends when the last row that belongs to it does; rows added since the baseline count, as they move the end.
    A milestone that bears the name of the gate it leads to is told once, as the gate.
    """
    gates = {(row.name, row.wave) for row in rows if row.gate_key}
    milestones = [row for row in rows if row.kind is Kind.MILESTONE]
    told = [row for row in milestones if row.gate_key or (row.name, row.wave) not in gates]
    found = [_slip_of(row, known.get(row.uid), hours) for row in told]
    work = [row for row in rows if row.kind is not Kind.SUMMARY]
    found += _wave_ends(work, known, hours)
    found += [_end_of(PointKind.PLAN, "End of the plan", None, work, known, hours)] if work else []
    order = list(PointKind)
    return tuple(sorted(found, key=lambda slip: (slip.now or slip.then or date.max, order.index(slip.kind), slip.name)))


def _slip_of(row: TaskFacts, was: FrozenRow | None, hours: WorkingHours) -> Slip:
    then = was.last_day if was else None
    kind = PointKind.GATE if row.gate_key else PointKind.MILESTONE
    return Slip(
        kind,
        row.name,
        row.wave,
        then,
        row.last_day,
        _days(then, row.last_day, hours),
        row.percent >= 100,
        row.id,
        row.uid,
    )


def _wave_ends(work: Sequence[TaskFacts], known: Mapping[int, FrozenRow], hours: WorkingHours) -> list[Slip]:
    waves = sorted({row.wave for row in work if row.wave is not None})
    return [
        _end_of(PointKind.WAVE, f"End of wave {wave}", wave, [row for row in work if row.wave == wave], known, hours)
        for wave in waves
    ]


def _end_of(
    kind: PointKind,
    name: str,
    wave: int | None,
    work: Sequence[TaskFacts],
    known: Mapping[int, FrozenRow],
    hours: WorkingHours,
) -> Slip:
    now = max((row.last_day for row in work if row.last_day), default=None)
    then = max((day for row in work if row.uid in known and (day := known[row.uid].last_day)), default=None)
    return Slip(kind, name, wave, then, now, _days(then, now, hours), all(row.percent >= 100 for row in work))


@dataclass(frozen=True, slots=True)
class Before:
    """What a row was in a baseline, for a bar beside its own; `slip` in working days, None where a date is missing."""

    first: date
    last: date
    slip: int | None


def before(rows: Iterable[TaskFacts], known: Mapping[int, FrozenRow], hours: WorkingHours) -> dict[int, Before]:
    """By their `id`, what rows that had an end in a baseline were in it; one without a start began on its last day."""
    found = {}
    for row in rows:
        was = known.get(row.uid)
        if was is not None and was.last_day is not None:
            first = was.start.date() if was.start else was.last_day
            found[row.id] = Before(first, was.last_day, _days(was.last_day, row.last_day, hours))
    return found


def _days(then: date | None, now: date | None, hours: WorkingHours) -> int | None:
    return None if then is None or now is None else working_days(then, now, hours)


def gone(
    rows: Sequence[TaskFacts], frozen: Iterable[FrozenRow], known: Mapping[int, FrozenRow]
) -> tuple[FrozenRow, ...]:
    """The milestones of a baseline that the plan has no more."""
    kept = {row.uid for row in known.values()} if rows else set()
    return tuple(row for row in frozen if row.kind is Kind.MILESTONE and row.uid not in kept)


def in_words(days: int | None) -> str:
    """A slip as people say it: “3 days late”, “1 day early”, “as planned”; nothing is said where nothing is known."""
    if days is None:
        return ""
    if days == 0:
        return "as planned"
    return f"{abs(days)} {'day' if abs(days) == 1 else 'days'} {'late' if days > 0 else 'early'}"
