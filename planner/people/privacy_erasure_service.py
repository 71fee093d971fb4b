"""Erases a person: what only concerns the person is deleted, what totals rest on stays without a name.

Unit, site and days of an entry stay, so that every total and every average is afterwards what it was before. The
database overwrites deleted content (`secure_delete`), and is rewritten afterwards, see `compact`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b, sha256
from pathlib import Path
from typing import Any

from sqlalchemy import Column, String, UniqueConstraint, func, inspect, select, text

from planner.access import signin_service
from planner.access.audit_service import bulk
from planner.access.models import User
from planner.access.roles import Role
from planner.access.signin_models import SignInAttempt
from planner.basics import secrets_service
from planner.basics.errors import RuleBroken
from planner.basics.mail_service import forget_addresses
from planner.basics.personal import OnErasure
from planner.db import db
from planner.people import privacy_queries
from planner.people.privacy_mention_service import Mention, forget_copies, mentions, replace_mentions
from planner.people.privacy_queries import OWN, Kept, Person
from planner.people.privacy_words import on_erasure
from planner.people.staff import NAMELESS
from planner.people.staff_models import Staff
from planner.people.staff_upload_service import forget_all
from planner.rollouts import queries as rollouts
from planner.rollouts.models import Membership

SOMEBODY = "(erased)"
"""What stands in texts where a name was."""
ERASED = "erased-"
"""How what stays of a name that no two rows may share begins."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What erasure does with one kind of record: so many rows, and what becomes of them."""

    label: str
    rows: int
    words: str
    kept_as_is: bool


@dataclass(frozen=True, slots=True)
class Preview:
    """What erasing a person would do."""

    person: Person
    name: str
    effects: tuple[Effect, ...]
    mentions: tuple[Mention, ...]
    refused: str = ""


def preview(person: Person) -> Preview:
    """What erasing a person would do, before anything is done."""
    effects = tuple(
        Effect(count.kept.personal.label, number, words, kept_as_is=count.kept.personal.on_erasure is OnErasure.KEEP)
        for count in privacy_queries.counts(person)
        for number, words in _effects(count)
        if number
    )
    return Preview(person, _name(person), effects, tuple(mentions(names_of(person))), why_not(person))


def _effects(count: privacy_queries.Count) -> Iterator[tuple[int, str]]:
    yield count.about, on_erasure(count.kept.personal)
    yield count.taken_part, "stays: it is about others, and leads to nobody"


def names_of(person: Person) -> frozenset[str]:
    """The words that name a person: names, addresses and staff numbers."""
    found: set[str | None] = set()
    for row in _entries(person):
        found |= {row.name, row.email, row.number}
    if user := _account(person):
        found |= {user.name, user.email}
    return frozenset(word for word in found if word and word != NAMELESS)


def why_not(person: Person) -> str:
    """Why a person cannot be erased now, in a sentence; empty when nothing stands in the way."""
    user = _account(person)
    if user is None:
        return ""
    if user.is_admin and user.active and _administrators() < 2:
        return "This is the last administrator: make somebody else an administrator first."
    for membership in db.session.scalars(select(Membership).where(Membership.user_id == user.id)):
        managers = [each.id for each in rollouts.people_with_role(membership.rollout_id, Role.MANAGER)]
        if membership.role is Role.MANAGER and managers == [user.id]:
            return "This is the only project manager of a rollout: name another one first."
    return ""


def erase(person: Person, today: date, instance: Path, *, in_texts: bool = False) -> int:
    """Erase a person within the running transaction; how many rows were deleted or emptied.

    `in_texts` also replaces the name in texts of others. Afterwards, outside the transaction, call `compact`.
    """
    if refusal := why_not(person):
        raise RuleBroken(refusal)
    names, user = names_of(person), _account(person)
    what = f"account {person.user_id}" if person.user_id else ""
    summary = ", ".join(
        filter(None, [what, *(f"entry {number} of a staff list" for number in sorted(person.staff_ids))])
    )
    with bulk("privacy.erasure", summary):
        touched = sum(_erase_rows(kept, person) for kept in privacy_queries.register() if kept.name not in OWN)
        for row in _entries(person):
            empty_entry(row, today)
        if user is not None:
            _empty_account(user)
        if in_texts:
            touched += replace_mentions(names, SOMEBODY)
        forget_copies(names)
        forget_addresses(names)
        db.session.flush()
    forget_all(instance)
    return touched + len(person.staff_ids) + (user is not None)


