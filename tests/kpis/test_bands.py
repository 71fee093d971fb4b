"""A figure that should stay in a band shows its ends wherever others show a target, and says whether it ends inside."""

import csv
import io
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from planner.basics.table_importing import read_table
from planner.db import transaction
from planner.kpis import queries
from planner.kpis.attainment import Reading
from planner.kpis.chart import picture, spark
from planner.kpis.control import control
from planner.kpis.definition import Target
from planner.kpis.forecast import Ends, Forecast, ends, forecast
from planner.kpis.models import Kpi
from planner.kpis.wording import aim
from planner.playbook.words import Direction, Unit
from tests.kpis.stage import FORM, read
from tests.page import Page, text_of
from tests.personas import Cast

DAY = date(2026, 3, 2)
BAND = Target(Direction.BAND, low=Decimal(3), high=Decimal(5))
IN_BAND = FORM | {
    "name": "Load of the desk", "unit": "percent", "direction": "band", "target": "", "low": "3.25", "high": "5.5",
    "near": "0.75", "formula": "Busy hours through paid hours", "source": "Roster of the desk",
}  # fmt: skip


@pytest.fixture
def band(cast: Cast, page: Page) -> Kpi:
    """A figure with a band."""
    page.post("kpis.add", IN_BAND, as_=cast.manager, rollout_id=cast.rollout.id)
    return queries.kpis(cast.rollout.id)[0]


def shown(page: Page, cast: Cast, row: Kpi) -> str:
    where: dict[str, Any] = {"rollout_id": cast.rollout.id, "kpi_id": row.id}
    return text_of(page.get("kpis.show", as_=cast.viewer, **where))


def facts(page: Page, cast: Cast, row: Kpi) -> dict[str, str]:
    where: dict[str, Any] = {"rollout_id": cast.rollout.id, "kpi_id": row.id}
    found = page.get("kpis.show", as_=cast.viewer, **where).xpath("//dl[@class='facts']/div")
    return {text_of(each[0]): text_of(each[1]) for each in found}


@pytest.mark.parametrize(
    ("target", "words"),
    [
        (BAND, "3 % to 5 %"), (Target(Direction.BAND, low=Decimal(3)), "at least 3 %"), (Target(Direction.BAND), ""),
        (Target(Direction.BAND, high=Decimal(5)), "at most 5 %"), (Target(Direction.UP), ""),
        (Target(Direction.DOWN, target=Decimal("2.5")), "2.5 %"),
    ],
)  # fmt: skip
def test_where_a_figure_should_be_in_words(target: Target, words: str) -> None:
    assert aim(target, Unit.PERCENT).replace("\N{NO-BREAK SPACE}", " ") == words


@pytest.mark.parametrize(
    ("low", "value", "high", "found"),
    [
        ("3", "4", "5", Ends.SURELY_IN), ("2.9", "4", "5", Ends.LIKELY_IN), ("4", "5", "6", Ends.LIKELY_IN),
        ("4.9", "5.1", "5.3", Ends.LIKELY_OUT), ("1", "2.9", "9", Ends.LIKELY_OUT),
        ("5.01", "6", "7", Ends.SURELY_OUT), ("1", "2", "2.99", Ends.SURELY_OUT),
    ],
)  # fmt: skip
def test_a_forecast_ends_inside_or_outside_the_band(low: str, value: str, high: str, found: Ends) -> None:
    ahead = Forecast(DAY, Decimal(value), Decimal(low), Decimal(high), None, 4)
    assert ends(ahead, BAND) is found


def test_a_target_that_is_no_band_has_no_inside() -> None:
    ahead = Forecast(DAY, Decimal(4), Decimal(3), Decimal(5), None, 4)
    assert ends(ahead, Target(Direction.UP, target=Decimal(4))) is None
    assert ends(ahead, Target(Direction.BAND)) is None
    assert ends(ahead, Target(Direction.BAND, high=Decimal(4))) is Ends.LIKELY_IN


def test_the_page_shows_the_band_formula_and_source(cast: Cast, page: Page, band: Kpi) -> None:
    found = facts(page, cast, band)
    assert found["Target"].startswith("3.25 % to 5.5 % until ")
    assert found["Nearly there"] == "with up to 0.75 % missing"
    assert (found["Formula"], found["Source"]) == ("Busy hours through paid hours", "Roster of the desk")
    listed = page.get("kpis.index", as_=cast.viewer, rollout_id=cast.rollout.id)
    assert [text_of(each) for each in listed.xpath("//td[@data-label='Target']")] == ["3.25 % to 5.5 %"]


def test_the_page_draws_the_band_the_readings_and_their_signals(cast: Cast, page: Page, band: Kpi) -> None:
    read(band, 4, 5, 4, 5, 4, 5, 4, 20, by=cast)
    where: dict[str, Any] = {"rollout_id": cast.rollout.id, "kpi_id": band.id}
    drawn = page.get("kpis.show", as_=cast.viewer, **where)
    assert len(drawn.xpath("//figure//path[@class='c-track']")) == 1
    assert len(drawn.xpath("//figure//path[@class='c-line-ink' and @stroke-dasharray]")) == 2
    assert len(drawn.xpath("//figure//path[@stroke-linecap='round']")) == 7
    assert len(drawn.xpath("//figure//path[@stroke-linecap='square']")) == 1
    signals = drawn.xpath("//table//tr[.//*[@class='mark' and text()='signal']]/th")
    assert [text_of(each) for each in signals] == ["2 Mar 2026"]


