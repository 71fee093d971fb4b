"""Answers the questions of the adoption pages from the weekly roll-ups: small tables, however large the staff."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from sqlalchemy import func, select

from planner.adoption.figure_models import (
    AdoptionFunctionWeek,
    AdoptionPerson,
    AdoptionState,
    AdoptionWeek,
    By,
    Condition,
)
from planner.adoption.overview import Outlook
from planner.adoption.rhythms import Rhythm
from planner.db import asked_once, db
from planner.people.staff_models import Staff
from planner.rollouts.models import Unit

SUMMED = (
    "licensed", "signed_in", "active_week", "active", "adopted", "used", "expected", "judged", "under_half", "actions",
    "person_days", "person_weeks",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Week:
    """One group at the end of one week, as counts of licensed people; see `AdoptionWeek`."""

    week: date
    as_of: date
    licensed: int = 0
    signed_in: int = 0
    active_week: int = 0
    active: int = 0
    adopted: int = 0
    used: int = 0
    expected: int = 0
    judged: int = 0
    under_half: int = 0
    actions: int = 0
    person_days: int = 0
    person_weeks: int = 0

    @property
    def rate(self) -> Decimal | None:
        """Adopted of licensed, in percent."""
        return percent(self.adopted, self.licensed)

    @property
    def breadth(self) -> Decimal | None:
        """Expected functions that are used, in percent; None where no function is expected or recorded."""
        return percent(self.used, self.expected)

    @property
    def half_share(self) -> Decimal | None:
        """People who use less than half of what is expected of them, in percent."""
        return percent(self.under_half, self.judged)

    @property
    def depth(self) -> Decimal | None:
        """Meaningful actions for each person active in the week."""
        return Decimal(self.actions) / self.active_week if self.active_week else None

    def stickiness(self, *, weekly: bool = False) -> Decimal | None:
        """Mean daily active of 28-day active, in percent; for weekly roles the mean week."""
        people = self.person_weeks if weekly else self.person_days
        return percent(people, self.active * (4 if weekly else 28))


def percent(part: int, whole: int) -> Decimal | None:
    """A share in percent; None of nothing.

    >>> percent(9, 10), percent(0, 0)
    (Decimal('90'), None)
    """
    return Decimal(100 * part) / Decimal(whole) if whole else None


@asked_once
def state(rollout_id: int) -> AdoptionState | None:
    """What the figures rest on; None before anything was counted."""
    return db.session.get(AdoptionState, rollout_id)


def outlook_of(rollout_id: int) -> Outlook | None:
    """Where the curve leads, as it was foretold when the figures were counted; None before that."""
    found = state(rollout_id)
    return Outlook.of(found.outlook) if found and found.outlook else None


def curve(rollout_id: int, by: By = By.ALL, keys: Iterable[str] = ("",)) -> list[Week]:
    """A group week by week; several groups of one division, such as the units of a wave, as one."""
    sums = [func.sum(getattr(AdoptionWeek, name)) for name in SUMMED]
    query = (
        select(AdoptionWeek.week, func.max(AdoptionWeek.as_of), *sums)
        .where(AdoptionWeek.rollout_id == rollout_id, AdoptionWeek.by == by, AdoptionWeek.key.in_(list(keys)))
        .group_by(AdoptionWeek.week)
        .order_by(AdoptionWeek.week)
    )
    return [_week(row) for row in db.session.execute(query)]


def _week(row: Iterable[int]) -> Week:
    week, as_of, *values = row
    return Week(date.fromordinal(week), date.fromordinal(as_of), *map(int, values))


@asked_once
def latest(rollout_id: int, by: By) -> dict[str, Week]:
    """Every group of a division at the end of the last week, by key."""
    last = select(func.max(AdoptionWeek.week)).where(AdoptionWeek.rollout_id == rollout_id).scalar_subquery()
    columns = [getattr(AdoptionWeek, name) for name in SUMMED]
    query = select(AdoptionWeek.key, AdoptionWeek.week, AdoptionWeek.as_of, *columns).where(
        AdoptionWeek.rollout_id == rollout_id, AdoptionWeek.week == last, AdoptionWeek.by == by
    )
    return {row[0]: _week(row[1:]) for row in db.session.execute(query.order_by(AdoptionWeek.key))}


@dataclass(frozen=True, slots=True)
class Stickiness:
    """How often people come back, in percent: by days, and by weeks where weekly roles may be told apart from others.

    While they may not, or nobody has such a role, `weekly` is None and `daily` is of everybody.
    """

    daily: Decimal | None
    weekly: Decimal | None = None
    apart: bool = False


def stickiness(rollout_id: int, whole: Week) -> Stickiness:
    """How often people came back in the 28 days up to the end of the last week, which `whole` is of everybody."""
    found = state(rollout_id)
    parts = latest(rollout_id, By.RHYTHM) if found and found.shown.get("rhythm") else {}
    if Rhythm.DAILY not in parts or Rhythm.WEEKLY not in parts:
        return Stickiness(whole.stickiness())
    return Stickiness(parts[Rhythm.DAILY].stickiness(), parts[Rhythm.WEEKLY].stickiness(weekly=True), apart=True)


def rates(rollout_id: int, by: By, weeks: int) -> dict[str, dict[date, tuple[int, int, bool]]]:
    """Adopted, licensed and whether both may be shown, of every group in the last weeks, by key and week."""
    last = _last_week(rollout_id)
    query = select(
        AdoptionWeek.key, AdoptionWeek.week, AdoptionWeek.adopted, AdoptionWeek.licensed, AdoptionWeek.shown
    ).where(AdoptionWeek.rollout_id == rollout_id, AdoptionWeek.by == by, AdoptionWeek.week > last - 7 * weeks)
    found: dict[str, dict[date, tuple[int, int, bool]]] = {}
    for key, week, adopted, licensed, shown in db.session.execute(query.order_by(AdoptionWeek.week)):
        found.setdefault(key, {})[date.fromordinal(week)] = (adopted, licensed, shown or week == last)
    return found


def history(rollout_id: int, by: By, keys: Collection[str]) -> dict[str, list[Week]]:
    """Groups of a division week by week, of `keys`, which may be shown now, and of each the weeks that may be."""
    columns = [getattr(AdoptionWeek, name) for name in SUMMED]
    query = select(AdoptionWeek.key, AdoptionWeek.week, AdoptionWeek.as_of, *columns).where(
        AdoptionWeek.rollout_id == rollout_id, AdoptionWeek.by == by,
        AdoptionWeek.shown.is_(True) | (AdoptionWeek.week == _last_week(rollout_id)),
    )  # fmt: skip
    found: dict[str, list[Week]] = {}
    for key, *row in db.session.execute(query.order_by(AdoptionWeek.key, AdoptionWeek.week)):
        if key in keys:
            found.setdefault(key, []).append(_week(row))
    return found


def _last_week(rollout_id: int) -> int:
    return db.session.scalar(select(func.max(AdoptionWeek.week)).where(AdoptionWeek.rollout_id == rollout_id)) or 0


@dataclass(frozen=True, slots=True)
class FunctionUse:
    """A function at the end of the last week: who uses it, of whom it is expected, how many of those, how often."""

    ref: str
    people: int
    expected: int
    expected_used: int
    actions: int

    @property
    def share(self) -> Decimal | None:
        """Those who use it of those expected to, in percent."""
        return percent(self.expected_used, self.expected)


def functions(rollout_id: int, by: By = By.ALL, keys: Iterable[str] = ("",)) -> list[FunctionUse]:
    """Use by function in the last week of a group, or of several together."""
    last = select(func.max(AdoptionWeek.week)).where(AdoptionWeek.rollout_id == rollout_id).scalar_subquery()
    names = ("people", "expected", "expected_used", "actions")
    sums = [func.sum(getattr(AdoptionFunctionWeek, name)) for name in names]
    query = (
        select(AdoptionFunctionWeek.function_ref, *sums)
        .where(
            AdoptionFunctionWeek.rollout_id == rollout_id, AdoptionFunctionWeek.week == last,
            AdoptionFunctionWeek.by == by, AdoptionFunctionWeek.key.in_(list(keys)),
        )
        .group_by(AdoptionFunctionWeek.function_ref)
    )  # fmt: skip
    return [FunctionUse(row[0], *map(int, row[1:])) for row in db.session.execute(query)]


def conditions(rollout_id: int, units: Iterable[int] | None = None) -> dict[Condition, int]:
    """How many licensed people stand where, all or those of some units."""
    query = select(AdoptionPerson.condition, func.count()).where(AdoptionPerson.rollout_id == rollout_id)
    if units is not None:
        query = query.join(Staff, Staff.id == AdoptionPerson.staff_id).where(Staff.unit_id.in_(list(units)))
    return {row[0]: row[1] for row in db.session.execute(query.group_by(AdoptionPerson.condition))}


def units_of_wave(rollout_id: int, wave_id: int) -> list[str]:
    """The keys of a wave's units."""
    query = select(Unit.id).where(Unit.rollout_id == rollout_id, Unit.wave_id == wave_id)
    return [str(each) for each in db.session.scalars(query)]


@dataclass(frozen=True, slots=True)
class Spread:
    """How far apart units are: the highest and lowest rate of units that may be shown, in percentage points."""

    points: Decimal | None
    units: int
    rates: Mapping[str, Decimal] = field(default_factory=dict)


def fragmentation(weeks: Mapping[str, Week], shown: Iterable[str]) -> Spread:
    """The spread between units; unknown with fewer than two units to compare."""
    found = {key: weeks[key].rate for key in shown if key in weeks}
    known = {key: rate for key, rate in found.items() if rate is not None}
    if len(known) < 2:
        return Spread(None, len(known), known)
    return Spread(max(known.values()) - min(known.values()), len(known), known)
