"""Takes a usage log over: it is read to its end first, and stored week by week only when every row was fine.

Storing adds what is new of each week in one transaction and notes how far it came, so that a crash loses nothing and
doubles nothing. The same file again, or one that overlaps, adds only what was not there.
"""

import hashlib
import shutil
from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import numpy.typing as npt
from flask import current_app
from sqlalchemy import Table, select

from planner.access.audit_service import bulk, record
from planner.adoption.accounts import Account
from planner.adoption.event_functions import function_for
from planner.adoption.marks import merged, unpacked
from planner.adoption.settings_service import functions_of
from planner.adoption.spool_service import Spool
from planner.adoption.usage_models import (
    ImportState,
    UsageAccount,
    UsageCount,
    UsageDay,
    UsageImport,
    UsageKind,
    UsageSource,
)
from planner.basics.bulk_service import table_of, upsert
from planner.basics.errors import NotFound
from planner.db import db, transaction
from planner.people.privacy_erasure_service import ERASED, pseudonyms
from planner.rollouts.models import Rollout

Ints = npt.NDArray[np.int64]


def begin(source: UsageSource, content: BinaryIO, file_name: str, by_id: int | None, now: datetime) -> UsageImport:
    """Note an import of a file; the same file as one that is stored or on its way is that import again."""
    content.seek(0)
    digest = hashlib.file_digest(content, "sha256").hexdigest()  # type: ignore[arg-type] # any binary file will do
    query = select(UsageImport).where(UsageImport.source_id == source.id, UsageImport.sha256 == digest)
    going = (ImportState.WAITING, ImportState.READ, ImportState.STORING, ImportState.DONE)
    earlier = db.session.scalars(query.where(UsageImport.state.in_(going))).first()
    if earlier is not None:
        return earlier
    row = UsageImport(
        rollout_id=source.rollout_id, source_id=source.id, file_name=file_name[-200:], sha256=digest, by_id=by_id,
        at=now, told={},
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    return row


def import_of(rollout_id: int, import_id: int) -> UsageImport:
    """One import of this rollout; NotFound for any other."""
    found = db.session.get(UsageImport, import_id)
    if found is None or found.rollout_id != rollout_id:
        raise NotFound("There is no such import in this rollout.")
    return found


def folder_of(import_id: int) -> Path:
    """Where an import keeps what it has read."""
    return Path(current_app.config["PLANNER"].instance) / "imports" / "usage" / str(import_id)


def upload_of(import_id: int) -> Path:
    """Where an uploaded log lies until it was read."""
    return folder_of(import_id).with_suffix(".log")


def keep_upload(import_id: int, content: BinaryIO) -> None:
    """Keep an uploaded log for the reading; written aside and renamed."""
    place = upload_of(import_id)
    place.parent.mkdir(parents=True, exist_ok=True)
    half = place.with_suffix(".part")
    content.seek(0)
    with half.open("wb") as out:
        shutil.copyfileobj(content, out)
    half.replace(place)


def is_read(import_id: int) -> bool:
    """Whether the log was read to its end and waits to be stored."""
    return Spool.kept(folder_of(import_id)) is not None


def store(import_id: int, said: Callable[[int, int], None] = lambda _done, _of: None) -> set[int]:
    """Store what was read, week by week, from where an earlier try came to; gives the weeks that changed."""
    kept = Spool.kept(folder_of(import_id))
    if kept is None:
        raise NotFound("What was read of this log is no longer here. Take the file over again.")
    spool, head = kept
    with transaction():
        row = db.session.get_one(UsageImport, import_id)
        row.state = ImportState.STORING
        source = db.session.get_one(UsageSource, row.source_id)
        accounts, kinds = _accounts(source, head["accounts"]), _kinds(source, head["kinds"])
        done = row.stored_weeks
    weeks = sorted(spool.weeks)
    for number, monday in enumerate(weeks[done:], start=done + 1):
        with transaction():
            _store_week(db.session.get_one(UsageImport, import_id), spool, monday, _Into(accounts, kinds), number)
        said(number, len(weeks))
    return set(weeks)


def finish(import_id: int) -> None:
    """Everything is stored and counted: nothing of the spool is needed any more."""
    with transaction():
        row = db.session.get_one(UsageImport, import_id)
        row.state = ImportState.DONE
        record(
            "usage.import", object_type="usage_import", object_id=row.id, rollout_id=row.rollout_id,
            after={"file": row.file_name, "counted": row.counted, "repeated": row.repeated, "closed": row.closed},
        )  # fmt: skip
    kept = Spool.kept(folder_of(import_id))
    if kept:
        kept[0].remove()


def _accounts(source: UsageSource, told: list[Mapping[str, Any]]) -> Ints:
    """The number of each account in the log, made where it is new; names and days are kept up."""
    table = table_of(UsageAccount)
    columns_known = (
        UsageAccount.external_id, UsageAccount.name, UsageAccount.email, UsageAccount.first_seen, UsageAccount.last_seen
    )  # fmt: skip
    told_before = select(*columns_known).where(UsageAccount.source_id == source.id)
    known = {row[0]: row[1:] for row in db.session.execute(told_before)}
    rows = []
    erased = {name for name in known if name.startswith(ERASED)}
    names = [_known_as(each["external_id"], erased) for each in told]
    for each, ident in zip(told, names, strict=True):
        account = Account(ident, "", "") if ident in erased else Account(ident, each["name"], each["email"])
        name, email, first, last = known.get(account.external_id, ("", "", None, None))
        days = [date.fromordinal(day) for day in (each["first"], each["last"]) if day is not None]
        if not days and account.external_id not in known:
            continue
        begun, ended = min([*days, *filter(None, [first])]), max([*days, *filter(None, [last])])
        rows.append((source.id, account.external_id, account.name or name, account.email or email, "none", False,
                     begun.isoformat(), ended.isoformat(), 1))  # fmt: skip
    columns = ("source_id", "external_id", "name", "email", "match", "program", "first_seen", "last_seen", "version")
    _upsert_accounts(table, columns, rows)
    query = select(UsageAccount.external_id, UsageAccount.id).where(UsageAccount.source_id == source.id)
    ids = {row.external_id: row.id for row in db.session.execute(query)}
    return np.array([ids.get(ident, 0) for ident in names], np.int64)


def _known_as(external_id: str, erased: AbstractSet[str]) -> str:
    """Under what an account is kept: whoever was erased stays nameless, and is still counted once."""
    found = [each for each in pseudonyms(external_id) if each in erased] if erased else []
    return found[0] if found else external_id


def _upsert_accounts(table: Table, columns: tuple[str, ...], rows: list[tuple[Any, ...]]) -> None:
    """New accounts whole; of known ones only name, address and days."""
    kept = {"match", "program", "version"}
    with bulk("usage.accounts", f"{len(rows)} accounts in a usage log"):
        upsert(
            db.session.connection(), table, columns, sorted(rows, key=lambda row: row[1]),
            key=("source_id", "external_id"), leave=kept,
        )  # fmt: skip


def _kinds(source: UsageSource, names: list[str]) -> Ints:
    """The number of each kind of event in the log, made where it is new."""
    query = select(UsageKind.name, UsageKind.id).where(UsageKind.source_id == source.id)
    known = {row[0]: row[1] for row in db.session.execute(query)}
    functions = functions_of(db.session.get_one(Rollout, source.rollout_id))
    for name in names:
        if name not in known:
            ref = function_for(name, functions)
            kind = UsageKind(source_id=source.id, name=name, function_ref=ref, meaningful=bool(ref), by_hand=False)
            db.session.add(kind)
            db.session.flush()
            known[name] = kind.id
    return np.array([known[name] for name in names], np.int64)


@dataclass(frozen=True, slots=True)
class _Into:
    """The stored accounts and kinds that the numbers in a spool stand for."""

    accounts: Ints
    kinds: Ints


def _store_week(row: UsageImport, spool: Spool, monday: int, into: _Into, number: int) -> None:
    """Add what is new in one week."""
    connection = db.session.connection()
    query = select(UsageDay.day, UsageDay.events, UsageDay.marks, UsageDay.many, UsageDay.closed)
    week = query.where(UsageDay.source_id == row.source_id, UsageDay.day.between(monday, monday + 6))
    known = {each.day: each for each in db.session.execute(week)}
    days, counts = [], []
    for day, events in spool.days(monday):
        before = known.get(day)
        if before is not None and before.closed:
            row.closed += int(events["weight"].sum())
            continue
        tally = unpacked(before.marks, before.many) if before else unpacked(None, many=False)
        tally, fresh = merged(tally, events["mark"], events["weight"].astype(np.int64), events["keyed"])
        new = int(fresh.sum())
        row.counted += new
        row.repeated += int(events["weight"].sum()) - new
        if new:
            total = new + (before.events if before else 0)
            days.append((row.source_id, day, total, tally.packed(), bool((tally.counts != 1).any()), False, True))
            counts.append(
                _cells(row.source_id, day, into.accounts[events["account"]], into.kinds[events["kind"]], fresh)
            )
    upsert(connection, table_of(UsageDay), ("source_id", "day", "events", "marks", "many", "closed", "kept"), days)
    cells = (cell for some in counts for cell in some)
    upsert(
        connection, table_of(UsageCount), ("source_id", "day", "account_id", "kind_id", "count"), cells, add={"count"}
    )
    row.stored_weeks = number


def _cells(source_id: int, day: int, accounts: Ints, kinds: Ints, fresh: Ints) -> list[tuple[int, int, int, int, int]]:
    """How often each account did each kind of thing, sorted by both."""
    chosen = fresh > 0
    keys, place = np.unique((accounts[chosen] << 24) | kinds[chosen], return_inverse=True)
    sums = np.bincount(place, fresh[chosen], len(keys)).astype(np.int64)
    return [
        (source_id, day, who, what, times)
        for who, what, times in zip((keys >> 24).tolist(), (keys & 0xFFFFFF).tolist(), sums.tolist(), strict=True)
    ]
