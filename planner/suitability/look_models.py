"""The start assessment as it stood at each gate review, as stored: only ever added to."""

from datetime import date
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from planner.db import Base


class SuitabilityLook(Base):
    """What the assessment said when the report of that number was called: texts and answers, no people."""

    __tablename__ = "suitability_look"
    __table_args__ = (UniqueConstraint("rollout_id", "number"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    rollout_id: Mapped[int] = mapped_column(ForeignKey("rollout.id", ondelete="CASCADE"), index=True)
    number: Mapped[int]
    gate: Mapped[str] = mapped_column(String(200))
    looked_on: Mapped[date]
    verdict: Mapped[str] = mapped_column(String(40))
    answers: Mapped[dict[str, Any]]
    stops: Mapped[dict[str, Any]]
