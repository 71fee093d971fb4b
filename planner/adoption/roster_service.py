"""Gathers the people behind the figures: who is licensed when, what is expected of each, in which groups they are."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
from sqlalchemy import func, insert, select

from planner.adoption.event_functions import MOST_FUNCTIONS, expected_of
from planner.adoption.figure_models import AdoptionSettings, Licence, LicensedBy
from planner.adoption.figures import NEVER, Roster
from planner.adoption.profiles import Profile, divisions
from planner.adoption.settings_service import functions_of, rules_of
from planner.adoption.usage_models import UsageAccount, UsageFunction, UsageKind, UsageSource
from planner.db import db
from planner.people.staff_models import Staff, StaffRole
from planner.playbook.library import Function
from planner.rollouts.models import PlaybookCopy, Rollout, Unit, Wave

Ints = npt.NDArray[np.int64]
OPEN_END = date(9999, 1, 1).toordinal()


@dataclass(frozen=True, slots=True)
class People:
    """A roster with whom its places stand for, and whose accounts are whose."""

    roster: Roster
    staff: Sequence[int]
    account_ids: Ints
    account_places: Ints
    licensed_from: Mapping[int, int]
    first_active: Ints
    last_active: Ints
    profiles: Sequence[Profile]

    def places_of(self, accounts: Ints) -> Ints:
        """The place in the roster of each account; -1 for a program, or for one that nobody is known for."""
        if not len(self.account_ids):
            return np.full(len(accounts), -1, np.int64)
        at = np.searchsorted(self.account_ids, accounts)
        at[at == len(self.account_ids)] = 0
        found: Ints = np.where(self.account_ids[at] == accounts, self.account_places[at], -1)
        return found


@dataclass(frozen=True, slots=True)
class Meanings:
    """What each kind of event counts for: its function as a bit (-1: none) and whether it is use."""

    kinds: Ints
    bits: Ints
    meaningful: npt.NDArray[np.bool_]
    refs: Mapping[int, str]

    def of(self, kinds: Ints) -> tuple[Ints, npt.NDArray[np.bool_]]:
        """Bits and meaning of a column of kinds."""
        if not len(self.kinds):
            return np.full(len(kinds), -1, np.int64), np.zeros(len(kinds), np.bool_)
        at = np.minimum(np.searchsorted(self.kinds, kinds), len(self.kinds) - 1)
        same = self.kinds[at] == kinds
        return np.where(same, self.bits[at], -1), same & self.meaningful[at]


def meanings_of(rollout: Rollout) -> Meanings:
    """What every kind of event of the rollout's sources counts for; a function gets its bit when it is first met."""
    bits = bits_of(rollout.id, [each.ref for each in functions_of(rollout)])
    query = (
        select(UsageKind.id, UsageKind.function_ref, UsageKind.meaningful)
        .join(UsageSource, UsageSource.id == UsageKind.source_id)
        .where(UsageSource.rollout_id == rollout.id)
        .order_by(UsageKind.id)
    )
    rows = db.session.execute(query).all()
    return Meanings(
        np.array([row.id for row in rows], np.int64),
        np.array([bits.get(row.function_ref, -1) for row in rows], np.int64),
        np.array([row.meaningful for row in rows], np.bool_),
        {bit: ref for ref, bit in bits.items()},
    )


def bits_of(rollout_id: int, refs: Iterable[str]) -> dict[str, int]:
    """The bit of each function of a rollout; those beyond the sixtieth have none."""
    query = select(UsageFunction.ref, UsageFunction.bit).where(UsageFunction.rollout_id == rollout_id)
    known = {row[0]: row[1] for row in db.session.execute(query)}
    new = [ref for ref in dict.fromkeys(refs) if ref not in known][: MOST_FUNCTIONS - len(known)]
    if new:
        first = max(known.values(), default=-1) + 1
        made = {ref: first + place for place, ref in enumerate(new)}
        values = [{"rollout_id": rollout_id, "ref": ref, "bit": bit} for ref, bit in made.items()]
        db.session.connection().execute(insert(UsageFunction), values)
        known |= made
    return known


