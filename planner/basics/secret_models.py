"""Secrets of other systems as they are stored: sealed, never in the trail, never in a rollout's open file."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from planner.db import Base


class KeptSecret(Base):
    """One secret of a rollout under a name, such as `adoption.connector.3`."""

    __tablename__ = "kept_secret"
    __table_args__ = (UniqueConstraint("rollout_id", "name"),)
    __masked__ = frozenset({"sealed"})
    id: Mapped[int] = mapped_column(primary_key=True)
    rollout_id: Mapped[int] = mapped_column(ForeignKey("rollout.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    sealed: Mapped[str] = mapped_column(Text)
    kept_at: Mapped[datetime]
