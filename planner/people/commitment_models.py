"""What people of a rollout may decide, as it is stored."""

from datetime import date
from decimal import Decimal

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from planner.basics.personal import OnErasure, Personal
from planner.db import Base, Versioned


class CommitmentAuthority(Versioned, Base):
    """What somebody may decide alone, up to which amount in the rollout's currency, and who gave that when."""

    __tablename__ = "commitment_authority"
    __table_args__ = (UniqueConstraint("rollout_id", "user_id"),)
    __personal__ = Personal(
        "What you may decide", "To see whether you have the authority that your role needs", on_erasure=OnErasure.DELETE
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    rollout_id: Mapped[int] = mapped_column(ForeignKey("rollout.id", ondelete="CASCADE"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    decides: Mapped[str] = mapped_column(String(1000))
    limit: Mapped[Decimal | None]
    given_by: Mapped[str] = mapped_column(String(200))
    given_on: Mapped[date | None]
