import re
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.playbook.outline import Factor, Pillar
from planner.readiness.evidence import Statement
from planner.readiness.gate_readiness import GateAssessment, GateHead
from planner.readiness.verdict import Order, Override, VerdictState
from planner.reports import render
from planner.reports.compose import compose, rounded
from planner.reports.document import canonical, parse
from planner.reports.report import Condition, Plan, Report
from tests.readiness.samples import (
    TODAY,
    answer,
    asks_factor,
    check,
    fact,
    factor,
    factors_with_statements,
    gate,
    judged,
    measure,
    not_applicable,
    said,
    verified,
)
from tests.reports.samples import a_plan, an_identity

ZERO, HUNDRED = Decimal(0), Decimal(100)


def composed(
    assessment: GateAssessment,
    number: int | None = 1,
    plan: Plan | None = None,
    conditions: tuple[Condition, ...] = (),
    previous: Report | None = None,
) -> Report:
    return compose(an_identity(), number, assessment, plan, conditions, previous)


def test_percentages_are_rounded_once_and_never_to_all_or_nothing() -> None:
    shown = [rounded(Fraction(part)) for part in ("0", "1/1000", "2/3", "1999/20", "99999/1000", "100")]
    assert shown == [Decimal(text) for text in ("0.0", "0.1", "0.7", "99.9", "99.9", "100.0")]


def test_a_hold_lists_its_blockers_with_owner_and_place() -> None:
    report = composed(judged(gate(check("uat", must=True, owner_role="tester"), check("news"))))
    assert (report.verdict.state, report.verdict.word) == ("hold", "Hold")
    assert [(each.ref, each.owner, each.anchor) for each in report.blockers] == [("uat", "tester", "criterion-uat")]
    assert report.blockers[0].why.startswith("Must-criterion. ")
    assert [line.state for line in report.criteria] == ["unknown", "unknown"]


def test_reasons_do_not_repeat_what_the_blockers_say() -> None:
    report = composed(judged(gate(check("uat", must=True), check("news"))))
    assert [reason.partition(":")[0] for reason in report.verdict.reasons] == ["Check news"]


def test_a_critical_factor_under_its_line_blocks_and_leads_to_its_evidence() -> None:
    weak = factor("f", answer("a"), critical=True, threshold=60)
    report = composed(judged(gate(check("c")), [weak], {"a": said(1)}))
    blocker = report.blockers[0]
    assert (blocker.anchor, blocker.why[:15]) == ("why-f", "Critical factor")
    assert report.factors[0].below
    assert (report.factors[0].threshold, report.factors[0].score) == (Decimal(60), Decimal("25.0"))


def test_scores_keep_unknown_apart_from_zero() -> None:
    known, blank = factor("k", answer("a"), check("b")), factor("u", answer("x"))
    report = composed(judged(gate(check("c")), [known, blank], {"a": said(2), "b": said(0)}))
    first, second = report.factors
    assert (first.score, first.range.low, first.range.high) == (Decimal("25.0"), Decimal("25.0"), Decimal("25.0"))
    assert (second.score, second.range.low, second.range.high, second.coverage) == (None, ZERO, HUNDRED, ZERO)


def test_what_misses_its_line_is_never_written_as_if_it_reached_it() -> None:
    close = factor("f", answer("a", weight=2499), check("b", weight=1), check("c", weight=1666), critical=True,
                   threshold=60)  # fmt: skip
    report = composed(judged(gate(asks_factor("q", "f", 60)), [close], {"a": said(4), "b": said(0), "c": said(0)}))
    assert Fraction(2499, 4166) * 100 < 60
    assert rounded(Fraction(2499, 4166) * 100) == 60
    line = report.factors[0]
    assert (line.below, line.score, line.range.low) == (True, Decimal("59.9"), Decimal("59.9"))
    assert squeezed(report.criteria[0].value) == "low end 59.9 %"


def test_a_verdict_set_by_hand_shows_both_values() -> None:
    by_hand = Override(VerdictState.GO, "The board wants it.", "Sven Holm", TODAY + timedelta(days=9))
    report = composed(judged(gate(check("uat", must=True)), override=by_hand))
    assert report.verdict.override is not None
    assert (report.verdict.state, report.verdict.override.computed) == ("go", "Hold")
    text = str(render.body(report))
    assert "The board wants it." in text
    assert "<strong>Hold</strong>" in text
    assert any("set by hand" in each.what for each in report.decisions)


def test_a_standing_no_is_a_reason_and_a_decision() -> None:
    order = Order(VerdictState.STOP, "No long-term benefit is in sight.")
    report = composed(judged(gate(check("c")), orders=[order]))
    assert report.verdict.state == "stop"
    assert "Settle: No long-term benefit is in sight." in [each.what for each in report.decisions]


def decisions(assessment: GateAssessment, plan: Plan | None = None, *conditions: Condition) -> list[tuple[str, str]]:
    return [(each.what, each.waiting) for each in composed(assessment, plan=plan, conditions=conditions).decisions]


def test_the_sponsor_is_asked_for_the_gate_first_with_what_waiting_costs() -> None:
    plan = replace(a_plan(), waiting=7, go_live=date(2026, 6, 15))
    what, waiting = decisions(judged(gate(check("c")), (), {"c": said(1)}), plan)[0]
    assert what == "Decide on the gate “Go-live”; the criteria say: approve"
    assert squeezed(waiting).startswith("7 tasks behind the gate cannot start; each working day")
    assert squeezed(waiting).endswith("15 June 2026.")


