"""From the login history of a Salesforce to whom a trainer helps: taken over, strangers known, the curve, the list."""

from datetime import timedelta

import pytest
from flask import Flask
from playwright.sync_api import Browser, FilePayload
from sqlalchemy import select

from planner.access.roles import Role
from planner.db import db
from planner.people.staff_models import Staff
from planner.queue import run_waiting
from planner.web import clock
from tests.browser.conftest import Site
from tests.browser.people import PHONE, Person
from tests.conftest import NOW

pytestmark = [pytest.mark.browser]


def test_a_login_history_becomes_a_curve_and_a_list_for_the_trainer(browser: Browser, site: Site) -> None:
    adoption = f"/rollouts/{site.rollouts[0]}/adoption"
    with Person(browser, site.url) as manager:
        manager.sign_in(*site.accounts[Role.MANAGER])
        takes_a_history_over(manager, site, adoption)
        says_what_columns_mean(manager, site, adoption)
        says_whose_account_it_is(manager, adoption)
        sees_the_curve(manager, adoption)
        looks_at_the_connector(manager, adoption)
    with Person(browser, site.url, PHONE) as trainer:
        trainer.sign_in(*site.accounts[Role.TRAINER])
        trainer.page.goto(adoption)
        trainer.sees("Adoption week by week", "From licence to adoption")
        trainer.nothing_runs_off()
        trainer.follow("Whom to help")
        trainer.sees("Whom to help")
        trainer.nothing_runs_off()


def history(app: Flask, rollout_id: int) -> str:
    """What Salesforce's Setup gives out: successes and a failure of known people, and one nobody knows."""
    with app.app_context():
        query = select(Staff.email).where(Staff.rollout_id == rollout_id, Staff.email.is_not(None)).order_by(Staff.id)
        known = list(db.session.scalars(query.limit(3)))
        db.session.remove()
    names = [*known, "m.unknown@halden.example"]
    rows = [
        f"{who},192.0.2.1,{NOW - timedelta(days=day):%m/%d/%Y} 09:{10 + place} AM,Application,"
        f"{'Invalid Password' if (day, place) == (2, 0) else 'Success'},Chrome,https://login.salesforce.com"
        for day in range(10, 0, -1)
        for place, who in enumerate(names)
    ]
    return "\n".join(["Username,Source IP,Login Time,Login Type,Status,Browser,Login URL", *rows]) + "\n"


def takes_a_history_over(manager: Person, site: Site, adoption: str) -> None:
    """Nothing is counted before it was looked at."""
    manager.page.goto(f"{adoption}/logs")
    manager.page.get_by_label("Which system wrote it").select_option(label="Salesforce: login history")
    content = history(site.app, site.rollouts[0]).encode()
    file = FilePayload(name="LoginHistory.csv", mimeType="text/csv", buffer=content)
    manager.page.set_input_files("[name=file]", file)
    manager.press("Read the log")
    work_off(site.app)
    manager.page.reload()
    manager.sees("Nothing is counted yet", "1 × failed sign-in")
    manager.press("Take it over")
    work_off(site.app)
    manager.page.reload()
    manager.sees("The log is taken over", "39 events were counted")


def says_what_columns_mean(manager: Person, site: Site, adoption: str) -> None:
    """A table of a system that nobody knows, on a phone as well: its columns are told, wrong ones at their place."""
    log = "Wer,Wann,Vorgang\nm.unknown@halden.example,02/03/2026 09:15,Angebot\nnightly,02/03/2026 03:00,Angebot\n"
    manager.page.set_viewport_size({"width": 360, "height": 720})
    manager.page.goto(f"{adoption}/logs")
    manager.page.get_by_label("Name of the source").fill("Portal")
    manager.page.set_input_files(
        "[name=file]", FilePayload(name="portal.csv", mimeType="text/csv", buffer=log.encode())
    )
    manager.press("Read the log")
    manager.sees("What the columns mean", "Some columns are not known here")
    manager.nothing_runs_off()
    manager.page.get_by_label("Wer", exact=True).select_option(label="user or account")
    manager.page.get_by_label("Vorgang", exact=True).select_option(label="date and time")
    manager.press("Read the log")
    manager.sees("“Angebot” is no moment between 1990 and 2100")
    manager.nothing_runs_off()
    manager.page.get_by_label("Wann", exact=True).select_option(label="date and time")
    manager.page.get_by_label("Vorgang", exact=True).select_option(label="what was done")
    manager.page.get_by_text("The month first: 4 March").click()
    manager.page.get_by_label("Accounts that are programs").fill("nightly")
    manager.press("Read the log")
    work_off(site.app)
    manager.page.reload()
    manager.sees("Nothing is counted yet", "Taken for programs: nightly", "3 Feb 2026")
    manager.page.set_viewport_size({"width": 1280, "height": 800})


def work_off(app: Flask) -> None:
    """What the queue would do in the background."""
    with app.app_context():
        run_waiting(clock.now())
        db.session.remove()


def says_whose_account_it_is(manager: Person, adoption: str) -> None:
    """Once, and for all logs to come."""
    manager.page.goto(f"{adoption}/accounts")
    manager.sees("m.unknown@halden.example")
    manager.page.get_by_role("link", name="Decide about m.unknown@halden.example").click()
    options = manager.page.locator("[name=staff] option")
    manager.page.locator("[name=staff]").select_option(index=options.count() - 1)
    manager.page.locator("main form button[type=submit]").click()
    manager.page.wait_for_load_state()
    assert "m.unknown@halden.example" not in manager.text


def sees_the_curve(manager: Person, adoption: str) -> None:
    """Against the line, with what is expected, and every number in reach."""
    manager.page.goto(adoption)
    manager.sees("the line: 90 %", "90 % is", "curve, 10 weeks", "in eight of ten cases")
    manager.page.locator("figure summary").first.click()
    assert manager.page.locator("figure table").first.is_visible()
    with manager.page.expect_download() as told:
        manager.page.get_by_role("link", name="CSV").click()
    rows = told.value.path().read_text("utf-8-sig").splitlines()
    assert rows[0].startswith("By,Group,Week from,Licensed")
    assert all(int(row.split(",")[-7] or 0) >= 5 for row in rows[1:]), "no group under five"


def looks_at_the_connector(manager: Person, adoption: str) -> None:
    """Prepared, and honest about what was never tried."""
    manager.page.goto(f"{adoption}/connectors")
    manager.sees("Never tried against a vendor's live service")
    manager.follow("New CRM, everybody")
    manager.sees("This installation may not ask", "It was never asked", "Switched off")
    manager.follow("Change")
    manager.press("Save the connector")
    manager.sees("Connector saved")
