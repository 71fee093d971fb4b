"""Mail that waits to be sent, that was sent, or that could not be: stored with the action that caused it."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from planner.basics.personal import Personal
from planner.db import Base


class MailState(StrEnum):
    """Where a mail stands; `parked` was tried too often, or refused for good, and waits for the administrator."""

    WAITING = "waiting"
    SENT = "sent"
    PARKED = "parked"


class Mail(Base):
    """One mail to one person. `key` never changes, so that the same mail sent twice is recognised as one."""

    __tablename__ = "mail"
    __audited__ = False
    __table_args__ = (Index("ix_mail_state_next_try_at", "state", "next_try_at"),)
    __personal__ = Personal("Mail the product wrote to you", "To send it, and to see whether it arrived", kept_days=90)
    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(120), unique=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    address: Mapped[str] = mapped_column(String(254))
    name: Mapped[str] = mapped_column(String(120))
    subject: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    state: Mapped[MailState] = mapped_column(default=MailState.WAITING)
    tries: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    next_try_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    error: Mapped[str] = mapped_column(String(500), default="")
