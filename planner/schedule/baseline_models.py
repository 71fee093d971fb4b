"""Baselines of a plan as they are stored: named copies of its dates that never change again."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, String, UniqueConstraint, event
from sqlalchemy.orm import Mapped, mapped_column

from planner.basics.errors import PlannerError
from planner.basics.personal import OnErasure, Personal
from planner.db import Base
from planner.schedule.baselines import FrozenRow
from planner.schedule.models import LocalTime
from planner.schedule.states import Kind


class Baseline(Base):
    """A named copy of the dates of a plan at one moment; it outlives the version of the plan it was taken from."""

    __tablename__ = "baseline"
    __personal__ = Personal("Baselines you set", "To know who fixed the dates", on_erasure=OnErasure.DETACH)
    __table_args__ = (UniqueConstraint("rollout_id", "number"), UniqueConstraint("rollout_id", "name"))
    id: Mapped[int] = mapped_column(primary_key=True)
    rollout_id: Mapped[int] = mapped_column(ForeignKey("rollout.id", ondelete="CASCADE"), index=True)
    number: Mapped[int]
    name: Mapped[str] = mapped_column(String(80))
    why: Mapped[str] = mapped_column(String(500), default="")
    plan_number: Mapped[int]
    task_count: Mapped[int]
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))


class BaselineRow(Base):
    """The dates of one row of the plan as they were when a baseline was set."""

    __tablename__ = "baseline_row"
    __table_args__ = (UniqueConstraint("baseline_id", "uid"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    baseline_id: Mapped[int] = mapped_column(ForeignKey("baseline.id", ondelete="CASCADE"))
    uid: Mapped[int]
    name: Mapped[str] = mapped_column(String(512))
    kind: Mapped[Kind]
    wave: Mapped[int | None]
    gate_key: Mapped[str] = mapped_column(String(100), default="")
    start: Mapped[datetime | None] = mapped_column(LocalTime)
    finish: Mapped[datetime | None] = mapped_column(LocalTime)
    duration_seconds: Mapped[int | None] = mapped_column(BigInteger)
    percent: Mapped[int]

    @property
    def frozen(self) -> FrozenRow:
        """The row as the rules see it."""
        return FrozenRow(
            self.uid, self.name, self.kind, self.wave, self.gate_key,
            self.start, self.finish, self.duration_seconds, self.percent,
        )  # fmt: skip


def _refuse(_mapper: Any, _connection: Any, row: object) -> None:  # noqa: ANN401 - SQLAlchemy's own signature
    raise PlannerError(f"A baseline never changes: {type(row).__name__}.")


for _kind in (Baseline, BaselineRow):
    event.listen(_kind, "before_update", _refuse)
