from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.basics.errors import RuleBroken
from planner.basics.lights import Light
from planner.kpis.attainment import Reading, State, attained, expected, gap, progress, stale, state_of
from planner.kpis.control import control
from planner.kpis.definition import KpiDraft, Target, check
from planner.kpis.deviation import Deviation, accepted, tightened
from planner.kpis.forecast import forecast
from planner.playbook.words import Cadence, Direction, Unit

DAY = date(2026, 3, 2)
UP = Target(Direction.UP, Decimal(40), DAY, Decimal(90), DAY + timedelta(days=100), near=Decimal(5))
DOWN = Target(Direction.DOWN, Decimal(40), DAY, Decimal(20), DAY + timedelta(days=100))
BAND = Target(Direction.BAND, low=Decimal(3), high=Decimal(5))
numbers = st.integers(-10_000, 10_000).map(Decimal)


def readings(*values: int | str, every: int = 7) -> list[Reading]:
    return [Reading(DAY + timedelta(days=every * number), Decimal(value)) for number, value in enumerate(values)]


def state(target: Target, value: int, days: int = 0, today: int = 0) -> State:
    last = Reading(DAY + timedelta(days=days), Decimal(value))
    return state_of(target, last, Cadence.WEEKLY, 3, DAY + timedelta(days=max(days, today)))


def test_progress_is_the_share_of_the_way_in_both_directions() -> None:
    assert progress(UP, Decimal(65)) == Fraction(1, 2)
    assert progress(DOWN, Decimal(30)) == Fraction(1, 2)
    assert progress(UP, Decimal(30)) == Fraction(-1, 5)
    assert progress(replace(UP, baseline=Decimal(90)), Decimal(1)) is None
    assert progress(BAND, Decimal(4)) is None


@pytest.mark.parametrize(
    ("target", "value", "reached", "missing"),
    [(UP, 90, True, 0), (UP, 89, False, 1), (DOWN, 20, True, 0), (DOWN, 25, False, 5), (BAND, 3, True, 0),
     (BAND, 5, True, 0), (BAND, 2, False, 1), (BAND, 9, False, 4), (Target(Direction.UP), 1, None, 0)],
)  # fmt: skip
def test_attained_and_what_is_missing(target: Target, value: int, reached: bool | None, missing: int) -> None:
    assert attained(target, Decimal(value)) is reached
    assert gap(target, Decimal(value)) == missing


@given(numbers, numbers, numbers)
def test_the_two_directions_are_mirrors(start: Decimal, goal: Decimal, value: Decimal) -> None:
    up = Target(Direction.UP, start, DAY, goal, DAY + timedelta(days=9))
    down = Target(Direction.DOWN, -start, DAY, -goal, DAY + timedelta(days=9))
    assert progress(up, value) == progress(down, -value)
    assert attained(up, value) == attained(down, -value)
    assert gap(up, value) == gap(down, -value)
    assert (gap(up, value) == 0) == attained(up, value)


def test_a_state_in_words_with_unknown_and_out_of_date_in_white() -> None:
    assert state_of(UP, None, Cadence.WEEKLY, 3, DAY) is State.UNKNOWN
    assert (state(UP, 91), state(UP, 86), state(UP, 40)) == (State.ATTAINED, State.NEAR, State.ON_COURSE)
    assert (state(UP, 64, days=50), state(UP, 65, days=50)) == (State.OFF_COURSE, State.ON_COURSE)
    assert (state(DOWN, 31, days=50), state(DOWN, 30, days=50)) == (State.OFF_COURSE, State.ON_COURSE)
    assert (state(UP, 91, today=10), state(UP, 91, today=11)) == (State.ATTAINED, State.STALE)
    assert state(Target(Direction.UP), 5) is State.NO_TARGET
    assert {each.light for each in (State.UNKNOWN, State.STALE, State.NO_TARGET)} == {Light.UNKNOWN}


def test_the_day_a_reading_becomes_stale_is_the_day_after_cadence_and_grace() -> None:
    assert not stale(DAY, Cadence.MONTHLY, 5, DAY + timedelta(days=36))
    assert stale(DAY, Cadence.MONTHLY, 5, DAY + timedelta(days=37))


def test_where_it_should_be_is_a_straight_way_that_ends_at_the_target() -> None:
    assert expected(UP, DAY + timedelta(days=50)) == 65
    assert expected(UP, DAY + timedelta(days=500)) == 90
    assert expected(UP, DAY - timedelta(days=5)) == 40
    assert expected(BAND, DAY) is None


