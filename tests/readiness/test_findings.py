from datetime import timedelta

from hypothesis import given

from planner.playbook.outline import Factor
from planner.readiness.evidence import Statement
from planner.readiness.findings import Finding, FindingKind, findings
from tests.readiness.samples import (
    TODAY,
    answer,
    asks_factor,
    assessed,
    check,
    factor,
    factors_with_statements,
    gate,
    judged,
    said,
)


def of(found: tuple[Finding, ...], kind: FindingKind) -> list[str]:
    return [each.title for each in found if each.kind is kind]


def test_known_right_is_a_strength_known_wrong_an_issue_and_not_known_a_risk() -> None:
    factors = [factor(ref, check(f"{ref}1"), check(f"{ref}2"), critical=True, threshold=60) for ref in "abc"]
    found = findings(assessed(factors, {"a1": said(1), "a2": said(1), "b1": said(0), "b2": said(0), "c1": said(1)}))
    assert of(found, FindingKind.STRENGTH) == ["Factor a"]
    assert of(found, FindingKind.ISSUE) == ["Factor b"]
    assert of(found, FindingKind.RISK) == ["Factor c"]


def test_a_gate_tells_its_met_must_criteria_as_a_strength() -> None:
    asked = gate(check("c", must=True), check("d", must=True), check("e", must=True), asks_factor("named", "f", 50))
    found = judged(asked, [factor("f", answer("a"))], {"c": said(1), "d": said(0), "a": said(4)}).findings
    assert of(found, FindingKind.STRENGTH) == ["2 must-criteria of this gate are met", "Factor f"]
    assert of(found, FindingKind.ISSUE) == ["Check d"]
    assert of(found, FindingKind.RISK) == ["Check e"]


def test_factors_nobody_has_looked_at_are_told_together() -> None:
    found = findings(assessed([factor(ref, answer(f"{ref}1")) for ref in "abcde"]))
    assert of(found, FindingKind.RISK) == ["5 factors have not been assessed"]
    assert found[0].text == "Nothing is known yet about Factor a, Factor b, Factor c and 2 more."


def test_what_gets_too_old_soon_is_a_risk() -> None:
    one = factor("f", check("a", valid_days=30), check("b", valid_days=300))
    found = findings(assessed([one], {"a": said(1, days_ago=10), "b": said(1)}))
    assert "1 answer gets too old within 30 days" in of(found, FindingKind.RISK)
    assert f"{(TODAY + timedelta(days=20)).day} March 2026" in found[-1].text


def test_answers_that_wait_for_a_second_person_are_a_risk() -> None:
    found = findings(assessed([factor("f", check("a", verify=True))], {"a": said(1)}))
    assert "1 answer waits for a second person" in of(found, FindingKind.RISK)


@given(factors_with_statements("fgh"))
def test_whatever_stands_at_full_marks_leads_to_a_strength(drawn: tuple[list[Factor], dict[str, Statement]]) -> None:
    assessment = assessed(*drawn)
    proven = any(each.passed for one in assessment.factors for each in one.criteria)
    assert bool(of(findings(assessment), FindingKind.STRENGTH)) >= proven
