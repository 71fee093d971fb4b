"""Key figures with their readings, corrections and accepted deviations, as stored."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from planner.basics.personal import OnErasure, Personal
from planner.db import Base, Versioned
from planner.kpis.attainment import Reading
from planner.kpis.definition import KpiDraft, Target
from planner.kpis.deviation import Deviation
from planner.kpis.reading import Origin
from planner.playbook.words import Cadence, Direction, Unit


class Kpi(Versioned, Base):
    """A key figure of a rollout. `ref` is the playbook's, or `own:…` for one of its own; goals and benefits name it.

    `unit_id` or `wave` say where it is measured; None for the whole organisation.
    """

    __tablename__ = "kpi"
    __table_args__ = (UniqueConstraint("rollout_id", "ref"),)
    __personal__ = Personal(
        "Key figures you own",
        "To know whom to ask about a figure",
        on_erasure=OnErasure.DETACH,
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    rollout_id: Mapped[int] = mapped_column(ForeignKey("rollout.id", ondelete="CASCADE"), index=True)
    ref: Mapped[str] = mapped_column(String(100))
    name: Mapped[str] = mapped_column(String(120))
    purpose: Mapped[str] = mapped_column(String(500), default="")
    formula: Mapped[str] = mapped_column(String(500), default="")
    unit: Mapped[Unit]
    direction: Mapped[Direction]
    cadence: Mapped[Cadence]
    grace_days: Mapped[int] = mapped_column(default=0)
    source: Mapped[str] = mapped_column(String(200), default="")
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"), index=True)
    customer_based: Mapped[bool] = mapped_column(default=False)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id", ondelete="SET NULL"), index=True)
    wave: Mapped[int | None]
    baseline: Mapped[Decimal | None]
    baseline_on: Mapped[date | None]
    target: Mapped[Decimal | None]
    target_on: Mapped[date | None]
    near: Mapped[Decimal | None]
    low: Mapped[Decimal | None]
    high: Mapped[Decimal | None]
    since: Mapped[date]
    retired_on: Mapped[date | None]

    @property
    def aim(self) -> Target:
        """Start and target as the rules see them."""
        return Target(
            self.direction, self.baseline, self.baseline_on, self.target, self.target_on, self.near, self.low, self.high
        )

    @property
    def draft(self) -> KpiDraft:
        """The figure in the shape of a wish."""
        return KpiDraft(
            self.name, self.purpose, self.formula, self.unit, self.cadence, self.grace_days, self.source,
            self.owner_id, self.customer_based, self.aim, self.unit_id, self.wave,
        )  # fmt: skip


class KpiReading(Base):
    """A value of a figure for a day; a correction is a newer row of the same day, and the old one stays."""

    __tablename__ = "kpi_reading"
    __table_args__ = (Index("ix_kpi_reading_kpi_day", "kpi_id", "day"),)
    __personal__ = Personal(
        "Readings you entered",
        "To know who entered a figure",
        on_erasure=OnErasure.DETACH,
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    kpi_id: Mapped[int] = mapped_column(ForeignKey("kpi.id", ondelete="CASCADE"))
    day: Mapped[date]
    value: Mapped[Decimal]
    note: Mapped[str] = mapped_column(String(300), default="")
    origin: Mapped[Origin]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"), index=True)
    at: Mapped[datetime]
    replaced: Mapped[bool] = mapped_column(default=False)

    @property
    def reading(self) -> Reading:
        """The row as the rules see it."""
        return Reading(self.day, self.value)


class KpiDeviation(Versioned, Base):
    """A deviation that is accepted for a time; one figure has one at most."""

    __tablename__ = "kpi_deviation"
    __personal__ = Personal(
        "Deviations you accepted",
        "To know who answers for a missed target",
        on_erasure=OnErasure.DETACH,
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    kpi_id: Mapped[int] = mapped_column(ForeignKey("kpi.id", ondelete="CASCADE"), unique=True)
    reason: Mapped[str] = mapped_column(String(1000))
    since: Mapped[date]
    until: Mapped[date]
    allowed: Mapped[Decimal]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"), index=True)

    def facts(self, by: str) -> Deviation:
        """The row as the rules see it."""
        return Deviation(self.reason, by, self.since, self.until, self.allowed)
