"""Webhooks as they are stored: addresses at which other systems hand something in, and the messages that were taken.

The secret of a webhook is kept sealed beside them (`rollouts.hook.<number>`).
"""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from planner.basics.personal import OnErasure, Personal
from planner.db import Base


class Hook(Base):
    """One address for one kind of message, with the rights of whoever made it."""

    __tablename__ = "hook"
    __unaudited__ = frozenset({"last_taken_on"})
    __personal__ = Personal(
        "Webhooks you made", "To let another system hand figures in on your behalf", on_erasure=OnErasure.DELETE
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    rollout_id: Mapped[int] = mapped_column(ForeignKey("rollout.id", ondelete="CASCADE"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(80))
    kind: Mapped[str] = mapped_column(String(60))
    key: Mapped[str] = mapped_column(String(40), unique=True)
    created_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    last_taken_on: Mapped[date | None]


class HookMessage(Base):
    """A message that was taken: sent again, it changes nothing."""

    __tablename__ = "hook_message"
    __audited__ = False
    __table_args__ = (UniqueConstraint("hook_id", "message_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    hook_id: Mapped[int] = mapped_column(ForeignKey("hook.id", ondelete="CASCADE"))
    message_id: Mapped[str] = mapped_column(String(255))
    taken_at: Mapped[datetime] = mapped_column(index=True)
