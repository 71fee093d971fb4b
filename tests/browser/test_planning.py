"""A project manager plans in a real browser: tries something beside the plan, keeps it, and counts hours."""

import pytest
from playwright.sync_api import Browser
from sqlalchemy import select

from planner.access.models import User
from planner.access.roles import Role
from planner.db import db, transaction
from planner.playbook.service import load_shipped
from planner.queue import run_waiting
from planner.rollouts import service as rollouts
from planner.rollouts.models import Rollout
from planner.schedule import taking_service
from planner.schedule.import_service import import_plan
from planner.schedule.importing import read_plan_bytes
from tests.browser import states
from tests.browser.conftest import Site
from tests.browser.people import PHONE, Person
from tests.conftest import NOW
from tests.rollouts.samples import DRAFT
from tests.schedule.files import project, task

pytestmark = [pytest.mark.browser]
TASK = "Write the change-over plan"
COUNT_ROWS = """() => {
    window.drawn = 0;
    new MutationObserver((seen) => seen.forEach((each) => (window.drawn += each.addedNodes.length)))
        .observe(document.querySelector(".timeline-names tbody"), { childList: true });
}"""
"""Counts the rows of the table that are drawn anew from now on; gone with the page."""


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


@pytest.fixture
def fresh(site: Site) -> int:
    """A rollout of the manager, with the plan of its playbook."""
    with site.app.app_context():
        with transaction():
            by = db.session.scalars(select(User).where(User.email == site.accounts[Role.MANAGER][0])).one()
            number = rollouts.create_rollout(DRAFT, load_shipped("standard"), by, NOW).id
        db.session.remove()
    return number


def in_the_background(site: Site) -> None:
    with site.app.app_context():
        run_waiting(NOW)
        db.session.remove()


def test_a_long_file_is_taken_behind_a_bar_once_though_two_windows_ask(
    browser: Browser, site: Site, fresh: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(taking_service, "AT_ONCE", 2)
    with manager(browser, site) as one:
        one.sign_in(*site.accounts[Role.MANAGER])
        states.send_plan(one.page, fresh, project(task(1, "Load the data"), task(2, after=[1]), task(3, after=[2])))
        kept = one.context.storage_state()
        bare = browser.new_context(base_url=site.url, java_script_enabled=False, storage_state=kept).new_page()
        bare.goto(one.page.url)
        for page in (one.page, bare):
            page.get_by_role("button", name="Take this plan").click()
            page.wait_for_url("**/progress")
        bar = one.page.get_by_role("progressbar")
        assert bar.get_attribute("value") == "0"
        one.sees("Reading the file", "3 rows", "You may leave this page")
        one.page.reload()
        one.sees("Reading the file")
        in_the_background(site)
        one.page.get_by_text("The plan is now version 2 with 3 rows.").wait_for()
        assert bar.count() == 0
        bare.get_by_role("link", name="Look again").click()
        assert "The plan is now version 2 with 3 rows." in bare.inner_text("main")
        bare.context.close()
        one.follow("Go to the plan")
        one.sees("Load the data")
        one.page.goto(f"/rollouts/{fresh}/plan/versions")
        assert one.page.locator("main tbody tr").count() == 2


def large(phases: int) -> bytes:
    """Phases of nineteen tasks, each of which waits for the one before it; the first phase decides when all is done."""
    rows = []
    for first in range(1, phases * 20, 20):
        rows.append(task(first, f"Phase {first}"))
        rows += [task(n, level=2, after=[n - 1] if n > first + 1 else []) for n in range(first + 1, first + 20)]
    rows[1] = task(2, level=2, Duration="PT400H0M0S")
    return project(*rows)


@pytest.mark.slow
def test_a_plan_of_two_thousand_rows_is_worked_on_in_place(browser: Browser, site: Site, fresh: int) -> None:
    with site.app.app_context():
        with transaction():
            rollout = db.session.get_one(Rollout, fresh)
            import_plan(rollout, read_plan_bytes(large(100)), file_name="l.xml", sha256="a" * 64, by=None, at=NOW)
        db.session.remove()
    with manager(browser, site) as one:
        one.sign_in(*site.accounts[Role.MANAGER])
        page = one.page
        page.goto(f"/rollouts/{fresh}/plan/timeline?zoom=day")
        rows, bars = page.locator(".timeline-names tbody tr"), page.locator(".g-bars > g")
        assert (rows.count(), bars.count()) == (2_000, 2_000)
        order = rows.evaluate_all("rows => rows.map(row => row.id)")
        page.evaluate(COUNT_ROWS)
        bar = page.locator("g.g-move", has_text="Task 1002:")
        was = bar.get_attribute("data-start")
        bar.scroll_into_view_if_needed()
        box = bar.locator("rect.g-bar").bounding_box()
        scale = float(page.locator(".timeline-picture").get_attribute("data-scale") or 0)
        assert box
        page.mouse.move(box["x"] + 3, box["y"] + 7)
        page.mouse.down()
        page.mouse.move(box["x"] + 3 + 7 * scale, box["y"] + 7, steps=5)
        page.mouse.up()
        page.locator("#plan-said").get_by_text("takes from").wait_for(timeout=60_000)
        assert (bar.get_attribute("data-start") or "") > (was or "")
        assert page.evaluate("window.drawn") == 20, "the phase of this task, and nothing else"
        assert rows.evaluate_all("rows => rows.map(row => row.id)") == order, "nothing is lost or out of its place"
        assert bars.count() == 2_000
        shown = rows.all_inner_texts()
        page.reload()
        assert page.locator(".timeline-names tbody tr").all_inner_texts() == shown, "a page loaded anew shows the same"
