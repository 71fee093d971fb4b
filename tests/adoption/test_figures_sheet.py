"""The table of figures holds every division and all weeks, and no week of it speaks of fewer than five people."""

import csv
import io
from collections import Counter, defaultdict
from datetime import date, timedelta
from itertools import combinations

import pytest
from sqlalchemy import select, update

from planner.adoption import recount_service
from planner.adoption.figure_models import Licence
from planner.db import db, transaction
from planner.people.staff_models import Staff
from planner.reports.adoption_sections_service import seen_on
from planner.rollouts.models import Unit, Wave
from tests.adoption.worlds import EVENT, World, daily, log_of, make_world
from tests.basics.attacker import rank
from tests.conftest import NOW
from tests.page import Page, text_of
from tests.personas import Cast

MONDAYS = [date(2026, 1, 5) + timedelta(weeks=number) for number in range(6)]
Rows = list[dict[str, str]]


@pytest.fixture
def world(cast: Cast) -> World:
    """Twelve of each unit; the desk is of the second wave. North and South use it for six weeks."""
    made = make_world(cast.rollout, people=12)
    with transaction():
        second = Wave(rollout_id=cast.rollout.id, number=2, name="Wave 2", go_live=date(2026, 1, 5))
        db.session.add(second)
        db.session.flush()
        made.units["Desk"].wave_id = second.id
    busy = [f"{unit}{n}" for unit in ("north", "south") for n in range(8)]
    made.take(log_of(daily(busy, range(0, 42, 2), EVENT["deal"], EVENT["call"], "account update", "quote create")))
    return made


def sheet(page: Page, cast: Cast) -> Rows:
    """The table as it is handed out."""
    told = page.client(cast.manager).get(f"/rollouts/{cast.rollout.id}/adoption/figures.csv")
    return list(csv.DictReader(io.StringIO(told.get_data(as_text=True).removeprefix("\ufeff"))))


def weeks_of(rows: Rows) -> dict[tuple[str, str], list[str]]:
    """The weeks of each group."""
    found = defaultdict(list)
    for row in rows:
        found[row["By"], row["Group"]].append(row["Week from"])
    return found


def test_every_division_and_every_week_is_there(world: World, page: Page, cast: Cast) -> None:
    rows = sheet(page, cast)
    assert {row["By"] for row in rows} == {"all", "wave", "unit", "site", "role"}
    weeks = weeks_of(rows)
    assert {group for by, group in weeks if by == "unit"} == {"North", "South", "Desk"}
    assert {group for by, group in weeks if by == "wave"} == {"1: Wave 1", "2: Wave 2"}
    assert set(map(tuple, weeks.values())) == {tuple(each.isoformat() for each in MONDAYS)}
    values = {(row["By"], row["Group"], row["Week from"]): row for row in rows}
    first, last = (values["wave", "1: Wave 1", day.isoformat()] for day in (MONDAYS[0], MONDAYS[-1]))
    assert (first["Licensed"], first["Adopted"], first["Signed in"]) == ("24", "0", ""), "who joined is not told"
    assert (last["Licensed"], last["Adopted"], last["Signed in"], last["Rate in %"]) == ("24", "16", "16", "66.7")
    assert values["all", "", MONDAYS[0].isoformat()]["Signed in"] == "16"


def grow(world: World, late: list[str], begin: date) -> None:
    """Some are licensed only from a day on."""
    with transaction():
        ids = [world.staff[each] for each in late]
        db.session.execute(update(Licence).where(Licence.staff_id.in_(ids)).values(first_day=begin))
        recount_service.recount(world.rollout, NOW)


def test_weeks_in_which_a_unit_was_small_are_left_out_with_what_would_tell_it(
    world: World, page: Page, cast: Cast
) -> None:
    grow(world, [f"south{n}" for n in range(9)], MONDAYS[3])
    rows = sheet(page, cast)
    weeks = weeks_of(rows)
    assert weeks["unit", "South"] == [each.isoformat() for each in MONDAYS[3:]]
    early = MONDAYS[0].isoformat()
    assert early not in weeks["unit", "North"], "wave 1 less North would be the three of South"
    assert early in weeks["unit", "Desk"]
    assert early in weeks["wave", "1: Wave 1"]
    index = page.get("adoption.index", as_=cast.viewer, rollout_id=cast.rollout.id)
    cells = {
        text_of(row.xpath("th")[0]): [text_of(cell) for cell in row.xpath("td")]
        for row in index.xpath("//table[contains(@class, 'heat-table')]/tbody/tr")
    }
    assert cells["South"][:3] == ["under 5"] * 3
    assert cells["North"][:3] == ["hidden"] * 3
    assert cells["North"][3:] == ["66", "66", "66"]
    assert "marked “hidden”" in text_of(index)
    for monday in MONDAYS:
        safe(rows, monday)
    paper = seen_on(cast.rollout, NOW.date())
    units = next(each for each in paper.divisions if each.word == "unit")
    assert {each.name: each.before for each in units.groups} == {"Desk": 0, "North": None, "South": None}


def safe(rows: Rows, monday: date) -> None:
    """Nobody who adds and subtracts the rows of a week learns of fewer than five people licensed in it."""
    query = select(Staff, Unit, Wave, Licence.first_day).join(Unit, Unit.id == Staff.unit_id)
    query = query.join(Wave, Wave.id == Unit.wave_id).join(Licence, Licence.staff_id == Staff.id)
    end = monday + timedelta(days=6)
    people = [
        {"all": "", "unit": unit.name, "wave": f"{wave.number}: {wave.name}", "site": one.site,
         "role": "Service" if unit.name == "Desk" else "Sales"}
        for one, unit, wave, first in db.session.execute(query) if first <= end
    ]  # fmt: skip
    told = [(row["By"], row["Group"]) for row in rows if row["Week from"] == monday.isoformat()]
    sizes = Counter(tuple(each.items()) for each in people)
    kinds = list(sizes)
    table = [[int(dict(kind)[by] == group) for kind in kinds] for by, group in told]
    small = [n for n, kind in enumerate(kinds) if sizes[kind] < 5]
    few = [some for number in (1, 2, 3, 4) for some in combinations(small, number)]
    for some in few:
        if sum(sizes[kinds[n]] for n in some) < 5:
            others = [[row[n] for n in range(len(kinds)) if n not in some] for row in table]
            assert rank(others) == rank(table), f"{monday}: the rows tell of {[kinds[n] for n in some]}"


def test_weeks_of_fewer_than_five_people_are_left_out(world: World, page: Page, cast: Cast) -> None:
    grow(world, [each for each in world.staff if each not in ("north0", "south0", "desk0")], MONDAYS[2])
    rows = sheet(page, cast)
    assert {row["Week from"] for row in rows} == {each.isoformat() for each in MONDAYS[2:]}
    index = page.get("adoption.index", as_=cast.viewer, rollout_id=cast.rollout.id)
    curve = [text_of(each) for each in index.xpath("//section[@aria-labelledby='curve-title']//tbody/tr/td[1]")]
    assert curve[:2] == ["not known"] * 2
    assert curve[2] == "44"
    assert [rate is None for _, rate in seen_on(cast.rollout, NOW.date()).weeks] == [True] * 2 + [False] * 4
