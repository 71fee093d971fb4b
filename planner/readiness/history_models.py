"""The scores of a rollout day by day, as stored."""

from datetime import date
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from planner.db import Base


class ScorePoint(Base):
    """How a rollout stood on one day, by the rules of that day; only added to."""

    __tablename__ = "score_point"
    __table_args__ = (UniqueConstraint("rollout_id", "day"),)
    __audited__ = False
    id: Mapped[int] = mapped_column(primary_key=True)
    rollout_id: Mapped[int] = mapped_column(ForeignKey("rollout.id", ondelete="CASCADE"), index=True)
    day: Mapped[date]
    document: Mapped[dict[str, Any]]
