"""Sessions of courses, who takes part, and how they were rated, as they are stored."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from planner.basics.personal import OnErasure, Personal
from planner.db import Base, Versioned
from planner.training.seats import Attendance, Place


class Sitting(Versioned, Base):
    """One session of a course, in a room or under a link.

    `minutes` are the minutes of teaching; over several days they lie between `starts_at` and `ends_at`.
    `unit_id` and `wave` say whom it is for, None for everybody; `cancelled` says why it does not take place.
    """

    __tablename__ = "sitting"
    id: Mapped[int] = mapped_column(primary_key=True)
    rollout_id: Mapped[int] = mapped_column(ForeignKey("rollout.id", ondelete="CASCADE"), index=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id", ondelete="CASCADE"), index=True)
    trainer_id: Mapped[int | None] = mapped_column(ForeignKey("trainer.id", ondelete="SET NULL"), index=True)
    training_room_id: Mapped[int | None] = mapped_column(
        ForeignKey("training_room.id", ondelete="SET NULL"), index=True
    )
    place: Mapped[str] = mapped_column(String(200), default="")
    link: Mapped[str] = mapped_column(String(500), default="")
    starts_at: Mapped[datetime] = mapped_column(index=True)
    ends_at: Mapped[datetime]
    minutes: Mapped[int]
    seats: Mapped[int]
    language: Mapped[str] = mapped_column(String(20), default="")
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id", ondelete="SET NULL"), index=True)
    wave: Mapped[int | None]
    note: Mapped[str] = mapped_column(String(500), default="")
    cancelled: Mapped[str] = mapped_column(String(200), default="")


class Enrolment(Base):
    """A person's place in a session: taken, waiting or given back; and whether the person was there."""

    __tablename__ = "enrolment"
    __table_args__ = (UniqueConstraint("sitting_id", "staff_id"),)
    __personal__ = Personal(
        "Your places in training sessions",
        "To hold the session and to know who was there",
        on_erasure=OnErasure.DETACH,
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    sitting_id: Mapped[int] = mapped_column(ForeignKey("sitting.id", ondelete="CASCADE"), index=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"), index=True)
    place: Mapped[Place]
    attendance: Mapped[Attendance] = mapped_column(default=Attendance.OPEN)
    asked_at: Mapped[datetime]
    rated: Mapped[bool] = mapped_column(default=False)


class SittingRating(Base):
    """How many ratings of so many stars wait for a fifth; nothing is kept of who gave them or when."""

    __tablename__ = "sitting_rating"
    __table_args__ = (UniqueConstraint("sitting_id", "stars"),)
    __audited__ = False
    id: Mapped[int] = mapped_column(primary_key=True)
    sitting_id: Mapped[int] = mapped_column(ForeignKey("sitting.id", ondelete="CASCADE"), index=True)
    stars: Mapped[int]
    number: Mapped[int] = mapped_column(default=0)


class PublishedRating(Base):
    """What is told of a session's ratings: how many, always whole fives, and the sum of their stars."""

    __tablename__ = "published_rating"
    __audited__ = False
    id: Mapped[int] = mapped_column(primary_key=True)
    sitting_id: Mapped[int] = mapped_column(ForeignKey("sitting.id", ondelete="CASCADE"), unique=True)
    ratings: Mapped[int]
    stars: Mapped[int]
