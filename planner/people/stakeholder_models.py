"""Groups of stakeholders with their expectations and what is done about gaps, as they are stored."""

import uuid
from datetime import date

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from planner.basics.personal import OnErasure, Personal
from planner.db import Base, Versioned
from planner.people.stakeholder_rules import Engagement, GroupKind


class Stakeholder(Versioned, Base):
    """A group that the change concerns, from where it stands today to where it is wanted."""

    __tablename__ = "stakeholder"
    __table_args__ = (UniqueConstraint("rollout_id", "name"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    rollout_id: Mapped[int] = mapped_column(ForeignKey("rollout.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    kind: Mapped[GroupKind]
    influence: Mapped[int]
    current: Mapped[Engagement]
    wanted: Mapped[Engagement]
    note: Mapped[str] = mapped_column(String(500), default="")


class Expectation(Versioned, Base):
    """Something that a group expects of the change; goals answer it. `key` is its lasting name."""

    __tablename__ = "expectation"
    id: Mapped[int] = mapped_column(primary_key=True)
    stakeholder_id: Mapped[int] = mapped_column(ForeignKey("stakeholder.id", ondelete="CASCADE"), index=True)
    text: Mapped[str] = mapped_column(String(500))
    key: Mapped[str] = mapped_column(String(32), default=lambda: uuid.uuid4().hex, server_default="")


class StakeholderAction(Versioned, Base):
    """What is done about the gap of a group, by whom and by when."""

    __tablename__ = "stakeholder_action"
    __personal__ = Personal(
        "What you do about a group of stakeholders",
        "To see that gaps are worked on",
        on_erasure=OnErasure.DETACH,
        emptied=("owner_name",),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    stakeholder_id: Mapped[int] = mapped_column(ForeignKey("stakeholder.id", ondelete="CASCADE"), index=True)
    text: Mapped[str] = mapped_column(String(500))
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"), index=True)
    owner_name: Mapped[str] = mapped_column(String(120), default="")
    due: Mapped[date]
    done_on: Mapped[date | None]
