"""The arithmetic of the business case against published answers, and what must hold for any flows."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.suitability.cash_flows import Payback, discounted_payback, npv, payback, roi
from planner.suitability.internal_rate import RateCount, internal_rates

money = st.integers(-10_000_000, 10_000_000).map(lambda cents: Decimal(cents) / 100)
spent = st.integers(1, 10_000_000).map(lambda cents: -Decimal(cents) / 100)
earned = st.integers(0, 10_000_000).map(lambda cents: Decimal(cents) / 100)
rates = st.integers(0, 300).map(lambda tenths: Decimal(tenths) / 1000)


def flows_of(case: dict[str, Any]) -> list[Decimal]:
    return [Decimal(str(flow)) for flow in case["flows"]]


def test_every_known_answer(shared_data: Path) -> None:
    folder = shared_data / "finance"
    cases = json.loads((folder / "finance.input.json").read_text("utf-8"))["cases"]
    answers = json.loads((folder / "finance.expected.json").read_text("utf-8"))["results"]
    known = {answer["id"]: answer for answer in answers}
    for case in cases:
        check(case, known[case["id"]])
    assert len(cases) == len(known) >= 10


def check(case: dict[str, Any], answer: dict[str, Any]) -> None:
    flows, rate = flows_of(case), Decimal(str(case.get("rate", 0)))
    if case["kind"] == "irr":
        found = internal_rates(flows)
        assert found.status.value == answer["status"], case["id"]
        assert [float(root) for root in found.roots] == pytest.approx(answer["roots"], abs=1e-8), case["id"]
        return
    if case["kind"] == "npv":
        assert float(npv(rate, flows)) == pytest.approx(answer["value"], abs=1e-5)
        return
    back = payback(flows) if case["kind"] == "payback" else discounted_payback(rate, flows)
    value = None if back is None else float(back.years)
    assert value == (None if answer["value"] is None else pytest.approx(answer["value"], abs=1e-9)), case["id"]


@given(spent, st.lists(earned, min_size=1, max_size=12), rates, rates)
def test_a_higher_rate_never_makes_an_outlay_that_pays_later_worth_more(
    first: Decimal, later: list[Decimal], one: Decimal, other: Decimal
) -> None:
    low, high = sorted([one, other])
    assert npv(low, [first, *later]) >= npv(high, [first, *later])


@given(st.lists(money, min_size=1, max_size=12), st.lists(money, min_size=1, max_size=12), rates)
def test_worth_adds_up(one: list[Decimal], other: list[Decimal], rate: Decimal) -> None:
    length = max(len(one), len(other))
    both = [
        (one[i] if i < len(one) else Decimal(0)) + (other[i] if i < len(other) else Decimal(0)) for i in range(length)
    ]
    assert abs(npv(rate, both) - npv(rate, one) - npv(rate, other)) < Decimal("1e-9")


@given(spent, st.lists(earned, min_size=1, max_size=10))
def test_an_outlay_with_income_later_has_one_rate_at_which_it_is_worth_nothing(
    first: Decimal, later: list[Decimal]
) -> None:
    found = internal_rates([first, *later])
    if not any(later):
        assert found.status is RateCount.NONE
        return
    assert found.status is RateCount.ONE
    assert found.only is not None
    size = sum(abs(flow) for flow in later) - first
    steep = Decimal(1) / (1 + found.only) ** len(later) if found.only < 0 else Decimal(1)
    assert abs(npv(found.only, [first, *later])) <= size * len(later) * steep * steep * Decimal("1e-9") + Decimal(
        "1e-6"
    )


@given(st.lists(st.integers(-30, 90), min_size=1, max_size=4, unique=True))
def test_flows_made_from_rates_give_back_every_one_of_them(percents: list[int]) -> None:
    flows = [Decimal(1)]
    for percent in percents:  # times (1 + rate) x - 1: worth nothing at that rate
        grown = [flow * (100 + percent) / 100 for flow in flows]
        flows = [low - high for low, high in zip([*flows, Decimal(0)], [Decimal(0), *grown], strict=True)]
    found = internal_rates(flows)
    assert [round(100 * root) for root in found.roots] == sorted(percents)


def test_a_rate_that_is_only_touched_is_found_once() -> None:
    assert internal_rates([Decimal(1), Decimal("-2.2"), Decimal("1.21")]).roots == (Decimal("0.1"),)


def test_flows_of_nothing_have_no_rate_and_nothing_to_pay_back() -> None:
    assert internal_rates([Decimal(0), Decimal(0)]).roots == ()
    assert internal_rates([]).roots == ()
    assert payback([Decimal(0), Decimal(5)]) == Payback(Decimal(0))


def test_a_late_outlay_takes_the_payback_back() -> None:
    flows = [Decimal(number) for number in (-10, 20, -15, 30)]
    assert payback(flows) == Payback(Decimal("0.5"), holds=False)
    assert payback([Decimal(0), Decimal(-10), Decimal(20)]) == Payback(Decimal("1.5"))


def test_the_edges_are_refused_or_unknown() -> None:
    with pytest.raises(ValueError, match="no present value"):
        npv(Decimal(-1), [Decimal(1)])
    assert roi(Decimal(0), Decimal(5)) is None
