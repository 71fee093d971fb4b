"""Problems with the new system as staff report them, what was done about each, and the links by which one reports."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from planner.basics.personal import OnErasure, Personal
from planner.db import Base, Versioned
from planner.process.problem_states import State, Topic, Weight


class Problem(Versioned, Base):
    """One problem. Who reports through a link need not say who he or she is; `contact` is what they chose to leave."""

    __tablename__ = "problem"
    __table_args__ = (Index("ix_problem_rollout_id_state", "rollout_id", "state"),)
    __unaudited__ = frozenset({"contact"})
    __personal__ = Personal(
        "Problems with the new system that you reported or look after",
        "To settle them and to tell you when it is done",
        on_erasure=OnErasure.DETACH,
    )  # fmt: skip
    id: Mapped[int] = mapped_column(primary_key=True)
    rollout_id: Mapped[int] = mapped_column(ForeignKey("rollout.id", ondelete="CASCADE"))
    number: Mapped[int]
    what: Mapped[str] = mapped_column(String(200))
    details: Mapped[str] = mapped_column(Text, default="")
    topic: Mapped[Topic]
    weight: Mapped[Weight] = mapped_column(default=Weight.ANNOYING)
    state: Mapped[State] = mapped_column(default=State.NEW)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id", ondelete="SET NULL"), index=True)
    reporter_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"), index=True)
    contact: Mapped[str] = mapped_column(String(254), default="")
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"), index=True)
    course_ref: Mapped[str] = mapped_column(String(80), default="")
    task_uid: Mapped[int | None]
    reported_on: Mapped[date]
    due: Mapped[date | None]
    settled_on: Mapped[date | None]
    answer: Mapped[str] = mapped_column(Text, default="")
    same_as_id: Mapped[int | None] = mapped_column(ForeignKey("problem.id", ondelete="SET NULL"))


class ProblemNote(Base):
    """What somebody wrote or changed about a problem."""

    __tablename__ = "problem_note"
    __personal__ = Personal(
        "Notes you wrote about problems", "To see what was done and by whom", on_erasure=OnErasure.DETACH
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    problem_id: Mapped[int] = mapped_column(ForeignKey("problem.id", ondelete="CASCADE"), index=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    at: Mapped[datetime]
    text: Mapped[str] = mapped_column(Text)


class ProblemLink(Versioned, Base):
    """A secret link by which a unit, or everybody, reports without an account; only the hash of its secret is kept."""

    __tablename__ = "problem_link"
    __unaudited__ = frozenset({"used_today", "used_on"})
    __masked__ = frozenset({"token_hash"})
    __personal__ = Personal(
        "Links you made for reporting problems", "To know who made them", on_erasure=OnErasure.DETACH
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    rollout_id: Mapped[int] = mapped_column(ForeignKey("rollout.id", ondelete="CASCADE"), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id", ondelete="CASCADE"))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    made_on: Mapped[date]
    until: Mapped[date]
    used_on: Mapped[date | None]
    used_today: Mapped[int] = mapped_column(default=0)
