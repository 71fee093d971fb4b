"""Takes a staff list: reads it, says what it would change, and stores it in one transaction, all of it or nothing."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, insert, select

from planner.access.audit_service import bulk
from planner.basics.errors import NotFound, RuleBroken
from planner.db import db
from planner.people import staff_queries, staff_service
from planner.people.staff import StaffDraft, staff_roles
from planner.people.staff_changes import compare
from planner.people.staff_columns import Column, heading
from planner.people.staff_comparison import Change, Comparison, Options, by_levels, key
from planner.people.staff_file import StaffFile, Table, read_rows
from planner.people.staff_models import Staff, StaffAway, StaffMapping, StaffRole
from planner.people.staff_search import folded
from planner.rollouts import queries as rollouts
from planner.rollouts import service as rollouts_service
from planner.rollouts.models import Rollout
from planner.rollouts.playbook_service import playbook_of
from planner.rollouts.profile import UnitDraft, Work

Progress = Callable[[int, int], None]
DAY = staff_service.DAY
STEP = 250
"""How many new people are stored at a time, and how often progress is told."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a list."""

    comparison: Comparison

    @property
    def sentence(self) -> str:
        """What was done, in one sentence."""
        return f"The staff list was taken: {self.comparison.sentence}" if self.comparison.total else NOTHING


NOTHING = "The list says nothing new; nothing was changed."


def known_roles(rollout: Rollout) -> dict[str, str] | None:
    """The roles that courses are made for; None where the rollout has no playbook, and any word is a role."""
    try:
        return staff_roles(course.for_roles for course in playbook_of(rollout).courses)
    except NotFound:
        return None


def read(rollout: Rollout, table: Table, columns: Mapping[int, Column]) -> StaffFile:
    """The people of a table, against the roles of the rollout and those that somebody has already."""
    roles = known_roles(rollout)
    if roles is not None:
        given = db.session.scalars(
            select(StaffRole.role_ref).join(Staff).where(Staff.rollout_id == rollout.id).distinct()
        )
        roles = staff_roles([roles, given])
    return read_rows(table, columns, roles)


def compared(rollout: Rollout, file: StaffFile, options: Options) -> Comparison:
    """What the file changes, against what is stored now."""
    units = {folded(unit.name): unit.id for unit in rollouts.units(rollout.id)}
    return compare(file, staff_queries.everybody(rollout.id), units, options)


def take(rollout: Rollout, file: StaffFile, options: Options, name: str, progress: Progress | None = None) -> Taken:
    """Store what the file changes; RuleBroken, and nothing stored, where anything in it does not fit."""
    tell = progress or (lambda _done, _total: None)
    found = compared(rollout, file, options)
    if found.problems:
        number = len(found.problems)
        told = "1 thing does" if number == 1 else f"{number:,} things do"
        raise RuleBroken(f"{told} not fit any more; nothing was stored. Look at the file again.")
    if not found.total:
        return Taken(found)
    with bulk("people.import", f"{name}: {found.sentence}", rollout_id=rollout.id):
        _Taker(rollout, found, options, tell).take()
    return Taken(found)