def draft(target: Target, **fields: object) -> KpiDraft:
    base = KpiDraft("Win rate", "", "", Unit.PERCENT, Cadence.MONTHLY, 5, "CRM", None, False, target)
    return replace(base, **fields)  # type: ignore[arg-type] # fields of a draft


@pytest.mark.parametrize(
    ("target", "field"),
    [(replace(UP, target=Decimal(40)), "target"), (replace(DOWN, target=Decimal(41)), "target"),
     (replace(UP, baseline_on=None), "baseline_on"), (replace(UP, target_on=DAY), "target_on"),
     (replace(BAND, high=Decimal(3)), "high"), (replace(UP, near=Decimal(-1)), "near"),
     (replace(UP, target=Decimal("NaN")), "target"), (replace(UP, target=Decimal("1e20")), "target"),
     (replace(UP, target=Decimal("90.1234567")), "target")],
)  # fmt: skip
def test_a_definition_that_contradicts_itself_is_refused_at_its_field(target: Target, field: str) -> None:
    with pytest.raises(RuleBroken) as broken:
        check(draft(target))
    assert broken.value.field == field


def test_a_sound_definition_passes() -> None:
    for target in (UP, DOWN, BAND, Target(Direction.UP)):
        check(draft(target))
    with pytest.raises(RuleBroken, match="name"):
        check(draft(UP, name=" "))


def test_noise_is_noise_and_a_jump_or_a_long_run_is_a_signal() -> None:
    quiet = control([Decimal(each) for each in (10, 12, 11, 13, 12, 14)])
    assert quiet is not None
    assert (quiet.mean, quiet.low, quiet.high) == (Decimal(12), Decimal("7.744"), Decimal("16.256"))
    assert not quiet.signals
    jump = control([Decimal(each) for each in (10, 11, 10, 11, 10, 11, 10, 40)])
    assert jump is not None
    assert jump.signals == {7}
    run = control([Decimal(each) for each in (1, 2) * 4 + (3, 4) * 4])
    assert run is not None
    assert run.signals == frozenset(range(16))
    assert control([Decimal(1)] * 5) is None


@given(st.lists(numbers, min_size=6, max_size=30), numbers)
def test_moving_all_values_moves_the_chart_and_no_signal(values: list[Decimal], by: Decimal) -> None:
    one, other = control(values), control([each + by for each in values])
    assert one is not None
    assert other is not None
    assert other.signals == one.signals
    assert abs(other.mean - one.mean - by) < Decimal("1e-20")


def test_a_straight_line_is_foretold_exactly_and_too_few_readings_are_said_so() -> None:
    found = forecast(readings(50, 55, 60, 65), DAY + timedelta(days=56), UP)
    assert found is not None
    assert found.low == found.value == found.high == 90
    assert found.reached_on == DAY + timedelta(days=56)
    assert forecast(readings(1, 2, 3), DAY, UP) is None
    flat = forecast(readings(50, 50, 50, 50), DAY + timedelta(days=90), UP)
    assert flat is not None
    assert flat.reached_on is None
    away = forecast(readings(60, 55, 50, 45), DAY + timedelta(days=90), UP)
    assert away is not None
    assert away.reached_on is None


@given(st.lists(st.integers(0, 100), min_size=4, max_size=20))
def test_the_forecast_lies_within_its_interval_which_widens_with_time(values: list[int]) -> None:
    soon, late = (forecast(readings(*values), DAY + timedelta(days=days), UP) for days in (150, 400))
    assert soon is not None
    assert late is not None
    assert soon.low <= soon.value <= soon.high
    assert late.high - late.low >= soon.high - soon.low


def deviation(**fields: object) -> Deviation:
    base = Deviation("The team was ill.", "Sven Holm", DAY, DAY + timedelta(days=60), Decimal(8))
    return replace(base, **fields)  # type: ignore[arg-type] # fields of a deviation


def test_what_is_accepted_tightens_as_the_value_improves_and_ends_with_its_day() -> None:
    got_better = readings(82, 85)
    assert tightened(deviation(), UP, got_better) == 8
    assert accepted(deviation(), UP, got_better, DAY)
    worse_again = readings(82, 85, 83)
    assert tightened(deviation(), UP, worse_again) == 5
    assert not accepted(deviation(), UP, worse_again, DAY)
    assert not accepted(deviation(), UP, readings(81), DAY)
    assert not accepted(deviation(), UP, got_better, DAY + timedelta(days=61))
    assert not accepted(None, UP, got_better, DAY)
    for wrong in ({"reason": " "}, {"until": DAY - timedelta(days=1)}):
        with pytest.raises(RuleBroken):
            deviation(**wrong)
