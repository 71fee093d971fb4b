"""Findings of known mistakes that somebody accepts for a time, as stored."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from planner.basics.personal import OnErasure, Personal
from planner.db import Base, Versioned


class FindingWaiver(Versioned, Base):
    """A finding that is accepted until a day, as long as there is no more of it than `accepted`; None: it was gone."""

    __tablename__ = "accepted_mistake"
    __table_args__ = (UniqueConstraint("rollout_id", "detector"),)
    __personal__ = Personal(
        "Findings you accepted for a time",
        "To know who answers for an accepted risk",
        on_erasure=OnErasure.KEEP,
        why_kept="Who accepted a risk, why and until when is part of the record of the rollout.",
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    rollout_id: Mapped[int] = mapped_column(ForeignKey("rollout.id", ondelete="CASCADE"), index=True)
    detector: Mapped[str] = mapped_column(String(160))
    reason: Mapped[str] = mapped_column(String(1000))
    until: Mapped[date]
    accepted: Mapped[Decimal | None]
    by_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    made_at: Mapped[datetime]
