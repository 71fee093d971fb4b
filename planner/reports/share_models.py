"""Links to frozen reports for people without an account, and when reports are made by themselves, as stored."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from planner.basics.personal import OnErasure, Personal
from planner.db import Base, Versioned


class ShareLink(Versioned, Base):
    """A link to one frozen report, good until a day (that day included) or until it is revoked; only a hash is kept."""

    __tablename__ = "share_link"
    __masked__ = frozenset({"token_hash"})
    __personal__ = Personal(
        "Links to reports that you gave out", "To know who opened a report to others", on_erasure=OnErasure.DETACH
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    rollout_id: Mapped[int] = mapped_column(ForeignKey("rollout.id", ondelete="CASCADE"), index=True)
    snapshot_id: Mapped[int] = mapped_column(ForeignKey("snapshot.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    label: Mapped[str] = mapped_column(String(120))
    until: Mapped[date]
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"), index=True)
    made_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class ReportRhythm(Versioned, Base):
    """When reports are frozen by themselves: `kinds` on a day of the week, and the brief some days before each gate."""

    __tablename__ = "report_rhythm"
    __table_args__ = (UniqueConstraint("rollout_id"),)
    __personal__ = Personal(
        "The rhythm of reports that you set", "To know in whose name reports are made", on_erasure=OnErasure.KEEP,
        why_kept="Reports that are made by themselves bear the name of whoever set the rhythm.",
    )  # fmt: skip
    id: Mapped[int] = mapped_column(primary_key=True)
    rollout_id: Mapped[int] = mapped_column(ForeignKey("rollout.id", ondelete="CASCADE"), index=True)
    weekday: Mapped[int | None]
    days_before_gate: Mapped[int | None]
    kinds: Mapped[list[Any]] = mapped_column(default=lambda: ["health"], server_default='["health"]')
    by_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    since: Mapped[date | None]


class ReportReader(Base):
    """Somebody who is told by mail when a report made itself; nobody is until somebody is chosen."""

    __tablename__ = "report_reader"
    __table_args__ = (UniqueConstraint("rollout_id", "user_id"),)
    __personal__ = Personal(
        "That you are told by mail of new reports", "To send you the link", on_erasure=OnErasure.DELETE
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    rollout_id: Mapped[int] = mapped_column(ForeignKey("rollout.id", ondelete="CASCADE"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
