"""Depth, stickiness and the spread between units, worked out by hand."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import delete

from planner.adoption import figure_queries, recount_service, settings_service
from planner.adoption.figure_models import By
from planner.adoption.figure_queries import Spread, Week, fragmentation
from planner.adoption.settings_service import Rules
from planner.basics.errors import RuleBroken
from planner.db import db, transaction
from planner.people.staff_models import Staff, StaffRole
from planner.playbook.facts import Per
from planner.rollouts.figures_service import Question, ask
from tests.adoption.worlds import EVENT, World, daily, log_of, make_world
from tests.conftest import NOW
from tests.page import Page, text_of
from tests.personas import Cast

LAST = date(2026, 2, 1)


def be(world: World, who: Sequence[str], *roles: str) -> None:
    """Give some people other roles."""
    with transaction():
        ids = [world.staff[each] for each in who]
        db.session.execute(delete(StaffRole).where(StaffRole.staff_id.in_(ids)))
        db.session.add_all([StaffRole(staff_id=number, role_ref=role) for number in ids for role in roles])


def use(world: World) -> None:
    """North: six people on four days each. South: one person on every other day, two actions a day. Desk: once a week.

    The last week holds 3 days of south0 with two actions, one action of each at the desk: 6 + 6 = 12 of 7 people.
    """
    north, desk = [f"north{n}" for n in range(6)], [f"desk{n}" for n in range(5)]
    world.take(
        log_of(
            [
                *daily(north, range(4), EVENT["deal"]),
                *daily(["south0"], range(0, 28, 2), EVENT["deal"], EVENT["call"]),
                *daily(desk, (0, 7, 14, 21), EVENT["deal"]),
                *daily(["desk5"], (27,), EVENT["deal"]),
            ]
        )
    )


@pytest.fixture
def world(cast: Cast) -> World:
    made = make_world(cast.rollout)
    be(made, [f"desk{n}" for n in range(6)], "management")
    use(made)
    return made


def now(world: World) -> Week:
    return figure_queries.curve(world.rollout.id)[-1]


def test_depth_is_actions_of_the_last_week_for_each_person_active_in_it(world: World) -> None:
    week = now(world)
    assert (week.as_of, week.actions, week.active_week) == (LAST, 12, 7)
    assert week.depth == Decimal(12) / 7
    assert Week(LAST, LAST, licensed=5).depth is None, "of nobody there is none"


def test_stickiness_of_daily_roles_is_by_days_and_of_weekly_roles_by_weeks(world: World) -> None:
    found = figure_queries.stickiness(world.rollout.id, now(world))
    assert found.daily == Decimal(100 * (6 * 4 + 14)) / (28 * 7), "38 days of seven people active in 28 days"
    assert found.weekly == Decimal(100 * (5 * 4 + 1)) / (4 * 6), "21 of 24 weeks"
    with transaction():
        settings_service.set_rules(world.rollout.id, Rules(weekly_roles=()), None)
        recount_service.recount(world.rollout, NOW)
    found = figure_queries.stickiness(world.rollout.id, now(world))
    assert (found.daily, found.weekly) == (Decimal(100 * (38 + 21)) / (28 * 13), None), "all are asked day by day"


def test_somebody_with_a_daily_role_beside_it_is_asked_day_by_day(cast: Cast) -> None:
    made = make_world(cast.rollout, people=10)
    be(made, [f"desk{n}" for n in range(5)], "management")
    be(made, [f"desk{n}" for n in range(5, 10)], "management", "sales")
    made.take(log_of(daily([f"desk{n}" for n in range(10)], (0, 7, 14, 21), EVENT["deal"])))
    found = figure_queries.stickiness(made.rollout.id, now(made))
    assert (found.daily, found.weekly) == (Decimal(100 * 5 * 4) / (28 * 5), Decimal(100))


def test_weekly_roles_are_not_told_apart_where_subtraction_would_name_somebody(world: World) -> None:
    be(world, ["desk5"], "management", "sales")
    with transaction():
        recount_service.recount(world.rollout, NOW)
    found = figure_queries.stickiness(world.rollout.id, now(world))
    assert found.weekly is None, "all of management less those with no other role is one person"


def test_weekly_roles_of_fewer_than_five_are_not_told_apart(world: World) -> None:
    be(world, ["desk0", "desk1"], "sales")
    with transaction():
        recount_service.recount(world.rollout, NOW)
    found = figure_queries.stickiness(world.rollout.id, now(world))
    assert (found.daily, found.weekly) == (Decimal(100 * (38 + 21)) / (28 * 13), None)


def test_weekly_roles_are_chosen_with_the_rules_and_shown(world: World, page: Page, cast: Cast) -> None:
    where: Any = {"as_": cast.manager, "rollout_id": cast.rollout.id}
    tiles = text_of(page.get("adoption.index", **where))
    assert "Come back daily 19 %" in tiles
    assert "Come back weekly 88 %" in tiles
    form = page.get("adoption.settings", **where)
    ticked = form.xpath("//fieldset[@id='weekly_roles']//input[@checked]/@value")
    assert ticked == ["management", "sponsor"]
    assert {"sales", "service"} <= set(form.xpath("//fieldset[@id='weekly_roles']//input/@value"))
    rules = {"needed_days": 8, "licensed_by": "list", "daily_kept": 183, "weekly_kept": 731}
    page.post("adoption.settings", rules | {"weekly_roles": ["sales"], "version": ""}, **where)
    assert settings_service.rules_of(cast.rollout.id).weekly_roles == ("sales",)
    tiles = text_of(page.get("adoption.index", **where))
    assert "Come back daily 16 %" not in tiles
    assert "Come back weekly" in tiles
    page.post("adoption.settings", rules | {"weekly_roles": ["pirates"], "version": 2}, **where, status=422)


def test_roles_that_cannot_be_kept_are_refused(world: World) -> None:
    with transaction(), pytest.raises(RuleBroken):
        settings_service.set_rules(world.rollout.id, Rules(weekly_roles=("a" * 201, "b" * 201)), None)


def test_the_live_figure_is_that_of_the_page(world: World) -> None:
    facts = ask(Question(world.rollout, date(2026, 2, 10)), ["adoption.stickiness"], Per.ROLLOUT)
    assert facts["adoption.stickiness"].value == Decimal(3800) / 196
    assert "weekly roles" in facts["adoption.stickiness"].source


def test_the_spread_is_between_the_units_that_may_be_shown() -> None:
    def unit(adopted: int, licensed: int) -> Week:
        return Week(LAST, LAST, licensed=licensed, adopted=adopted)

    weeks = {"1": unit(9, 10), "2": unit(3, 12), "3": unit(0, 4), "4": unit(0, 0)}
    assert fragmentation(weeks, ["1", "2", "4"]) == Spread(Decimal(65), 2, {"1": Decimal(90), "2": Decimal(25)})
    assert fragmentation(weeks, ["1", "4"]).points is None, "one unit is apart from none"


def test_the_spread_on_the_page_is_that_of_the_units(cast: Cast, page: Page) -> None:
    made = make_world(cast.rollout)
    full = [f"north{n}" for n in range(6)] + [f"south{n}" for n in range(3)]
    made.take(log_of(daily(full, range(0, 28, 2), EVENT["deal"], EVENT["call"], "account update", "quote create")))
    units = figure_queries.latest(cast.rollout.id, By.UNIT)
    assert sorted((week.adopted, week.licensed) for week in units.values()) == [(0, 6), (3, 6), (6, 6)]
    tiles = text_of(page.get("adoption.index", as_=cast.viewer, rollout_id=cast.rollout.id))
    assert "Spread between units 100 points" in tiles
    assert "rate of 3 units" in tiles
    with transaction():
        for number in range(4):
            db.session.get_one(Staff, made.staff[f"desk{number}"]).unit_id = made.units["North"].id
        recount_service.recount(cast.rollout, NOW)
    tiles = text_of(page.get("adoption.index", as_=cast.viewer, rollout_id=cast.rollout.id))
    assert "Spread between units not known" in tiles, "with the small one hidden, so is another, and one is no spread"
