"""Benefits of the approved case, planned against realised, follow the readings of their key figures."""

import csv
import io
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from planner.db import transaction
from planner.kpis import service
from planner.kpis.benefit_service import benefits_of
from planner.kpis.benefits import benefit_of, realised
from planner.kpis.definition import Target
from planner.kpis.reading import Origin, ReadingDraft
from planner.playbook.service import load_shipped
from planner.playbook.words import Direction
from planner.rollouts.playbook_service import take_copy
from planner.suitability import case_service
from planner.suitability.business_case import LineKind
from planner.suitability.case_rules import CaseDraft, LineDraft
from tests.conftest import NOW
from tests.page import Page, text_of
from tests.personas import Cast

TODAY = NOW.date()


@pytest.mark.parametrize(
    ("share", "supported"), [(Fraction(1, 2), 6_000), (Fraction(3, 2), 12_000), (Fraction(-1, 2), 0), (None, None)]
)
def test_a_benefit_is_supported_as_far_as_its_figure_has_come_and_never_beyond_the_promise(
    share: Fraction | None, supported: int | None
) -> None:
    promise, found = realised([Decimal(0), Decimal(12_000)], share)
    assert promise == 12_000
    assert found == supported


def test_the_years_of_a_case_end_with_its_last_amount() -> None:
    amounts = [Decimal(0), Decimal(5), Decimal(9)]
    assert [benefit_of("x", amounts, year, None).promised_now for year in (0, 1, 2, 7)] == [0, 5, 9, 9]
    assert benefit_of("x", [], 1, None).promised == 0


def amounts(*likely: int) -> tuple[tuple[Decimal, Decimal, Decimal], ...]:
    return tuple((Decimal(each) / 2, Decimal(each), Decimal(each) * 2) for each in likely)


def test_planned_against_realised(cast: Cast, page: Page) -> None:
    rollout = cast.rollout
    where = {"rollout_id": rollout.id}
    assert "No business case is approved yet" in text_of(page.get("kpis.benefits", as_=cast.viewer, **where))
    with transaction():
        take_copy(rollout.id, load_shipped("standard"), NOW)
        (row,) = service.take(rollout, ["win-rate"], date(2026, 1, 5))
        aim = Target(Direction.UP, Decimal(20), date(2026, 1, 5), Decimal(30), date(2026, 12, 31))
        service.edit(row, replace(row.draft, target=aim), row.version)
        case_service.set_frame(rollout, CaseDraft(3, Decimal(8), date(2025, 2, 1)), None)
        case_service.add_line(rollout, LineDraft("System", LineKind.ONE_OFF, amounts(50_000)))
        case_service.add_line(
            rollout, LineDraft("More orders", LineKind.REVENUE, amounts(0, 20_000, 40_000), kpi_ref="win-rate")
        )
        case_service.add_line(rollout, LineDraft("=Fewer trips", LineKind.SAVING, amounts(0, 6_000)))
        case_service.freeze(rollout, "Worth it for the service alone", cast.sponsor, NOW)
        service.add_readings(row, [ReadingDraft(TODAY, Decimal(24))], Origin.HAND, None, TODAY, NOW)
    found = benefits_of(rollout, TODAY)
    assert found is not None
    assert (found.year, found.unknown) == (1, 1)
    assert [int(each) for each in (found.promised_now, found.promised, found.supported)] == [26_000, 46_000, 16_000]
    shown = text_of(page.get("kpis.benefits", as_=cast.sponsor, **where))
    assert "40 %" in shown
    assert "no key figure that is read" in shown
    told = page.client(cast.manager).get(f"/rollouts/{rollout.id}/kpis/benefits.csv").get_data(as_text=True)
    rows = list(csv.reader(io.StringIO(told.removeprefix("\ufeff"))))
    assert rows[1][4:] == ["20000", "40000", "16000.00", "4000.00"]
    assert rows[2][0].lstrip("'") == "=Fewer trips"
    assert not rows[2][0].startswith("=")
    assert page.client(cast.member).get(f"/rollouts/{rollout.id}/kpis/benefits.csv").status_code == 403
