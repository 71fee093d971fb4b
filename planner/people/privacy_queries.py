"""What is kept about a person, found by what every table says of itself; so nothing kept can be forgotten here."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Column, ColumnElement, Table, false, func, or_, select

from planner.access.models import User
from planner.basics.errors import NotFound
from planner.basics.personal import DAY_NAMES, Personal
from planner.db import Base, db
from planner.people.privacy_models import KeptDays, PrivacyRead, PrivacyRequest, RequestState
from planner.people.staff_models import Staff

OWN = {"user": "id", "staff": "id"}
"""Tables whose rows are the persons themselves."""
SECRETS = frozenset({"password_hash", "token_hash", "token", "typed", "fingerprint", "key", "lookup"})
"""Columns that open doors, or say nothing that another column does not; they are left out of a person's own copy."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody by what names one here: the account, and the entries in the staff lists of all rollouts."""

    user_id: int | None
    staff_ids: frozenset[int]

    def ids(self, of: str) -> Sequence[int]:
        """The numbers of the person as an account or as staff."""
        return sorted(self.staff_ids) if of == "staff" else [] if self.user_id is None else [self.user_id]


@dataclass(frozen=True, slots=True)
class Kept:
    """One kind of record about people: its table and what the table says of it."""

    kind: type[Base]
    table: Table
    personal: Personal

    @property
    def name(self) -> str:
        """The table's name."""
        return self.table.name

    @property
    def day(self) -> Column[Any] | None:
        """The column with the day of a row, if there is one."""
        names = [self.personal.day] if self.personal.day else [name for name in DAY_NAMES if name in self.table.c]
        return self.table.c[names[0]] if names else None

    def about(self) -> list[tuple[Column[Any], str]]:
        """The columns of those whom a row is about, each with what it points at."""
        if self.name in OWN:
            return [(self.table.c[OWN[self.name]], self.name)]
        every = self.people()
        wanted = self.personal.about or tuple(column.name for column, _ in every)
        return [(column, of) for column, of in every if column.name in wanted]

    def people(self) -> list[tuple[Column[Any], str]]:
        """Every column that points at a person, each with what it points at."""
        if self.name in OWN:
            return self.about()
        found = []
        for column in self.table.columns:
            of = next((key.column.table.name for key in column.foreign_keys if key.column.table.name in OWN), None)
            of = of or {"user_id": "user", "staff_id": "staff"}.get(column.name if not column.foreign_keys else "")
            if of:
                found.append((column, of))
        return found

    def where(self, person: Person, *, about: bool) -> ColumnElement[bool]:
        """The condition that a row is about a person, or has the person in any part."""
        columns = self.about() if about else self.people()
        return or_(false(), *(column.in_(person.ids(of)) for column, of in columns))


@cache
def register() -> tuple[Kept, ...]:
    """Every kind of record about people, in the order in which it is told."""
    classes = [mapper.class_ for mapper in Base.registry.mappers]
    said = [(kind, getattr(kind, "__personal__", None)) for kind in classes]
    found = [Kept(kind, kind.__table__, told) for kind, told in said if isinstance(told, Personal)]
    return tuple(sorted(found, key=lambda kept: (kept.name not in OWN, kept.personal.label)))


def person_of_account(user_id: int) -> Person:
    """Somebody with an account, with every entry in a staff list that is linked to it."""
    query = select(Staff.id).where(Staff.user_id == user_id)
    return Person(user_id, frozenset(db.session.scalars(query)))


def person_of_staff(entry: Staff) -> Person:
    """Somebody of a staff list; with an account only where it is linked."""
    return Person(None, frozenset({entry.id})) if entry.user_id is None else person_of_account(entry.user_id)


@dataclass(frozen=True, slots=True)
class Count:
    """How many rows of one kind there are about a person, or in which the person took part."""

    kept: Kept
    about: int
    taken_part: int


def counts(person: Person) -> list[Count]:
    """Every kind of record with its number of rows; one question for each kind."""
    found = []
    for kept in register():
        about, any_part = kept.where(person, about=True), kept.where(person, about=False)
        query = select(func.count()).select_from(kept.table)
        every = db.session.scalar(query.where(any_part)) or 0
        mine = (db.session.scalar(query.where(about)) or 0) if every and kept.personal.about else every
        found.append(Count(kept, mine, every - mine))
    return found


def rows_of(kept: Kept, person: Person) -> Iterator[dict[str, Any]]:
    """The rows of one kind in which a person has any part, without what only opens doors."""
    columns = [column for column in kept.table.columns if column.name not in SECRETS]
    order = list(kept.table.primary_key.columns)
    query = select(*columns).where(kept.where(person, about=False)).order_by(*order)
    for row in db.session.execute(query).mappings():
        yield dict(row)


@dataclass(frozen=True, slots=True)
class Look:
    """Who looked at a person's record, what at, and on which day."""

    day: date
    who: str
    what: str


def looks(person: Person, limit: int = 200) -> list[Look]:
    """Who looked at the records of a person, the newest first."""
    query = (
        select(PrivacyRead.day, User.name, PrivacyRead.what)
        .outerjoin(User, User.id == PrivacyRead.user_id)
        .where(PrivacyRead.staff_id.in_(person.staff_ids))
        .order_by(PrivacyRead.day.desc(), PrivacyRead.id.desc())
    )
    return [Look(day, name or "somebody who left", what) for day, name, what in db.session.execute(query.limit(limit))]


def requests(rollout_id: int | None = None, user_id: int | None = None) -> list[tuple[PrivacyRequest, str]]:
    """What was asked, with the name of whoever asked; open ones first, then the newest."""
    query = select(PrivacyRequest, User.name).outerjoin(User, User.id == PrivacyRequest.user_id)
    if rollout_id is not None:
        query = query.where(PrivacyRequest.rollout_id == rollout_id)
    if user_id is not None:
        query = query.where(PrivacyRequest.user_id == user_id)
    rows = db.session.execute(query.order_by(PrivacyRequest.asked_on.desc(), PrivacyRequest.id.desc()))
    told = [(row, name or "somebody who left") for row, name in rows]
    return sorted(told, key=lambda each: each[0].state is not RequestState.OPEN)


def request(rollout_id: int, request_id: int) -> PrivacyRequest:
    """One request of this rollout; NotFound for any other."""
    found = db.session.get(PrivacyRequest, request_id)
    if found is None or found.rollout_id != rollout_id:
        raise NotFound("There is no such request in this rollout.")
    return found


def kept_days(rollout_id: int) -> dict[str, KeptDays]:
    """What this rollout says about how long things are kept, by table."""
    query = select(KeptDays).where(KeptDays.rollout_id == rollout_id)
    return {row.subject: row for row in db.session.scalars(query)}
