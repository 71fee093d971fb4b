"""What the page of adoption shows of groups and functions, held against numbers worked out by hand."""

from datetime import date

import pytest
from lxml import html

from planner.db import db, transaction
from planner.rollouts.models import Wave
from tests.adoption.worlds import EVENT, World, daily, log_of, make_world
from tests.page import Page, text_of
from tests.personas import Cast

FULL = (EVENT["deal"], EVENT["call"], "account update", "quote create")
Cells = dict[str, list[tuple[str, str]]]


@pytest.fixture
def world(cast: Cast) -> World:
    """All of North and half of South work with it on every other day for six weeks, one of South did on one day.

    With eight active days asked, the first two weeks have nobody. The desk, which is wave 2, does not use it.
    """
    made = make_world(cast.rollout)
    with transaction():
        second = Wave(rollout_id=cast.rollout.id, number=2, name="Wave 2", go_live=date(2026, 1, 5))
        db.session.add(second)
        db.session.flush()
        made.units["Desk"].wave_id = second.id
    busy = [f"north{n}" for n in range(6)] + [f"south{n}" for n in range(3)]
    made.take(log_of([*daily(busy, range(0, 42, 2), *FULL), *daily(["south3"], (40,), *FULL)]))
    return made


def index(page: Page, cast: Cast, by: str) -> html.HtmlElement:
    return page.get("adoption.index", as_=cast.viewer, rollout_id=cast.rollout.id, by=by)


def cells(shown: html.HtmlElement) -> Cells:
    """The heat map: of each group the words of its weeks and how they are coloured."""
    return {
        text_of(row.xpath("th")[0]): [(text_of(cell), cell.get("class").split("heat-")[-1]) for cell in row.xpath("td")]
        for row in shown.xpath("//table[contains(@class, 'heat-table')]/tbody/tr")
    }


def weeks(word: str, level: str) -> list[tuple[str, str]]:
    """Two weeks of nobody, then four of the same."""
    return [("0", "over")] * 2 + [(word, level)] * 4


@pytest.mark.parametrize(
    ("by", "told"),
    [
        ("unit", {"North": weeks("100", "within"), "South": weeks("50", "full"), "Desk": weeks("0", "over")}),
        ("wave", {"1: Wave 1": weeks("75", "full"), "2: Wave 2": weeks("0", "over")}),
        ("site", {"Oslo": weeks("44", "over"), "Rome": weeks("55", "full")}),
        ("role", {"Sales": weeks("75", "full"), "Service": weeks("0", "over")}),
    ],
)
def test_the_heat_map_of_each_division(world: World, page: Page, cast: Cast, by: str, told: Cells) -> None:
    shown = index(page, cast, by)
    assert cells(shown) == told
    heads = [text_of(each) for each in shown.xpath("//table[contains(@class, 'heat-table')]/thead//th")]
    assert heads == [by.capitalize(), "5 Jan", "12 Jan", "19 Jan", "26 Jan", "2 Feb", "9 Feb"]


def test_use_by_function(world: World, page: Page, cast: Cast) -> None:
    shown = index(page, cast, "unit")
    rows = shown.xpath("//section[@aria-labelledby='functions-title']//tbody/tr")
    told = {text_of(row.xpath("th")[0]): text_of(row.xpath("td[@class='num']")[0]) for row in rows}
    assert told == {
        "Customers and contacts": "10 of 18",
        "Contacts made and follow-ups": "10 of 18",
        "Opportunities and stages": "10 of 12",
        "Offers and orders": "10 of 12",
        "Lists, forecast and reports": "0 of 12",
        "Enquiries handed over": "0 of 12",
        "Requests and complaints": "0 of 6",
        "Knowledge base": "0 of 6",
    }


def test_the_share_that_uses_less_than_half(world: World, page: Page, cast: Cast) -> None:
    """South4 and south5 use nothing, and so do six at the desk: 8 of 18. South3 uses enough, on too few days."""
    tiles = text_of(index(page, cast, "unit"))
    assert "Use less than half 44 % of people" in tiles
    assert "Adopted 50 %" in tiles
