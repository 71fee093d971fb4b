"""A trainer's week: sessions from the proposal, attendance on a phone, a certificate; a waiting list that moves up."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from planner.access.roles import Role
from planner.queue import run_waiting
from tests.browser.conftest import Site
from tests.browser.people import PHONE, Person
from tests.conftest import NOW

pytestmark = [pytest.mark.browser, pytest.mark.slow]

COURSE = "A day in service"


@pytest.fixture
def trainer(browser: Browser, site: Site) -> Iterator[Person]:
    with Person(browser, site.url) as one:
        one.sign_in(*site.accounts[Role.TRAINER])
        yield one


def test_from_monday_morning_to_a_certificate(browser: Browser, site: Site, trainer: Person) -> None:
    trainer.page.goto("/rollouts/1/training")
    trainer.sees(
        "Next sessions", "Whom to help", "Using, not trained", "Is each wave trained in time?", "Problems by topic"
    )
    plans_sessions(site, trainer)
    address = makes_a_session(trainer, "2026-03-02", "4")
    trainer.page.locator("input[name=person]").first.check()
    trainer.press("Give them a place")
    trainer.sees("1 of 4")
    with Person(browser, site.url, PHONE) as phone:
        phone.sign_in(*site.accounts[Role.TRAINER])
        takes_attendance(phone, address)
    trainer.page.goto(address)
    trainer.page.locator("main tbody th a").first.click()
    trainer.sees("passed, 88 %")
    link = trainer.page.locator("a[href*='/certificates/']").first.get_attribute("href")
    assert link is not None
    assert trainer.page.request.get(link).body().startswith(b"%PDF")


def plans_sessions(site: Site, trainer: Person) -> None:
    """The proposal says what is missing, and one press makes its sessions."""
    trainer.follow("Proposal")
    trainer.press("Propose sessions")
    with site.app.app_context():
        run_waiting(NOW)
    trainer.page.reload()
    trainer.sees("cannot be seated with what there is", "hours of trainers")
    trainer.press("Make these")
    trainer.sees("made. Give people their seats")


def makes_a_session(trainer: Person, day: str, seats: str) -> str:
    """A session of the pilot's course; its address."""
    trainer.page.goto("/rollouts/1/training/courses")
    trainer.follow(COURSE)
    trainer.follow("Add a session")
    trainer.fill({"Day": day, "Seats": seats, "Begins at": "09:00"})
    trainer.page.get_by_label("Only for the wave").select_option("1")
    trainer.press("Add the session")
    trainer.sees("The session is there")
    return trainer.page.url


def takes_attendance(phone: Person, address: str) -> None:
    """In the room: one tap for each, then the scores."""
    phone.page.goto(f"{address}/attendance")
    phone.nothing_runs_off()
    phone.page.locator(".tap").first.tap()
    phone.page.get_by_role("heading", name="1 of 1 there").wait_for()
    phone.follow("Go on to the results")
    phone.nothing_runs_off()
    phone.page.locator("input[id^=score-]").first.fill("88")
    phone.press("Record the results")
    phone.page.goto("/rollouts/1/training")
    phone.nothing_runs_off()


def test_a_member_enrols_oneself_and_moves_up_the_waiting_list(browser: Browser, site: Site, trainer: Person) -> None:
    address = makes_a_session(trainer, "2026-03-12", "1")
    with Person(browser, site.url, PHONE) as member:
        member.sign_in(*site.accounts[Role.MEMBER])
        member.page.goto("/rollouts/1/training/mine")
        member.sees("waiting list", COURSE)
        member.nothing_runs_off()
        member.page.goto(address)
        member.press("Take a seat")
        member.sees("You have a seat")
        member.press("Give my place back")
        member.sees("Take a seat")
        trainer.page.goto("/rollouts/1/training/sessions/7")
        for _ in range(2):
            trainer.page.get_by_role("button", name=re.compile("Take off the list")).first.click()
            trainer.page.wait_for_load_state()
        member.page.goto("/rollouts/1/training/sessions/7")
        member.sees("You have a seat")


def test_a_problem_goes_from_a_phone_to_the_task_that_mends_it(browser: Browser, site: Site) -> None:
    with Person(browser, site.url) as manager:
        manager.sign_in(*site.accounts[Role.MANAGER])
        manager.page.goto("/rollouts/1/problems/links")
        manager.press("Make")
        link = re.search(r"http\S+/report/\S+", manager.text)
        assert link is not None
        with Person(browser, site.url, PHONE) as anybody:
            anybody.page.goto("/report/" + link[0].rsplit("/", 1)[1])
            anybody.nothing_runs_off()
            anybody.page.get_by_label("What is the problem").fill("The calendar shows the wrong week")
            anybody.choose("It does not work")
            anybody.press("Report")
            anybody.sees("Thank you")
        manager.page.goto("/rollouts/1/problems")
        manager.follow("The calendar shows the wrong week")
        manager.page.get_by_label("State").select_option(label="Being worked on")
        manager.page.get_by_label("A course that helps").select_option(label=COURSE)
        task = manager.page.get_by_label("A task of the plan that mends it")
        name = task.locator("option").nth(3).inner_text()
        task.select_option(index=3)
        manager.press("Save")
        manager.sees("Course that helps", "Mended by")
        manager.follow(name)
        manager.sees("Problems that it mends", "The calendar shows the wrong week")
