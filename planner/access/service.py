"""Accounts: made, checked, changed."""

import unicodedata
from datetime import datetime

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import select

from planner.access.models import User
from planner.db import db

hasher = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)


def add_user(email: str, name: str, password: str | None, now: datetime, *, is_admin: bool = False) -> User:
    """A new account; the address is kept in lower case."""
    user = User(email=normal_email(email), name=name, is_admin=is_admin, active=True, created_at=now)
    user.password_hash = hasher.hash(unicodedata.normalize("NFC", password)) if password else None
    db.session.add(user)
    db.session.flush()
    return user


def normal_email(email: str) -> str:
    """One spelling per address."""
    return unicodedata.normalize("NFC", email).strip().lower()


def verify_password(user: User | None, password: str) -> bool:
    """Whether the password is the person's; takes as long for nobody as for somebody."""
    stored = user.password_hash if user and user.password_hash else _DUMMY
    try:
        hasher.verify(stored, unicodedata.normalize("NFC", password))
    except (VerificationError, InvalidHashError):
        return False
    return user is not None and user.active and user.password_hash is not None


def user_by_email(email: str) -> User | None:
    """The account of an address, if there is one."""
    return db.session.scalar(select(User).where(User.email == normal_email(email)))


_DUMMY = hasher.hash("nobody has this password")