def test_the_page_says_whether_it_ends_inside(cast: Cast, page: Page, band: Kpi) -> None:
    read(band, 4, 4, 4, 4, by=cast)
    told = shown(page, cast, band)
    assert "That is inside the band, with the whole interval." in told
    assert "The target is not reached" not in told
    assert "Shaded: the band." in told
    with transaction():
        band.low = Decimal("4.5")
    assert "That is outside the band, with the whole interval." in shown(page, cast, band)


def test_exports_and_programs_get_the_ends(cast: Cast, page: Page, band: Kpi) -> None:
    client = page.client(cast.manager)
    told = client.get(f"/rollouts/{cast.rollout.id}/kpis/export.csv").get_data(as_text=True)
    (row,) = csv.DictReader(io.StringIO(told.removeprefix("\ufeff")))
    names = ("Direction", "Target", "Lower end", "Upper end", "Nearly there within")
    assert [row[name] for name in names] == ["Neither too low nor too high", "", "3.25", "5.5", "0.75"]
    head, line = read_table(io.BytesIO(client.get(f"/rollouts/{cast.rollout.id}/kpis/export.xlsx").data))
    assert [line[head.index(name)] for name in names[2:]] == [3.25, 5.5, 0.75]
    (one,) = client.get(f"/api/v1/rollouts/{cast.rollout.id}/kpis").get_json()["kpis"]
    assert {name: one[name] for name in ("direction", "target", "low", "high", "near")} == {
        "direction": "band", "target": None, "low": "3.25", "high": "5.5", "near": "0.75",
    }  # fmt: skip


def test_a_band_has_no_single_target_and_nothing_else_has_ends(cast: Cast, page: Page) -> None:
    where = {"rollout_id": cast.rollout.id}
    for wrong, field in (({"target": "4"}, "target"), ({"direction": "up"}, "low")):
        answer = page.post("kpis.add", IN_BAND | wrong, as_=cast.manager, status=422, **where)
        assert page.parse(answer).xpath(f"//*[@id='{field}' and @aria-invalid='true']"), field
    assert queries.kpis(cast.rollout.id) == []


def readings(*values: str) -> list[Reading]:
    return [Reading(DAY + timedelta(days=7 * number), Decimal(value)) for number, value in enumerate(values)]


def test_a_small_line_goes_from_the_first_to_the_last_reading() -> None:
    assert spark(readings("1")) == ""
    assert spark(readings("1", "3", "2")) == "M0.0 28.0 50.0 2.0 100.0 15.0"
    assert spark(readings("2", "2")) == "M0.0 15.0 100.0 15.0"
    same_day = [Reading(DAY, Decimal(1)), Reading(DAY, Decimal(2))]
    assert spark(same_day) == "M0.0 28.0 0.0 2.0"


def test_the_large_picture_places_readings_target_limits_and_the_way_ahead() -> None:
    assert picture([], BAND, None, None) is None
    up = Target(Direction.UP, target=Decimal(20))
    given = readings("0", "10")
    found = picture(given, up, None, Forecast(DAY + timedelta(days=14), Decimal(15), Decimal(10), Decimal(20), None, 4))
    assert found is not None
    assert (found.bottom, found.top) == (Decimal(-1), Decimal(21))
    assert (found.target, found.band) == (4.55, None)
    assert found.path == "M0.0 95.45 50.0 50.0"
    assert found.fan == "M50.0 50.0L100.0 4.55L100.0 50.0Z"
    assert found.days == (DAY, DAY + timedelta(days=14))
    assert picture(given[:1], up, None, None) is not None


def test_the_large_picture_marks_signals_and_limits() -> None:
    given = readings("10", "11", "10", "11", "10", "11", "10", "40")
    limits = control([each.value for each in given])
    assert limits is not None
    found = picture(given, Target(Direction.UP), limits, None)
    assert found is not None
    assert [dot.signal for dot in found.dots] == [False] * 7 + [True]
    assert found.dots[-1].words == f"{given[-1].day}: 40"
    assert found.low is not None
    assert found.mean is not None
    assert found.high is not None
    assert 0 < found.high < found.mean < found.low < 100


@pytest.mark.parametrize(
    ("low", "high", "band", "edges"),
    [
        ("3", "5", (9.09, 54.55), (9.09, 54.55)), ("3", None, (0.0, 54.55), (54.55,)),
        (None, "5", (9.09, 100.0), (9.09,)),
    ],
)  # fmt: skip
def test_a_band_is_a_strip_between_its_ends(
    low: str | None, high: str | None, band: tuple[float, float], edges: tuple[float, ...]
) -> None:
    target = Target(Direction.BAND, low=Decimal(low) if low else None, high=Decimal(high) if high else None)
    found = picture(readings("1.2", "5.2"), target, None, None)
    assert found is not None
    assert (found.band, found.edges, found.target) == (band, edges, None)


def test_a_band_is_never_reached_on_a_day(band: Kpi) -> None:
    given = readings("1", "2", "3", "4")
    found = forecast(given, DAY + timedelta(days=60), BAND)
    assert found is not None
    assert found.reached_on is None
