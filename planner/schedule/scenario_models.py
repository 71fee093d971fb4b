"""Scenarios as they are stored: a list of changes that somebody tries on a plan, and what became of it."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from planner.basics.personal import OnErasure, Personal
from planner.db import Base, Versioned
from planner.schedule.scenario import ScenarioState


class Scenario(Versioned, Base):
    """A named scenario. `changes` are what `scenario.as_json` writes; `plan_number` is the version it was made for.

    `outcome` says what keeping it did to the plan.
    """

    __tablename__ = "scenario"
    __personal__ = Personal("Scenarios you tried", "To know who tried what", on_erasure=OnErasure.DETACH)
    id: Mapped[int] = mapped_column(primary_key=True)
    rollout_id: Mapped[int] = mapped_column(ForeignKey("rollout.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(80))
    note: Mapped[str] = mapped_column(Text, default="")
    changes: Mapped[list[Any]] = mapped_column(default=list)
    plan_number: Mapped[int]
    state: Mapped[ScenarioState] = mapped_column(default=ScenarioState.DRAFT)
    made_at: Mapped[datetime]
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    outcome: Mapped[str] = mapped_column(String(300), default="")

    @property
    def open(self) -> bool:
        """Whether it can still be changed, kept or thrown away."""
        return self.state is ScenarioState.DRAFT
