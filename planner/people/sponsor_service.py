"""Names sponsors and writes down what they promise, keep and do."""

import uuid
from datetime import date, datetime

from planner.access.models import User
from planner.basics.errors import RuleBroken
from planner.db import check_version, db
from planner.people import sponsor_queries as queries
from planner.people.sponsor_acts import ActKind, check_act
from planner.people.sponsor_coalition import SponsorDraft, check_sponsor
from planner.people.sponsor_models import Sponsor, SponsorAct, SponsorPromise, SponsorUnit
from planner.people.sponsor_promises import (
    Every,
    KeepingDraft,
    SponsorPromiseDraft,
    check_keeping,
    check_promise,
    days_of,
)
from planner.rollouts import queries as rollouts


def add_sponsor(rollout_id: int, draft: SponsorDraft) -> Sponsor:
    """Name a sponsor of the whole rollout or of units."""
    row = Sponsor(rollout_id=rollout_id)
    _check_sponsor(rollout_id, draft, None)
    db.session.add(row)
    _write_sponsor(row, draft)
    return row


def edit_sponsor(row: Sponsor, draft: SponsorDraft, version: int | None) -> Sponsor:
    """Change who a sponsor is, of what, and from when until when."""
    check_version(row, version, sponsor_fields(row))
    _check_sponsor(row.rollout_id, draft, row)
    _write_sponsor(row, draft)
    return row


def sponsor_fields(row: Sponsor) -> dict[str, object]:
    """A sponsor by the names of its form."""
    units = queries.units_of(row.rollout_id).get(row.id, frozenset())
    return {
        "person": str(row.user_id or ""),
        "name": row.name,
        "title": row.title,
        "lead": row.lead,
        "units": [str(unit) for unit in sorted(units)],
        "since": row.since,
        "until": row.until,
    }


def _check_sponsor(rollout_id: int, draft: SponsorDraft, own: Sponsor | None) -> None:
    members = {user.id for _, user in rollouts.members(rollout_id)} | ({own.user_id} if own and own.user_id else set())
    check_sponsor(draft, members, {unit.id for unit in rollouts.units(rollout_id)})
    others = [row for row in queries.sponsors(rollout_id) if own is None or row.id != own.id]
    if draft.user_id is not None and any(row.user_id == draft.user_id for row in others):
        raise RuleBroken("This person is a sponsor already: change that entry.", "person")


def _write_sponsor(row: Sponsor, draft: SponsorDraft) -> None:
    row.user_id, row.name = draft.user_id, "" if draft.user_id else draft.name
    row.title, row.lead = draft.title, draft.lead
    row.since, row.until = draft.since or date.max, draft.until
    db.session.flush()
    stored = {unit.unit_id: unit for unit in db.session.query(SponsorUnit).filter_by(sponsor_id=row.id)}
    for unit_id in draft.unit_ids - set(stored):
        db.session.add(SponsorUnit(sponsor_id=row.id, unit_id=unit_id))
    for unit_id in set(stored) - draft.unit_ids:
        db.session.delete(stored[unit_id])
    db.session.flush()


def add_promises(sponsor: Sponsor, draft: SponsorPromiseDraft) -> list[SponsorPromise]:
    """Write a promise down; one that repeats is written down for each of its days."""
    check_promise(draft, {unit.id for unit in rollouts.units(sponsor.rollout_id)})
    days = days_of(draft)
    series = "" if draft.every is Every.ONCE else uuid.uuid4().hex
    rows = [
        SponsorPromise(
            rollout_id=sponsor.rollout_id, sponsor_id=sponsor.id, kind=draft.kind, text=draft.text,
            unit_id=draft.unit_id, due=day, series=series,
        )
        for day in days
    ]  # fmt: skip
    db.session.add_all(rows)
    db.session.flush()
    return rows


def edit_promise(row: SponsorPromise, draft: SponsorPromiseDraft, today: date, version: int | None) -> SponsorPromise:
    """Change the words or the day of a promise that is still to come; what is past stays as it was promised."""
    check_version(row, version, promise_fields(row))
    check_promise(draft, {unit.id for unit in rollouts.units(row.rollout_id)} | {row.unit_id or 0})
    if row.kept_on is not None or row.withdrawn:
        raise RuleBroken("This promise is settled; it stays as it is.")
    if row.due < today:
        raise RuleBroken("The day has passed: a missed promise is not moved. Write down a new one.", "due")
    if draft.due is None or draft.due < today:
        raise RuleBroken("Choose today or a later day.", "due")
    row.kind, row.text, row.unit_id, row.due = draft.kind, draft.text, draft.unit_id, draft.due
    db.session.flush()
    return row


def promise_fields(row: SponsorPromise) -> dict[str, object]:
    """A promise by the names of its form."""
    return {"kind": row.kind.value, "text": row.text, "unit": str(row.unit_id or ""), "due": row.due}


def keep_promise(
    row: SponsorPromise, draft: KeepingDraft, by: User, now: datetime, today: date, version: int | None
) -> SponsorPromise:
    """Note that a promise was kept, on which day, and what shows it; who says so and when is kept as well."""
    check_version(row, version, keeping_fields(row))
    check_keeping(row.dated, draft, today)
    row.told_by_id, row.told_at = by.id, now
    row.kept_on, row.evidence, row.link = draft.kept_on, draft.evidence, draft.link
    db.session.flush()
    return row


def keeping_fields(row: SponsorPromise) -> dict[str, object]:
    """How a promise was kept, by the names of its form."""
    return {"kept_on": row.kept_on, "evidence": row.evidence, "link": row.link}


def reopen_promise(row: SponsorPromise, version: int | None) -> SponsorPromise:
    """Take back that a promise was kept, where that was noted by mistake; the history keeps both."""
    check_version(row, version, keeping_fields(row))
    row.kept_on, row.evidence, row.link, row.told_by_id, row.told_at = None, "", "", None, None
    db.session.flush()
    return row


def withdraw_promise(
    row: SponsorPromise, reason: str, today: date, version: int | None, *, later_too: bool
) -> list[SponsorPromise]:
    """Say that a promise no longer holds, and why; with `later_too` also the later ones of its series.

    A missed promise stays missed: only what is still to come can be withdrawn.
    """
    check_version(row, version, {"reason": row.withdrawn})
    if row.kept_on is not None or row.withdrawn or row.due < today:
        raise RuleBroken("Only a promise that is still to come can be withdrawn.")
    if not reason:
        raise RuleBroken("Say why; the reason stays on record.", "reason")
    same = queries.promises(row.rollout_id, [row.sponsor_id]) if later_too and row.series else []
    rows = [row, *(each for each in same if each.series == row.series and each.due > row.due)]
    rows = [each for each in rows if each.kept_on is None and not each.withdrawn]
    for each in rows:
        each.withdrawn = reason
    db.session.flush()
    return rows


def log_act(
    sponsor: Sponsor, day: date | None, kind: ActKind, what: str, link: str, by: User, now: datetime, today: date
) -> SponsorAct:
    """Write down what a sponsor was seen doing."""
    check_act(day, what, today)
    row = SponsorAct(
        rollout_id=sponsor.rollout_id, sponsor_id=sponsor.id, day=day or today, kind=kind, what=what, link=link,
        told_by_id=by.id, told_at=now,
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    return row


def remove_act(row: SponsorAct, version: int | None) -> SponsorAct:
    """Take away what was written down by mistake; the history keeps it."""
    check_version(row, version, {"what": row.what})
    db.session.delete(row)
    db.session.flush()
    return row
