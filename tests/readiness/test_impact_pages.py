"""Pages of the impact map and of what goals rest on, over a plan from the playbook."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from lxml import html

from planner.access.roles import Role
from planner.db import db, transaction
from planner.goals import link_service, queries, service
from planner.goals.drafts import GoalDraft
from planner.goals.links import LinkKind
from planner.kpis.models import Kpi, KpiReading
from planner.kpis.reading import Origin
from planner.playbook.service import load_shipped
from planner.playbook.words import Cadence, Direction, Level, Unit
from planner.readiness import alignment_service, impact_service
from planner.rollouts import service as rollouts
from planner.rollouts.models import Membership, Rollout
from planner.schedule import queries as schedule
from planner.schedule.models import PlanTask
from planner.training import course_queries, sitting_service
from planner.training.sitting_service import SittingDraft
from tests.conftest import NOW
from tests.page import Page, text_of
from tests.personas import Cast
from tests.rollouts.samples import DRAFT

TODAY = NOW.date()


@pytest.fixture
def rollout(app: Flask, cast: Cast) -> Rollout:
    """A rollout with the standard playbook and its plan; a goal that the pilot serves, and one that nothing serves."""
    with transaction():
        playbook = load_shipped("standard")
        made = rollouts.create_rollout(replace(DRAFT, playbook="standard"), playbook, cast.manager, NOW)
        for role in (Role.SPONSOR, Role.VIEWER):
            db.session.add(Membership(rollout_id=made.id, user_id=cast.of(role).id, role=role))
        served = service.create(
            made, GoalDraft(Level.STRATEGIC, "Customers stay", owner_id=cast.sponsor.id), cast.manager, NOW
        )
        service.create(made, GoalDraft(Level.STRATEGIC, "A loose wish"), cast.manager, NOW)
        link_service.add(made, served, LinkKind.PHASE, "pilot", cast.manager)
        link_service.add(made, served, LinkKind.TASK, "test-and-train/train-users", cast.manager)
    return made


@pytest.fixture
def at(rollout: Rollout, cast: Cast) -> dict[str, Any]:
    """The manager, in the rollout."""
    return {"rollout_id": rollout.id, "as_": cast.manager}


def task_named(rollout: Rollout, ref: str, wave: int | None = None) -> int:
    plan = schedule.current_plan(rollout.id)
    assert plan
    return next(row.id for row in schedule.rows_of(plan.id) if row.task_ref == ref and row.wave == wave)


def test_a_task_hurts_its_gate_and_the_goal_that_rests_on_it(page: Page, rollout: Rollout, at: dict[str, Any]) -> None:
    start = text_of(page.get("readiness.impact", **at))
    assert "What would hurt first" in start
    number = task_named(rollout, "train-users", 1)
    tree = page.get("readiness.impact", around=f"task:{number}", **at)
    said = text_of(tree.xpath("//section[@aria-labelledby='hurts-title']")[0])
    assert "Customers stay" in said
    assert "Go-live gate" in said
    boxes = [str(href) for href in tree.xpath("//a[contains(@class, 'n-box')]/@href")]
    assert len(boxes) > 2
    assert all(box.startswith(f"/rollouts/{rollout.id}/impact?around=") for box in boxes)
    whole = impact_service.impact_map(rollout, TODAY, people=True)
    told = {hurt.target.key for hurt in whole.hurts(f"task:{number}")}
    assert len(tree.cssselect("#hurts-title ~ table tbody tr")) >= len(told)
    goal = text_of(page.get("readiness.impact", around="goal:1", **at))
    assert "What can hurt it" in goal
    assert "Sven Holm" in goal


@pytest.fixture
def tied(rollout: Rollout, cast: Cast) -> dict[str, str]:
    """A course up to a week before the first go-live, a person with one task, and a figure and a factor of a goal."""
    task = task_named(rollout, "train-users", 2)
    course = next(each.course for each in course_queries.courses(rollout.id) if each.course.name == "A day in sales")
    with transaction():
        goal = queries.rows_of(rollout.id)[0]
        goal.owner_id, goal.target_on = None, date(2027, 1, 29)
        link_service.add(rollout, goal, LinkKind.KPI, "win-rate", cast.manager)
        link_service.add(rollout, goal, LinkKind.FACTOR, "super-users", cast.manager)
        db.session.get_one(PlanTask, task).owner_id = cast.sponsor.id
        draft = SittingDraft(course.id, datetime(2026, 6, 15, 11, tzinfo=UTC), 240, 8)
        sitting_service.add_sitting(rollout, draft)
    return {
        "training": f"training:{course.id}", "person": f"person:{cast.sponsor.id}",
        "kpi": "kpi:win-rate", "factor": "factor:super-users",
    }  # fmt: skip


TRAINED = "At least 95 percent of the wave's people have passed their courses"
TAUGHT = "Train the users of the wave by role wave 2"
GATE_DAY, NEXT_DAY, GOAL_DAY = "7 Dec 2026 in 280 days", "15 Jan 2027 in 319 days", "29 Jan 2027 in 333 days"


@pytest.mark.parametrize(
    ("kind", "target", "name", "when", "day", "along"),
    [
        ("training", "gate:go-live-gate@1", "Go-live gate", "after 5 working days of delay", GATE_DAY, TRAINED),
        ("person", "gate:go-live-gate@2", "Go-live gate", "at once", NEXT_DAY, TAUGHT),
        ("person", "goal:1", "Customers stay", "after 10 working days of delay", GOAL_DAY, TAUGHT),
        ("kpi", "goal:1", "Customers stay", "at once", GOAL_DAY, "directly"),
        ("factor", "goal:1", "Customers stay", "at once", GOAL_DAY, "directly"),
    ],
)
def test_a_training_a_person_a_figure_and_a_factor_hurt_goals_and_gates(
    page: Page, at: dict[str, Any], tied: dict[str, str], kind: str, target: str, name: str, when: str, day: str,
    along: str,
) -> None:  # fmt: skip
    tree = page.get("readiness.impact", around=tied[kind], **at)
    (row,) = [
        each
        for each in tree.xpath("//section[@aria-labelledby='hurts-title']//tbody/tr")
        if around(each.xpath("./th/a/@href")[0]) == target
    ]
    assert text_of(row.xpath("./th")[0]).startswith(name)
    assert [text_of(cell) for cell in row.xpath("./td")] == [when, day, along]
    drawn = {around(str(box.attrib["href"])): box for box in tree.cssselect("svg a.n-box")}
    assert target in drawn
    assert drawn[tied[kind]].get("aria-current") == "true"


@pytest.mark.parametrize("middle", ["go-live-gate@1", "build-gate", "benefit-gate"])
def test_what_is_drawn_is_told_in_the_lists_and_what_is_not_is_counted(
    page: Page, at: dict[str, Any], tied: dict[str, str], middle: str
) -> None:
    tree = page.get("readiness.impact", around=f"gate:{middle}", **at)
    drawn = {around(box) for box in tree.xpath("//svg//a/@href")} - {f"gate:{middle}"}
    hurt, caused = (listed(tree, title) for title in ("hurts-title", "causes-title"))
    assert drawn <= {key for way in (*hurt.values(), *caused.values()) for key in way}
    missing = re.search(r"Not drawn, but in the lists: (?:(\d+) gates?[^,.]*)?,? ?(?:(\d+) more)?", text_of(tree))
    gates, more = (int(each or 0) for each in missing.groups()) if missing else (0, 0)
    assert len(hurt.keys() - drawn) == gates
    direct = tree.xpath("//section[@aria-labelledby='causes-title']//tr[normalize-space(td[last()])='directly']/th/a")
    assert len({around(str(each.attrib["href"])) for each in direct} - drawn) == more
    assert bool(hurt) is (middle != "benefit-gate")
    assert caused


def listed(tree: html.HtmlElement, title: str) -> dict[str, set[str]]:
    """The things of a list with everything on the way to each."""
    rows = tree.xpath(f"//section[@aria-labelledby='{title}']//tbody/tr")
    return {around(row.xpath("./th/a/@href")[0]): {around(each) for each in row.xpath(".//a/@href")} for row in rows}


def around(address: str) -> str:
    """What the map is moved to by an address."""
    return parse_qs(urlsplit(address).query)["around"][0]


def test_the_buffer_of_a_task_is_the_working_time_to_what_waits(rollout: Rollout) -> None:
    whole = impact_service.impact_map(rollout, TODAY, people=False)
    assert not any(key.startswith("person:") for key in whole.nodes)
    assert all(line.buffer >= 0 for line in whole.lines)
    gates = whole.hurts(f"task:{task_named(rollout, 'acceptance-test', 1)}")
    assert gates
    assert all(hurt.way[0].name.startswith("Acceptance test") for hurt in gates)


def test_things_are_found_and_strangers_are_not(page: Page, rollout: Rollout, at: dict[str, Any], cast: Cast) -> None:
    found = page.get("readiness.impact", find="acceptance", kind="task", **at)
    assert all("cceptance" in text_of(each) for each in found.cssselect("ul.found li a"))
    assert "0 found" in text_of(page.get("readiness.impact", find="zeppelin", **at))
    page.get("readiness.impact", around="task:999999", status=404, **at)
    page.get("readiness.impact", around="nonsense", status=404, **at)
    viewer = {**at, "as_": cast.viewer}
    assert "Sven Holm" not in text_of(page.get("readiness.impact", around="goal:1", **viewer).cssselect("main")[0])
    page.get("readiness.impact", around=f"person:{cast.sponsor.id}", status=404, **viewer)


def test_what_goals_rest_on_and_what_serves_none(page: Page, rollout: Rollout, at: dict[str, Any]) -> None:
    found = alignment_service.alignment(rollout, TODAY)
    assert [each.facts.name for each in found.unserved] == ["A loose wish"]
    assert 0 < found.loose_count < found.open_tasks
    refs = {row.task_ref for part in found.loose for row in part.rows}
    assert "train-users" not in refs
    assert not refs & {task.ref for task in load_shipped("standard").phase("pilot").tasks}
    said = text_of(page.get("readiness.alignment", **at))
    assert "A loose wish: say what it rests on" in said
    number = task_named(rollout, "acceptance-test", 1)
    page.get("readiness.tie_task", task_id=number, **at)
    page.post("readiness.tie_task", {"goal": ""}, task_id=number, status=422, **at)
    wish = queries.rows_of(rollout.id)[1].id
    page.post("readiness.tie_task", {"goal": str(wish)}, task_id=number, **at)
    again = page.post("readiness.tie_task", {"goal": str(wish)}, task_id=number, status=422, **at)
    assert "tied to this goal already" in again.text
    after = alignment_service.alignment(rollout, TODAY)
    assert after.unserved == ()
    waves = len([row for part in found.loose for row in part.rows if row.task_ref == "acceptance-test"])
    assert after.loose_count == found.loose_count - waves


def test_a_figure_that_a_goal_rests_on_stands_with_the_goal(
    page: Page, at: dict[str, Any], tied: dict[str, str]
) -> None:
    (goal,) = page.get("readiness.alignment", **at).xpath("//div[@class='question'][h3/a='Customers stay']")
    ties = {text_of(name): text_of(name.xpath("./following-sibling::dd")[0]) for name in goal.cssselect("dt")}
    assert ties["Further key figures"] == "Win rate"
    assert ties["Success factors"] == "Help at the next desk"


def test_without_a_plan_or_a_goal_the_pages_say_what_to_do(page: Page, cast: Cast) -> None:
    empty: dict[str, Any] = {"rollout_id": cast.rollout.id, "as_": cast.manager}
    assert "Nothing to show yet" in text_of(page.get("readiness.impact", **empty))
    assert "No goals yet" in text_of(page.get("readiness.alignment", **empty))


def test_a_pace_that_the_figure_never_showed_is_hard_to_believe(
    page: Page, rollout: Rollout, at: dict[str, Any]
) -> None:
    goal = queries.rows_of(rollout.id)[0]
    with transaction():
        goal.kpi_ref, goal.baseline, goal.target = "win-rate", Decimal(24), Decimal(60)
        goal.baseline_on, goal.target_on = date(2026, 1, 1), date(2027, 1, 1)
        kpi = Kpi(
            rollout_id=rollout.id, ref="win-rate", name="Win rate", unit=Unit.PERCENT, direction=Direction.UP,
            cadence=Cadence.MONTHLY, since=date(2025, 1, 1),
        )  # fmt: skip
        db.session.add(kpi)
        db.session.flush()
        for day, value in ((date(2025, 1, 1), 22), (date(2025, 7, 1), 23), (date(2026, 1, 1), 24)):
            reading = KpiReading(kpi_id=kpi.id, day=day, value=Decimal(value), origin=Origin.HAND, at=NOW)
            db.session.add(reading)
    said = text_of(page.get("readiness.alignment", **at))
    assert "so far this figure moved at most 2 points a year" in said
    own = text_of(page.get("goals.show", goal_id=goal.id, **at))
    assert "Hard to believe: It asks for 36 points a year; so far this figure moved at most 2 points a year." in own
    with transaction():
        goal.target = Decimal(26)
    assert "Hard to believe" not in text_of(page.get("goals.show", goal_id=goal.id, **at))
