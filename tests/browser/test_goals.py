"""A goal from a wish to the sponsor's word, and the impact map with mouse and keys."""

import pytest
from playwright.sync_api import Browser

from planner.access.roles import Role
from tests.browser.conftest import Site
from tests.browser.people import DESK, PHONE, Person

pytestmark = [pytest.mark.browser]


def test_a_wish_becomes_a_goal_that_the_sponsor_stands_behind(browser: Browser, site: Site) -> None:
    goals = f"/rollouts/{site.rollouts[0]}/goals"
    with Person(browser, site.url) as manager:
        manager.sign_in(*site.accounts[Role.MANAGER])
        address = writes_a_wish(manager, goals)
        sees_why_it_is_no_goal(manager)
        repairs_it(manager)
        ties_it(manager)
    with Person(browser, site.url, PHONE) as sponsor:
        sponsor.sign_in(*site.accounts[Role.SPONSOR])
        approves_on_a_phone(sponsor, goals, address)
    for size in (DESK, PHONE):
        with Person(browser, site.url, size) as manager:
            manager.sign_in(*site.accounts[Role.MANAGER])
            clicks_through_the_map(manager, address)


def writes_a_wish(manager: Person, goals: str) -> str:
    """Two words are enough to begin with; gives the address of the goal."""
    manager.page.goto(goals)
    manager.sees("Service customers stay", "Every offer followed up", "Changed since it was approved")
    manager.follow("Write a goal")
    manager.fill({"Short name": "Visits prepared"})
    manager.page.get_by_label("The goal in a full sentence").fill("Make visits better.")
    manager.press("Write the goal")
    return manager.page.url


def sees_why_it_is_no_goal(manager: Person) -> None:
    """Each gap in words, leading to the place where it is filled."""
    manager.sees("Not SMART yet", "full sentence", "Choose the key figure", "Name one person", "By which day")
    manager.follow("Name one person who answers for it.")
    assert manager.page.url.endswith("#owner")


def repairs_it(manager: Person) -> None:
    """Everything that was missing, with the reason."""
    manager.page.get_by_label("The goal in a full sentence").fill(
        "Whoever visits a customer has read the last three service visits beforehand."
    )
    manager.page.locator("[name=owner]").select_option(label="João Reis")
    manager.page.locator("[name=kpi]").select_option(label="Further purchases")
    values = {"baseline": "12", "baseline_on": "2026-02-01", "target": "60", "target_on": "2027-02-01"}
    for name, value in values.items():
        manager.page.locator(f"[name={name}]").fill(value)
    manager.page.locator("[name=realistic]").fill("The visit sheet opens with them.")
    manager.page.locator("[name=reason]").fill("Said what the wish means.")
    manager.press("Save the goal")
    manager.sees("Waits for the sponsor", "To think over", "the playbook takes 8 points a year for the most")


def ties_it(manager: Person) -> None:
    """A proposal is confirmed; the goal is then served."""
    manager.sees("nobody works on it")
    manager.follow("Say what it rests on")
    manager.sees("Proposed", "It brings the purpose")
    row = manager.page.locator(".ties li", has=manager.page.get_by_text("phase", exact=True)).first
    row.get_by_role("button", name="Yes, it rests on this").click()
    manager.page.wait_for_load_state()
    manager.sees("It is tied to the goal.")
    manager.follow("Back to the goal")
    assert "nobody works on it" not in manager.text


def approves_on_a_phone(sponsor: Person, goals: str, address: str) -> None:
    """The tree and the goal fit a phone; one tap leads to the sponsor's word."""
    sponsor.page.goto(goals)
    sponsor.sees("Visits prepared", "Waits for the sponsor")
    sponsor.nothing_runs_off()
    sponsor.page.goto(address)
    sponsor.nothing_runs_off()
    sponsor.follow("Approve this goal")
    sponsor.sees("Whoever visits a customer", "from 12 % to 60 %")
    sponsor.press("I stand behind this goal")
    sponsor.sees("You stand behind this goal.", "Approved")


def clicks_through_the_map(manager: Person, address: str) -> None:
    """From the goal to what can hurt it, by mouse and by keys; the same stands in the list."""
    manager.page.goto(address)
    manager.follow("What can hurt this goal")
    manager.sees("Visits prepared", "What can hurt it", "João Reis")
    manager.nothing_runs_off()
    boxes = manager.page.locator("svg.network a.n-box")
    assert boxes.count() >= 3
    phase = boxes.filter(has_text="Operate and improve").first
    phase.click()
    manager.page.wait_for_load_state()
    manager.sees("Operate and improve", "What it can hurt", "Visits prepared", "after")
    first = manager.page.locator("svg.network a.n-box:not(.n-middle)").first
    first.focus()
    name = first.locator("title").text_content() or ""
    manager.page.keyboard.press("Enter")
    manager.page.wait_for_load_state()
    assert manager.page.locator("h1").inner_text() == name.split(":")[0].split(", wave")[0].strip()
    manager.page.get_by_label("Words of its name").fill("rehearse migration")
    manager.press("Find")
    manager.follow("Rehearse the migration in full once")
    manager.sees("What it can hurt", "Build gate", "One record for each site")
    manager.nothing_runs_off()
