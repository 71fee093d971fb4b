"""Answers to the suitability questions, the strategic decision and the stop criteria, as they are stored."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from planner.basics.personal import OnErasure, Personal
from planner.db import Base, Versioned
from planner.playbook.words import Choice, Decision
from planner.suitability.stopping import Stop, StopAt


class SuitabilityAnswer(Versioned, Base):
    """One question answered: with the reason, who answered, and for what is open an owner and a date."""

    __tablename__ = "suitability_answer"
    __personal__ = Personal(
        "Answers and conditions of the start assessment",
        "To know who judged and who follows up",
        on_erasure=OnErasure.DETACH,
    )
    __table_args__ = (UniqueConstraint("rollout_id", "question"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    rollout_id: Mapped[int] = mapped_column(ForeignKey("rollout.id", ondelete="CASCADE"), index=True)
    question: Mapped[str] = mapped_column(String(80))
    value: Mapped[Choice]
    reason: Mapped[str] = mapped_column(String(2000))
    evidence: Mapped[str] = mapped_column(String(2000), default="")
    author_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"), index=True)
    answered_at: Mapped[datetime]
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"), index=True)
    due: Mapped[date | None]


class StrategicDecision(Versioned, Base):
    """What the system is for, decided by a sponsor: improve the processes there are, or change them."""

    __tablename__ = "strategic_decision"
    __personal__ = Personal(
        "Strategic decisions you took",
        "To know who decided",
        on_erasure=OnErasure.KEEP,
        why_kept="A decision is the evidence on which the rollout went on.",
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    rollout_id: Mapped[int] = mapped_column(ForeignKey("rollout.id", ondelete="CASCADE"), unique=True)
    choice: Mapped[Decision]
    reason: Mapped[str] = mapped_column(String(2000))
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"), index=True)
    decided_on: Mapped[date]


class StopCriterion(Versioned, Base):
    """A reason to stop, written down before the work begins; once it has begun, it can only be withdrawn."""

    __tablename__ = "stop_criterion"
    __personal__ = Personal("Rules for stopping that you wrote", "To know who set them", on_erasure=OnErasure.DETACH)
    id: Mapped[int] = mapped_column(primary_key=True)
    rollout_id: Mapped[int] = mapped_column(ForeignKey("rollout.id", ondelete="CASCADE"), index=True)
    question: Mapped[str] = mapped_column(String(80))
    at: Mapped[StopAt]
    text: Mapped[str] = mapped_column(String(500))
    author_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"), index=True)
    written_at: Mapped[datetime]
    after_start: Mapped[bool] = mapped_column(default=False)
    withdrawn: Mapped[str] = mapped_column(String(500), default="")

    @property
    def stop(self) -> Stop:
        """The criterion as the rule sees it."""
        return Stop(self.id, self.text, self.question, self.at, self.withdrawn)
