"""The secret addresses under which calendar programs read a plan, and what entries of calendars are numbered by."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from planner.basics.personal import Personal
from planner.db import Base
from planner.schedule.calendar_feed import FeedKind


class PlanFeed(Base):
    """A calendar of one person in one rollout. Of its address only the hash is kept; deleting the row ends it."""

    __tablename__ = "plan_feed"
    __personal__ = Personal("Addresses of your calendar", "To show your tasks in your own calendar")
    __unaudited__ = frozenset({"token_hash"})
    id: Mapped[int] = mapped_column(primary_key=True)
    rollout_id: Mapped[int] = mapped_column(ForeignKey("rollout.id", ondelete="CASCADE"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    kind: Mapped[FeedKind]
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]


class CalendarRoot(Base):
    """What the entries of a rollout's calendars are numbered by: the rollout's address when the first one was read.

    It stays when the installation moves to another address, or entries would stand twice in calendar programs.
    """

    __tablename__ = "calendar_root"
    __audited__ = False
    rollout_id: Mapped[int] = mapped_column(ForeignKey("rollout.id", ondelete="CASCADE"), primary_key=True)
    address: Mapped[str] = mapped_column(String(500))
