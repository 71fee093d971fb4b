"""What a rollout means by adopted, and whether people are shown one by one: off until somebody answers for it."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from planner.access.audit_service import record
from planner.adoption.figure_models import DAILY_KEPT, NEEDED_DAYS, WEEKLY_KEPT, AdoptionSettings, LicensedBy
from planner.adoption.rhythms import WEEKLY_ROLES
from planner.basics.errors import RuleBroken
from planner.db import check_version, db
from planner.playbook.library import Function
from planner.rollouts.models import Rollout
from planner.rollouts.playbook_service import playbook_of

LONGEST_SHOWN = 366
LONGEST_ROLES = 400


@dataclass(frozen=True, slots=True)
class Rules:
    """What counts as adopted and how long counts are kept."""

    needed_days: int = NEEDED_DAYS
    licensed_by: LicensedBy = LicensedBy.LIST
    weekly_roles: tuple[str, ...] = WEEKLY_ROLES
    daily_kept: int = DAILY_KEPT
    weekly_kept: int = WEEKLY_KEPT


@dataclass(frozen=True, slots=True)
class Grounds:
    """Why people may be shown one by one, and until when."""

    purpose: str
    legal_basis: str
    works_council: str
    until: date


def settings_of(rollout_id: int) -> AdoptionSettings | None:
    """The stored settings; None while everything is as it comes."""
    return db.session.scalar(select(AdoptionSettings).where(AdoptionSettings.rollout_id == rollout_id))


def rules_of(rollout_id: int) -> Rules:
    """The rules in force."""
    row = settings_of(rollout_id)
    if row is None:
        return Rules()
    return Rules(row.needed_days, row.licensed_by, tuple(row.weekly_roles.split()), row.daily_kept, row.weekly_kept)


def functions_of(rollout: Rollout) -> tuple[Function, ...]:
    """The functions that this rollout's playbook expects."""
    return playbook_of(rollout).functions


def set_rules(rollout_id: int, rules: Rules, version: int | None) -> AdoptionSettings:
    """Change the rules; RuleBroken where a figure is out of reach."""
    row = _row(rollout_id, version)
    if not 1 <= rules.needed_days <= 28:
        raise RuleBroken("Give 1 to 28 days.", "needed_days")
    if not 31 <= rules.daily_kept <= 366:
        raise RuleBroken("Daily counts are kept 31 to 366 days.", "daily_kept")
    if not rules.daily_kept <= rules.weekly_kept <= 1_830:
        raise RuleBroken("Weekly counts are kept at least as long as daily ones, at most five years.", "weekly_kept")
    if len(" ".join(rules.weekly_roles)) > LONGEST_ROLES:
        raise RuleBroken("Choose fewer roles.", "weekly_roles")
    row.needed_days, row.licensed_by = rules.needed_days, rules.licensed_by
    row.weekly_roles = " ".join(rules.weekly_roles)
    row.daily_kept, row.weekly_kept = rules.daily_kept, rules.weekly_kept
    db.session.flush()
    return row


def switch_on(rollout_id: int, grounds: Grounds, by_id: int, now: datetime, version: int | None) -> AdoptionSettings:
    """Show people one by one, to those who may see it, until a day: with purpose, legal basis and what staff heard."""
    row = _row(rollout_id, version)
    today = now.date()
    for field, text in (
        ("purpose", grounds.purpose), ("legal_basis", grounds.legal_basis), ("works_council", grounds.works_council)
    ):  # fmt: skip
        if len(text.split()) < 3:
            raise RuleBroken("Write a sentence that everybody concerned can read.", field)
    if grounds.until < today:
        raise RuleBroken("Choose a day that is still to come.", "until")
    if (grounds.until - today).days > LONGEST_SHOWN:
        raise RuleBroken("Choose a day within a year; it can be prolonged then.", "until")
    row.purpose, row.legal_basis, row.works_council = grounds.purpose, grounds.legal_basis, grounds.works_council
    row.people_from, row.people_until = row.people_from or today, grounds.until
    row.switched_by_id, row.switched_at = by_id, now
    db.session.flush()
    record("adoption.people on", object_type="adoption_settings", object_id=row.id, rollout_id=rollout_id)
    return row


def switch_off(rollout_id: int, by_id: int, now: datetime, version: int | None) -> AdoptionSettings:
    """Show only groups again, from now on."""
    row = _row(rollout_id, version)
    row.people_from = row.people_until = None
    row.switched_by_id, row.switched_at = by_id, now
    db.session.flush()
    record("adoption.people off", object_type="adoption_settings", object_id=row.id, rollout_id=rollout_id)
    return row


def people_shown(rollout_id: int, today: date) -> AdoptionSettings | None:
    """The settings under which people are shown one by one today; None while they are not."""
    row = settings_of(rollout_id)
    if row is None or row.people_from is None or row.people_until is None:
        return None
    return row if row.people_from <= today <= row.people_until else None


def _row(rollout_id: int, version: int | None) -> AdoptionSettings:
    row = settings_of(rollout_id)
    if row is None:
        row = AdoptionSettings(
            rollout_id=rollout_id, needed_days=NEEDED_DAYS, licensed_by=LicensedBy.LIST,
            weekly_roles=" ".join(WEEKLY_ROLES), daily_kept=DAILY_KEPT, weekly_kept=WEEKLY_KEPT,
        )  # fmt: skip
        db.session.add(row)
        db.session.flush()
    elif version is not None or row.version > 1:
        check_version(row, version, {"needed_days": row.needed_days, "until": row.people_until})
    return row
