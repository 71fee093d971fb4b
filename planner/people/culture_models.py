"""What people say of the culture, one step of each dimension from each person, and what is published of it.

The answers never leave the database. Pages, figures and files know the published readings alone.
"""

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from planner.basics.personal import OnErasure, Personal
from planner.db import Base
from planner.people.culture import Dimension


class CultureAnswer(Base):
    """One person's view of one dimension. The history of changes does not hear of it: it is open to more people.

    `counted` are the steps that published readings had of this person.
    """

    __tablename__ = "culture_answer"
    __audited__ = False
    __table_args__ = (UniqueConstraint("rollout_id", "user_id", "dimension"),)
    __personal__ = Personal(
        "How you see the culture of the organisation",
        "To fit the plan to it; shown only together with four others",
        on_erasure=OnErasure.DETACH,
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    rollout_id: Mapped[int] = mapped_column(ForeignKey("rollout.id", ondelete="CASCADE"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    dimension: Mapped[Dimension]
    step: Mapped[int]
    answered_on: Mapped[date]
    counted: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")


class CultureReading(Base):
    """What is published of one dimension; `answers` is told in steps of five."""

    __tablename__ = "culture_reading"
    __audited__ = False
    __table_args__ = (UniqueConstraint("rollout_id", "dimension"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    rollout_id: Mapped[int] = mapped_column(ForeignKey("rollout.id", ondelete="CASCADE"), index=True)
    dimension: Mapped[Dimension]
    answers: Mapped[int]
    middle: Mapped[Decimal]
    lower: Mapped[int]
    upper: Mapped[int]
    read_on: Mapped[date]
