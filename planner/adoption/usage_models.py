"""Use of the system as it is stored: counts by account, day and kind of event; no address and no time of day.

Days and weeks are numbers of the calendar (`date.toordinal`; a week is its Monday), which keeps millions of rows small.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from planner.basics.personal import OnErasure, Personal
from planner.db import Base, Versioned


class Match(StrEnum):
    """How it was found out whose account it is."""

    NONE = "none"
    NUMBER = "number"
    EMAIL = "email"
    NAME = "name"
    HAND = "hand"


class ImportState(StrEnum):
    """Where the import of a log stands."""

    WAITING = "waiting"
    READ = "read"
    REFUSED = "refused"
    STORING = "storing"
    DONE = "done"
    FAILED = "failed"


class UsageSource(Versioned, Base):
    """A system whose logs are taken over: how they are laid out, and the zone in which its days are counted.

    `choices` holds what a person said about the files: columns by field, order of dates, programs, people.
    """

    __tablename__ = "usage_source"
    __table_args__ = (UniqueConstraint("rollout_id", "name"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    rollout_id: Mapped[int] = mapped_column(ForeignKey("rollout.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    preset: Mapped[str] = mapped_column(String(60))
    timezone: Mapped[str] = mapped_column(String(60))
    choices: Mapped[dict[str, Any]] = mapped_column(default=dict)


class UsageImport(Base):
    """One log that was taken over, or refused: what was read of it and what became of it."""

    __tablename__ = "usage_import"
    __unaudited__ = frozenset({"rows_read", "stored_weeks", "state", "told"})
    __personal__ = Personal("Usage logs you took over", "To know who brought which log", on_erasure=OnErasure.DETACH)
    id: Mapped[int] = mapped_column(primary_key=True)
    rollout_id: Mapped[int] = mapped_column(ForeignKey("rollout.id", ondelete="CASCADE"), index=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("usage_source.id", ondelete="CASCADE"), index=True)
    file_name: Mapped[str] = mapped_column(String(200))
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    state: Mapped[ImportState] = mapped_column(default=ImportState.WAITING)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    at: Mapped[datetime]
    rows_read: Mapped[int] = mapped_column(default=0)
    weeks: Mapped[int] = mapped_column(default=0)
    stored_weeks: Mapped[int] = mapped_column(default=0)
    counted: Mapped[int] = mapped_column(default=0)
    repeated: Mapped[int] = mapped_column(default=0)
    closed: Mapped[int] = mapped_column(default=0)
    first_day: Mapped[date | None]
    last_day: Mapped[date | None]
    told: Mapped[dict[str, Any]] = mapped_column(default=dict)


class UsageAccount(Versioned, Base):
    """A user of a source system, and the member of staff behind it where that is known. A program is nobody."""

    __tablename__ = "usage_account"
    __table_args__ = (
        UniqueConstraint("source_id", "external_id"),
        Index("ix_usage_account_source_id_staff_id", "source_id", "staff_id"),
    )
    __unaudited__ = frozenset({"first_seen", "last_seen", "first_active", "last_active"})
    __personal__ = Personal(
        "Your account in the new system",
        "To count your use for you and for groups of five and more",
        on_erasure=OnErasure.DETACH,
        emptied=("external_id", "name", "email"),
        hashed=("external_id",),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("usage_source.id", ondelete="CASCADE"))
    external_id: Mapped[str] = mapped_column(String(200))
    name: Mapped[str] = mapped_column(String(120), default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"), index=True)
    match: Mapped[Match] = mapped_column(default=Match.NONE)
    program: Mapped[bool] = mapped_column(default=False)
    first_seen: Mapped[date | None]
    last_seen: Mapped[date | None]
    first_active: Mapped[date | None]
    last_active: Mapped[date | None]


class UsageKind(Versioned, Base):
    """A kind of event of a source, and what it counts for: a function, use without one, or mere presence."""

    __tablename__ = "usage_kind"
    __table_args__ = (UniqueConstraint("source_id", "name"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("usage_source.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(120))
    function_ref: Mapped[str] = mapped_column(String(80), default="")
    meaningful: Mapped[bool] = mapped_column(default=False)
    by_hand: Mapped[bool] = mapped_column(default=False)


class UsageFunction(Base):
    """A function that was ever counted in a rollout, with its place in the sets that are stored as bits."""

    __tablename__ = "usage_function"
    __table_args__ = (UniqueConstraint("rollout_id", "ref"), UniqueConstraint("rollout_id", "bit"))
    __audited__ = False
    id: Mapped[int] = mapped_column(primary_key=True)
    rollout_id: Mapped[int] = mapped_column(ForeignKey("rollout.id", ondelete="CASCADE"))
    ref: Mapped[str] = mapped_column(String(80))
    bit: Mapped[int]


class UsageDay(Base):
    """A day of a source: how many events counted, and marks by which the same event is known again.

    A mark is eight bytes of a keyed hash; it goes with the day's counts when the day is closed. `many` says that some
    marks stand for more than one event. A closed day takes no more events; `kept` says that its counts are there still.
    """

    __tablename__ = "usage_day"
    __audited__ = False
    source_id: Mapped[int] = mapped_column(ForeignKey("usage_source.id", ondelete="CASCADE"), primary_key=True)
    day: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    events: Mapped[int] = mapped_column(default=0)
    marks: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    many: Mapped[bool] = mapped_column(default=False)
    closed: Mapped[bool] = mapped_column(default=False)
    kept: Mapped[bool] = mapped_column(default=True)


class UsageCount(Base):
    """How often an account did one kind of thing on a day: the raw counts, kept for a time that is set."""

    __tablename__ = "usage_count"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 - read by SQLAlchemy as a plain class attribute
    __audited__ = False
    source_id: Mapped[int] = mapped_column(ForeignKey("usage_source.id", ondelete="CASCADE"), primary_key=True)
    day: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    account_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    count: Mapped[int]


class UsageWeek(Base):
    """What an account did in a week: sets of days (Monday is bit 0) and of functions, and how many actions."""

    __tablename__ = "usage_week"
    __table_args__ = (
        Index("ix_usage_week_account_id", "account_id"),
        {"sqlite_with_rowid": False},
    )
    __audited__ = False
    source_id: Mapped[int] = mapped_column(ForeignKey("usage_source.id", ondelete="CASCADE"), primary_key=True)
    week: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    account_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    days: Mapped[int]
    present: Mapped[int]
    functions: Mapped[int] = mapped_column(BigInteger)
    actions: Mapped[int]
