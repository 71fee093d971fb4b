"""Mail about what waits for people, as it is stored: when each got a digest, and who was told of what is late."""

from datetime import date

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from planner.basics.personal import OnErasure, Personal
from planner.db import Base, Versioned
from planner.rollouts.reminding import Step


class DigestDay(Base):
    """The last day on which a person's digest was looked at, whether or not there was anything in it."""

    __tablename__ = "digest_day"
    __audited__ = False
    __personal__ = Personal("The day of your last digest", "To send you one at a time")
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), primary_key=True)
    day: Mapped[date]


class ReminderRule(Versioned, Base):
    """Whether a rollout sends reminders, and after how many working days of grace others are told."""

    __tablename__ = "reminder_rule"
    id: Mapped[int] = mapped_column(primary_key=True)
    rollout_id: Mapped[int] = mapped_column(ForeignKey("rollout.id", ondelete="CASCADE"), unique=True)
    active: Mapped[bool] = mapped_column(default=False)
    grace: Mapped[int] = mapped_column(default=3)


class ReminderRound(Base):
    """The last day on which reminders of a rollout were sent."""

    __tablename__ = "reminder_round"
    __audited__ = False
    rollout_id: Mapped[int] = mapped_column(ForeignKey("rollout.id", ondelete="CASCADE"), primary_key=True)
    day: Mapped[date]


class SentReminder(Base):
    """That somebody was told of one thing that was late: once for each step."""

    __tablename__ = "sent_reminder"
    __audited__ = False
    __table_args__ = (UniqueConstraint("rollout_id", "key", "due", "step"),)
    __personal__ = Personal(
        "Reminders of what you had to do",
        "So that nobody is told twice",
        kept_days=365,
        on_erasure=OnErasure.DELETE,
        day="sent_on",
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    rollout_id: Mapped[int] = mapped_column(ForeignKey("rollout.id", ondelete="CASCADE"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    key: Mapped[str] = mapped_column(String(120))
    what: Mapped[str] = mapped_column(String(300))
    due: Mapped[date]
    step: Mapped[Step]
    told: Mapped[str] = mapped_column(String(300))
    sent_on: Mapped[date]
