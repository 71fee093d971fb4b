"""Roles of the rollout with who holds them, and deliverables with each role's part, as they are stored."""

from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from planner.basics.personal import OnErasure, Personal
from planner.db import Base, Versioned
from planner.people.raci_fit import FitKind, Quality, Said
from planner.people.raci_matrix import Letter
from planner.playbook.words import Choice


class RaciRole(Versioned, Base):
    """A role of this rollout. `key` is the playbook's word for it, or one of its own; letters are written by it."""

    __tablename__ = "raci_role"
    __table_args__ = (UniqueConstraint("rollout_id", "key"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    rollout_id: Mapped[int] = mapped_column(ForeignKey("rollout.id", ondelete="CASCADE"), index=True)
    key: Mapped[str] = mapped_column(String(80))
    name: Mapped[str] = mapped_column(String(120))
    critical: Mapped[bool] = mapped_column(default=False)
    fit: Mapped[FitKind] = mapped_column(default=FitKind.NONE)
    position: Mapped[int] = mapped_column(default=0)


class RaciHolder(Versioned, Base):
    """Somebody who holds a role, or stands in for it; by account, or by name where there is none.

    `fit` keeps what was said about this person's experience: quality, answer and a note.
    """

    __tablename__ = "raci_holder"
    __personal__ = Personal(
        "The roles you hold, and your experience for them", "To know who answers for what", on_erasure=OnErasure.DELETE
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    role_id: Mapped[int] = mapped_column(ForeignKey("raci_role.id", ondelete="CASCADE"), index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(120), default="")
    deputy: Mapped[bool] = mapped_column(default=False)
    fit: Mapped[dict[str, Any]] = mapped_column(default=dict)

    @property
    def said(self) -> dict[Quality, Said]:
        """The answers as the rules see them."""
        return {Quality(key): Said(Choice(answer), note) for key, (answer, note) in self.fit.items()}


class RaciDeliverable(Versioned, Base):
    """A deliverable of a phase, or of none; `letters` gives each role's part by the role's key."""

    __tablename__ = "raci_deliverable"
    id: Mapped[int] = mapped_column(primary_key=True)
    rollout_id: Mapped[int] = mapped_column(ForeignKey("rollout.id", ondelete="CASCADE"), index=True)
    phase_ref: Mapped[str] = mapped_column(String(80), default="")
    ref: Mapped[str] = mapped_column(String(80), default="")
    name: Mapped[str] = mapped_column(String(200))
    letters: Mapped[dict[str, Any]] = mapped_column(default=dict)
    position: Mapped[int] = mapped_column(default=0)

    @property
    def parts(self) -> dict[str, Letter]:
        """The letters as the rules see them."""
        return {key: Letter(letter) for key, letter in self.letters.items()}


class RaciWaveLetters(Versioned, Base):
    """Other parts of the roles in a deliverable, in one wave; they stand in place of the deliverable's own letters."""

    __tablename__ = "raci_wave_letters"
    __table_args__ = (UniqueConstraint("deliverable_id", "wave_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    deliverable_id: Mapped[int] = mapped_column(ForeignKey("raci_deliverable.id", ondelete="CASCADE"), index=True)
    wave_id: Mapped[int] = mapped_column(ForeignKey("wave.id", ondelete="CASCADE"), index=True)
    letters: Mapped[dict[str, Any]] = mapped_column(default=dict)

    @property
    def parts(self) -> dict[str, Letter]:
        """The letters as the rules see them."""
        return {key: Letter(letter) for key, letter in self.letters.items()}
