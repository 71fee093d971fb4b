"""The business case: three readings, what decides it, what waiting costs, and what is refused."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.basics.errors import RuleBroken
from planner.basics.lights import Light
from planner.suitability.business_case import (
    Amount,
    Case,
    Line,
    LineKind,
    Reading,
    cost_of_waiting,
    light_of,
    tornado,
    worth,
    years_of,
)
from planner.suitability.case_document import case_from, digest, document_of
from planner.suitability.case_rules import CaseDraft, LineDraft, amounts_of, changes, check_case, check_line

EUR = Decimal


def line(number: int, kind: LineKind, *years: tuple[int, int, int], name: str = "") -> Line:
    return Line(number, name or f"line {number}", kind, tuple(Amount(*map(Decimal, year)) for year in years))


NONE = (0, 0, 0)
LICENCES = line(1, LineKind.RUNNING, NONE, (90, 100, 120), (90, 100, 120))
BUILD = line(2, LineKind.ONE_OFF, (250, 300, 400))
SALES = line(3, LineKind.REVENUE, NONE, (100, 300, 400), (100, 500, 800))
CASE = Case(2, EUR(10), (LICENCES, BUILD, SALES))

amounts = st.lists(st.integers(0, 10_000), min_size=3, max_size=3).map(lambda n: Amount(*map(Decimal, sorted(n))))
lines = st.builds(
    lambda kind, years, number: Line(number, f"line {number}", kind, tuple(years)),
    st.sampled_from(LineKind),
    st.lists(amounts, max_size=4),
    st.integers(1, 9),
)
cases = st.builds(
    lambda found, rate: Case(3, Decimal(rate), tuple({each.number: each for each in found}.values())),
    st.lists(lines, max_size=6),
    st.integers(0, 30),
)


def test_three_readings() -> None:
    likely, cautious, hopeful = (
        worth(CASE, reading) for reading in (Reading.LIKELY, Reading.CAUTIOUS, Reading.HOPEFUL)
    )
    assert [likely.costs, likely.benefits, likely.roi] == [500, 800, 60]
    assert round(likely.npv, 2) == EUR("212.40")  # -300 + 200 / 1.1 + 400 / 1.21
    assert likely.payback is not None
    assert likely.payback.years == EUR("1.25")
    assert [cautious.costs, cautious.benefits, cautious.payback] == [640, 200, None]
    assert [hopeful.costs, hopeful.benefits] == [430, 1200]
    assert light_of(CASE) is Light.AMBER
    assert light_of(replace(CASE, lines=(BUILD,))) is Light.UNKNOWN
    assert light_of(replace(CASE, lines=(BUILD, line(4, LineKind.SAVING, (500, 500, 500))))) is Light.GREEN
    assert light_of(replace(CASE, lines=(BUILD, line(4, LineKind.SAVING, (1, 1, 999))))) is Light.RED


def test_the_years_add_up() -> None:
    rows = years_of(CASE)
    assert [row.net for row in rows] == [-300, 200, 400]
    assert [row.total for row in rows] == [-300, -100, 300]
    assert rows[-1].total_today == CASE.npv()


def test_the_tornado_begins_with_what_moves_it_most() -> None:
    swings = tornado(CASE)
    assert [swing.line.number for swing in swings] == [3, 2, 1]
    assert [round(end) for end in (swings[0].low, swings[0].high)] == [-300, 551]
    assert (swings[1].low, swings[1].high) == (CASE.npv() + 50, CASE.npv() - 100)


def test_a_month_of_waiting() -> None:
    plain = Case(1, EUR(0), (line(1, LineKind.SAVING, NONE, (1200, 1200, 1200)),))
    assert cost_of_waiting(plain) == 100
    assert cost_of_waiting(replace(plain, month_cost=EUR(40)), 3) == 420
    assert cost_of_waiting(replace(plain, lines=(BUILD,))) == 0
    assert cost_of_waiting(plain, 12) == 1200
    with pytest.raises(ValueError, match="12 months"):
        cost_of_waiting(plain, 13)


@given(cases)
def test_the_likely_worth_lies_between_the_other_two(case: Case) -> None:
    assert case.npv(Reading.CAUTIOUS) <= case.npv(Reading.LIKELY) <= case.npv(Reading.HOPEFUL)


@given(cases)
def test_the_swings_of_costs_and_benefits_point_the_right_way(case: Case) -> None:
    for swing in tornado(case):
        assert (swing.low >= swing.high) if swing.line.kind.is_cost else (swing.low <= swing.high)


@given(cases, st.integers(0, 11))
def test_with_benefits_alone_waiting_longer_never_costs_less(case: Case, months: int) -> None:
    only = replace(case, lines=case.benefits)
    assert cost_of_waiting(only, months) <= cost_of_waiting(only, months + 1) + Decimal("1e-9")


@given(cases)
def test_an_approved_case_reads_back_as_it_was(case: Case) -> None:
    document = document_of(case, date(2026, 1, 1), "EUR")
    assert case_from(document) == case
    assert digest(document) == digest(dict(reversed(list(document.items()))))
    assert not [change for change in changes(case, case_from(document)) if change.moved]


def test_what_changed_since_the_approval() -> None:
    later = replace(CASE, lines=(replace(LICENCES, amounts=SALES.amounts), SALES, line(9, LineKind.SAVING, (1, 1, 1))))
    found = {change.name: (change.approved, change.now) for change in changes(CASE, later)}
    assert found == {"line 1": (200, 800), "line 3": (800, 800), "line 9": (None, 1), "line 2": (300, None)}


def test_empty_estimates_are_as_the_likely_one() -> None:
    draft = LineDraft(
        "Licences", LineKind.RUNNING, ((None, None, None), (None, EUR(5), None), (EUR(1), EUR(5), EUR(9)))
    )
    assert amounts_of(draft) == (Amount(), Amount(EUR(5), EUR(5), EUR(5)), Amount(EUR(1), EUR(5), EUR(9)))


@pytest.mark.parametrize(
    ("year", "field"),
    [
        ((None, None, None), "likely_0"),
        ((EUR(1), None, None), "likely_0"),
        ((EUR(9), EUR(5), None), "low_0"),
        ((None, EUR(5), EUR(4)), "high_0"),
        ((None, EUR(-5), None), "likely_0"),
        ((None, EUR("5.001"), None), "likely_0"),
        ((None, EUR("NaN"), None), "likely_0"),
        ((None, EUR("1e13"), None), "likely_0"),
    ],
)
def test_amounts_that_cannot_be_are_refused_at_their_field(
    year: tuple[Decimal | None, Decimal | None, Decimal | None], field: str
) -> None:
    with pytest.raises(RuleBroken) as refused:
        amounts_of(LineDraft("x", LineKind.RUNNING, (year,)))
    assert refused.value.field == field


def test_lines_and_frames_that_cannot_be_are_refused() -> None:
    kpis = {"win-rate": "Win rate"}
    for draft, field in (
        (LineDraft("", LineKind.SAVING, ()), "name"),
        (LineDraft("x", LineKind.SAVING, (), owner_id=7), "owner"),
        (LineDraft("x", LineKind.SAVING, (), kpi_ref="no-such"), "kpi_ref"),
        (LineDraft("x", LineKind.ONE_OFF, (), kpi_ref="win-rate"), "kpi_ref"),
    ):
        with pytest.raises(RuleBroken) as refused:
            check_line(draft, kpis, [1])
        assert refused.value.field == field
    frame = CaseDraft(2, EUR(8), date(2026, 1, 1))
    for changed, field in (
        (replace(frame, years=0), "years"),
        (replace(frame, years=1), "years"),
        (replace(frame, rate=EUR(101)), "rate"),
        (replace(frame, budget=EUR(-1)), "budget"),
        (replace(frame, starts_on=date(1926, 1, 1)), "starts_on"),
    ):
        with pytest.raises(RuleBroken) as refused:
            check_case(changed, [SALES])
        assert refused.value.field == field
    check_case(frame, [SALES])
