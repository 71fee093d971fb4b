"""Looks for the known mistakes of rollout plans: runs every check over a plan and lists what it finds, worst first."""

from collections.abc import Sequence

from planner.schedule.golive_rule_book import GO_LIVE_RULES, TRAINING_RULES
from planner.schedule.plan_facts import Finding, PlanFacts, Severity
from planner.schedule.plan_rule import Rule
from planner.schedule.plan_rule_book import DAY_RULES, LINK_RULES, PROGRESS_RULES, ROW_RULES
from planner.schedule.plan_sense import Sense

RULES: tuple[Rule, ...] = (*TRAINING_RULES, *GO_LIVE_RULES, *LINK_RULES, *ROW_RULES, *DAY_RULES, *PROGRESS_RULES)
BY_KEY = {rule.key: rule for rule in RULES}
ORDER = {severity: number for number, severity in enumerate(Severity)}
MOST = 50
"""Findings of one rule that are told one by one; a plan with more of them has one trouble, not fifty."""


def findings_of(facts: PlanFacts, rules: Sequence[Rule] = RULES) -> tuple[Finding, ...]:
    """All findings in a plan, the most severe first, then in the order of the rules.

    A finding names its rows by their UID, the row to change first.
    """
    plan = Sense(facts)
    found = []
    for rule in rules:
        seen: set[tuple[int, ...]] = set()
        for hit in rule.check(plan):
            if hit.tasks not in seen and len(seen) < MOST:
                seen.add(hit.tasks)
                found.append(Finding(rule.key, hit.severity or rule.severity, hit.tasks, hit.dates, hit.text))
    return tuple(sorted(found, key=lambda finding: ORDER[finding.severity]))
