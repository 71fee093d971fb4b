from dataclasses import replace
from datetime import date
from decimal import Decimal

from planner.reports.differences import compare
from planner.reports.report import Blocker, Change, Range, Report
from tests.reports.samples import a_factor, a_plan, a_report


def found(before: Report, after: Report) -> set[tuple[str, str, str, str]]:
    return {(change.what, change.before, change.after, change.direction) for change in compare(before, after).items}


def test_the_same_report_has_no_differences() -> None:
    assert compare(a_report(), a_report()).items == ()


def test_the_earlier_report_is_named() -> None:
    changes = compare(a_report(number=1), a_report(number=2))
    assert (changes.since_number, changes.since) == (1, a_report().identity.data_time)


def test_a_better_verdict_is_told_first() -> None:
    after = replace(a_report(), verdict=replace(a_report().verdict, state="conditional go"), score=Decimal("70.0"))
    assert compare(a_report(), after).items[0] == Change("verdict", "Verdict", "Hold", "Conditional go", "better")


def test_numbers_that_moved() -> None:
    after = replace(a_report(), score=None, coverage=Decimal("80.0"), range=Range(Decimal("60.0"), Decimal("70.8")))
    assert found(a_report(), after) == {
        ("Score", "64.2\N{NO-BREAK SPACE}%", "unknown", "neutral"),
        ("Low end of the score", "52.3\N{NO-BREAK SPACE}%", "60.0\N{NO-BREAK SPACE}%", "better"),
        ("Share that is known", "81.5\N{NO-BREAK SPACE}%", "80.0\N{NO-BREAK SPACE}%", "worse"),
    }


def test_blockers_that_came_and_went() -> None:
    after = replace(a_report(), blockers=(a_report().blockers[0], Blocker("new", "Rights are missing", "", "Ines")))
    assert found(a_report(), after) == {
        ("Rights are missing", "no blocker", "blocker", "worse"),
        ("The privacy check is signed", "blocker", "no blocker", "better"),
    }


def test_factors_that_moved_came_and_went() -> None:
    before = replace(a_report(), factors=(a_factor(0), a_factor(1), a_factor(2)))
    lower = replace(a_factor(1), range=Range(Decimal("40.0"), Decimal("75.0")))
    after = replace(a_report(), factors=(a_factor(0, "70.0"), lower, a_factor(3)))
    assert {(what, direction) for what, _, _, direction in found(before, after)} == {
        (a_factor(0).name, "better"),
        (f"{a_factor(1).name}, low end", "worse"),
        (a_factor(2).name, "neutral"),
        (a_factor(3).name, "neutral"),
    }


def test_criteria_that_changed() -> None:
    first, *rest = a_report().criteria
    after = replace(a_report(), criteria=(replace(first, state="met"), *rest))
    assert found(a_report(), after) == {(first.text, "not met", "met", "better")}


def test_dates_that_moved() -> None:
    plan = a_plan()
    pilot = replace(plan.milestones[1], planned=date(2026, 4, 20))
    done = replace(plan.milestones[2], state="late")
    after = replace(a_report(), plan=replace(plan, milestones=(plan.milestones[0], pilot, done), finish=None))
    assert {(what, direction) for what, _, _, direction in found(a_report(), after)} == {
        ("End of the plan", "neutral"),
        ("Pilot starts", "worse"),
        ("Wave 1 live", "worse"),
    }


def test_a_new_way_of_scoring_is_said() -> None:
    identity = replace(a_report().identity, scoring_version="2")
    assert found(a_report(), replace(a_report(), identity=identity)) == {
        ("Way of scoring (scores are not comparable)", "1", "2", "neutral")
    }
