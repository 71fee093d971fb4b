"""What a careful project manager would find in a plan drawn by others is found, whatever they call things."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from planner.schedule.project_file import Constraint, ImportedPlan
from tests.schedule.other_plans import NAMES, PLAN, linked, stored, with_dates
from tests.schedule.rollout_plans import changed, found, keys, renamed, shared, without

LIVE = next(task.start.date() for task in PLAN.tasks if task.uid == 34 and task.start)
TESTED = next(task.finish.date() for task in PLAN.tasks if task.uid == 23 and task.finish)
SPOILT: dict[str, tuple[Callable[[], ImportedPlan], str, set[int]]] = {
    "training hangs on the go-live": (
        lambda: linked(PLAN, t29="34", t31="24 28 20"), "training-after-go-live", {29, 34},
    ),
    "training hangs on the wrong end": (
        lambda: linked(PLAN, t29="34SF", t31="24 28 20"), "training-wrong-end", {29, 34},
    ),
    "go-live waits for the start of training": (
        lambda: linked(PLAN, t31="24 20", t34="33 29SS"), "training-wrong-end", {29, 34},
    ),
    "a milestone before what it waits for": (
        lambda: stored(PLAN, 24, TESTED - timedelta(days=8)), "milestone-too-early", {24, 23},
    ),
    "a go-live before its deployment": (
        lambda: stored(PLAN, 34, LIVE - timedelta(days=7)), "milestone-too-early", {34, 33},
    ),
    "data moved after the go-live": (
        lambda: stored(PLAN, 20, LIVE + timedelta(days=4), LIVE + timedelta(days=6)),
        "go-live-before-migration", {20, 34},
    ),
    "no acceptance test": (lambda: with_dates(without(PLAN, 23, 24)), "no-acceptance-test", {34}),
    "no go-live": (lambda: with_dates(without(PLAN, 32, 33, 34)), "no-go-live", {38}),
    "a missed deadline": (
        lambda: changed(PLAN, 34, deadline=datetime.combine(LIVE, datetime.min.time()) - timedelta(days=5)),
        "fixed-date-missed", {34},
    ),
    "a decision after the go-live": (
        lambda: linked(PLAN, t31="34", t32="24 28 29 20"), "decision-after-go-live", {31, 34},
    ),
    "trainers who learn last": (lambda: linked(PLAN, t28="26 22", t27="29"), "trainers-trained-too-late", {27, 28}),
    "cleaning after the migration": (
        lambda: linked(PLAN, t18="20", t19="17 15"), "data-cleaned-after-migration", {18, 20},
    ),
    "training months before": (lambda: linked(PLAN, t28="9", t26="9"), "training-stale", {28, 34}),
    "a month hidden in a lag": (lambda: linked(PLAN, t34="33+25d"), "lag-hides-work", {34, 33}),
    "nobody helps": (lambda: with_dates(without(PLAN, 36)), "no-support", {34}),
    "a go-live that waits for nothing": (
        lambda: with_dates(
            changed(PLAN, 34, after="", constraint=Constraint.MUST_START_ON, constraint_date=datetime(2026, 4, 20, 8))
        ),
        "go-live-without-predecessor", {34},
    ),
    "a go-live at Easter": (lambda: stored(PLAN, 34, date(2026, 4, 3)), "go-live-on-a-bad-day", {34}),
    "a loose task": (lambda: linked(PLAN, t13="", t14="12"), "dangling-task", {13}),
    "a task without time": (
        lambda: with_dates(changed(PLAN, 27, days=0, milestone=False)), "zero-duration-task", {27},
    ),
    "a milestone of two days": (
        lambda: with_dates(changed(PLAN, 24, days=2, milestone=True)), "milestone-with-duration", {24},
    ),
    "the end on a Saturday": (
        lambda: stored(PLAN, 28, date(2026, 4, 13), date(2026, 4, 18)), "dated-on-a-day-off", {28},
    ),
    "the end before the beginning": (
        lambda: stored(PLAN, 28, date(2026, 4, 14), date(2026, 4, 10)), "ends-before-it-begins", {28},
    ),
    "one person for two jobs": (lambda: shared(PLAN, 111, 11, 12), "person-overallocated", {11, 12}),
}  # fmt: skip
BY_NAME = (
    "training hangs on the go-live", "training hangs on the wrong end", "go-live waits for the start of training",
    "data moved after the go-live", "no acceptance test", "a decision after the go-live", "trainers who learn last",
    "cleaning after the migration", "nobody helps",
)  # fmt: skip


@pytest.mark.parametrize("what", list(SPOILT))
def test_a_mistake_is_found_at_its_rows(what: str) -> None:
    plan, rule, uids = SPOILT[what]
    hits = [finding for finding in found(plan(), country="GB") if finding.rule == rule]
    assert any(uids <= set(hit.tasks) for hit in hits), keys(plan())


@pytest.mark.parametrize("names", NAMES, ids=lambda names: names.get(34, "Go Live"))
@pytest.mark.parametrize("what", BY_NAME)
def test_the_same_mistake_is_found_in_other_words(what: str, names: dict[int, str]) -> None:
    plan, rule, uids = SPOILT[what]
    hits = [finding for finding in found(renamed(plan(), names)) if finding.rule == rule]
    assert any(uids <= set(hit.tasks) for hit in hits), keys(renamed(plan(), names))


USUAL = {"training-only-at-the-end", "no-pilot", "phase-without-gate"}
"""What these plans have in common with most: training last, no pilot, phases that nobody ends."""


@pytest.mark.parametrize("names", NAMES, ids=lambda names: names.get(34, "Go Live"))
def test_a_sound_plan_makes_little_noise(names: dict[int, str]) -> None:
    assert keys(renamed(PLAN, names)) == USUAL
    assert len(found(renamed(PLAN, names))) <= 4


def test_every_finding_gives_the_days_it_speaks_of() -> None:
    (hit,) = [each for each in found(SPOILT["training hangs on the go-live"][0]()) if "after-go-live" in each.rule]
    trained = next(task for task in SPOILT["training hangs on the go-live"][0]().tasks if task.uid == 29)
    assert trained.start
    assert trained.finish
    assert {trained.start.date(), trained.finish.date()} <= set(hit.dates)


def test_progress_before_the_work_begins_is_told_against_a_day() -> None:
    plan = changed(PLAN, 28, percent=40)
    hits = [each for each in found(plan, as_of=date(2026, 2, 2)) if each.rule == "begun-in-the-future"]
    assert [hit.tasks for hit in hits] == [(28,)]
    assert "begun-in-the-future" not in keys(plan)
