"""The one place where the product reads the clock; everything below is told what time it is."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from flask import current_app, g


def now() -> datetime:
    """This moment in UTC, or the fixed moment of a test."""
    fixed: datetime | None = current_app.config["PLANNER"].now
    return fixed.astimezone(UTC) if fixed else datetime.now(UTC)


def today() -> date:
    """Today's date where the current rollout is; in UTC outside a rollout."""
    rollout = g.get("rollout")
    return now().astimezone(ZoneInfo(rollout.timezone) if rollout else UTC).date()


def today_in(timezone: str) -> date:
    """Today's date in a named zone, for commands and background work."""
    return now().astimezone(ZoneInfo(timezone)).date()
