"""Who took out a list with names, for what, and whom it named: everybody named can see it."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from planner.basics.personal import OnErasure, Personal
from planner.db import Base


class TrainingExport(Base):
    """One list with names that was taken out as a file."""

    __tablename__ = "training_export"
    __personal__ = Personal(
        "Lists of training that you took out",
        "So that those named in it know",
        kept_days=730,
        on_erasure=OnErasure.DETACH,
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    rollout_id: Mapped[int] = mapped_column(ForeignKey("rollout.id", ondelete="CASCADE"), index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"), index=True)
    what: Mapped[str] = mapped_column(String(80))
    purpose: Mapped[str] = mapped_column(String(300))
    people: Mapped[int]
    at: Mapped[datetime]


class TrainingExportPerson(Base):
    """Somebody who is named in such a list."""

    __tablename__ = "training_export_person"
    __audited__ = False
    __table_args__ = (UniqueConstraint("export_id", "staff_id"),)
    __personal__ = Personal("Lists of training that name you", "So that you know who took them out")
    id: Mapped[int] = mapped_column(primary_key=True)
    export_id: Mapped[int] = mapped_column(ForeignKey("training_export.id", ondelete="CASCADE"), index=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"), index=True)
