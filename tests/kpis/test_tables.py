from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.basics.errors import RuleBroken
from planner.kpis.figures import day_of, number_of
from planner.kpis.reading import ReadingDraft, changes, check_reading
from planner.kpis.reading_table import Layout, columns_of, month_end, net_promoters, read_rows
from planner.playbook.words import Unit

TODAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("cell", "value"),
    [("1,234.50", "1234.50"), ("1.234,50", "1234.50"), ("95 %", "95"), ("0,5", "0.5"), ("-3", "-3"), ("−3.5", "-3.5"),
     (7, "7"), (2.5, "2.5"), ("1 234", "1234"), ("1'234.5", "1234.5"), ("1,234,567", "1234567"), ("0,125", "0.125")],
)  # fmt: skip
def test_numbers_are_read_as_people_write_them(cell: object, value: str) -> None:
    assert number_of(cell) == Decimal(value)


@pytest.mark.parametrize("cell", ["", None, True, "abc", "1,234", "NaN", "1e999", "=1+1", "٣", "1..2"])
def test_what_is_no_number_or_can_mean_two_is_refused(cell: object) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        number_of(cell)


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=2))
def test_every_number_we_write_is_read_back(value: Decimal) -> None:
    assert number_of(f"{value:,.2f}") == value


def test_days_in_usual_forms() -> None:
    assert {day_of(each) for each in ("2026-03-02", "02.03.2026", "02/03/2026", datetime(2026, 3, 2, 8), TODAY)} == {
        TODAY
    }
    with pytest.raises(ValueError, match="2026-03-02"):
        day_of("soon")


def test_a_table_of_readings_is_read_and_each_bad_cell_is_told_with_its_place() -> None:
    head = ("Key figure", "Date", "Result", "Comment")
    assert columns_of(head) == {"kpi": 0, "day": 1, "value": 2, "note": 3}
    good = read_rows(
        [head, ("Win rate", "2026-01-31", "21.4", "ok"), ("", "", "", ""), ("Win rate", TODAY, 22, "")], TODAY
    )
    assert good.problems == ()
    assert good.rows == 2
    assert good.found["Win rate"][0] == ReadingDraft(date(2026, 1, 31), Decimal("21.4"), "ok")
    bad = read_rows([head, ("", "2026-02-30", "x", ""), ("NPS", "2026-04-01", "3", "")], TODAY)
    assert [each.where for each in bad.problems] == [
        "row 2, column Date", "row 2, column Result", "row 2, column Key figure", "row 3, column Date"
    ]  # fmt: skip
    assert read_rows([], TODAY).problems
    assert "Day and Value" in read_rows([("Key figure",)], TODAY).problems[0].message
    twice = read_rows([head, ("NPS", "2026-01-31", 1, ""), ("NPS", "2026-01-31", 2, "")], TODAY)
    assert "two values for 2026-01-31" in twice.problems[0].message


def test_answers_of_customers_become_one_reading_a_month() -> None:
    rows = [
        ("Response date", "Likelihood to recommend"),
        *(("2026-01-10", n) for n in (10, 9, 8, 2)),
        ("2026-02-11", 0),
    ]
    found = read_rows(rows, TODAY, Layout.NPS, only="recommendation-score")
    assert found.problems == ()
    assert [(each.day, each.value, each.note) for each in found.found["recommendation-score"]] == [
        (date(2026, 1, 31), Decimal(25), "4 answers"), (date(2026, 2, 28), Decimal(-100), "1 answers")
    ]  # fmt: skip
    assert read_rows([rows[0], ("2026-01-10", 11)], TODAY, Layout.NPS, only="x").problems
    mean = read_rows(rows, TODAY, Layout.MEAN, only="x").found["x"]
    assert mean[0].value == Decimal("7.25")


@given(st.lists(st.integers(0, 10).map(Decimal), min_size=1))
def test_a_net_promoter_score_lies_between_all_detractors_and_all_promoters(answers: list[Decimal]) -> None:
    assert -100 <= net_promoters(answers) <= 100


@given(st.dates(date(1995, 1, 1), date(2095, 1, 1)))
def test_a_month_ends_on_its_last_day(day: date) -> None:
    end = month_end(day)
    assert (end.year, end.month) == (day.year, day.month)
    assert date.fromordinal(end.toordinal() + 1).day == 1


def test_only_what_says_something_new_is_a_change() -> None:
    one, other = ReadingDraft(TODAY, Decimal("1.0")), ReadingDraft(date(2026, 2, 1), Decimal(3))
    assert changes([one, other], {TODAY: Decimal(1)}) == [other]
    assert changes([one], {TODAY: Decimal(2)}) == [one]


@pytest.mark.parametrize(
    ("draft", "unit", "field"),
    [
        (ReadingDraft(date(2026, 3, 3), Decimal(1)), Unit.PERCENT, "day"),
        (ReadingDraft(TODAY, Decimal(-1)), Unit.COUNT, "value"),
        (ReadingDraft(TODAY, Decimal("1.5")), Unit.COUNT, "value"),
        (ReadingDraft(TODAY, Decimal("Inf")), Unit.SCORE, "value"),
        (ReadingDraft(TODAY, Decimal(1), "x" * 301), Unit.SCORE, "note"),
    ],
)
def test_a_reading_that_cannot_be_is_refused_at_its_field(draft: ReadingDraft, unit: Unit, field: str) -> None:
    with pytest.raises(RuleBroken) as broken:
        check_reading(draft, unit, TODAY)
    assert broken.value.field == field
