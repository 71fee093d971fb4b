"""Help for people who have not got into the system yet, and systems that are asked for their logs."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from planner.basics.personal import OnErasure, Personal
from planner.db import Base, Versioned


class HelpKind(StrEnum):
    """What is done for somebody."""

    SESSION = "session"
    COACH = "coach"
    NOTE = "note"


class AdoptionHelp(Versioned, Base):
    """Help given to one person, with what the person's use was then, so that one sees later whether it helped."""

    __tablename__ = "adoption_help"
    __unaudited__ = frozenset({"text"})
    __personal__ = Personal(
        "Help you were given with the new system", "So that trainers know who was helped and whether it helped",
        kept_days=731,
    )  # fmt: skip
    id: Mapped[int] = mapped_column(primary_key=True)
    rollout_id: Mapped[int] = mapped_column(ForeignKey("rollout.id", ondelete="CASCADE"), index=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"), index=True)
    kind: Mapped[HelpKind]
    course_ref: Mapped[str] = mapped_column(String(80), default="")
    coach_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))
    text: Mapped[str] = mapped_column(Text, default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    on: Mapped[date]
    due: Mapped[date | None]
    done_on: Mapped[date | None]
    days_before: Mapped[int] = mapped_column(default=0)
    used_before: Mapped[int] = mapped_column(default=0)


class UsageConnector(Versioned, Base):
    """A system that is asked for its log over its interface: where, how far it was read, and how the last try ended.

    The secret is kept sealed under `adoption.connector.<id>`, never here.
    """

    __tablename__ = "usage_connector"
    __unaudited__ = frozenset({"cursor", "last_try", "last_success", "said", "failures"})
    __personal__ = Personal(
        "Connections to the new system that you set up", "To know who set them up", on_erasure=OnErasure.DETACH
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    rollout_id: Mapped[int] = mapped_column(ForeignKey("rollout.id", ondelete="CASCADE"), index=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("usage_source.id", ondelete="CASCADE"), unique=True)
    base_url: Mapped[str] = mapped_column(String(300))
    account: Mapped[str] = mapped_column(String(200), default="")
    token_url: Mapped[str] = mapped_column(String(300), default="")
    active: Mapped[bool] = mapped_column(default=True)
    since: Mapped[date]
    cursor: Mapped[dict[str, Any]] = mapped_column(default=dict)
    last_try: Mapped[datetime | None]
    last_success: Mapped[datetime | None]
    failures: Mapped[int] = mapped_column(default=0)
    said: Mapped[str] = mapped_column(String(500), default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
