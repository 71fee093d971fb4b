"""Accounts: made, changed, disabled, and their passwords. Who may do so is asked at the edge."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import func, select

from planner.access import passwords, signin_service, token_service
from planner.access.accounts import clean_email, clean_name, normal_email
from planner.access.audit_models import AuditHead
from planner.access.audit_service import record
from planner.access.digests import Digest
from planner.access.models import User
from planner.basics.errors import NotFound, RuleBroken
from planner.db import check_version, db

hasher = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)
"""Argon2id with 19 MiB, two passes, one lane: the smallest set the OWASP cheat sheet on storing passwords takes."""

_DUMMY = hasher.hash("nobody has this password")


@dataclass(frozen=True, slots=True)
class AccountDraft:
    """What a form says about an account."""

    email: str
    name: str
    is_admin: bool = False


def add_user(
    email: str,
    name: str,
    password: str | None,
    now: datetime,
    *,
    is_admin: bool = False,
    must_change: bool = False,
    trusted: bool = False,
) -> User:
    """A new account. Without a password the person sets one through a link.

    `trusted` skips the rules for passwords, for the sample accounts whose passwords are printed anyway.
    Raises RuleBroken on `email`, `name` or `password`.
    """
    user = User(email=clean_email(email), name=clean_name(name), is_admin=is_admin, active=True, created_at=now)
    if user_by_email(user.email) is not None:
        raise RuleBroken("There is already an account with this address.", "email")
    if password is not None:
        chosen = passwords.normal(password) if trusted else passwords.check(password, about=_about(user))
        user.password_hash = hasher.hash(chosen)
    user.must_change_password = must_change
    db.session.add(user)
    db.session.flush()
    return user


def add_first_admin(draft: AccountDraft, password: str, now: datetime) -> User:
    """The first administrator; raises NotFound once anybody has an account, also when two people try at once."""
    db.session.scalar(select(AuditHead).with_for_update())
    if anybody():
        raise NotFound
    return add_user(draft.email, draft.name, password, now, is_admin=True)


def edit_user(user: User, draft: AccountDraft, version: int | None) -> User:
    """Change an account's address, name and whether it administers; raises RuleBroken or Stale."""
    check_version(user, version, {"email": user.email, "name": user.name, "is_admin": user.is_admin})
    email = clean_email(draft.email)
    other = user_by_email(email)
    if other is not None and other.id != user.id:
        raise RuleBroken("There is already an account with this address.", "email")
    if user.is_admin and not draft.is_admin:
        _keep_an_admin(user, "is_admin")
    if user.is_admin != draft.is_admin:
        signin_service.renew_all(user.id)
    user.email, user.name, user.is_admin = email, clean_name(draft.name), draft.is_admin
    db.session.flush()
    return user


def edit_own(user: User, name: str, timezone: str, digest: Digest, version: int | None) -> User:
    """Change one's own name and time zone, and how often one wants mail."""
    check_version(user, version, {"name": user.name, "timezone": user.timezone, "digest": user.digest.value})
    user.name, user.timezone, user.digest = clean_name(name), timezone, digest
    db.session.flush()
    return user


def disable(user: User, now: datetime) -> None:
    """Shut an account: sessions, links and tokens end at once and for good, what it did stays on record."""
    if user.is_admin:
        _keep_an_admin(user, None)
    user.active = False
    signin_service.end_all(user.id, now)
    signin_service.drop_links(user.id, now)
    token_service.revoke_all(now, user_id=user.id)
    db.session.flush()


def enable(user: User) -> None:
    """Open a shut account again; its password is as it was."""
    user.active = True
    db.session.flush()


def unlock(user: User) -> None:
    """Forget the failed tries at an account, so that its owner need not wait."""
    signin_service.forget_failures(user.email)
    record("account.unlocked", object_type="user", object_id=user.id)


def set_password(user: User, password: str, now: datetime, *, keep: int | None = None) -> None:
    """Give an account a new password. All its sessions end but `keep`, and its links stop working."""
    user.password_hash = hasher.hash(passwords.check(password, about=_about(user)))
    user.must_change_password = False
    signin_service.end_all(user.id, now, keep=keep)
    signin_service.drop_links(user.id, now)
    db.session.flush()


def change_password(user: User, new: str, now: datetime, *, keep: int | None = None) -> None:
    """Change the password of somebody who has just shown that they know the present one."""
    if matches(user, new):
        raise RuleBroken("This is the password you have now. Choose another one.", "password")
    set_password(user, new, now, keep=keep)


def keep_hash_current(user: User, password: str) -> None:
    """Hash the password of somebody who signs in anew when the cost of hashing was raised since."""
    if user.password_hash and hasher.check_needs_rehash(user.password_hash):
        user.password_hash = hasher.hash(passwords.normal(password))


def verify_password(user: User | None, password: str) -> bool:
    """Whether the password lets this person in; takes as long for nobody and for a shut account as for somebody."""
    return matches(user, password) and user is not None and user.active


def matches(user: User | None, password: str) -> bool:
    """Whether this is the person's password; a stand-in is checked where there is none, so that time tells nothing."""
    stored = user.password_hash if user and user.password_hash else _DUMMY
    try:
        hasher.verify(stored, passwords.normal(password).encode(errors="surrogatepass"))
    except (VerificationError, InvalidHashError):
        return False
    return user is not None and user.password_hash is not None


def user_by_email(email: str) -> User | None:
    """The account of an address, if there is one."""
    return db.session.scalar(select(User).where(User.email == normal_email(email)))


def anybody() -> bool:
    """Whether there is any account."""
    return db.session.scalar(select(User.id).limit(1)) is not None


def _about(user: User) -> Iterable[str]:
    return (user.name, user.email)


def _keep_an_admin(user: User, field: str | None) -> None:
    query = select(func.count()).select_from(User).where(User.is_admin, User.active, User.id != user.id)
    if not db.session.scalar(query):
        raise RuleBroken("This is the last administrator. Make somebody else an administrator first.", field)
