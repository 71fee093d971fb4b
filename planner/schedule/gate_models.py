"""What is kept at gates beside decisions: waivers of the sponsor, and lessons with what later waves made of them."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from planner.basics.personal import OnErasure, Personal
from planner.db import Base, Versioned
from planner.schedule.lessons import Answer, LessonKind


class GateWaiver(Versioned, Base):
    """The sponsor lets work beyond a gate start although it is not open; a longer waiver is another row."""

    __tablename__ = "gate_waiver"
    __personal__ = Personal(
        "Waivers you gave or took back",
        "To know who let work start early",
        on_erasure=OnErasure.KEEP,
        why_kept="A decision is the evidence on which the rollout went on.",
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    gate_id: Mapped[int] = mapped_column(ForeignKey("gate.id", ondelete="CASCADE"), index=True)
    reason: Mapped[str] = mapped_column(Text)
    until: Mapped[date]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    made_at: Mapped[datetime]
    taken_back_at: Mapped[datetime | None]
    taken_back_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))


class Lesson(Versioned, Base):
    """Something learned at a gate, for the phase it names or for the next one."""

    __tablename__ = "lesson"
    __personal__ = Personal(
        "Lessons you wrote down", "So that others can ask you about them", on_erasure=OnErasure.DETACH
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    gate_id: Mapped[int] = mapped_column(ForeignKey("gate.id", ondelete="CASCADE"), index=True)
    kind: Mapped[LessonKind]
    what: Mapped[str] = mapped_column(Text)
    advice: Mapped[str] = mapped_column(Text)
    phase_ref: Mapped[str] = mapped_column(String(80), default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"), index=True)
    made_at: Mapped[datetime]


class LessonAnswer(Versioned, Base):
    """What is made of a lesson at a later gate that it reaches."""

    __tablename__ = "lesson_answer"
    __personal__ = Personal(
        "Answers you gave to lessons", "To know what became of a lesson", on_erasure=OnErasure.DETACH
    )
    __table_args__ = (UniqueConstraint("lesson_id", "gate_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    lesson_id: Mapped[int] = mapped_column(ForeignKey("lesson.id", ondelete="CASCADE"))
    gate_id: Mapped[int] = mapped_column(ForeignKey("gate.id", ondelete="CASCADE"), index=True)
    answer: Mapped[Answer]
    reason: Mapped[str] = mapped_column(String(500), default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    at: Mapped[datetime]
