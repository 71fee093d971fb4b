"""Rollouts, their units and waves, and who takes part, as they are stored."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from planner.access.roles import Role
from planner.db import Base, Versioned


class Rollout(Versioned, Base):
    """One introduction of a CRM system in one organisation."""

    __tablename__ = "rollout"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    organisation: Mapped[str] = mapped_column(String(120))
    timezone: Mapped[str] = mapped_column(String(60), default="Europe/London")
    currency: Mapped[str] = mapped_column(String(3), default="EUR")
    start_date: Mapped[date]
    created_at: Mapped[datetime]


class Unit(Versioned, Base):
    """A department or site that gets the CRM."""

    __tablename__ = "unit"
    __table_args__ = (UniqueConstraint("rollout_id", "name"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    rollout_id: Mapped[int] = mapped_column(ForeignKey("rollout.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(120))


class Wave(Versioned, Base):
    """A group of units that goes live together."""

    __tablename__ = "wave"
    __table_args__ = (UniqueConstraint("rollout_id", "number"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    rollout_id: Mapped[int] = mapped_column(ForeignKey("rollout.id", ondelete="CASCADE"), index=True)
    number: Mapped[int]
    name: Mapped[str] = mapped_column(String(120))
    go_live: Mapped[date | None]


class Membership(Versioned, Base):
    """The role of one person in one rollout."""

    __tablename__ = "membership"
    __table_args__ = (UniqueConstraint("rollout_id", "user_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    rollout_id: Mapped[int] = mapped_column(ForeignKey("rollout.id", ondelete="CASCADE"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    role: Mapped[Role]
