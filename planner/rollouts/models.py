"""Rollouts, their units and waves, and who takes part, as they are stored."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from planner.access.roles import Role
from planner.basics.personal import Personal
from planner.db import Base, Versioned
from planner.playbook.outline import Culture, Decision, Delivery, Market, Profile, Size
from planner.playbook.words import Trait
from planner.rollouts.profile import Sector, UnitDraft, WaveDraft, Work
from planner.rollouts.stages import Stage


class Rollout(Versioned, Base):
    """One introduction of a CRM system in one organisation."""

    __tablename__ = "rollout"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    organisation: Mapped[str] = mapped_column(String(120))
    sector: Mapped[Sector] = mapped_column(default=Sector.OTHER)
    size: Mapped[Size] = mapped_column(default=Size.MEDIUM)
    market: Mapped[Market] = mapped_column(default=Market.B2B)
    culture: Mapped[Culture] = mapped_column(default=Culture.CENTRALISED)
    decision: Mapped[Decision] = mapped_column(default=Decision.IMPROVE)
    delivery: Mapped[Delivery] = mapped_column(default=Delivery.SAAS)
    timezone: Mapped[str] = mapped_column(String(60), default="Europe/London")
    currency: Mapped[str] = mapped_column(String(3), default="EUR")
    country: Mapped[str] = mapped_column(String(2), default="")
    start_date: Mapped[date]
    stage: Mapped[Stage] = mapped_column(default=Stage.DRAFT)
    stage_reason: Mapped[str] = mapped_column(String(500), default="")
    traits: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    created_at: Mapped[datetime]

    @property
    def profile(self) -> Profile:
        """The facts that tailor a playbook."""
        return Profile(
            market=self.market,
            delivery=self.delivery,
            culture=self.culture,
            size=self.size,
            sector=self.sector,
            decision=self.decision,
            traits=tuple(Trait(each) for each in self.traits if each in set(Trait)),
        )


class Unit(Versioned, Base):
    """A department or site that gets the CRM."""

    __tablename__ = "unit"
    __table_args__ = (UniqueConstraint("rollout_id", "name"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    rollout_id: Mapped[int] = mapped_column(ForeignKey("rollout.id", ondelete="CASCADE"), index=True)
    wave_id: Mapped[int | None] = mapped_column(ForeignKey("wave.id", ondelete="SET NULL"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    people: Mapped[int] = mapped_column(default=0)
    work: Mapped[Work] = mapped_column(default=Work.OTHER)

    def draft(self, wave: int | None) -> UnitDraft:
        """The unit as the rules see it, with the number of its wave."""
        return UnitDraft(self.name, self.people, self.work, wave)


class Wave(Versioned, Base):
    """A group of units that goes live together."""

    __tablename__ = "wave"
    __table_args__ = (UniqueConstraint("rollout_id", "number"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    rollout_id: Mapped[int] = mapped_column(ForeignKey("rollout.id", ondelete="CASCADE"), index=True)
    number: Mapped[int]
    name: Mapped[str] = mapped_column(String(120))
    go_live: Mapped[date | None]

    @property
    def draft(self) -> WaveDraft:
        """The wave as the rules see it."""
        return WaveDraft(self.number, self.name, self.go_live)


class Membership(Versioned, Base):
    """The role of one person in one rollout."""

    __tablename__ = "membership"
    __personal__ = Personal("Your role in a rollout", "To know what you may see and do")
    __table_args__ = (UniqueConstraint("rollout_id", "user_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    rollout_id: Mapped[int] = mapped_column(ForeignKey("rollout.id", ondelete="CASCADE"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    role: Mapped[Role]


class PlaybookCopy(Versioned, Base):
    """The playbook as this rollout took it; a newer shipped one changes nothing here until it is taken over."""

    __tablename__ = "playbook_copy"
    __unaudited__ = frozenset({"document"})  # its digest says whether it changed
    id: Mapped[int] = mapped_column(primary_key=True)
    rollout_id: Mapped[int] = mapped_column(ForeignKey("rollout.id", ondelete="CASCADE"), unique=True)
    ref: Mapped[str] = mapped_column(String(80))
    playbook_version: Mapped[str] = mapped_column(String(40))
    document: Mapped[dict[str, Any]] = mapped_column(deferred=True)  # large; read once and kept
    sha256: Mapped[str] = mapped_column(String(64))
    taken_at: Mapped[datetime]
