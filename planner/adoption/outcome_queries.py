"""Reads what training came to, as it is stored, and the days on which people used the system."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select

from planner.adoption.before_after import Effect, Verdict
from planner.adoption.beginnings import Beginning
from planner.adoption.figure_models import AdoptionOutcome
from planner.adoption.usage_models import UsageAccount, UsageSource, UsageWeek
from planner.db import db

NUMBERS = ("before", "after", "others_before", "others_after", "added", "low", "high")


@dataclass(frozen=True, slots=True)
class Outcome:
    """One group: since when somebody is trained, what training added, and how long people waited until first use."""

    as_of: date
    since: date | None
    effect: Effect
    access: Beginning
    training: Beginning


def packed(since: date | None, effect: Effect, access: Beginning, training: Beginning) -> dict[str, Any]:
    """An outcome as it is stored."""
    numbers = {name: None if (value := getattr(effect, name)) is None else str(value) for name in NUMBERS}
    told = {
        "since": since.isoformat() if since else None,
        "verdict": effect.verdict.value,
        "trained": effect.trained,
        "others": effect.others,
        "apart": effect.apart,
    }
    waits = {name: [each.days, each.people, each.begun] for name, each in (("access", access), ("training", training))}
    return {**told, **numbers, **waits}


def _unpacked(row: AdoptionOutcome) -> Outcome:
    told = row.answer
    numbers = {name: None if told[name] is None else Decimal(told[name]) for name in NUMBERS}
    effect = Effect(Verdict(told["verdict"]), told["trained"], told["others"], **numbers, apart=told["apart"])
    since = date.fromisoformat(told["since"]) if told["since"] else None
    return Outcome(row.as_of, since, effect, Beginning(*told["access"]), Beginning(*told["training"]))


def outcomes(rollout_id: int, division: str) -> dict[str, Outcome]:
    """What was counted for each group of a division (all, unit, wave), by its number; empty before any log."""
    query = select(AdoptionOutcome).where(
        AdoptionOutcome.rollout_id == rollout_id, AdoptionOutcome.division == division
    )
    return {row.key: _unpacked(row) for row in db.session.scalars(query)}


def weeks_of_use(rollout_id: int) -> tuple[int, int] | None:
    """The first and the last week that is kept, as calendar numbers of their Mondays; None without any."""
    query = select(func.min(UsageWeek.week), func.max(UsageWeek.week))
    first, last = db.session.execute(query.where(UsageWeek.source_id.in_(_sources(rollout_id)))).one()
    return None if first is None else (first, last)


def days_of_week(rollout_id: int, week: int) -> Iterator[tuple[int, int]]:
    """Who was active in a week, and on which days: staff entry and days as bits, Monday first."""
    query = (
        select(UsageAccount.staff_id, UsageWeek.days)
        .join(UsageAccount, UsageAccount.id == UsageWeek.account_id)
        .where(
            UsageWeek.source_id.in_(_sources(rollout_id)), UsageWeek.week == week, UsageWeek.days > 0,
            UsageAccount.staff_id.is_not(None), UsageAccount.program.is_(False),
        )
    )  # fmt: skip
    return ((who, days) for who, days in db.session.execute(query) if who is not None)


def active_days(staff_ids: Collection[int], since: date) -> dict[int, set[date]]:
    """The days on which some people used the system, from a day on."""
    query = (
        select(UsageAccount.staff_id, UsageWeek.week, UsageWeek.days)
        .join(UsageAccount, UsageAccount.id == UsageWeek.account_id)
        .where(
            UsageAccount.staff_id.in_(staff_ids), UsageAccount.program.is_(False),
            UsageWeek.week > since.toordinal() - 7, UsageWeek.days > 0,
        )
    )  # fmt: skip
    found: dict[int, set[date]] = {}
    for staff_id, week, days in db.session.execute(query):
        monday = date.fromordinal(week)
        mine = found.setdefault(staff_id or 0, set())
        mine |= {monday + timedelta(days=n) for n in range(7) if days >> n & 1}
    return found


def _sources(rollout_id: int) -> list[int]:
    return list(db.session.scalars(select(UsageSource.id).where(UsageSource.rollout_id == rollout_id)))
