"""Goals for tests: one that lacks nothing, and ways to take something away."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from planner.goals.goal import Goal, Measure
from planner.playbook.words import Direction, Level, Unit

TODAY = date(2026, 3, 2)
HOURS = Measure("settle", "Time to settle", Unit.HOURS, Direction.DOWN, least=Decimal(0), pace_share=Decimal(50))
SHARE = Measure("share", "Share kept", Unit.PERCENT, Direction.UP, Decimal(0), Decimal(100), pace=Decimal(10))
GOOD = Goal(
    id=1,
    name="Customers stay",
    level=Level.STRATEGIC,
    wording="Customers with a contract renew it because one person answers for them.",
    owner="Sven Holm",
    measure=SHARE,
    baseline=Decimal(80),
    baseline_on=date(2026, 1, 1),
    target=Decimal(88),
    target_on=date(2027, 1, 1),
    realistic="Two sites did it on paper.",
)


def goal(**change: Any) -> Goal:
    """The good goal with something else in it."""
    return replace(GOOD, **change)
