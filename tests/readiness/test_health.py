from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from planner.playbook.words import Comparison, Dimension, Pillar
from planner.readiness.health import NAMES, HealthState, health, side_of
from planner.readiness.mistakes import BOOK, Waiver, look
from planner.readiness.scene import Scene
from planner.readiness.strengths import STRONG
from tests.readiness.samples import TODAY, answer, assessed, factor, said
from tests.readiness.test_mistakes import EXEMPLARY, GOOD, MISTAKES, firing

NOTHING = assessed([])


def figures() -> dict[str, Decimal]:
    return {name: Decimal(value) for name, value in GOOD.items()}


def test_nothing_known_is_white_on_all_eight_sides() -> None:
    found = health(NOTHING, {}, ())
    assert [each.name for each in found.sides] == list(NAMES.values())
    assert {each.state for each in found.sides} == {HealthState.UNKNOWN} == {found.state}
    assert found.because.startswith("Too little is known")


def test_a_grave_mistake_is_trouble_and_another_one_a_risk_where_it_belongs() -> None:
    grave, other = firing("invisible-sponsor/people.sponsor_days_silent"), firing("undated-tasks/plan")
    for scene, state in ((grave, HealthState.IN_TROUBLE), (other, HealthState.AT_RISK)):
        found = health(NOTHING, {}, look(scene, MISTAKES))
        side = next(each for each in found.sides if each.dimension is Dimension.GOVERNANCE)
        assert (side.state, found.state) == (state, state)
        assert "1 of 8 sides is" in found.sentence
        assert "Sponsorship and governance" in found.sentence


def test_what_is_accepted_for_a_time_does_not_make_a_side_ill() -> None:
    waiver = Waiver("invisible-sponsor/people.sponsor_days_silent", "On leave.", "Mara", TODAY, Decimal(99))
    scene = replace(firing(waiver.key), today=TODAY)
    found = health(NOTHING, {}, look(scene, MISTAKES, [waiver]))
    assert found.state is HealthState.UNKNOWN


def test_strengths_are_told_and_all_sides_healthy_make_the_whole_healthy() -> None:
    all_known = figures() | {"process.sales_automated_share": Decimal(90), "technology.uat_pass_rate": Decimal("97.5")}
    found = health(NOTHING, all_known, look(EXEMPLARY, MISTAKES))
    assert found.state is HealthState.HEALTHY
    told = {one.title for side in found.sides for one in side.of_kind("strength")}
    assert "97.5 % of the acceptance tests passed." in told


def test_a_critical_factor_below_its_line_is_trouble_and_one_not_yet_proven_a_risk() -> None:
    one = factor("f", answer("a"), critical=True, threshold=60, pillar=Pillar.PROCESS)
    for step, state in ((1, HealthState.IN_TROUBLE), (4, HealthState.HEALTHY)):
        found = health(assessed([one], {"a": said(step)}), {}, ())
        assert next(each for each in found.sides if each.dimension is Dimension.PROCESS).state is state
    half = factor("f", answer("a"), answer("b"), pillar=Pillar.PROCESS)
    found = health(assessed([half], {"a": said(4)}), {}, ())
    assert next(each for each in found.sides if each.dimension is Dimension.PROCESS).state is HealthState.AT_RISK


def test_the_trend_is_the_weighted_change_of_what_was_known_then_and_now() -> None:
    factors = [factor("f", answer("a"), weight=3, pillar=Pillar.PEOPLE), factor("g", answer("b"), pillar=Pillar.PEOPLE)]
    now = assessed(factors, {"a": said(3), "b": said(2)})
    found = health(now, {}, (), {"f": Fraction(55), "gone": Fraction(1)})
    assert next(each for each in found.sides if each.dimension is Dimension.PEOPLE).trend == 20


def test_every_mistake_belongs_to_a_side_and_every_line_can_be_reached() -> None:
    for each in BOOK:
        assert side_of(next(one for one in look(firing(each.key), MISTAKES) if one.key == each.key)) in NAMES
    for strong in STRONG:
        edge = Decimal(strong.line) + (1 if strong.op is Comparison.ABOVE else 0)
        found = health(NOTHING, {strong.fact: edge}, look(Scene(TODAY), MISTAKES))
        side = next(each for each in found.sides if each.dimension is strong.side)
        assert (side.state, len(side.findings)) == (HealthState.HEALTHY, 1)
        assert "{" not in side.findings[0].title
