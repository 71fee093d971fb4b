"""Frozen reports, the decisions on them, and the PDF files made of them.

A snapshot and a decision are only ever added. What is stored can be proved unchanged: the snapshot by the SHA-256 of
its document, the decision by a seal over all of its parts.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint, event
from sqlalchemy.orm import Mapped, Mapper, ORMExecuteState, Session, mapped_column

from planner.basics.errors import PlannerError
from planner.basics.personal import OnErasure, Personal
from planner.db import Base
from planner.reports.decision import Decision


class Snapshot(Base):
    """One numbered report of a rollout as it was on its day. `chain` links it to the one before it."""

    __tablename__ = "snapshot"
    __personal__ = Personal(
        "Reports you called",
        "To know who called a review",
        on_erasure=OnErasure.KEEP,
        why_kept="A sealed report never changes; it may name people who took part.",
    )
    __table_args__ = (UniqueConstraint("rollout_id", "number"), UniqueConstraint("rollout_id", "sha256"))
    __unaudited__ = frozenset({"document"})
    id: Mapped[int] = mapped_column(primary_key=True)
    rollout_id: Mapped[int] = mapped_column(ForeignKey("rollout.id", ondelete="CASCADE"), index=True)
    number: Mapped[int]
    kind: Mapped[str] = mapped_column(String(20), default="readiness", server_default="readiness")
    gate_key: Mapped[str] = mapped_column(String(120), index=True)
    verdict: Mapped[str] = mapped_column(String(20))
    created_at: Mapped[datetime]
    author_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="RESTRICT"))
    data_time: Mapped[datetime]
    scoring_version: Mapped[str] = mapped_column(String(20))
    document: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64))
    chain: Mapped[str] = mapped_column(String(64), default="", server_default="")


class SignOff(Base):
    """The decision on one snapshot, with its reason and conditions."""

    __tablename__ = "sign_off"
    __personal__ = Personal(
        "Reports you signed",
        "To know who decided",
        on_erasure=OnErasure.KEEP,
        why_kept="A decision is the evidence on which the rollout went on.",
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    snapshot_id: Mapped[int] = mapped_column(ForeignKey("snapshot.id", ondelete="CASCADE"), unique=True)
    decider_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="RESTRICT"))
    decision: Mapped[Decision]
    reason: Mapped[str] = mapped_column(Text)
    conditions: Mapped[list[Any]]
    decided_at: Mapped[datetime]
    password_entered: Mapped[bool]
    seal: Mapped[str] = mapped_column(String(64))


class RenderedFile(Base):
    """The PDF of a snapshot as one version of the templates draws it; the file can always be made again."""

    __tablename__ = "rendered_pdf"
    __table_args__ = (UniqueConstraint("snapshot_id", "template_version"),)
    __audited__ = False
    id: Mapped[int] = mapped_column(primary_key=True)
    snapshot_id: Mapped[int] = mapped_column(ForeignKey("snapshot.id", ondelete="CASCADE"), index=True)
    template_version: Mapped[str] = mapped_column(String(20))
    sha256: Mapped[str] = mapped_column(String(64))


FROZEN: tuple[type[Base], ...] = (Snapshot, SignOff)


class Frozen(PlannerError):
    """Something tried to change what is only ever added to."""


def _refuse(_mapper: Mapper[Any], _connection: object, row: Base) -> None:
    raise Frozen(f"A {type(row).__tablename__.replace('_', '-')} is frozen: it is never changed and never deleted.")


for _kind in FROZEN:
    event.listen(_kind, "before_update", _refuse)
    event.listen(_kind, "before_delete", _refuse)


@event.listens_for(Session, "do_orm_execute")
def _refuse_many(state: ORMExecuteState) -> None:
    """Statements that change many rows at once do not pass by the single rows; they are refused here."""
    if (state.is_update or state.is_delete) and _touches(state.all_mappers):
        raise Frozen("Snapshots and sign-offs are frozen: they are never changed and never deleted.")


def _touches(mappers: Iterable[Mapper[Any]]) -> bool:
    return any(mapper.class_ in FROZEN for mapper in mappers)
