"""The copy of the playbook that a rollout works by: taken at the start, and renewed only on purpose."""

from collections.abc import Collection
from datetime import datetime
from functools import lru_cache

from sqlalchemy import select

from planner.basics.errors import NotFound, PlannerError, RuleBroken
from planner.db import asked_once, check_version, db
from planner.playbook.comparison import take_over
from planner.playbook.documents import digest, from_document, to_document
from planner.playbook.outline import Playbook
from planner.playbook.pieces import Piece
from planner.playbook.service import load_shipped
from planner.rollouts import queries
from planner.rollouts.models import PlaybookCopy, Rollout


def take_copy(rollout_id: int, playbook: Playbook, now: datetime) -> PlaybookCopy:
    """Keep a playbook as this rollout's own."""
    copy = PlaybookCopy(rollout_id=rollout_id)
    _fill(copy, playbook, now)
    db.session.add(copy)
    db.session.flush()
    return copy


def _fill(copy: PlaybookCopy, playbook: Playbook, now: datetime) -> None:
    copy.ref, copy.playbook_version = playbook.ref, playbook.version
    copy.document, copy.sha256 = to_document(playbook), digest(playbook)
    copy.taken_at = now


@asked_once
def playbook_of(rollout: Rollout) -> Playbook:
    """The playbook this rollout works by; NotFound when it has none. Read once for each version of its copy."""
    query = select(PlaybookCopy.id, PlaybookCopy.sha256).where(PlaybookCopy.rollout_id == rollout.id)
    row = db.session.execute(query).first()
    if row is None:
        raise NotFound("This rollout has no playbook yet.")
    return _read(*row)


@lru_cache(maxsize=64)
def _read(copy_id: int, sha256: str) -> Playbook:
    query = select(PlaybookCopy.document).where(PlaybookCopy.id == copy_id, PlaybookCopy.sha256 == sha256)
    playbook = from_document(db.session.execute(query).scalar_one())
    if digest(playbook) != sha256:
        raise PlannerError("The stored playbook was altered: it does not match its digest.")
    return playbook


def newer_shipped(rollout: Rollout) -> Playbook | None:
    """The shipped playbook of the same name where its content differs from this rollout's copy; else nothing."""
    copy = queries.playbook_copy(rollout.id)
    try:
        shipped = load_shipped(copy.ref)
    except PlannerError:
        return None
    return None if shipped == playbook_of(rollout) else shipped


def take_over_pieces(
    rollout: Rollout, newer: Playbook, wanted: Collection[Piece], now: datetime, version: int | None
) -> PlaybookCopy:
    """Renew the wanted pieces of the copy; PlaybookRefused when they do not fit together without others.

    The plan and the answers that exist stay as they are; what is new applies from here on.
    """
    copy = queries.playbook_copy(rollout.id)
    check_version(copy, version, {"pieces": []})
    if not wanted:
        raise RuleBroken("Choose at least one change, or leave the playbook as it is.", "pieces")
    _fill(copy, take_over(playbook_of(rollout), newer, wanted), now)
    db.session.flush()
    return copy
