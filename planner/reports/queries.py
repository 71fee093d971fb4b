"""Questions about frozen reports, always within one rollout."""

from dataclasses import dataclass

from sqlalchemy import func, select

from planner.access.models import User
from planner.basics.errors import NotFound
from planner.db import db
from planner.reports.document import parse
from planner.reports.models import SignOff, Snapshot
from planner.reports.report import Report

READINESS = "readiness"


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision with the name of whoever took it."""

    sign_off: SignOff
    decider: str


@dataclass(frozen=True, slots=True)
class Filed:
    """A snapshot with the name of its author and the decision, if there is one."""

    snapshot: Snapshot
    author: str
    decided: Decided | None


def filed(rollout_id: int) -> list[Filed]:
    """All reports of a rollout, newest first."""
    query = (
        select(Snapshot, User.name)
        .join(User, User.id == Snapshot.author_id)
        .where(Snapshot.rollout_id == rollout_id)
        .order_by(Snapshot.number.desc())
    )
    decisions = _decisions(rollout_id)
    return [Filed(row, author, decisions.get(row.id)) for row, author in db.session.execute(query)]


def _decisions(rollout_id: int) -> dict[int, Decided]:
    query = (
        select(SignOff, User.name)
        .join(Snapshot, Snapshot.id == SignOff.snapshot_id)
        .join(User, User.id == SignOff.decider_id)
        .where(Snapshot.rollout_id == rollout_id)
    )
    return {row.snapshot_id: Decided(row, name) for row, name in db.session.execute(query)}


def snapshot(rollout_id: int, number: int) -> Snapshot:
    """The report of that number; NotFound when the rollout has none."""
    found = db.session.scalar(select(Snapshot).where(Snapshot.rollout_id == rollout_id, Snapshot.number == number))
    if found is None:
        raise NotFound("There is no such report in this rollout.")
    return found


def decision_on(row: Snapshot) -> Decided | None:
    """The decision on a report, if it was taken."""
    query = select(SignOff, User.name).join(User, User.id == SignOff.decider_id).where(SignOff.snapshot_id == row.id)
    found = db.session.execute(query).first()
    return Decided(found[0], found[1]) if found else None


def newest_of_gate(rollout_id: int, gate_key: str) -> Snapshot | None:
    """The last readiness report that was called for a gate."""
    query = select(Snapshot).where(Snapshot.rollout_id == rollout_id, Snapshot.gate_key == gate_key)
    query = query.where(Snapshot.kind == READINESS)
    return db.session.scalar(query.order_by(Snapshot.number.desc()).limit(1))


def newest_of_kind(rollout_id: int, kind: str) -> Snapshot | None:
    """The last frozen report of a kind."""
    query = select(Snapshot).where(Snapshot.rollout_id == rollout_id, Snapshot.kind == kind)
    return db.session.scalar(query.order_by(Snapshot.number.desc()).limit(1))


def before(rollout_id: int, gate_key: str) -> Report | None:
    """The report a new one is compared with: the last of the same gate, else the last of the rollout."""
    found = newest_of_gate(rollout_id, gate_key) or db.session.scalar(
        select(Snapshot)
        .where(Snapshot.rollout_id == rollout_id, Snapshot.kind == READINESS)
        .order_by(Snapshot.number.desc())
        .limit(1)
    )
    return parse(found.document) if found else None


def next_number(rollout_id: int) -> int:
    """The number of the next report of a rollout, counted from 1."""
    highest = db.session.scalar(select(func.max(Snapshot.number)).where(Snapshot.rollout_id == rollout_id))
    return (highest or 0) + 1
