"""Every check of a plan: a plan in which it fires, and plans in which it stays silent."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from planner.schedule.file_facts import facts_of
from planner.schedule.plan_facts import GateDay, Severity, WaveDay
from planner.schedule.plan_rules import BY_KEY, MOST, RULES, findings_of
from planner.schedule.project_file import Constraint, ImportedPlan
from tests.schedule import test_other_plans
from tests.schedule.rollout_plans import (
    DAY,
    PILOT,
    SALES,
    SERVICE,
    at,
    changed,
    dated,
    found,
    keys,
    moved,
    renamed,
    rollout,
    shared,
    unassigned,
    with_days_off,
    without,
)

GOOD = rollout()
ALL = tuple(range(1, 32))
Spoil = tuple[ImportedPlan, tuple[int, ...]]


def flat() -> ImportedPlan:
    """The pilot is no pilot, nothing is a gate."""
    return renamed(without(GOOD, 4, 9, 17, 24, 31), {})


SPOILT: dict[str, Callable[[], Spoil]] = {
    "training-after-go-live": lambda: (changed(changed(GOOD, 20, after="17"), 19, after="22"), (19, 22)),
    "training-missing": lambda: (without(GOOD, 19), (22,)),
    "training-wrong-end": lambda: (changed(changed(GOOD, 20, after="17"), 19, after="22"), (19, 22)),
    "training-not-waited-for": lambda: (changed(changed(GOOD, 20, after="17"), 19, after="17"), (22, 19)),
    "training-stale": lambda: (changed(GOOD, 19, after="4"), (19, 22)),
    "training-only-at-the-end": lambda: (without(GOOD, 3), (11,)),
    "lag-hides-work": lambda: (changed(GOOD, 22, after="20+15d 21"), (22, 20)),
    "go-live-before-migration": lambda: (changed(changed(GOOD, 22, after="19 21"), 20, after="22"), (22, 20)),
    "go-live-before-acceptance": lambda: (changed(changed(GOOD, 22, after="20"), 21, after="22"), (22, 21)),
    "go-live-without-predecessor": lambda: (changed(GOOD, 14, after=""), (14,)),
    "go-live-not-waiting": lambda: (changed(GOOD, 22, after="20"), (22, 21)),
    "no-acceptance-test": lambda: (without(GOOD, 13, 21, 28), (14,)),
    "acceptance-before-build": lambda: (changed(changed(GOOD, 13, after="4"), 14, after="11 12 13"), (13, 6)),
    "old-system-off-too-early": lambda: (renamed(GOOD, {8: "Decommission the legacy CRM"}), (8, 29)),
    "no-data-migration": lambda: (without(GOOD, 7, 12, 20, 27), (14,)),
    "go-live-on-a-bad-day": lambda: (moved(GOOD, SERVICE, date(2026, 12, 22)), (29,)),
    "no-pilot": lambda: (without(GOOD, *range(10, 18)), (22,)),
    "no-time-for-feedback": lambda: (moved(GOOD, SALES, date(2026, 3, 16)), (22, 17)),
    "no-support": lambda: (without(GOOD, 30), (29,)),
    "short-support": lambda: (changed(GOOD, 30, days=3), (30, 29)),
    "waves-on-one-day": lambda: (_all_on(date(2026, 5, 26)), (14, 22, 29)),
    "waves-too-close": lambda: (moved(moved(GOOD, SALES, date(2026, 5, 19)), SERVICE, date(2026, 5, 26)), (29, 22)),
    "critical-path-ends-before-go-live": lambda: (_loose_end(), (29,)),
    "tasks-in-a-circle": lambda: (changed(GOOD, 6, after="4 7"), (6, 7)),
    "milestone-too-early": lambda: (moved(GOOD, 17, date(2026, 4, 1)), (17, 16)),
    "dates-against-links": lambda: (dated(GOOD, 7, date(2026, 2, 2), date(2026, 2, 6)), (7, 6)),
    "dates-not-recalculated": lambda: (changed(GOOD, 3, start=at(2026, 2, 2), finish=at(2026, 2, 4, 17)), (3,)),
    "typed-dates": lambda: (_typed(), ()),
    "hard-constraint": lambda: (
        changed(GOOD, 22, constraint=Constraint.MUST_FINISH_ON, constraint_date=at(2026, 5, 5, 17)), (22,),
    ),
    "dangling-task": lambda: (changed(changed(GOOD, 8, after=""), 9, after="7"), (8,)),
    "negative-lag": lambda: (changed(GOOD, 7, after="6-2d"), (7, 6)),
    "linked-summary": lambda: (changed(GOOD, 18, after="17"), (18,)),
    "open-start": lambda: (
        changed(GOOD, 8, after="", constraint=Constraint.START_NO_EARLIER_THAN, constraint_date=at(2026, 1, 20)), (8,),
    ),
    "open-end": lambda: (changed(GOOD, 9, after="7"), (8,)),
    "fixed-date-missed": lambda: (changed(GOOD, SALES, deadline=at(2026, 4, 10, 17)), (22,)),
    "no-buffer": lambda: (changed(GOOD, SALES, deadline=at(2026, 4, 21, 17)), (22,)),
    "negative-slack": lambda: (changed(GOOD, SALES, deadline=at(2026, 4, 10, 17)), ()),
    "phase-without-gate": lambda: (without(GOOD, 4), (1,)),
    "task-unowned": lambda: (unassigned(GOOD, 6), (6,)),
    "task-undated": lambda: (changed(GOOD, 8, manual=True), (8,)),
    "person-overbooked": lambda: (shared(changed(GOOD, 21, days=10), 120, 20, 21), (20, 21)),
    "very-long-task": lambda: (changed(GOOD, 6, days=45), (6,)),
    "milestone-with-duration": lambda: (changed(GOOD, 9, days=2, milestone=True), (9,)),
}  # fmt: skip


def _loose_end() -> ImportedPlan:
    """The last go-live is put far behind by hand, without work behind it that would be critical."""
    return moved(without(GOOD, 30, 31), SERVICE, date(2026, 7, 7))


def _all_on(when: date) -> ImportedPlan:
    return moved(moved(moved(GOOD, PILOT, when), SALES, when), SERVICE, when)


def _typed() -> ImportedPlan:
    plan = GOOD
    for number, uid in enumerate((6, 7, 8, 11, 12, 13, 15, 16, 19, 20, 21)):
        when = at(2026, 2, 2) + timedelta(weeks=number)
        plan = changed(plan, uid, after="", constraint=Constraint.START_NO_EARLIER_THAN, constraint_date=when)
    return plan


@pytest.mark.parametrize("rule", list(SPOILT))
def test_a_rule_fires_at_the_rows_it_is_about(rule: str) -> None:
    plan, uids = SPOILT[rule]()
    hits = [finding for finding in found(plan) if finding.rule == rule]
    assert hits, f"{rule} is silent; there are {sorted(keys(plan))}"
    if uids:
        assert uids in [hit.tasks[: len(uids)] for hit in hits]
    names = {task.uid: task.name for task in plan.tasks}
    assert any(f"“{names[uid]}”" in hits[0].text for uid in hits[0].tasks if names[uid])


def test_the_exemplary_plan_fires_none() -> None:
    assert found(GOOD, country="DE", as_of=date(2026, 1, 5)) == ()
    assert found(GOOD, country="FR") == ()


PROGRESS = {
    "finish-in-the-past": (GOOD, 2, date(2026, 1, 20)),
    "start-in-the-past": (changed(GOOD, 2, percent=100, actual_finish=at(2026, 1, 16)), 3, date(2026, 1, 20)),
    "done-in-the-future": (changed(GOOD, 8, percent=100, actual_finish=at(2026, 2, 11)), 8, date(2026, 1, 10)),
    "done-without-finish": (changed(GOOD, 2, percent=100), 2, date(2026, 1, 20)),
}


@pytest.mark.parametrize("rule", list(PROGRESS))
def test_progress_is_judged_against_a_day_only(rule: str) -> None:
    plan, uid, today = PROGRESS[rule]
    hits = [finding for finding in found(plan, as_of=today) if finding.rule == rule]
    assert [hit.tasks for hit in hits] == [(uid,)]
    assert rule not in keys(plan)


def test_a_review_due_before_its_work_ends_and_a_wave_promised_for_another_day() -> None:
    facts = facts_of(GOOD)
    rows = tuple(replace(row, gate_key="pilot-exit@1") if row.uid == 17 else row for row in facts.rows)
    spoilt = replace(
        facts,
        rows=rows,
        gates=(GateDay("pilot-exit@1", "Pilot passed", date(2026, 4, 1)),),
        waves=(WaveDay(1, "Sales", date(2026, 4, 14)), WaveDay(2, "Service", date(2026, 5, 26))),
    )
    hits = {finding.rule: finding for finding in findings_of(spoilt)}
    assert set(hits) == {"gate-before-its-work", "wave-date-differs"}
    assert hits["gate-before-its-work"].dates == (date(2026, 4, 1), date(2026, 4, 7))
    assert "7 days later" in hits["wave-date-differs"].text
    kept = replace(spoilt, gates=(GateDay("pilot-exit@1", "Pilot passed", date(2026, 4, 7)),), waves=spoilt.waves[1:])
    assert findings_of(kept) == ()


def elsewhere() -> set[str]:
    """The rules that are shown on another plan."""
    return {rule for _, rule, _ in test_other_plans.SPOILT.values()} | {"begun-in-the-future"}


def test_every_rule_is_shown_to_fire() -> None:
    shown = {*SPOILT, *PROGRESS, *elsewhere(), "gate-before-its-work", "wave-date-differs"}
    assert shown == set(BY_KEY)
    assert len(BY_KEY) == len(RULES) >= 40


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.key)
def test_a_rule_says_why_it_matters_and_what_to_do(rule: Any) -> None:
    assert rule.why.endswith(".")
    assert rule.fix.endswith(".")
    assert 2 <= len(rule.title.split()) <= 9
    assert len(rule.why) < 140


def test_findings_come_the_worst_first() -> None:
    order = [finding.severity for finding in found(changed(changed(GOOD, 22, after="20"), 6, days=45))]
    assert order == sorted(order, key=list(Severity).index)
    assert len(order) > 2


def test_a_rule_tells_fifty_places_at_most() -> None:
    plan = GOOD
    for uid in range(100, 180):
        plan = replace(
            plan, tasks=(*plan.tasks, replace(plan.tasks[1], uid=uid, name=f"Long {uid}", duration=DAY * 60))
        )
    assert sum(finding.rule == "very-long-task" for finding in found(plan)) == MOST


SILENT: dict[str, Callable[[], ImportedPlan]] = {
    "training-after-go-live": lambda: renamed(GOOD, {23: "Refresher training and care for sales"}),
    "training-missing": lambda: renamed(GOOD, {11: "Train users", 10: "Prepare for all"}),
    "training-stale": lambda: renamed(changed(GOOD, 8, after="4"), {8: "Train the key users"}),
    "training-wrong-end": lambda: changed(GOOD, 26, after="22 24"),
    "training-only-at-the-end": lambda: renamed(GOOD, {3: "Key user course"}),
    "lag-hides-work": lambda: changed(GOOD, 22, after="20+2d 21"),
    "go-live-before-migration": lambda: renamed(GOOD, {23: "Archive the migration logs of sales"}),
    "go-live-before-acceptance": lambda: renamed(GOOD, {23: "Support and final project acceptance of sales"}),
    "no-buffer": lambda: changed(GOOD, SALES, deadline=at(2026, 4, 30, 17)),
    "acceptance-before-build": lambda: renamed(changed(GOOD, 13, after="4"), {13: "Unit test by developers"}),
    "old-system-off-too-early": lambda: renamed(GOOD, {8: "Plan the decommissioning of the legacy CRM"}),
    "go-live-on-a-bad-day": lambda: moved(GOOD, SERVICE, date(2026, 6, 3)),
    "milestone-too-early": lambda: changed(GOOD, 17, percent=100, actual_start=at(2026, 3, 1)),
    "very-long-task": lambda: changed(GOOD, 30, days=45),
    "dangling-task": lambda: renamed(changed(changed(GOOD, 8, after=""), 9, after="7"), {8: "Project management"}),
    "task-unowned": lambda: changed(unassigned(GOOD, 2), 2, percent=100, actual_finish=at(2026, 1, 16)),
    "person-overbooked": lambda: shared(GOOD, 119, 6, 8),
}  # fmt: skip


@pytest.mark.parametrize("rule", list(SILENT))
def test_a_rule_is_silent_where_it_only_looks_alike(rule: str) -> None:
    assert rule not in keys(SILENT[rule]())


@pytest.mark.parametrize(
    ("when", "country", "word"),
    [
        (date(2026, 5, 14), "DE", "Ascension Day"),
        (date(2026, 5, 13), "DE", "the day before a day off"),
        (date(2026, 6, 29), "", "quarter"),
        (date(2027, 1, 5), "", "20 December"),
        (date(2026, 8, 11), "", "August"),
        (date(2026, 6, 5), "", "Friday"),
        (date(2026, 6, 6), "", "weekend"),
    ],
)
def test_bad_days_for_a_go_live(when: date, country: str, word: str) -> None:
    hits = [f for f in found(moved(GOOD, SERVICE, when), country=country) if f.rule == "go-live-on-a-bad-day"]
    assert word in hits[0].text
    assert hits[0].dates == (when,)


def test_days_off_of_the_plans_own_calendar_count() -> None:
    day = date(2026, 6, 9)
    plan = with_days_off(moved(GOOD, SERVICE, day), day)
    assert any("Works outing" in finding.text for finding in found(plan))


def test_an_unknown_country_has_no_holidays() -> None:
    assert found(GOOD, country="XX") == ()
