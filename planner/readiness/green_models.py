"""Which tasks of the plan were made of the way to green of a gate, as stored."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from planner.db import Base


class GreenWork(Base):
    """One change on the way to green that became a task of the plan, known there by its UID."""

    __tablename__ = "green_work"
    __table_args__ = (UniqueConstraint("rollout_id", "gate_key", "change_key"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    rollout_id: Mapped[int] = mapped_column(ForeignKey("rollout.id", ondelete="CASCADE"), index=True)
    gate_key: Mapped[str] = mapped_column(String(140))
    change_key: Mapped[str] = mapped_column(String(250))
    uid: Mapped[int]
    made_at: Mapped[datetime]
