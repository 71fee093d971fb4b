"""The project file a version of the plan came from, kept so that an export loses nothing of it."""

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from planner.db import Base


class StoredSource(Base):
    """The content of an imported project file, compressed; `size` is its length before, in bytes."""

    __tablename__ = "plan_source"
    __unaudited__ = frozenset({"content"})  # its SHA-256 stands in the plan
    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id", ondelete="CASCADE"), unique=True)
    size: Mapped[int]
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
