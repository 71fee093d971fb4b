"""The business case as it is stored: its frame, its lines, and the copies that were approved and never change."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint, event
from sqlalchemy.orm import Mapped, mapped_column

from planner.basics.errors import PlannerError
from planner.basics.personal import OnErasure, Personal
from planner.db import Base, Versioned
from planner.suitability.business_case import Amount, Line, LineKind


class BusinessCase(Versioned, Base):
    """The frame of a rollout's case: how many years after year 0, the yearly rate in percent, when year 0 begins."""

    __tablename__ = "business_case"
    id: Mapped[int] = mapped_column(primary_key=True)
    rollout_id: Mapped[int] = mapped_column(ForeignKey("rollout.id", ondelete="CASCADE"), unique=True)
    years: Mapped[int]
    rate: Mapped[Decimal]
    starts_on: Mapped[date]
    month_cost: Mapped[Decimal | None]
    budget: Mapped[Decimal | None]


class CaseLine(Versioned, Base):
    """A cost or benefit. `amounts` holds for each year its low, likely and high amount as exact text.

    `number` counts the lines of a rollout and is never given twice, so that approved copies can name it.
    """

    __tablename__ = "case_line"
    __table_args__ = (UniqueConstraint("rollout_id", "number"),)
    __personal__ = Personal(
        "Lines of the business case that you answer for",
        "To know whom to ask about an amount",
        on_erasure=OnErasure.DETACH,
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    rollout_id: Mapped[int] = mapped_column(ForeignKey("rollout.id", ondelete="CASCADE"), index=True)
    number: Mapped[int]
    name: Mapped[str] = mapped_column(String(120))
    kind: Mapped[LineKind]
    kpi_ref: Mapped[str] = mapped_column(String(80), default="")
    basis: Mapped[str] = mapped_column(String(1000), default="")
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"), index=True)
    amounts: Mapped[list[Any]] = mapped_column(default=list)

    @property
    def line(self) -> Line:
        """The line as the rules see it."""
        return Line(self.number, self.name, self.kind, amounts_from(self.amounts), self.kpi_ref, self.basis)


class FrozenCase(Base):
    """A case as a sponsor approved it: the benefits promised then are what is compared later."""

    __tablename__ = "frozen_case"
    __table_args__ = (UniqueConstraint("rollout_id", "number"),)
    __personal__ = Personal(
        "Business cases that you approved",
        "To know who stands behind the figures",
        on_erasure=OnErasure.KEEP,
        why_kept="An approval is evidence; the name goes with the account",
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    rollout_id: Mapped[int] = mapped_column(ForeignKey("rollout.id", ondelete="CASCADE"), index=True)
    number: Mapped[int]
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    reason: Mapped[str] = mapped_column(Text, default="")
    document: Mapped[dict[str, Any]]
    sha256: Mapped[str] = mapped_column(String(64))


def amounts_from(stored: list[Any]) -> tuple[Amount, ...]:
    """Stored amounts as exact numbers."""
    return tuple(Amount(*(Decimal(value) for value in year)) for year in stored)


def amounts_to(amounts: tuple[Amount, ...]) -> list[list[str]]:
    """Amounts as they are stored."""
    return [[format(value, "f") for value in (each.low, each.likely, each.high)] for each in amounts]


def _refuse(_mapper: Any, _connection: Any, _row: object) -> None:  # noqa: ANN401 - SQLAlchemy's own signature
    raise PlannerError("An approved business case never changes.")


event.listen(FrozenCase, "before_update", _refuse)
