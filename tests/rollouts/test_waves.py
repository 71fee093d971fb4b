"""Proposed waves: everybody in exactly one, sales first, dated on Mondays, capped by size."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from planner.playbook.outline import Culture, Size
from planner.rollouts.profile import UnitDraft, WaveDraft, Work
from planner.rollouts.wave_checks import check_waves
from planner.rollouts.waves import in_year_end, propose_waves, working_day

START = date(2026, 3, 2)
units_lists = st.lists(
    st.builds(
        UnitDraft,
        st.text("abcdefgh", min_size=1, max_size=4),
        st.integers(0, 5000),
        st.sampled_from(Work),
    ),
    max_size=12,
    unique_by=lambda unit: unit.name,
)
starts = st.dates(date(1990, 1, 1), date(2099, 1, 1))


@given(st.sampled_from(Culture), st.sampled_from(Size), units_lists, starts)
def test_laws_of_a_proposal(culture: Culture, size: Size, units: list[UnitDraft], start: date) -> None:
    plan = propose_waves(culture, size, units, start)
    numbers = [wave.number for wave in plan.waves]
    days = [wave.go_live for wave in plan.waves if wave.go_live]
    assert numbers == list(range(1, len(numbers) + 1))
    assert 1 <= len(numbers) <= {Size.SMALL: 2, Size.MEDIUM: 4, Size.LARGE: 6}[size]
    assert [unit.name for unit in plan.units] == [unit.name for unit in units]
    assert {unit.wave for unit in plan.units} <= set(numbers)
    assert not units or {unit.wave for unit in plan.units} == set(numbers)
    assert all(day.weekday() == 0 and not in_year_end(day) and day > start for day in days)
    assert days == sorted(days)
    assert len(days) == len(numbers)
    assert plan.reasons


def test_centralised_pilot_is_the_smallest_sales_unit_then_by_work() -> None:
    units = [
        UnitDraft("Service desk", 8, Work.SERVICE),
        UnitDraft("Sales north", 30, Work.SALES),
        UnitDraft("Sales south", 12, Work.SALES),
    ]
    plan = propose_waves(Culture.CENTRALISED, Size.MEDIUM, units, START)
    assert {unit.name: unit.wave for unit in plan.units} == {"Sales south": 1, "Sales north": 2, "Service desk": 3}
    assert plan.waves[0] == WaveDraft(1, "Pilot: Sales south", date(2026, 6, 22))


def test_decentralised_gives_each_unit_its_wave() -> None:
    units = [UnitDraft(name, 20, Work.SALES) for name in ("Lyon", "Porto", "Turin")]
    plan = propose_waves(Culture.DECENTRALISED, Size.LARGE, units, START)
    assert [unit.wave for unit in plan.units] == [1, 2, 3]
    assert any("Each unit has its own wave" in reason for reason in plan.reasons)


def test_turn_of_the_year_is_avoided() -> None:
    plan = propose_waves(Culture.CENTRALISED, Size.SMALL, [UnitDraft("Sales", 5, Work.SALES)], date(2026, 9, 28))
    assert plan.waves[0].go_live == date(2027, 1, 11)


def seen(units: list[UnitDraft], waves: list[WaveDraft], culture: Culture = Culture.CENTRALISED) -> str:
    return " ".join(what for what, _ in check_waves(culture, units, waves))


def test_big_bang_is_told_from_51_people_on() -> None:
    one = [WaveDraft(1, "All", START)]
    assert "51 people" in seen([UnitDraft("Sales", 51, Work.SALES, 1)], one)
    assert seen([UnitDraft("Sales", 50, Work.SALES, 1)], one) == ""


def test_decentralised_units_in_one_wave_are_told() -> None:
    units = [UnitDraft(name, 5, Work.SALES, 1) for name in ("Lyon", "Porto")]
    one = [WaveDraft(1, "All", START)]
    assert "decide for themselves" in seen(units, one, Culture.DECENTRALISED)
    assert seen(units, one) == ""


def test_loose_ends_are_told() -> None:
    waves = [WaveDraft(1, "Pilot", START), WaveDraft(2, "Rest")]
    said = seen([UnitDraft("Sales", 5, Work.SALES, 1), UnitDraft("Stock", 5, Work.OTHER)], waves)
    assert "No wave yet for: Stock." in said
    assert "No unit joins: Rest." in said
    assert "No go-live date yet for: Rest." in said


def test_dates_that_bring_trouble_are_told() -> None:
    waves = [
        WaveDraft(1, "Pilot", date(2026, 12, 19)),
        WaveDraft(2, "Second", date(2026, 12, 28)),
        WaveDraft(3, "Third", date(2026, 12, 7)),
    ]
    said = seen([], waves)
    assert "Pilot goes live around the turn of the year" in said
    assert "Pilot goes live on a weekend" in said
    assert "Only 9 days between Pilot and Second" in said
    assert "Third goes live before Second" in said


def test_a_pilot_larger_than_the_rest_is_told() -> None:
    waves = [WaveDraft(1, "Pilot", START), WaveDraft(2, "Rest", date(2026, 6, 1))]
    units = [UnitDraft("Sales", 40, Work.SALES, 1), UnitDraft("Service", 10, Work.SERVICE, 2)]
    assert "largest part, with 40 people" in seen(units, waves)


def test_a_weekend_moves_to_monday() -> None:
    days = [date(2026, 11, 20), date(2026, 11, 21), date(2026, 11, 22), date(2026, 11, 23)]
    assert [working_day(day).day for day in days] == [20, 23, 23, 23]
