"""What the last simulation of a plan said of its go-lives, as stored."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from planner.db import Base


class PlanOutlook(Base):
    """By when each wave goes live in 80 of 100 runs; made anew each day, and a while after the plan was changed.

    `asked_at` stands while one is on its way, `day` is the rollout's day on which the last was made, `change_id` the
    change of the plan it was made after; `go_lives` maps the number of a wave to its day.
    """

    __tablename__ = "plan_outlook"
    __audited__ = False
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id", ondelete="CASCADE"), primary_key=True)
    asked_at: Mapped[datetime | None]
    made_at: Mapped[datetime | None]
    day: Mapped[date | None]
    change_id: Mapped[int | None]
    go_lives: Mapped[dict[str, Any]] = mapped_column(default=dict)
    problem: Mapped[str] = mapped_column(String(500), default="", server_default="")
