"""Links to frozen reports for people without an account, and when reports are made by themselves, as stored."""

from datetime import date, datetime

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
    """When a report is frozen by itself: on a day of the week, and some days before each gate."""

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
    by_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
