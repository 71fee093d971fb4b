"""Courses, who is asked to take them, and who can give them where, as they are stored."""

from datetime import date
from decimal import Decimal

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from planner.basics.personal import OnErasure, Personal
from planner.db import Base, Versioned
from planner.playbook.words import CourseFormat, CourseMoment


class Course(Versioned, Base):
    """A course: what it teaches and how, how long it takes, and how many days what was learned stays fresh.

    `ref` is the playbook's reference where the course came from there, else `own:…`; problems name it. `lms_names` are
    the names and addresses under which learning systems report it, one a line. A course that is `retired` is asked of
    nobody any more.
    """

    __tablename__ = "course"
    __table_args__ = (UniqueConstraint("rollout_id", "name"), UniqueConstraint("rollout_id", "ref"))
    id: Mapped[int] = mapped_column(primary_key=True)
    rollout_id: Mapped[int] = mapped_column(ForeignKey("rollout.id", ondelete="CASCADE"), index=True)
    ref: Mapped[str | None] = mapped_column(String(80))
    name: Mapped[str] = mapped_column(String(120))
    content: Mapped[str] = mapped_column(Text, default="")
    format: Mapped[CourseFormat] = mapped_column(default=CourseFormat.CLASSROOM)
    hours: Mapped[Decimal]
    shelf_life_days: Mapped[int]
    moment: Mapped[CourseMoment] = mapped_column(default=CourseMoment.GO_LIVE)
    link: Mapped[str] = mapped_column(String(500), default="")
    lms_names: Mapped[str] = mapped_column(Text, default="")
    has_test: Mapped[bool] = mapped_column(default=False)
    pass_percent: Mapped[int] = mapped_column(default=80)
    seats: Mapped[int] = mapped_column(default=12)
    retired: Mapped[bool] = mapped_column(default=False)


class CourseRole(Base):
    """A course is asked of everybody with a role; the role `everyone` is everybody's."""

    __tablename__ = "course_role"
    __table_args__ = (UniqueConstraint("course_id", "role_ref"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id", ondelete="CASCADE"), index=True)
    role_ref: Mapped[str] = mapped_column(String(80), index=True)


class CoursePrerequisite(Base):
    """A course that has to be passed before another one."""

    __tablename__ = "course_prerequisite"
    __table_args__ = (UniqueConstraint("course_id", "needed_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id", ondelete="CASCADE"), index=True)
    needed_id: Mapped[int] = mapped_column(ForeignKey("course.id", ondelete="CASCADE"), index=True)


class Trainer(Versioned, Base):
    """Somebody who gives courses, with the hours a week there are for giving them; with or without an account."""

    __tablename__ = "trainer"
    __table_args__ = (UniqueConstraint("rollout_id", "name"),)
    __personal__ = Personal(
        "The hours you give courses in", "To plan sessions within your time", on_erasure=OnErasure.DETACH
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    rollout_id: Mapped[int] = mapped_column(ForeignKey("rollout.id", ondelete="CASCADE"), index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    hours_week: Mapped[Decimal]
    retired: Mapped[bool] = mapped_column(default=False)


class TrainerAbsence(Base):
    """Days on which a trainer gives no courses, both included."""

    __tablename__ = "trainer_absence"
    id: Mapped[int] = mapped_column(primary_key=True)
    trainer_id: Mapped[int] = mapped_column(ForeignKey("trainer.id", ondelete="CASCADE"), index=True)
    first_day: Mapped[date]
    last_day: Mapped[date]
    reason: Mapped[str] = mapped_column(String(120), default="")


class TrainingRoom(Versioned, Base):
    """A room for courses with its seats."""

    __tablename__ = "training_room"
    __table_args__ = (UniqueConstraint("rollout_id", "name"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    rollout_id: Mapped[int] = mapped_column(ForeignKey("rollout.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    site: Mapped[str] = mapped_column(String(120), default="")
    seats: Mapped[int]
    retired: Mapped[bool] = mapped_column(default=False)
