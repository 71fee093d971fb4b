"""Sponsors with what they promised and what they were seen doing, as it is stored."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from planner.basics.personal import OnErasure, Personal
from planner.db import Base, Versioned
from planner.people.sponsor_acts import ActKind
from planner.people.sponsor_promises import Dated, PromiseKind


class Sponsor(Versioned, Base):
    """Somebody who stands behind the change: of the whole rollout (`lead`) or of units, from a day on.

    `user_id` is the person's account; without one `name` says who it is. The seat is left by giving it a last day.
    """

    __tablename__ = "sponsor"
    __personal__ = Personal(
        "Your seat as a sponsor",
        "To know who stands behind the change",
        on_erasure=OnErasure.DETACH,
        emptied=("name", "title"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    rollout_id: Mapped[int] = mapped_column(ForeignKey("rollout.id", ondelete="CASCADE"), index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"), index=True)
    name: Mapped[str] = mapped_column(String(120), default="")
    title: Mapped[str] = mapped_column(String(120), default="")
    lead: Mapped[bool] = mapped_column(default=False)
    since: Mapped[date]
    until: Mapped[date | None]


class SponsorUnit(Base):
    """A unit that a sponsor stands behind."""

    __tablename__ = "sponsor_unit"
    __table_args__ = (UniqueConstraint("sponsor_id", "unit_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    sponsor_id: Mapped[int] = mapped_column(ForeignKey("sponsor.id", ondelete="CASCADE"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id", ondelete="CASCADE"), index=True)


class SponsorPromise(Versioned, Base):
    """One promise of a sponsor with its day. A repeated one is a row for each day; `series` is common to them."""

    __tablename__ = "sponsor_promise"
    __personal__ = Personal(
        "Promises you gave as a sponsor", "To see that sponsorship is active", on_erasure=OnErasure.DETACH
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    rollout_id: Mapped[int] = mapped_column(ForeignKey("rollout.id", ondelete="CASCADE"), index=True)
    sponsor_id: Mapped[int] = mapped_column(ForeignKey("sponsor.id", ondelete="CASCADE"), index=True)
    kind: Mapped[PromiseKind]
    text: Mapped[str] = mapped_column(String(300))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id", ondelete="SET NULL"), index=True)
    due: Mapped[date]
    series: Mapped[str] = mapped_column(String(40), default="", index=True)
    kept_on: Mapped[date | None]
    evidence: Mapped[str] = mapped_column(String(1000), default="")
    link: Mapped[str] = mapped_column(String(500), default="")
    told_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"), index=True)
    told_at: Mapped[datetime | None]
    withdrawn: Mapped[str] = mapped_column(String(500), default="")

    @property
    def dated(self) -> Dated:
        """The promise as the rules see it."""
        return Dated(self.due, self.kept_on, self.withdrawn)


class SponsorAct(Versioned, Base):
    """Something a sponsor was seen doing for the rollout, written down by hand."""

    __tablename__ = "sponsor_act"
    __personal__ = Personal(
        "What you did as a sponsor", "To see that sponsorship is active", on_erasure=OnErasure.DETACH
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    rollout_id: Mapped[int] = mapped_column(ForeignKey("rollout.id", ondelete="CASCADE"), index=True)
    sponsor_id: Mapped[int] = mapped_column(ForeignKey("sponsor.id", ondelete="CASCADE"), index=True)
    day: Mapped[date]
    kind: Mapped[ActKind]
    what: Mapped[str] = mapped_column(String(300))
    link: Mapped[str] = mapped_column(String(500), default="")
    told_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"), index=True)
    told_at: Mapped[datetime]
