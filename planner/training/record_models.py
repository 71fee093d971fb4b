"""Results, certificates and who is trained by when, as they are stored."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from planner.basics.personal import OnErasure, Personal
from planner.db import Base
from planner.training.results import Source


class TrainingResult(Base):
    """One attempt at a course and what came of it; `source_key` keeps what was imported from being taken twice."""

    __tablename__ = "training_result"
    __table_args__ = (
        UniqueConstraint("rollout_id", "source_key"),
        Index("ix_training_result_staff_id_course_id", "staff_id", "course_id"),
    )
    __personal__ = Personal(
        "Your attempts and results",
        "To know who is trained for the system",
        kept_days=730,
        on_erasure=OnErasure.DETACH,
        about=("staff_id",),
        emptied=("source_key",),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    rollout_id: Mapped[int] = mapped_column(ForeignKey("rollout.id", ondelete="CASCADE"), index=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"))
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id", ondelete="CASCADE"), index=True)
    sitting_id: Mapped[int | None] = mapped_column(ForeignKey("sitting.id", ondelete="SET NULL"), index=True)
    day: Mapped[date] = mapped_column(index=True)
    score: Mapped[Decimal | None]
    passed: Mapped[bool]
    source: Mapped[Source]
    source_key: Mapped[str | None] = mapped_column(String(200))
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    recorded_at: Mapped[datetime]


class Certificate(Base):
    """The certificate of a passed course, with a number by which anybody can see that it is genuine."""

    __tablename__ = "certificate"
    __table_args__ = (UniqueConstraint("rollout_id", "number"),)
    __personal__ = Personal(
        "Your certificates", "To show what you passed", kept_days=730, day="issued_on", on_erasure=OnErasure.DETACH
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    rollout_id: Mapped[int] = mapped_column(ForeignKey("rollout.id", ondelete="CASCADE"), index=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"), index=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id", ondelete="CASCADE"), index=True)
    result_id: Mapped[int] = mapped_column(ForeignKey("training_result.id", ondelete="CASCADE"), unique=True)
    number: Mapped[str] = mapped_column(String(20), index=True)
    issued_on: Mapped[date]
    expires_on: Mapped[date]


class TrainingCell(Base):
    """One person and one course: whether it is asked of the person, and since when and until when it is passed.

    Made from roles, courses and results whenever one of them changes, so that coverage of many people is counted fast.
    """

    __tablename__ = "training_cell"
    __audited__ = False
    __table_args__ = (
        UniqueConstraint("staff_id", "course_id"),
        Index("ix_training_cell_rollout_id_course_id", "rollout_id", "course_id"),
    )
    __personal__ = Personal("Courses asked of you", "To count who is trained", on_erasure=OnErasure.DETACH)
    id: Mapped[int] = mapped_column(primary_key=True)
    rollout_id: Mapped[int] = mapped_column(ForeignKey("rollout.id", ondelete="CASCADE"))
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"))
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id", ondelete="CASCADE"), index=True)
    asked: Mapped[bool]
    passed_on: Mapped[date | None]
    fresh_until: Mapped[date | None]


class TrainingStanding(Base):
    """One person over all courses asked: how many, how many were never passed, and until when all are fresh."""

    __tablename__ = "training_standing"
    __audited__ = False
    __personal__ = Personal("Whether you are trained", "To count who is trained", on_erasure=OnErasure.DETACH)
    id: Mapped[int] = mapped_column(primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"), unique=True)
    rollout_id: Mapped[int] = mapped_column(ForeignKey("rollout.id", ondelete="CASCADE"), index=True)
    asked: Mapped[int]
    missing: Mapped[int]
    fresh_until: Mapped[date | None]


class TrainingImport(Base):
    """A file of records that was taken over: the same file again changes nothing."""

    __tablename__ = "training_import"
    __personal__ = Personal(
        "Files of training records that you took over", "To know where results come from", on_erasure=OnErasure.DETACH
    )
    __table_args__ = (UniqueConstraint("rollout_id", "sha256"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    rollout_id: Mapped[int] = mapped_column(ForeignKey("rollout.id", ondelete="CASCADE"), index=True)
    sha256: Mapped[str] = mapped_column(String(64))
    file_name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(20))
    rows: Mapped[int]
    added: Mapped[int]
    imported_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    imported_at: Mapped[datetime]


class SittingProposal(Base):
    """A proposal of sessions as it was worked out; made into sessions at most once."""

    __tablename__ = "sitting_proposal"
    __personal__ = Personal(
        "Proposals of sessions that you asked for", "To know who asked", on_erasure=OnErasure.DETACH
    )
    __unaudited__ = frozenset({"answer"})
    id: Mapped[int] = mapped_column(primary_key=True)
    rollout_id: Mapped[int] = mapped_column(ForeignKey("rollout.id", ondelete="CASCADE"), index=True)
    asked_at: Mapped[datetime]
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    ready: Mapped[bool] = mapped_column(default=False)
    answer: Mapped[dict[str, Any]]
    taken_at: Mapped[datetime | None]
