"""Signing in as it is stored: open sessions, tries that failed or succeeded, links for setting a password.

Of every token only its hash is kept, so that nobody who reads the database can sign in with it.
"""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from planner.basics.personal import Personal
from planner.db import Base


class SignInSession(Base):
    """One browser in which somebody is signed in. `renew` asks for a new token at the next request."""

    __tablename__ = "sign_in_session"
    __personal__ = Personal(
        "Browsers in which you signed in", "So that you can see and end them", kept_days=90, day="last_seen"
    )
    __audited__ = False
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]
    last_seen: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    renew: Mapped[bool] = mapped_column(default=False)
    address: Mapped[str] = mapped_column(String(64), default="")
    browser: Mapped[str] = mapped_column(String(60), default="")


class SignInAttempt(Base):
    """One try to sign in. The account is kept as a hash of what was typed: people type passwords into that field."""

    __tablename__ = "sign_in_attempt"
    __personal__ = Personal(
        "Tries to sign in, the address only as a hash", "To notice guessing of passwords", kept_days=90
    )
    __audited__ = False
    __table_args__ = (
        Index("ix_sign_in_attempt_account", "account", "id"),
        Index("ix_sign_in_attempt_address", "address", "at"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    account: Mapped[str] = mapped_column(String(64))
    address: Mapped[str] = mapped_column(String(64))
    succeeded: Mapped[bool] = mapped_column(default=False)


class PasswordLink(Base):
    """A link with which a person sets a password once, in place of one that somebody else would know."""

    __tablename__ = "password_link"
    __personal__ = Personal(
        "Links for setting your password", "So that nobody else knows your password", kept_days=30, day="expires_at"
    )
    __audited__ = False
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
