"""Known mistakes of one rollout today, and what is accepted of them for a time."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache

from sqlalchemy import select

from planner.access.models import User
from planner.basics.days import check_day
from planner.basics.errors import NotFound, RuleBroken
from planner.db import check_version, db
from planner.playbook.library import Mistake
from planner.playbook.service import load_shipped
from planner.readiness.mistakes import BY_KEY, Found, Waiver, look, tightened
from planner.readiness.scene import Scene
from planner.readiness.scene_service import scene_of
from planner.readiness.waiver_models import FindingWaiver
from planner.rollouts.models import Rollout
from planner.rollouts.playbook_service import playbook_of
from planner.schedule import queries as schedule

LONGEST = timedelta(days=180)


@dataclass(frozen=True, slots=True)
class WaiverDraft:
    """Why a finding is accepted, and until when."""

    reason: str
    until: date


@cache
def _shipped() -> dict[str, Mistake]:
    return {each.ref: each for each in load_shipped("standard").mistakes}


def known_mistakes(rollout: Rollout) -> dict[str, Mistake]:
    """The mistakes as the rollout's playbook tells them, else as the standard playbook of the product does."""
    return _shipped() | {each.ref: each for each in playbook_of(rollout).mistakes}


def mistakes_of(rollout: Rollout, today: date, scene: Scene | None = None) -> tuple[Found, ...]:
    """Every known mistake that is seen in a rollout with a playbook today, the accepted ones last."""
    return look(scene or scene_of(rollout, today), known_mistakes(rollout), waivers(rollout.id))


def waivers(rollout_id: int) -> list[Waiver]:
    """What is accepted, with the names of who did so."""
    rows = rows_of(rollout_id)
    names = schedule.names_of({row.by_id for row in rows})
    return [
        Waiver(row.detector, row.reason, names.get(row.by_id, "somebody who left"), row.until, row.accepted)
        for row in rows
    ]


def rows_of(rollout_id: int) -> list[FindingWaiver]:
    """The waivers of a rollout as stored."""
    query = select(FindingWaiver).where(FindingWaiver.rollout_id == rollout_id).order_by(FindingWaiver.id)
    return list(db.session.scalars(query))


def row_of(rollout_id: int, key: str) -> FindingWaiver | None:
    """The waiver of one detector, if there is one."""
    return next((row for row in rows_of(rollout_id) if row.detector == key), None)


def seen(rollout: Rollout, key: str, today: date) -> Found:
    """One finding of today; NotFound where the detector sees nothing, or is none of ours."""
    if key not in BY_KEY:
        raise NotFound("There is no such finding.")
    found = next((each for each in mistakes_of(rollout, today) if each.key == key), None)
    if found is None:
        raise NotFound("This is not found any more: there is nothing to accept.")
    return found


def accept(
    rollout: Rollout, found: Found, draft: WaiverDraft, by: User, today: date, now: datetime, version: int | None
) -> FindingWaiver:
    """Accept a finding as it is today, for a time. More of it than today is not accepted.

    What is in force can only be tightened (RuleBroken for a later day). What has lapsed, because it got worse, was gone
    or its day is over, is ended and accepted anew: the trail tells both.
    """
    _check_until(draft, today)
    row = row_of(rollout.id, found.key)
    if row is not None:
        check_version(row, version, {"reason": row.reason, "until": row.until})
        if found.waived is not None:
            found.waived.check_tighter(draft.until)
        else:
            db.session.delete(row)
            db.session.flush()
            row = None
    Waiver(found.key, draft.reason, by.name, draft.until, found.sight.amount)
    row = row or FindingWaiver(rollout_id=rollout.id, detector=found.key)
    row.reason, row.until, row.accepted = draft.reason, draft.until, found.sight.amount
    row.by_id, row.made_at = by.id, now
    db.session.add(row)
    db.session.flush()
    return row


def _check_until(draft: WaiverDraft, today: date) -> None:
    check_day(draft.until, "until")
    if draft.until < today:
        raise RuleBroken("The last day has passed already.", "until")
    if draft.until > today + LONGEST:
        raise RuleBroken(f"Accept it for {LONGEST.days} days at most, and look again then.", "until")


def take_back(row: FindingWaiver, version: int | None) -> None:
    """Stop accepting a finding; the history keeps that it was."""
    check_version(row, version, {"reason": row.reason, "until": row.until})
    db.session.delete(row)
    db.session.flush()


def tighten(rollout: Rollout, today: date) -> int:
    """Lower what is accepted to what there is today, and let go of what is gone; how many waivers that touched.

    Where the figure behind a waiver is not known today, it stays as it is: unknown is neither better nor gone.
    """
    rows = rows_of(rollout.id)
    if not rows:
        return 0
    scene, touched = scene_of(rollout, today), 0
    for row in rows:
        detector = BY_KEY.get(row.detector)
        if detector is not None and detector.blind(scene):
            continue
        waiver = Waiver(row.detector, row.reason, "", row.until, row.accepted)
        left = tightened(waiver, detector.look(scene) if detector else None)
        if left != row.accepted:
            row.accepted, touched = left, touched + 1
    db.session.flush()
    return touched