def people_of(rollout: Rollout) -> People:
    """Everybody who ever was licensed, ready for counting."""
    rules = rules_of(rollout.id)
    staff = _staff(rollout.id)
    spans = _by_list(rollout.id, staff) if rules.licensed_by is LicensedBy.LIST else _by_go_live(rollout.id, staff)
    spans = [(who, first, min(last, staff[who].left)) for who, first, last in spans if who in staff]
    ids = sorted({who for who, *_ in spans})
    place = {who: number for number, who in enumerate(ids)}
    accounts, roles = _accounts(rollout.id, place), _roles(rollout.id)
    functions = functions_of(rollout)
    bits = bits_of(rollout.id, [each.ref for each in functions])
    sets = _expected(ids, roles, functions, bits)
    licences = sorted((place[who], first, last) for who, first, last in spans if first <= last)
    columns = [np.array(column, np.int64) for column in zip(*licences, strict=True)] or [np.empty(0, np.int64)] * 3
    profiles = _profiles(rollout.id, ids, staff, roles)
    groups, memberships = divisions(profiles, rules.weekly_roles)
    first_seen, first_active, last_active = _spans_of(accounts, len(ids))
    roster = Roster(
        expected=sets, first_seen=first_seen, licences=(columns[0], columns[1], columns[2]), groups=groups,
        memberships=memberships, needed=rules.needed_days, breadth_known=_records_functions(rollout.id),
    )  # fmt: skip
    begun: dict[int, int] = {}
    for who, first, _ in licences:
        begun[who] = min(begun.get(who, first), first)
    return People(
        roster, ids, np.array([row[0] for row in accounts], np.int64), np.array([row[1] for row in accounts], np.int64),
        begun, first_active, last_active, profiles,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Member:
    unit_id: int | None
    site: str
    joined: int
    left: int


def _staff(rollout_id: int) -> dict[int, _Member]:
    query = select(Staff.id, Staff.unit_id, Staff.site, Staff.joined, Staff.left).where(Staff.rollout_id == rollout_id)
    return {
        row.id: _Member(
            row.unit_id, row.site, row.joined.toordinal() if row.joined else 0,
            row.left.toordinal() if row.left else OPEN_END,
        )
        for row in db.session.execute(query)
    }  # fmt: skip


def _by_list(rollout_id: int, staff: Mapping[int, _Member]) -> list[tuple[int, int, int]]:
    query = select(Licence.staff_id, Licence.first_day, Licence.last_day).where(Licence.rollout_id == rollout_id)
    return [
        (row.staff_id, row.first_day.toordinal(), row.last_day.toordinal() if row.last_day else OPEN_END)
        for row in db.session.execute(query)
        if row.staff_id in staff
    ]


def _by_go_live(rollout_id: int, staff: Mapping[int, _Member]) -> list[tuple[int, int, int]]:
    query = select(Unit.id, Wave.go_live).join(Wave, Wave.id == Unit.wave_id).where(Unit.rollout_id == rollout_id)
    days = {unit: day.toordinal() for unit, day in db.session.execute(query) if day is not None}
    return [
        (who, max(days[member.unit_id], member.joined), OPEN_END)
        for who, member in staff.items()
        if member.unit_id in days
    ]


def _roles(rollout_id: int) -> dict[int, list[str]]:
    query = select(StaffRole.staff_id, StaffRole.role_ref).join(Staff, Staff.id == StaffRole.staff_id)
    found: dict[int, list[str]] = {}
    for who, ref in db.session.execute(query.where(Staff.rollout_id == rollout_id).order_by(StaffRole.role_ref)):
        found.setdefault(who, []).append(ref)
    return found


def _expected(
    ids: Sequence[int],
    roles: Mapping[int, list[str]],
    functions: Sequence[Function],
    bits: Mapping[str, int],
) -> Ints:
    """The set of functions expected of each person; people with the same roles share one answer."""
    known: dict[tuple[str, ...], int] = {}
    found = []
    for who in ids:
        mine = tuple(roles.get(who, ()))
        if mine not in known:
            known[mine] = sum(1 << bits[ref] for ref in expected_of(mine, functions) if ref in bits)
        found.append(known[mine])
    return np.array(found, np.int64)


def _accounts(rollout_id: int, place: Mapping[int, int]) -> list[tuple[int, int, int, int, int]]:
    """Account, place of its owner, first day seen, first and last day active, by number."""
    query = (
        select(
            UsageAccount.id, UsageAccount.staff_id, UsageAccount.first_seen, UsageAccount.first_active,
            UsageAccount.last_active,
        )
        .join(UsageSource, UsageSource.id == UsageAccount.source_id)
        .where(UsageSource.rollout_id == rollout_id)
        .where(UsageAccount.program.is_(False), UsageAccount.staff_id.is_not(None))
        .order_by(UsageAccount.id)
    )  # fmt: skip
    return [
        (
            row.id, place[row.staff_id], row.first_seen.toordinal() if row.first_seen else int(NEVER),
            row.first_active.toordinal() if row.first_active else int(NEVER),
            row.last_active.toordinal() if row.last_active else -1,
        )
        for row in db.session.execute(query)
        if row.staff_id in place
    ]  # fmt: skip


def _spans_of(accounts: list[tuple[int, int, int, int, int]], size: int) -> tuple[Ints, Ints, Ints]:
    seen, first, last = np.full(size, NEVER), np.full(size, NEVER), np.full(size, -1)
    for _, who, saw, began, ended in accounts:
        seen[who], first[who], last[who] = min(seen[who], saw), min(first[who], began), max(last[who], ended)
    return seen, first, last


def _profiles(
    rollout_id: int, ids: Sequence[int], staff: Mapping[int, _Member], roles: Mapping[int, list[str]]
) -> list[Profile]:
    """The wave, unit (their numbers), site and roles of each person."""
    query = select(Unit.id, Unit.wave_id).where(Unit.rollout_id == rollout_id, Unit.wave_id.is_not(None))
    waves: dict[int | None, str] = {row.id: str(row.wave_id) for row in db.session.execute(query)}
    people = [(staff[who], roles.get(who, ())) for who in ids]
    return [
        (waves.get(one.unit_id), str(one.unit_id) if one.unit_id else None, one.site, tuple(mine))
        for one, mine in people
    ]


def _records_functions(rollout_id: int) -> bool:
    """Whether any source records what people do, beside their sign-ins."""
    query = (
        select(UsageKind.id)
        .join(UsageSource, UsageSource.id == UsageKind.source_id)
        .where(UsageSource.rollout_id == rollout_id, UsageKind.function_ref != "")
    )
    return db.session.scalar(query.limit(1)) is not None


def mark_of(rollout_id: int) -> str:
    """A mark of everything but the logs that the figures rest on: it changes when any of it does."""
    queries = [
        select(func.count(Staff.id), func.max(Staff.id), func.sum(Staff.version)).where(Staff.rollout_id == rollout_id),
        select(func.count(StaffRole.id), func.max(StaffRole.id), func.sum(StaffRole.id))
        .join(Staff, Staff.id == StaffRole.staff_id).where(Staff.rollout_id == rollout_id),
        select(func.count(Licence.id), func.max(Licence.id), func.sum(Licence.version))
        .where(Licence.rollout_id == rollout_id),
        select(func.count(UsageKind.id), func.sum(UsageKind.version))
        .join(UsageSource, UsageSource.id == UsageKind.source_id).where(UsageSource.rollout_id == rollout_id),
        select(func.count(UsageAccount.id), func.sum(UsageAccount.version))
        .join(UsageSource, UsageSource.id == UsageAccount.source_id).where(UsageSource.rollout_id == rollout_id),
        select(func.count(Unit.id), func.sum(Unit.version)).where(Unit.rollout_id == rollout_id),
        select(func.sum(Wave.version)).where(Wave.rollout_id == rollout_id),
        select(AdoptionSettings.version).where(AdoptionSettings.rollout_id == rollout_id),
        select(PlaybookCopy.sha256).where(PlaybookCopy.rollout_id == rollout_id),
    ]  # fmt: skip
    told = [tuple(row) for query in queries for row in db.session.execute(query)]
    return hashlib.sha256(repr(told).encode()).hexdigest()
