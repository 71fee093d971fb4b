"""Lets go of use that need not be kept: daily counts after half a year, weekly ones of people after two years."""

from datetime import date, timedelta

from sqlalchemy import delete, select, update

from planner.access.audit_service import record
from planner.adoption.instants import week_of
from planner.adoption.settings_service import rules_of
from planner.adoption.usage_models import UsageCount, UsageDay, UsageSource, UsageWeek
from planner.db import db
from planner.rollouts.models import Rollout


def let_go(rollout: Rollout, today: date) -> int:
    """Remove what is older than the rules say; how many days were closed. Figures of groups stay."""
    rules = rules_of(rollout.id)
    last_daily = week_of((today - timedelta(days=rules.daily_kept)).toordinal()) - 1
    last_weekly = week_of((today - timedelta(days=rules.weekly_kept)).toordinal()) - 1
    sources = list(db.session.scalars(select(UsageSource.id).where(UsageSource.rollout_id == rollout.id)))
    connection = db.session.connection()
    old = UsageDay.source_id.in_(sources) & (UsageDay.day <= last_daily) & UsageDay.kept.is_(True)
    closed = connection.execute(
        update(UsageDay).where(old).values(closed=True, kept=False, marks=None, many=False)
    ).rowcount
    connection.execute(delete(UsageCount).where(UsageCount.source_id.in_(sources), UsageCount.day <= last_daily))
    connection.execute(delete(UsageWeek).where(UsageWeek.source_id.in_(sources), UsageWeek.week <= last_weekly))
    if closed:
        told = {"days": closed, "until": date.fromordinal(last_daily).isoformat()}
        record("usage.let go", object_type="usage_day", rollout_id=rollout.id, after=told)
    return closed
