"""The audit trail as it is stored: entries that are only ever added, and a note of where the trail ends.

The database itself refuses to change or delete an entry, by triggers that are made with the table.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import DDL, JSON, Index, Integer, String, event
from sqlalchemy.orm import Mapped, mapped_column

from planner.access.trail import START, Entry, Head, Sealed
from planner.basics.personal import OnErasure, Personal
from planner.db import Base


class AuditEntry(Base):
    """One thing that happened. No foreign keys: what is named here may be gone, the entry stays."""

    __tablename__ = "audit_entry"
    __personal__ = Personal(
        "What you did, in the history of changes",
        "So that every change can be traced",
        on_erasure=OnErasure.KEEP,
        why_kept="The history proves itself by a chain over all entries; it knows accounts by number only.",
    )
    __audited__ = False
    __table_args__ = (
        Index("ix_audit_entry_rollout", "rollout_id", "seq"),
        Index("ix_audit_entry_user", "user_id", "seq"),
        Index("ix_audit_entry_action", "action", "seq"),
    )
    seq: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(index=True)
    action: Mapped[str] = mapped_column(String(60))
    user_id: Mapped[int | None]
    rollout_id: Mapped[int | None]
    object_type: Mapped[str | None] = mapped_column(String(60))
    object_id: Mapped[str | None] = mapped_column(String(80))
    before: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    after: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    request_id: Mapped[str | None] = mapped_column(String(40))
    address: Mapped[str | None] = mapped_column(String(64))
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64), unique=True)

    def sealed(self) -> Sealed:
        """The entry as the chain sees it."""
        entry = Entry(
            seq=self.seq,
            at=self.at,
            action=self.action,
            user_id=self.user_id,
            rollout_id=self.rollout_id,
            object_type=self.object_type,
            object_id=self.object_id,
            before=self.before,
            after=self.after,
            request_id=self.request_id,
            address=self.address,
        )
        return Sealed(entry, self.previous_hash, self.hash)


class AuditHead(Base):
    """Where the trail ends: one row, which whoever adds entries holds while adding."""

    __tablename__ = "audit_head"
    __audited__ = False
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seq: Mapped[int]
    hash: Mapped[str] = mapped_column(String(64))

    def head(self) -> Head:
        """The end as the chain sees it."""
        return Head(self.seq, self.hash)


HEAD_ROW = {"id": 1, "seq": 0, "hash": START}

SQLITE_TRIGGERS = tuple(
    f"""CREATE TRIGGER audit_entry_no_{verb.lower()} BEFORE {verb} ON audit_entry
    BEGIN SELECT RAISE(ABORT, 'the audit trail is only ever added to'); END"""
    for verb in ("UPDATE", "DELETE")
)
POSTGRESQL_TRIGGERS = (
    """CREATE OR REPLACE FUNCTION audit_entry_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'the audit trail is only ever added to'; END $$""",
    """CREATE TRIGGER audit_entry_no_change BEFORE UPDATE OR DELETE ON audit_entry
    FOR EACH ROW EXECUTE FUNCTION audit_entry_refuse()""",
    """CREATE TRIGGER audit_entry_no_truncate BEFORE TRUNCATE ON audit_entry
    FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_refuse()""",
)

for _dialect, _statements in (("sqlite", SQLITE_TRIGGERS), ("postgresql", POSTGRESQL_TRIGGERS)):
    for _statement in _statements:
        event.listen(
            AuditEntry.__table__,
            "after_create",
            DDL(_statement.replace("%", "%%")).execute_if(dialect=_dialect),  # type: ignore[no-untyped-call] # not typed in SQLAlchemy
        )


@event.listens_for(AuditHead.__table__, "after_create")
def _start(table: Any, connection: Any, **_: object) -> None:  # noqa: ANN401 - SQLAlchemy's own signature
    connection.execute(table.insert().values(**HEAD_ROW))
