"""Help for people who have not got into the system yet."""

from datetime import date
from enum import StrEnum

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from planner.basics.personal import Personal
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
    sitting_id: Mapped[int | None] = mapped_column(ForeignKey("sitting.id", ondelete="SET NULL"), index=True)
    coach_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))
    text: Mapped[str] = mapped_column(Text, default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    on: Mapped[date]
    due: Mapped[date | None]
    done_on: Mapped[date | None]
    days_before: Mapped[int] = mapped_column(default=0)
    used_before: Mapped[int] = mapped_column(default=0)
