"""What is known of the people of a rollout, as it is stored."""

from datetime import date
from decimal import Decimal

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from planner.basics.personal import OnErasure, Personal
from planner.db import Base, Versioned
from planner.people.promises import Promise


class PromisedHours(Versioned, Base):
    """The hours a week somebody promises to have for the rollout, from a day to a day, and what the line manager says.

    `source` is who gave the promise. `confirmed_hours` are those that the line manager frees, None while nothing was
    said; `confirmed_by` is the manager's name, `confirmed_by_id` the account that wrote it down.
    """

    __tablename__ = "promised_hours"
    __personal__ = Personal(
        "Hours promised for you",
        "To see whether you have the time that the plan needs",
        on_erasure=OnErasure.DETACH,
        about=("user_id",),
        emptied=("source", "comment", "confirmed_by"),
    )
    __masked__ = frozenset(
        {"hours", "source", "comment", "confirmed_hours", "confirmed_by"}
    )  # the history is open to more people than the hours are
    id: Mapped[int] = mapped_column(primary_key=True)
    rollout_id: Mapped[int] = mapped_column(ForeignKey("rollout.id", ondelete="CASCADE"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    hours: Mapped[Decimal]
    first_day: Mapped[date]
    last_day: Mapped[date | None]
    source: Mapped[str] = mapped_column(String(200), default="")
    comment: Mapped[str] = mapped_column(String(500), default="")
    confirmed_hours: Mapped[Decimal | None]
    confirmed_by: Mapped[str] = mapped_column(String(200), default="")
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"), index=True)
    confirmed_on: Mapped[date | None]

    @property
    def promise(self) -> Promise:
        """The row as the rules see it."""
        return Promise(self.user_id, self.hours, self.first_day, self.last_day, self.confirmed_hours)
