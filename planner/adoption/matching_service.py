"""Says whose accounts are whose: by itself where it is certain, otherwise a person says it, once and for all."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, select

from planner.access.audit_service import bulk
from planner.adoption.matching import Person, Stranger, Suggestions, exact
from planner.adoption.presets import PRESET_BY_REF
from planner.adoption.source_service import sources
from planner.adoption.usage_models import Match, UsageAccount, UsageSource
from planner.basics.errors import NotFound, RuleBroken
from planner.db import check_version, db
from planner.people.staff_models import Staff


@dataclass(frozen=True, slots=True)
class Unknown:
    """An account that nobody is known for, with who it might be."""

    account: UsageAccount
    source: str
    suggestions: Sequence[Person]


def match_accounts(rollout_id: int) -> int:
    """Match accounts that are certain; how many there were. What a person said is never changed."""
    rows = {row.id: row for row in db.session.scalars(_open(rollout_id))}
    by_salesforce = {each.id for each in sources(rollout_id) if PRESET_BY_REF[each.preset].salesforce_ids}
    strangers = [
        Stranger(row.id, row.external_id, row.name, row.email, row.source_id in by_salesforce) for row in rows.values()
    ]
    found = exact(strangers, people(rollout_id)) if strangers else []
    if found:
        with bulk("usage.match", f"{len(found)} accounts matched by themselves", rollout_id=rollout_id):
            for each in found:
                rows[each.account].staff_id, rows[each.account].match = each.staff, Match(each.by)
            db.session.flush()
    return len(found)


def _open(rollout_id: int) -> Select[UsageAccount]:
    return (
        select(UsageAccount)
        .join(UsageSource, UsageSource.id == UsageAccount.source_id)
        .where(
            UsageSource.rollout_id == rollout_id, UsageAccount.staff_id.is_(None), UsageAccount.program.is_(False),
            UsageAccount.match == Match.NONE,
        )
    )  # fmt: skip


def people(rollout_id: int) -> list[Person]:
    """The staff, as far as matching needs it."""
    query = select(Staff.id, Staff.name, Staff.email, Staff.number).where(
        Staff.rollout_id == rollout_id, Staff.erased_on.is_(None)
    )
    return [Person(row.id, row.name, row.email or "", row.number or "") for row in db.session.execute(query)]


def count_unknown(rollout_id: int) -> int:
    """How many accounts nobody is known for."""
    return db.session.scalar(select(func.count()).select_from(_open(rollout_id).subquery())) or 0


def unknown(rollout_id: int, offset: int = 0, limit: int = 50) -> list[Unknown]:
    """Accounts that nobody is known for, those seen last first, with suggestions."""
    order = (UsageAccount.last_seen.desc(), UsageAccount.id)
    accounts = list(db.session.scalars(_open(rollout_id).order_by(*order).offset(offset).limit(limit)))
    names = {row.id: row.name for row in db.session.execute(select(UsageSource.id, UsageSource.name))}
    suggest = Suggestions(people(rollout_id)) if accounts else None
    return [
        Unknown(
            each, names[each.source_id],
            suggest.of(Stranger(each.id, each.external_id, each.name, each.email)) if suggest else (),
        )
        for each in accounts
    ]  # fmt: skip


def account_of(rollout_id: int, account_id: int) -> UsageAccount:
    """One account of this rollout; NotFound for any other."""
    query = select(UsageAccount).join(UsageSource, UsageSource.id == UsageAccount.source_id)
    found = db.session.scalar(query.where(UsageAccount.id == account_id, UsageSource.rollout_id == rollout_id))
    if found is None:
        raise NotFound("There is no such account in this rollout.")
    return found


def decide(account: UsageAccount, rollout_id: int, staff_id: int | None, program: bool, version: int | None) -> None:
    """Say whose account it is, or that it is a program's, or that it is neither and stays unknown."""
    check_version(account, version, {"staff": account.staff_id})
    if staff_id is not None:
        person = db.session.get(Staff, staff_id)
        if person is None or person.rollout_id != rollout_id:
            raise RuleBroken("Choose somebody of this rollout's staff.", "staff")
    if program and staff_id is not None:
        raise RuleBroken("A program is nobody: choose one of both.", "staff")
    account.staff_id, account.program = staff_id, program
    account.match = Match.HAND if staff_id is not None or program else Match.NONE
    db.session.flush()
