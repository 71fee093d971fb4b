"""The secret addresses under which calendar programs read training sessions."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from planner.basics.personal import Personal
from planner.db import Base


class TrainingCalendar(Base):
    """The training calendar of one person in one rollout. Of its address only the hash is kept."""

    __tablename__ = "training_calendar"
    __unaudited__ = frozenset({"token_hash"})
    __personal__ = Personal("Your training calendar's address", "So that your calendar program can read your sessions")
    id: Mapped[int] = mapped_column(primary_key=True)
    rollout_id: Mapped[int] = mapped_column(ForeignKey("rollout.id", ondelete="CASCADE"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]