def _summary(person: Person) -> str:
    """Who was erased, as the history may keep it: by numbers."""
    account = [f"account {person.user_id}"] if person.user_id else []
    return ", ".join([*account, *(f"staff list entry {number}" for number in sorted(person.staff_ids))])


def _erase_rows(kept: Kept, person: Person) -> int:
    """Delete, empty or leave the rows about a person, as their table says."""
    if kept.personal.on_erasure is OnErasure.KEEP:
        return 0
    if kept.personal.on_erasure is OnErasure.DETACH and not kept.personal.emptied:
        return 0
    rows = list(db.session.scalars(select(kept.kind).where(kept.where(person, about=True))))
    for row in rows:
        if kept.personal.on_erasure is OnErasure.DELETE:
            db.session.delete(row)
        else:
            empty(row, kept)
    db.session.flush()
    return len(rows)


def pseudonym(name: str) -> str:
    """What stays of a name by which an erased person is known elsewhere; the same for the same name."""
    return name if name.startswith(ERASED) else pseudonyms(name)[0]


def pseudonyms(name: str) -> list[str]:
    """What may have stayed of a name: by the secret of today, then by earlier ones.

    Keyed hashes: without this installation's secrets nobody can try names against them.
    """
    keys = [sha256(b"erased" + secret.encode()).digest() for secret in secrets_service.known_keys()]
    return [ERASED + blake2b(name.encode(errors="replace"), digest_size=16, key=key).hexdigest() for key in keys]


def empty(row: Any, kept: Kept) -> None:  # noqa: ANN401 - a row of any table
    """Empty what a row says of its person."""
    attributes = {attribute.columns[0].name: attribute.key for attribute in inspect(kept.kind).column_attrs}
    for name in kept.personal.emptied:
        column = kept.table.c[name]
        if name in kept.personal.hashed:
            setattr(row, attributes[name], pseudonym(getattr(row, attributes[name])))
            continue
        nothing = None if column.nullable or not isinstance(column.type, String) else ""
        setattr(row, attributes[name], f"{ERASED}{row.id}" if nothing == "" and _is_unique(column) else nothing)


def _is_unique(column: Column[Any]) -> bool:
    """Whether no two rows may say the same there, not even nothing."""
    rules = [rule for rule in column.table.constraints if isinstance(rule, UniqueConstraint)]
    return bool(column.unique) or any(column.name in rule.columns for rule in rules)


def empty_entry(row: Staff, today: date) -> None:
    """Leave of an entry only unit, site and days."""
    row.name, row.number, row.email = NAMELESS, None, None
    row.team = row.title = row.language = ""
    row.user_id = None
    row.erased_on = row.erased_on or today


def _empty_account(user: User) -> None:
    """Leave of an account only its number, so that what it decided stays with one nameless hand."""
    hashed = signin_service.hashed(user.email)
    for attempt in db.session.scalars(select(SignInAttempt).where(SignInAttempt.account == hashed)):
        db.session.delete(attempt)
    user.name, user.email = NAMELESS, f"erased-{user.id}@erased.invalid"
    user.password_hash, user.active, user.is_admin, user.timezone = None, False, False, "UTC"


def _entries(person: Person) -> list[Staff]:
    return list(db.session.scalars(select(Staff).where(Staff.id.in_(person.staff_ids)).order_by(Staff.id)))


def _account(person: Person) -> User | None:
    return db.session.get(User, person.user_id) if person.user_id is not None else None


def _administrators() -> int:
    return db.session.scalar(select(func.count()).where(User.is_admin.is_(True), User.active.is_(True))) or 0


def _name(person: Person) -> str:
    user = _account(person)
    names = [row.name for row in _entries(person)] + ([user.name] if user else [])
    return names[0] if names else NAMELESS


def compact() -> None:
    """Rewrite the database file, so that no page of it and no log beside it still holds what was deleted.

    SQLite: the log is folded in and the file written anew. PostgreSQL: dead rows are cleared away. Backups are not
    touched: they are kept for at most 35 days, see docs/operations.md.
    """
    db.session.rollback()
    db.session.remove()
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if connection.dialect.name == "sqlite":
            raw: Any = connection.connection.driver_connection
            connection.rollback()
            for statement in ("PRAGMA wal_checkpoint(TRUNCATE)", "VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"):
                raw.execute(statement).fetchall()
        else:
            connection.execute(text("VACUUM"))
