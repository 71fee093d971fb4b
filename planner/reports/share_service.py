"""Gives out links to frozen reports, opens them, revokes them, and makes reports by themselves."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select

from planner.access.models import User
from planner.access.signin_service import hashed
from planner.basics.days import check_day
from planner.basics.errors import NotFound, RuleBroken
from planner.db import check_version, db
from planner.reports import paper_service, reader_service
from planner.reports.gathering_service import day_of
from planner.reports.models import Snapshot
from planner.reports.paper import PaperKind
from planner.reports.share_models import ReportRhythm, ShareLink
from planner.rollouts.models import Rollout
from planner.schedule import gate_queries

LONGEST = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Shared:
    """A report that a link opens."""

    link: ShareLink
    row: Snapshot
    rollout: Rollout


def give(
    rollout_id: int, row: Snapshot, label: str, until: date, by: User, today: date, now: datetime
) -> tuple[ShareLink, str]:
    """A new link and its secret, which is told this once and kept only as a hash."""
    check_day(until, "until")
    if not label.strip():
        raise RuleBroken("Say for whom the link is.", "label")
    if until < today:
        raise RuleBroken("The last day has passed already.", "until")
    if until > today + LONGEST:
        raise RuleBroken(f"A link is good for {LONGEST.days} days at most.", "until")
    token = secrets.token_urlsafe(32)
    link = ShareLink(
        rollout_id=rollout_id, snapshot_id=row.id, token_hash=hashed(token), label=label.strip(), until=until,
        made_by_id=by.id, made_at=now,
    )  # fmt: skip
    db.session.add(link)
    db.session.flush()
    return link, token


def links(rollout_id: int, snapshot_id: int) -> list[ShareLink]:
    """The links to a report, newest first."""
    query = select(ShareLink).where(ShareLink.rollout_id == rollout_id, ShareLink.snapshot_id == snapshot_id)
    return list(db.session.scalars(query.order_by(ShareLink.id.desc())))


def link_of(rollout_id: int, share_link_id: int) -> ShareLink:
    """One link of this rollout; NotFound for any other."""
    found = db.session.get(ShareLink, share_link_id)
    if found is None or found.rollout_id != rollout_id:
        raise NotFound("There is no such link in this rollout.")
    return found


def revoke(link: ShareLink, now: datetime) -> ShareLink:
    """End a link at once; ended twice, it stays ended."""
    link.revoked_at = link.revoked_at or now
    db.session.flush()
    return link


def opened_by(token: str, now: datetime) -> Shared:
    """What a link opens; NotFound, in the same words, where it is unknown, over or revoked."""
    link = db.session.scalar(select(ShareLink).where(ShareLink.token_hash == hashed(token[:200])))
    rollout = db.session.get(Rollout, link.rollout_id) if link else None
    if link is None or rollout is None or link.revoked_at is not None or day_of(rollout, now) > link.until:
        raise NotFound("This link is not good any more. Ask whoever sent it for a new one.")
    return Shared(link, db.session.get_one(Snapshot, link.snapshot_id), rollout)


def rhythm_of(rollout_id: int) -> ReportRhythm | None:
    """When reports are made by themselves; None where they are not."""
    return db.session.scalar(select(ReportRhythm).where(ReportRhythm.rollout_id == rollout_id))


@dataclass(frozen=True, slots=True)
class Rhythm:
    """When reports make themselves: these kinds on a day of the week, the brief some days before each gate."""

    weekday: int | None = None
    days_before_gate: int | None = None
    kinds: tuple[str, ...] = (PaperKind.HEALTH.value,)


def set_rhythm(rollout: Rollout, rhythm: Rhythm, by: User, version: int | None, today: date) -> ReportRhythm:
    """Let reports be frozen on a day of the week, and briefs some days before each gate; None for neither."""
    days = rhythm.days_before_gate
    if rhythm.weekday is not None and not rhythm.kinds:
        raise RuleBroken("Choose at least one report for that day.", "kinds")
    if set(rhythm.kinds) - set(PaperKind):
        raise RuleBroken("There is no such report.", "kinds")
    if days is not None and not 1 <= days <= 30:
        raise RuleBroken("Choose between 1 and 30 days before a gate.", "days_before_gate")
    row = rhythm_of(rollout.id)
    if row is None:
        row = ReportRhythm(rollout_id=rollout.id)
    else:
        check_version(row, version, {"weekday": str(row.weekday or ""), "days_before_gate": row.days_before_gate})
    row.weekday, row.days_before_gate, row.kinds, row.by_id = rhythm.weekday, days, list(rhythm.kinds), by.id
    row.since = today
    db.session.add(row)
    db.session.flush()
    return row


def make_due(rollout: Rollout, today: date, now: datetime) -> list[Snapshot]:
    """Freeze what the rhythm has asked for and nobody made since: a day on which the server was off is made up once.

    What was asked for before the rhythm was set is not made; asked twice on a day, nothing is made twice.
    """
    rhythm = rhythm_of(rollout.id)
    author = db.session.get(User, rhythm.by_id) if rhythm else None
    if rhythm is None or author is None or not author.active:
        return []
    asked = list(_asked(rollout, rhythm, today))
    late = {kind: max(day for each, day in asked if each is kind) for kind, _ in asked}
    missing = [
        kind for kind, day in late.items() if day >= (rhythm.since or day) and not _made_since(rollout, kind, day)
    ]
    made = [paper_service.freeze(rollout, kind, author, now) for kind in missing]
    for row in made:
        reader_service.tell(rollout, row, now)
    return made


def _asked(rollout: Rollout, rhythm: ReportRhythm, today: date) -> Iterator[tuple[PaperKind, date]]:
    """Each report asked for up to today, with its day: the last such weekday, and so many days before a gate."""
    if rhythm.weekday is not None:
        day = today - timedelta(days=(today.weekday() - rhythm.weekday) % 7)
        yield from ((PaperKind(kind), day) for kind in rhythm.kinds)
    if rhythm.days_before_gate is not None:
        for view in gate_queries.gates_of(rollout, today):
            day = (view.gate.due or today) - timedelta(days=rhythm.days_before_gate)
            if view.open and view.gate.due is not None and day <= today <= view.gate.due:
                yield PaperKind.BRIEF, day


def _made_since(rollout: Rollout, kind: PaperKind, day: date) -> bool:
    query = select(Snapshot.created_at).where(Snapshot.rollout_id == rollout.id, Snapshot.kind == kind.value)
    return any(day_of(rollout, at) >= day for at in db.session.scalars(query))
