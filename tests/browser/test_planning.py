"""A project manager plans in a real browser: tries something beside the plan, keeps it, and counts hours."""

import pytest
from playwright.sync_api import Browser

from planner.access.roles import Role
from tests.browser.conftest import Site
from tests.browser.people import PHONE, Person

pytestmark = [pytest.mark.browser]
TASK = "Write the change-over plan"


def manager(browser: Browser, site: Site, size: tuple[int, int] = (1280, 800)) -> Person:
    return Person(browser, site.url, size)


def last_day(person: Person, name: str) -> str:
    """The last day of a row on the timeline, as it is written there."""
    row = person.page.locator(".timeline-names tbody tr", has_text=name).first
    return row.locator("td").nth(3).inner_text()


def test_a_scenario_is_tried_beside_the_plan_kept_and_taken_back(browser: Browser, site: Site) -> None:
    plan = f"/rollouts/{site.rollouts[0]}/plan"
    with manager(browser, site) as one:
        one.sign_in(*site.accounts[Role.MANAGER])
        one.page.goto(f"{plan}/timeline")
        before = last_day(one, TASK)
        one.page.goto(f"{plan}/baselines/new")
        one.fill({"Name": "Before the try"})
        one.press("Set the baseline")
        one.sees("Before the try", "It never changes")
        one.page.goto(f"{plan}/scenarios")
        one.follow("New scenario")
        one.fill({"Name": "Everything three weeks later"})
        one.press("Begin")
        one.follow("Shift a task")
        tasks = one.page.get_by_label("Task", exact=True)
        tasks.select_option(label=next(label for label in tasks.locator("option").all_inner_texts() if TASK in label))
        one.fill({"Working days": "15"})
        one.press("Add to the scenario")
        one.sees("begins 15 working days later", "15 working days later")
        one.page.goto(f"{plan}/timeline")
        assert last_day(one, TASK) == before, "the plan did not change"
        one.page.go_back()
        one.follow("Keep")
        one.press("Change the plan")
        one.sees("The plan is now what “Everything three weeks later” says")
        one.page.goto(f"{plan}/timeline")
        assert last_day(one, TASK) != before
        one.page.goto(f"{plan}/baselines")
        one.sees("Before the try", "days late")
        one.page.goto(f"{plan}/timeline")
        one.press("Undo: keep the scenario")
        one.page.locator("#plan-said").get_by_text("Taken back").wait_for()
        assert last_day(one, TASK) == before


def test_hours_are_promised_and_too_many_are_shown_by_week(browser: Browser, site: Site) -> None:
    plan = f"/rollouts/{site.rollouts[0]}/plan"
    with manager(browser, site, PHONE) as one:
        one.sign_in(*site.accounts[Role.MANAGER])
        one.page.goto(f"{plan}/capacity")
        over = one.page.locator(".heat-over").count()
        one.follow("Add a promise")
        one.page.get_by_label("Person", exact=True).select_option(label="Mara Lind")
        one.fill({"Hours a week": "1", "From": "2026-03-02", "Promised by": "Sven Holm, in March"})
        one.press("Add the promise")
        one.sees("Mara Lind")
        assert one.page.locator(".heat-over").count() != over
        one.nothing_runs_off()