class _Taker:
    """Stores a comparison: units first, then new people from the top down, then what changed, then who left."""

    def __init__(self, rollout: Rollout, found: Comparison, options: Options, tell: Progress) -> None:
        self.rollout, self.found, self.options, self.tell = rollout, found, options, tell
        self.units: dict[str, int] = {}
        self.numbers: dict[int, int] = {}
        self.done = 0

    def take(self) -> None:
        """Store everything."""
        self._make_units()
        changed = [*self.found.changed, *self.found.back]
        rows = self._rows([change.known.id for change in changed if change.known])
        self._free(changed, rows)
        for level in by_levels(self.found.added):
            for start in range(0, len(level), STEP):
                self._add(level[start : start + STEP])
        self._change(changed, rows)
        self._let_go()
        staff_service.tell_changed(self.rollout.id, [*(self.numbers[key(each)] for each in self.found.added), *rows])

    def _make_units(self) -> None:
        for name in self.found.new_units:
            unit = rollouts_service.add_unit(self.rollout, UnitDraft(name, 0, Work.OTHER))
            self.units[folded(name)] = unit.id

    def _rows(self, ids: Sequence[int]) -> dict[int, Staff]:
        if not ids:
            return {}
        query = select(Staff).where(Staff.rollout_id == self.rollout.id)
        wanted = set(ids)
        return {row.id: row for row in db.session.scalars(query) if row.id in wanted}

    def _free(self, changed: Sequence[Change], rows: Mapping[int, Staff]) -> None:
        """Numbers and addresses that move between people are first taken from those who give them up."""
        for change in changed:
            row = rows[key(change)]
            if Column.NUMBER in self.found.said and (row.number or "") != change.row.number:
                row.number = None
            if Column.EMAIL in self.found.said and (row.email or "") != change.row.email:
                row.email = None
        db.session.flush()

    def _add(self, new: Sequence[Change]) -> None:
        drafts = [self._draft(change) for change in new]
        query = insert(Staff).returning(Staff.id, sort_by_parameter_order=True)
        values = [{"rollout_id": self.rollout.id, **staff_service.values(draft)} for draft in drafts]
        ids = list(db.session.scalars(query, values))
        self.numbers.update(zip(map(key, new), ids, strict=True))
        roles = [{"staff_id": i, "role_ref": ref} for i, draft in zip(ids, drafts, strict=True) for ref in draft.roles]
        if roles:
            db.session.execute(insert(StaffRole), roles)
        self._count(len(new))

    def _draft(self, change: Change) -> StaffDraft:
        row = change.row
        return StaffDraft(
            name=row.name, number=row.number, email=row.email, unit_id=self._unit(change), site=row.site, team=row.team,
            title=row.title, language=row.language, roles=row.roles, manager_id=self._manager(change),
            joined=row.joined, left=row.left,
        )  # fmt: skip

    def _unit(self, change: Change) -> int | None:
        return self.units.get(folded(change.row.unit), change.unit_id)

    def _manager(self, change: Change) -> int | None:
        return None if change.manager is None else self.numbers.get(change.manager, change.manager)

    def _change(self, changed: Sequence[Change], rows: Mapping[int, Staff]) -> None:
        for change in changed:
            self._write(rows[key(change)], change)
            if change.back_on:
                self._bring_back(rows[key(change)], change.back_on)
            self._count(1)
        db.session.flush()
        if Column.ROLES in self.found.said:
            self._give_roles(changed)

    def _write(self, row: Staff, change: Change) -> None:
        given = staff_service.values(self._draft(change))
        columns = {Column.NUMBER: "number", Column.EMAIL: "email", Column.SITE: "site", Column.TEAM: "team",
                   Column.TITLE: "title", Column.LANGUAGE: "language", Column.UNIT: "unit_id",
                   Column.MANAGER: "manager_id", Column.JOINED: "joined", Column.NAME: "name",
                   Column.FIRST_NAME: "name"}  # fmt: skip
        for column, name in columns.items():
            if column in self.found.said and not (column is Column.JOINED and change.back_on):
                setattr(row, name, given[name])
        if Column.LEFT in self.found.said and not change.back_on:
            row.left = change.row.left

    def _bring_back(self, row: Staff, day: date) -> None:
        if row.left is not None and day > row.left + DAY:
            db.session.add(StaffAway(staff_id=row.id, first_day=row.left + DAY, last_day=day - DAY))
        row.left = None

    def _give_roles(self, changed: Sequence[Change]) -> None:
        differing = {c.known.id: c.row.roles for c in changed if c.known and set(c.row.roles) != set(c.known.roles)}
        ids = list(differing)
        for start in range(0, len(ids), 500):
            db.session.execute(delete(StaffRole).where(StaffRole.staff_id.in_(ids[start : start + 500])))
        given = [{"staff_id": staff_id, "role_ref": ref} for staff_id, refs in differing.items() for ref in refs]
        if given:
            db.session.execute(insert(StaffRole), given)

    def _let_go(self) -> None:
        if self.options.complete_on is None:
            return
        for row in self._rows([person.id for person in self.found.leaving]).values():
            row.left = self.options.complete_on
            self._count(1)

    def _count(self, number: int) -> None:
        self.done += number
        self.tell(self.done, self.found.total)


def remembered(rollout_id: int) -> dict[str, str]:
    """What each name of a column was chosen to mean in the lists before."""
    found = _mapping(rollout_id)
    return {str(name): str(column) for name, column in found.columns.items()} if found else {}


def remember(rollout_id: int, names: Sequence[object], chosen: Sequence[str]) -> None:
    """Keep what the columns of a list mean, also that some mean nothing."""
    said = {heading(name): column for name, column in zip(names, chosen, strict=False) if heading(name)}
    found = _mapping(rollout_id)
    if found is None:
        found = StaffMapping(rollout_id=rollout_id, columns={})
        db.session.add(found)
    found.columns = {**found.columns, **said}
    db.session.flush()


def _mapping(rollout_id: int) -> StaffMapping | None:
    return db.session.scalar(select(StaffMapping).where(StaffMapping.rollout_id == rollout_id))
