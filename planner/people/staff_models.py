"""The people who are to use the new system, as they are stored: where they work, for whom, and what they do."""

from datetime import date
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, event
from sqlalchemy.engine import Connection
from sqlalchemy.engine.default import DefaultExecutionContext
from sqlalchemy.orm import Mapped, Mapper, mapped_column

from planner.basics.personal import OnErasure, Personal
from planner.db import Base, Versioned
from planner.people.staff_search import looked_up


def _written(context: DefaultExecutionContext) -> str:
    values = context.get_current_parameters()  # type: ignore[no-untyped-call] # SQLAlchemy leaves it untyped
    return looked_up(values.get("name") or "", values.get("number"), values.get("email"))


class Staff(Versioned, Base):
    """One member of staff. Counts from `joined` until `left`, both included; open ends where they are None.

    `user_id` is the person's own account, where there is one. The wave follows from the unit. After erasure only
    unit, site and days are left, so that totals stay true. Who objected is shown to nobody else one by one. `lookup`
    is name, number and address as they are searched and sorted; it writes itself.
    """

    __tablename__ = "staff"
    __table_args__ = (
        UniqueConstraint("rollout_id", "number"),
        UniqueConstraint("rollout_id", "email"),
        Index("ix_staff_rollout_id_unit_id", "rollout_id", "unit_id"),
        Index("ix_staff_rollout_id_lookup", "rollout_id", "lookup"),
    )
    __unaudited__ = ("lookup",)
    __personal__ = Personal(
        "Your entry in the staff list",
        "To plan who is trained and goes live when",
        on_erasure=OnErasure.DETACH,
        emptied=("name", "number", "email", "team", "title", "language"),
        kept_days=730,
        day="left",
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    rollout_id: Mapped[int] = mapped_column(ForeignKey("rollout.id", ondelete="CASCADE"), index=True)
    number: Mapped[str | None] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(String(120))
    email: Mapped[str | None] = mapped_column(String(254))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id", ondelete="SET NULL"), index=True)
    site: Mapped[str] = mapped_column(String(120), default="")
    team: Mapped[str] = mapped_column(String(120), default="")
    title: Mapped[str] = mapped_column(String(120), default="")
    language: Mapped[str] = mapped_column(String(20), default="")
    manager_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"), index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"), index=True)
    joined: Mapped[date | None]
    left: Mapped[date | None]
    erased_on: Mapped[date | None]
    objected_on: Mapped[date | None]
    lookup: Mapped[str] = mapped_column(String(600), default=_written, server_default="")


def _keep(_mapper: Mapper[Staff], _connection: Connection, row: Staff) -> None:
    wanted = looked_up(row.name, row.number, row.email)
    if row.lookup != wanted:
        row.lookup = wanted


event.listen(Staff, "before_update", _keep)


class StaffRole(Base):
    """Something that a member of staff does with the system, such as `sales` or `service`: a role of the playbook."""

    __tablename__ = "staff_role"
    __table_args__ = (UniqueConstraint("staff_id", "role_ref"),)
    __personal__ = Personal(
        "What you do with the system",
        "To know which courses and functions you need",
        on_erasure=OnErasure.DETACH,
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"), index=True)
    role_ref: Mapped[str] = mapped_column(String(80), index=True)


class StaffAway(Base):
    """Days on which somebody does not count, between leaving and coming back; both days included."""

    __tablename__ = "staff_away"
    __personal__ = Personal(
        "Time you were away between two stays", "So that figures of those days stay true", on_erasure=OnErasure.DETACH
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"), index=True)
    first_day: Mapped[date]
    last_day: Mapped[date]


class StaffMapping(Base):
    """What the columns of staff lists mean here, by their names, so that the next list need not be explained again."""

    __tablename__ = "staff_mapping"
    id: Mapped[int] = mapped_column(primary_key=True)
    rollout_id: Mapped[int] = mapped_column(ForeignKey("rollout.id", ondelete="CASCADE"), unique=True)
    columns: Mapped[dict[str, Any]]
