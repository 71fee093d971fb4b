"""Questions about accounts and the audit trail."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from planner.access.audit_models import AuditEntry
from planner.access.audit_words import (
    ACCOUNT_TABLES,
    PREFIXES,
    Kind,
    action_in_words,
    changes_in_words,
    object_in_words,
)
from planner.access.models import User
from planner.access.signin_models import SignInSession
from planner.access.trail_filter import TrailFilter
from planner.basics.errors import NotFound
from planner.db import db

PAGE = 50


def user(user_id: int) -> User:
    """An account; NotFound where there is none."""
    found = db.session.get(User, user_id)
    if found is None:
        raise NotFound("There is no such account.")
    return found


def users() -> list[tuple[User, datetime | None]]:
    """All accounts by name, each with the last time it was used."""
    seen = select(SignInSession.user_id, func.max(SignInSession.last_seen).label("at")).group_by(SignInSession.user_id)
    latest = seen.subquery()
    query = select(User, latest.c.at).outerjoin(latest, latest.c.user_id == User.id)
    return [(row[0], row[1]) for row in db.session.execute(query.order_by(func.lower(User.name), User.id))]


def names() -> dict[int, str]:
    """The names of all accounts, by name."""
    query = select(User.id, User.name).order_by(func.lower(User.name), User.id)
    return {row.id: row.name for row in db.session.execute(query)}


@dataclass(frozen=True, slots=True)
class Line:
    """One entry of the trail as people read it."""

    seq: int
    at: datetime
    who: str
    what: str
    about: str
    changes: list[str]
    rollout_id: int | None
    denied: bool
    address: str


def people_in(rollout_id: int) -> dict[int, str]:
    """Who did something in a rollout, by name."""
    acting = set(db.session.scalars(select(AuditEntry.user_id).where(AuditEntry.rollout_id == rollout_id).distinct()))
    return {number: name for number, name in names().items() if number in acting}


def trail(wanted: TrailFilter, *, before: int | None = None, limit: int = PAGE) -> list[Line]:
    """Entries of the trail, the newest first, those before a number; one more than a page tells that there are more."""
    query = select(AuditEntry).where(*_conditions(wanted)).order_by(AuditEntry.seq.desc()).limit(limit)
    if before is not None:
        query = query.where(AuditEntry.seq < before)
    people = names()
    return [_line(entry, people) for entry in db.session.scalars(query)]


def whole_trail(wanted: TrailFilter, most: int = 100_000) -> Iterator[Line]:
    """The same for a file: the oldest first, at most so many."""
    query = select(AuditEntry).where(*_conditions(wanted)).order_by(AuditEntry.seq).limit(most)
    people = names()
    return (_line(entry, people) for entry in db.session.scalars(query.execution_options(yield_per=1000)))


def own_sign_ins(user_id: int, limit: int = 10) -> list[Line]:
    """A person's own sign-ins, the failed ones too, the newest first."""
    return trail(TrailFilter(user_id=user_id, kind=Kind.SIGN_IN), limit=limit)


def _line(entry: AuditEntry, people: dict[int, str]) -> Line:
    who = people.get(entry.user_id, f"Account {entry.user_id}") if entry.user_id else _nobody(entry)
    about = object_in_words(entry.object_type, entry.object_id)
    if entry.object_type == "user" and (entry.object_id or "").isdigit():
        own = entry.action.startswith("sign-") and str(entry.user_id) == entry.object_id
        about = "" if own else f"account of {people.get(int(entry.object_id or 0), entry.object_id)}"
    return Line(
        seq=entry.seq,
        at=entry.at,
        who=who,
        what=action_in_words(entry.action),
        about=about,
        changes=changes_in_words(entry.before, entry.after),
        rollout_id=entry.rollout_id,
        denied=entry.action in {"denied", "sign-in.failed"},
        address=entry.address or "",
    )


def _nobody(entry: AuditEntry) -> str:
    return {"command": "Command line", "job": "Background work"}.get(entry.request_id or "", "Nobody signed in")


def _conditions(wanted: TrailFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.user_id is not None:
        concerned = and_(AuditEntry.object_type == "user", AuditEntry.object_id == str(wanted.user_id))
        found.append(or_(AuditEntry.user_id == wanted.user_id, concerned))
    if wanted.rollout_id is not None:
        found.append(AuditEntry.rollout_id == wanted.rollout_id)
    if wanted.since is not None:
        found.append(AuditEntry.at >= wanted.since)
    if wanted.until is not None:
        found.append(AuditEntry.at < wanted.until)
    if wanted.kind is not None:
        found.append(_of_kind(wanted.kind))
    return found


def _of_kind(kind: Kind) -> ColumnElement[bool]:
    account = or_(*_begins(AuditEntry.action, PREFIXES[Kind.ACCOUNT]), AuditEntry.object_type.in_(ACCOUNT_TABLES))
    if kind is Kind.ACCOUNT:
        return and_(account, ~or_(*_begins(AuditEntry.action, ("sign-", "denied"))))
    if kind is Kind.CONTENT:
        other = [prefix for prefixes in PREFIXES.values() for prefix in prefixes]
        no_account = func.coalesce(AuditEntry.object_type, "").not_in(ACCOUNT_TABLES)
        return and_(~or_(*_begins(AuditEntry.action, other), _is_export()), no_account)
    if kind is Kind.EXPORT:
        return or_(*_begins(AuditEntry.action, PREFIXES[kind]), _is_export())
    return or_(*_begins(AuditEntry.action, PREFIXES[kind]))


def _is_export() -> ColumnElement[bool]:
    """An export of one area, such as `report.export`."""
    return AuditEntry.action.endswith(".export", autoescape=True)


def _begins(column: InstrumentedAttribute[str], prefixes: tuple[str, ...] | list[str]) -> list[ColumnElement[bool]]:
    return [column.startswith(prefix, autoescape=True) for prefix in prefixes]
