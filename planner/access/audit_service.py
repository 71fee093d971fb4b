"""Writes the audit trail: what the session changes, and what the product says happened.

Entries are gathered while a transaction runs and written just before it commits, in the same transaction: both are
stored or neither is. Only that last step holds the end of the trail, so that people who save at once wait briefly.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from planner.access.audit_models import HEAD_ROW, AuditEntry, AuditHead
from planner.access.audit_values import plain
from planner.access.trail import Entry, Head, Sealed, Verification, extend, verify
from planner.basics.errors import PlannerError
from planner.db import db


@dataclass(frozen=True, slots=True)
class Actor:
    """Who is acting right now: the person, the request or command, and from where; and what time it is."""

    now: datetime
    user_id: int | None = None
    request_id: str | None = None
    address: str | None = None


@dataclass(slots=True)
class Bulk:
    """Many changes that become one entry: how many rows of which table were made, changed and deleted."""

    action: str
    summary: str
    rollout_id: int | None
    counts: dict[str, Counter[str]] = field(default_factory=dict)

    def count(self, action: str, table: str, rows: int = 1) -> None:
        """Count rows of one table; none are not worth a word."""
        if rows:
            self.counts.setdefault(action, Counter())[table] += rows


_PENDING = "audit pending"
_BULK = "audit bulk"
_standing_in: ContextVar[int | None] = ContextVar("audit_standing_in", default=None)
_actor: list[Callable[[], Actor]] = []


def install(actor: Callable[[], Actor]) -> None:
    """Tell the trail how to find out who is acting; the edge of the product knows."""
    _actor[:] = [actor]


@contextmanager
def acting(user_id: int) -> Iterator[None]:
    """What happens inside is done for this person: for background work that somebody asked for."""
    token = _standing_in.set(user_id)
    try:
        yield
    finally:
        _standing_in.reset(token)


def actor() -> Actor:
    """Who is acting right now."""
    if not _actor:
        raise PlannerError("The audit trail was not told who is acting.")
    found = _actor[0]()
    standing_in = _standing_in.get()
    return replace(found, user_id=standing_in) if standing_in else found


def record(
    action: str,
    *,
    object_type: str | None = None,
    object_id: object = None,
    rollout_id: int | None = None,
    user_id: int | None = None,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
) -> None:
    """Note something that happened, such as an export; it is stored when the running transaction commits.

    `user_id` is whom it concerns where nobody is signed in yet, as at a failed sign-in.
    """
    who = actor()
    entry = Entry(
        seq=0,
        at=who.now,
        action=action[:60],
        user_id=who.user_id or user_id,
        rollout_id=rollout_id,
        object_type=object_type and object_type[:60],
        object_id=None if object_id is None else str(object_id)[:80],
        before=None if before is None else {k: plain(v) for k, v in before.items()},
        after=None if after is None else {k: plain(v) for k, v in after.items()},
        request_id=who.request_id and who.request_id[:40],
        address=who.address and who.address[:64],
    )
    pending(db.session()).append(entry)


@contextmanager
def bulk(action: str, summary: str, *, rollout_id: int | None = None) -> Iterator[Bulk]:
    """Changes inside become one entry that says how many rows there were, as for an imported plan of 10,000 tasks.

    Example: `with bulk("plan.import", "412 tasks from plan.xml", rollout_id=3): ...`. Where the rollout itself is new,
    set `rollout_id` on what is given as soon as it has its number.
    """
    session = db.session()
    session.flush()
    outer, mine = session.info.get(_BULK), Bulk(action, summary, rollout_id)
    session.info[_BULK] = mine
    try:
        yield mine
        session.flush()
    finally:
        session.info[_BULK] = outer
    counts = {action: dict(sorted(tables.items())) for action, tables in sorted(mine.counts.items())}
    record(action, rollout_id=mine.rollout_id, after={"summary": summary, **counts})


def bulk_of(session: Session) -> Bulk | None:
    """The bulk change that is running, if one is."""
    found: Bulk | None = session.info.get(_BULK)
    return found


def pending(session: Session) -> list[Entry]:
    """The entries that wait for the commit."""
    waiting: list[Entry] = session.info.setdefault(_PENDING, [])
    return waiting


def write_pending(session: Session) -> None:
    """Seal what waits onto the end of the trail, inside the running transaction."""
    entries = pending(session)
    if not entries:
        return
    connection = session.connection()
    head = connection.execute(select(AuditHead.seq, AuditHead.hash).with_for_update()).first()
    sealed, end = extend(Head(*head) if head else _begin(session), entries)
    connection.execute(insert(AuditEntry), [_row(one) for one in sealed])
    connection.execute(update(AuditHead).values(seq=end.seq, hash=end.hash))
    entries.clear()


def _begin(session: Session) -> Head:
    if session.connection().execute(select(AuditEntry.seq).limit(1)).first():
        raise PlannerError("The audit trail has lost the note of where it ends. Run: planner audit verify")
    session.connection().execute(insert(AuditHead).values(**HEAD_ROW))
    return Head()


def _row(sealed: Sealed) -> dict[str, object]:
    entry = sealed.entry
    return {
        "seq": entry.seq,
        "at": entry.at,
        "action": entry.action,
        "user_id": entry.user_id,
        "rollout_id": entry.rollout_id,
        "object_type": entry.object_type,
        "object_id": entry.object_id,
        "before": entry.before,
        "after": entry.after,
        "request_id": entry.request_id,
        "address": entry.address,
        "previous_hash": sealed.previous,
        "hash": sealed.hash,
    }


def verify_trail() -> Verification:
    """Read the whole trail and name the first entry that was altered, if any was."""
    head = db.session.get(AuditHead, 1)
    query = select(AuditEntry).order_by(AuditEntry.seq).execution_options(yield_per=2000)
    with closing(db.session.scalars(query)) as rows:
        return verify((row.sealed() for row in rows), head.head() if head else None)
