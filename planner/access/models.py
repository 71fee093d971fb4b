"""Accounts as they are stored."""

from datetime import datetime

from flask_login import UserMixin
from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from planner.db import Base, Versioned


class User(UserMixin, Versioned, Base):  # type: ignore[misc] # Flask-Login ships no types
    """A person who can sign in."""

    __tablename__ = "user"
    __masked__ = frozenset({"password_hash"})
    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    password_hash: Mapped[str | None] = mapped_column(String(200))
    is_admin: Mapped[bool] = mapped_column(default=False)
    active: Mapped[bool] = mapped_column(default=True)

    created_at: Mapped[datetime]


class Submission(Base):
    """A form that was already taken, so that pressing the button twice makes one thing."""

    __tablename__ = "submission"
    __audited__ = False
    token: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    location: Mapped[str] = mapped_column(String(500))
    created_at: Mapped[datetime]
