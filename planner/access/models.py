"""Accounts as they are stored."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from planner.access.digests import Digest
from planner.basics.personal import OnErasure, Personal
from planner.db import Base, Versioned


class User(Versioned, Base):
    """A person who can sign in. The address is kept in one spelling, the password only as an Argon2id hash."""

    __tablename__ = "user"
    __personal__ = Personal(
        "Your account",
        "So that you can sign in",
        on_erasure=OnErasure.DETACH,
        emptied=("email", "name", "password_hash", "timezone"),
    )
    __masked__ = frozenset({"password_hash"})
    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    password_hash: Mapped[str | None] = mapped_column(String(200))
    is_admin: Mapped[bool] = mapped_column(default=False)
    active: Mapped[bool] = mapped_column(default=True)
    must_change_password: Mapped[bool] = mapped_column(default=False)
    timezone: Mapped[str] = mapped_column(String(60), default="UTC")
    digest: Mapped[Digest] = mapped_column(default=Digest.OFF, server_default="off")
    created_at: Mapped[datetime]


class Submission(Base):
    """A form that was already taken, so that pressing the button twice makes one thing."""

    __tablename__ = "submission"
    __personal__ = Personal(
        "Forms you sent, as a fingerprint", "So that pressing a button twice does one thing", kept_days=7
    )
    __audited__ = False
    token: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    location: Mapped[str] = mapped_column(String(500))
    typed: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime]
