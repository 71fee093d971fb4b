"""Privacy as it is stored: who looked at whose record, what people asked for, and how long things are kept here."""

from datetime import date
from enum import StrEnum

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from planner.basics.personal import OnErasure, Personal
from planner.db import Base, Versioned


class PrivacyRead(Base):
    """That somebody looked at a page about one person, once for each day; shown to that person."""

    __tablename__ = "privacy_read"
    __audited__ = False
    __table_args__ = (UniqueConstraint("staff_id", "user_id", "what", "day"),)
    __personal__ = Personal(
        "Who looked at your record", "So that you can see who did, and on which day", kept_days=365, about=("staff_id",)
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    rollout_id: Mapped[int] = mapped_column(ForeignKey("rollout.id", ondelete="CASCADE"), index=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"), index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"), index=True)
    what: Mapped[str] = mapped_column(String(60))
    day: Mapped[date] = mapped_column(index=True)


class RequestState(StrEnum):
    """Where a request stands."""

    OPEN = "open"
    DONE = "done"
    REFUSED = "refused"


class PrivacyRequest(Versioned, Base):
    """Somebody asks to be erased; answered within a month by whoever may do it, also when the answer is no."""

    __tablename__ = "privacy_request"
    __personal__ = Personal(
        "What you asked for under data protection",
        "To answer it in time, and to show that it was answered",
        on_erasure=OnErasure.DETACH,
        about=("user_id",),
        emptied=("reason", "answer"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    rollout_id: Mapped[int] = mapped_column(ForeignKey("rollout.id", ondelete="CASCADE"), index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"), index=True)
    asked_on: Mapped[date]
    reason: Mapped[str] = mapped_column(String(500), default="")
    state: Mapped[RequestState] = mapped_column(default=RequestState.OPEN)
    answered_on: Mapped[date | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    answer: Mapped[str] = mapped_column(String(500), default="")


class KeptDays(Versioned, Base):
    """How long one kind of record is kept in a rollout, where it is not as long as the product proposes."""

    __tablename__ = "kept_days"
    __table_args__ = (UniqueConstraint("rollout_id", "subject"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    rollout_id: Mapped[int] = mapped_column(ForeignKey("rollout.id", ondelete="CASCADE"), index=True)
    subject: Mapped[str] = mapped_column(String(60))
    days: Mapped[int]
