"""Recognition as it is stored: contributions, and who is champion of which unit."""

from datetime import date

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from planner.basics.personal import OnErasure, Personal
from planner.db import Base, Versioned
from planner.people.recognition import Potential, Results, Step, Subject


class Contribution(Versioned, Base):
    """What a person, a team, a unit or the project contributed."""

    __tablename__ = "contribution"
    __personal__ = Personal(
        "What you contributed, and thanks for it",
        "To recognise it, by results and by what may come of it",
        on_erasure=OnErasure.DETACH,
        about=("staff_id",),
        emptied=("what", "thanks"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    rollout_id: Mapped[int] = mapped_column(ForeignKey("rollout.id", ondelete="CASCADE"), index=True)
    subject: Mapped[Subject]
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id", ondelete="SET NULL"), index=True)
    team: Mapped[str] = mapped_column(String(120), default="")
    what: Mapped[str] = mapped_column(String(500))
    results: Mapped[Results]
    potential: Mapped[Potential]
    step: Mapped[Step] = mapped_column(default=Step.PROPOSED)
    proposed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    proposed_on: Mapped[date]
    seconded_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    seconded_on: Mapped[date | None]
    thanks: Mapped[str] = mapped_column(String(500), default="")
    thanked_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    thanked_on: Mapped[date | None]


class Champion(Versioned, Base):
    """Somebody in a unit whom colleagues ask and who speaks for the change there, from a day to a day."""

    __tablename__ = "champion"
    __personal__ = Personal(
        "That you are champion of your unit", "So that colleagues know whom to ask",
        on_erasure=OnErasure.DETACH, about=("staff_id",),
    )  # fmt: skip
    id: Mapped[int] = mapped_column(primary_key=True)
    rollout_id: Mapped[int] = mapped_column(ForeignKey("rollout.id", ondelete="CASCADE"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id", ondelete="CASCADE"), index=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"), index=True)
    since: Mapped[date]
    until: Mapped[date | None]
    named_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
