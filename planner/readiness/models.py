"""Answers to criteria with their evidence, earlier answers, evidence files and verdicts set by hand, as stored."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from planner.basics.personal import OnErasure, Personal
from planner.db import Base, Versioned
from planner.readiness.evidence import Grade, State
from planner.readiness.verdict import VerdictState

REF, KEY, TEXT, LONG = 120, 140, 1000, 4000


class EvidenceFile(Base):
    """A file that somebody added as evidence; its content lies beside the database, under its own SHA-256."""

    __tablename__ = "evidence_file"
    __personal__ = Personal("Files you added as evidence", "To know who vouches for them", on_erasure=OnErasure.DETACH)
    id: Mapped[int] = mapped_column(primary_key=True)
    rollout_id: Mapped[int] = mapped_column(ForeignKey("rollout.id", ondelete="CASCADE"), index=True)
    sha256: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    added_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    added_at: Mapped[datetime]


class Given:
    """What an answer says, today or as it was once given: the same columns."""

    rollout_id: Mapped[int] = mapped_column(ForeignKey("rollout.id", ondelete="CASCADE"), index=True)
    gate_key: Mapped[str] = mapped_column(String(KEY), default="")
    criterion_ref: Mapped[str] = mapped_column(String(REF))
    state: Mapped[State]
    value: Mapped[Decimal | None]
    grade: Mapped[Grade] = mapped_column(default=Grade.ASSERTED)
    evidence: Mapped[str] = mapped_column(String(LONG), default="")
    link: Mapped[str] = mapped_column(String(500), default="")
    file_id: Mapped[int | None] = mapped_column(ForeignKey("evidence_file.id"), index=True)
    na_reason: Mapped[str] = mapped_column(String(TEXT), default="")
    author_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    answered_on: Mapped[date]
    verified_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"), index=True)
    verified_at: Mapped[datetime | None]


class Answer(Given, Versioned, Base):
    """What is stated today about one criterion. `gate_key` is empty for criteria of success factors."""

    __tablename__ = "readiness_answer"
    __personal__ = Personal(
        "Answers you gave or verified", "To know who judged and who confirmed it", on_erasure=OnErasure.DETACH
    )
    __table_args__ = (UniqueConstraint("rollout_id", "gate_key", "criterion_ref"),)
    id: Mapped[int] = mapped_column(primary_key=True)


class AnswerRevision(Given, Base):
    """An answer as it was given, kept for ever: only added to, so that changes since any day can be told."""

    __tablename__ = "readiness_answer_revision"
    __personal__ = Personal(
        "Earlier answers you gave or verified", "To see how a judgement changed", on_erasure=OnErasure.DETACH
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    recorded_at: Mapped[datetime]


class VerdictOverride(Versioned, Base):
    """A verdict that the sponsor set by hand for one gate, with the reason and the last day on which it holds."""

    __tablename__ = "verdict_override"
    __personal__ = Personal(
        "Verdicts you overrode",
        "To know who decided otherwise",
        on_erasure=OnErasure.KEEP,
        why_kept="A decision is the evidence on which the rollout went on.",
    )
    __table_args__ = (UniqueConstraint("rollout_id", "gate_key"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    rollout_id: Mapped[int] = mapped_column(ForeignKey("rollout.id", ondelete="CASCADE"), index=True)
    gate_key: Mapped[str] = mapped_column(String(KEY))
    state: Mapped[VerdictState]
    reason: Mapped[str] = mapped_column(String(TEXT))
    until: Mapped[date]
    by_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    made_at: Mapped[datetime]
