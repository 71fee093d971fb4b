"""Access tokens of programs as they are stored, how often each is used, and the answers kept for repeated requests.

Of a token only its hash is kept: it is shown once, and nobody who reads the database can use it.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from planner.access.roles import Permission
from planner.basics.personal import Personal
from planner.db import Base


class ApiToken(Base):
    """A key with which a program does some of what its owner may do, in one rollout or in all of the owner's."""

    __tablename__ = "api_token"
    __masked__ = frozenset({"token_hash"})
    __unaudited__ = frozenset({"last_used_on"})
    __personal__ = Personal("Access tokens you made", "To let programs of yours in, and to shut them out again")
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    rollout_id: Mapped[int | None] = mapped_column(ForeignKey("rollout.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(80))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    permissions: Mapped[list[Any]]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    last_used_on: Mapped[date | None]

    @property
    def named(self) -> frozenset[Permission]:
        """The permissions it names; what this release no longer knows is none."""
        known = {each.value for each in Permission}
        return frozenset(Permission(name) for name in self.permissions if name in known)

    def alive(self, now: datetime) -> bool:
        """Whether it can be used."""
        return self.revoked_at is None and now < self.expires_at


class ApiUse(Base):
    """How many requests a token made in the present minute, so that one program cannot take all the machine's time."""

    __tablename__ = "api_use"
    __audited__ = False
    token_id: Mapped[int] = mapped_column(ForeignKey("api_token.id", ondelete="CASCADE"), primary_key=True)
    minute: Mapped[datetime]
    requests: Mapped[int] = mapped_column(default=0)


class ApiAnswer(Base):
    """The answer to a request that carried a key of its own: sent again, it gets this answer and changes nothing.

    Without an answer the request is still being worked on.
    """

    __tablename__ = "api_answer"
    __audited__ = False
    __table_args__ = (UniqueConstraint("user_id", "key"),)
    __personal__ = Personal("Requests of your programs", "To answer a repeated request as the first", kept_days=1)
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(String(255))
    fingerprint: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(index=True)
    status: Mapped[int | None]
    headers: Mapped[dict[str, Any] | None]
    body: Mapped[bytes | None] = mapped_column(LargeBinary)