def squeezed(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


def test_the_sponsor_is_asked_about_blockers_of_nobody_and_of_the_sponsor() -> None:
    nobodys = check("n", must=True, owner_role="")
    own = check("o", must=True, owner_role="Sven Holm")
    other = check("p", must=True, owner_role="Mara Lind")
    assessment = judged(gate(nobodys, own, other))
    head = GateHead("g", "Go-live", decider="Sven Holm")
    found = [what for what, _ in decisions(replace(assessment, gate=head))]
    assert found[1:] == ["Name who settles “Check n”", "Settle “Check o”"]


def test_many_blockers_of_one_person_are_one_decision() -> None:
    assessment = judged(gate(*(check(ref, must=True, owner_role="Sponsor (Sven Holm)") for ref in "abc")))
    found = [what for what, _ in decisions(replace(assessment, gate=GateHead("g", "Go-live", decider="Sven Holm")))]
    assert found[1:] == ["Settle the 3 blockers that are yours"]


def test_the_sponsor_is_asked_about_overdue_conditions_only() -> None:
    late = Condition("Name a deputy", "Pavel", date(2026, 2, 1), "overdue", "Design")
    found = decisions(judged(gate(check("c"))), None, late, replace(late, text="Sign", state="open"))
    assert [what for what, _ in found[1:]] == ["Decide what follows from the overdue condition “Name a deputy” (Pavel)"]


def test_actions_carry_owner_effort_and_the_day_of_the_gate() -> None:
    assessment = judged(gate(check("uat", must=True, owner_role="tester", effort_days=Decimal(3))))
    due = replace(assessment, gate=replace(assessment.gate, due=date(2026, 4, 1)))
    action = composed(due).actions[0]
    assert (action.owner, action.due, action.effort_days) == ("tester", date(2026, 4, 1), Decimal(3))
    assert action.text == "Check uat"
    assert action.how.startswith("Find out and record it.")


def test_what_would_turn_a_verdict_back() -> None:
    soon = check("c", must=True, valid_days=30)
    strong = factor("f", answer("a"), critical=True, threshold=70)
    report = composed(judged(gate(soon), [strong], {"c": said(1, days_ago=5), "a": said(3)}))
    assert report.verdict.state == "go"
    assert [squeezed(flip) for flip in report.flips] == [
        "“Check c” counts until 27 March 2026; not renewed, it holds the gate.",
        "“Question a”: from step 3 of 4 to step 2 of 4, and “Factor f” is under its line of 70 %.",
    ]


def test_the_appendix_has_every_criterion_down_to_its_evidence() -> None:
    asked = [answer("a", verify=True, weight=3), measure("m"), check("n"), check("z", valid_days=10)]
    statements = {"a": verified(said(3, evidence="Minutes", link="https://wiki.example/1")), "n": not_applicable(),
                  "z": said(1, days_ago=20)}  # fmt: skip
    rows = composed(judged(gate(check("c")), [factor("f", *asked)], statements, fact(0))).evidence
    assert [(row.criterion_ref, row.state, row.points) for row in rows] == [
        ("a", "partly met", Decimal("75.0")), ("m", "met", Decimal("100.0")), ("n", "not applicable", None),
        ("z", "too old", None),
    ]  # fmt: skip
    first, live, left_out, old = rows
    assert (first.weight, first.author, first.verified_by, first.grade) == (3, "Mara Lind", "Sven Holm", "observed")
    assert first.evidence == "Minutes; https://wiki.example/1"
    assert first.value == "Step 3 of 4: done for most"
    assert (live.live, live.grade, live.evidence) == (True, "measured", "The plan")
    assert left_out.evidence == "No shop is kept."
    assert "Too old to count" in old.value or "too old to count" in old.value


def test_gate_criteria_say_what_was_found_and_asked() -> None:
    lines = composed(
        judged(
            gate(measure("m", must=True), asks_factor("q", "f", 80), check("n", must=True)),
            [factor("f", answer("a"))],
            {"a": said(2), "n": verified(not_applicable())},
            fact(4),
        )
    ).criteria
    assert [(each.ref, each.state, squeezed(each.value), squeezed(each.asked).lower()) for each in lines] == [
        ("m", "not met", "4", "at most 0"),
        ("q", "not met", "low end 50.0 %", "low end at least 80 %"),
        ("n", "not applicable", "", "yes"),
    ]
    assert lines[2].reason == "No shop is kept."


def test_the_second_report_tells_what_changed() -> None:
    first = composed(judged(gate(check("c", must=True))))
    second = composed(judged(gate(check("c", must=True)), (), {"c": said(1)}), 2, previous=first)
    assert first.changes is None
    assert second.changes is not None
    assert second.changes.since_number == 1
    assert [change.kind for change in second.changes.items] == ["verdict", "blocker", "criterion"]


drawn = factors_with_statements("fgh")


@given(drawn, st.booleans())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_rollout_gives_a_report_that_can_be_stored_and_read(
    world: tuple[list[Factor], dict[str, Statement]], named: bool
) -> None:
    factors, statements = world
    asked = gate(asks_factor("q", "f", 60), check("c")) if named else gate()
    report = composed(judged(asked, factors, statements))
    assert parse(canonical(report)) == report
    html = str(render.body(report))
    assert set(re.findall(r'href="#([^"]+)"', html)) <= set(re.findall(r'\sid="([^"]+)"', html))
    assert report.range.low <= (report.score or report.range.low) <= report.range.high
    order = [pillar.value for pillar in Pillar]
    assert [order.index(line.pillar.lower()) for line in report.factors] == sorted(
        order.index(line.pillar.lower()) for line in report.factors
    )


@pytest.mark.parametrize("state", list(VerdictState))
def test_every_verdict_has_a_light(state: VerdictState) -> None:
    from planner.reports.wording import light

    assert light(state.value) != "unknown"
