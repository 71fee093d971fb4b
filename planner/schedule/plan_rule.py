"""What a check of the plan is: a key, how much it matters, why, the fix, and the function that finds it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from planner.schedule.plan_facts import Hit, Severity
from planner.schedule.plan_sense import Sense


class Fix(StrEnum):
    """Where a finding is put right."""

    TASK = "task"
    LINK = "link"
    GATE = "gate"
    WAVE = "wave"
    PLAN = "plan"
    STATUS = "status"


@dataclass(frozen=True, slots=True)
class Rule:
    """One check. `why` and `fix` are a sentence each, for a project manager; `at` says which page puts it right."""

    key: str
    severity: Severity
    title: str
    why: str
    fix: str
    check: Callable[[Sense], Iterable[Hit]]
    at: Fix = Fix.TASK
