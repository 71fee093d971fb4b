"""A sponsor at a desk and on a phone, a manager with a staff list and a committee, and somebody who is erased."""

import csv
import io
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Locator
from sqlalchemy import func, select

from planner import queue
from planner.access import service
from planner.access.models import User
from planner.access.roles import Role
from planner.app import create_app
from planner.db import db, transaction
from planner.people import committee_decision_service, committee_service, sponsor_queries, sponsor_service
from planner.people.committee_rules import DecisionDraft, Seat
from planner.people.committee_seats import MemberDraft
from planner.people.sponsor_coalition import SponsorDraft
from planner.people.sponsor_promises import PromiseKind, SponsorPromiseDraft
from planner.people.staff_models import Staff
from planner.people.staff_upload_service import Shelf
from planner.playbook.service import load_shipped
from planner.rollouts.models import Membership, Unit
from planner.rollouts.playbook_service import take_copy
from tests.browser.conftest import PHRASE, Site, serving
from tests.browser.people import DESK, PHONE, Person
from tests.builders import make_rollout
from tests.conftest import NOW, settings_for
from tests.people.lists import UNITS, csv_file, many, spoiled

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TODAY = NOW.date()
PEOPLE, BAD = 5_000, 37
PROMISE = "Speak to the field sales about the pilot"


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A small rollout: a manager, a sponsor, a committee with an open question, two units, no staff."""
    app = create_app(settings_for(tmp_path_factory.mktemp("company")))
    with app.app_context():
        db.create_all()
        accounts = settle()
    with serving(app) as url:
        yield Site(app, url, accounts, [1])


def settle() -> dict[Role, tuple[str, str]]:
    """What is there before anybody comes."""
    rollout, accounts, people = make_rollout(), dict[Role, tuple[str, str]](), dict[Role, User]()
    with transaction():
        for role, name in ((Role.MANAGER, "Mara Lind"), (Role.SPONSOR, "Sven Holm")):
            people[role] = service.add_user(f"{role.value}@example.org", name, PHRASE, NOW)
            db.session.add(Membership(rollout_id=rollout.id, user_id=people[role].id, role=role))
            accounts[role] = (people[role].email, PHRASE)
        db.session.add_all(Unit(rollout_id=rollout.id, name=name, people=1_000) for name in UNITS)
        take_copy(rollout.id, load_shipped("standard"), NOW)
        db.session.flush()
        sponsor, manager = people[Role.SPONSOR], people[Role.MANAGER]
        seat = SponsorDraft(sponsor.id, "", "", lead=True, unit_ids=frozenset(), since=TODAY - timedelta(days=60))
        sponsor_service.add_sponsor(rollout.id, seat)
        for person, part in ((sponsor, Seat.CHAIR), (manager, Seat.SECRETARY)):
            draft = MemberDraft(person.id, "", "", part, frozenset(), may_decide=True)
            committee_service.add_member(rollout.id, draft)
        committee_decision_service.ask(rollout.id, DecisionDraft("Pilot in May?", TODAY), manager)
    return accounts


def gives(app: Flask, promise: str) -> None:
    """The sponsor promises something for the day after tomorrow."""
    with app.app_context():
        with transaction():
            (sponsor,) = sponsor_queries.sponsors(1)
            draft = SponsorPromiseDraft(PromiseKind.OWN, promise, TODAY + timedelta(days=2))
            sponsor_service.add_promises(sponsor, draft)
        db.session.remove()


@pytest.mark.parametrize(("size", "promise"), [(PHONE, PROMISE), (DESK, "Free the key users on Fridays")])
def test_a_sponsor_keeps_a_promise_in_under_a_minute(
    browser: Browser, company: Site, size: tuple[int, int], promise: str
) -> None:
    gives(company.app, promise)
    with Person(browser, company.url, size) as sponsor:
        touch = Locator.tap if size == PHONE else Locator.click
        sponsor.sign_in(*company.accounts[Role.SPONSOR])
        begun = time.monotonic()
        sponsor.page.goto("/")
        touch(sponsor.page.get_by_role("link", name=promise).first)
        sponsor.page.wait_for_load_state()
        sponsor.sees("What is asked of me", promise)
        sponsor.nothing_runs_off()
        sponsor.page.locator("input[name=evidence]").first.fill("Spoke at the Monday round, forty came")
        with sponsor.page.expect_navigation():
            touch(sponsor.page.get_by_role("button", name="I did it").first)
        sponsor.sees("Noted", "Nothing is asked of you in the next two weeks")
        sponsor.nothing_runs_off()
        assert time.monotonic() - begun < 60


def test_five_thousand_people_come_by_file_and_one_of_them_is_erased(
    browser: Browser, company: Site, tmp_path: Path
) -> None:
    with Person(browser, company.url) as manager:
        manager.sign_in(*company.accounts[Role.MANAGER])
        wrong = staff_list(tmp_path / "wrong.csv", bad=BAD)
        hands_in(manager, wrong)
        manager.sees("The list was not taken; nothing was changed", f"{BAD} things have to be put right first")
        with manager.page.expect_download() as file:
            manager.page.get_by_role("link", name="Download all of them").click()
        told = list(csv.DictReader(io.StringIO(file.value.path().read_text("utf-8-sig"))))
        assert len(told) == BAD
        assert number_of_staff(company.app) == 0
        right = staff_list(tmp_path / "right.csv", bad=0)
        hands_in(manager, right)
        manager.sees("5,000", "taken in the background")
        manager.press("Take the list")
        manager.sees("The list is being taken", "waits for its turn")
        begun = time.process_time()
        with company.app.app_context(), looked_at_half_way(manager) as seen:
            queue.run_waiting(NOW)
        assert time.process_time() - begun < 20
        assert "2,749 of 5,000 people" in seen[0]
        manager.page.get_by_text("The list was taken").wait_for()
        manager.follow("Go to the staff")
        manager.sees("5000 people, 1 to 100")
        manager.nothing_runs_off()
        assert number_of_staff(company.app) == PEOPLE
        erases(manager, "Given42 Family42")
    assert number_of_staff(company.app) == PEOPLE
    with Person(browser, company.url, PHONE) as manager:
        manager.sign_in(*company.accounts[Role.MANAGER])
        for path in ("staff", "staff/import", "privacy", "privacy/requests", "privacy/retention", "privacy/preview"):
            manager.page.goto(f"/rollouts/1/{path}")
            manager.nothing_runs_off()
        hands_in(manager, wrong)
        manager.sees("The list was not taken; nothing was changed", f"{BAD} things have to be put right first")
        erases(manager, "Given43 Family43")
    assert number_of_staff(company.app) == PEOPLE


@contextmanager
def looked_at_half_way(manager: Person) -> Iterator[list[str]]:
    """Gives what the page of the progress says once half of the people are stored, and nothing is kept yet."""
    seen, tell = list[str](), Shelf.tell

    def look(shelf: Shelf, mark: str, **progress: int) -> None:
        tell(shelf, mark, **progress)
        if not seen and progress.get("done", 0) > PEOPLE / 2:
            manager.page.reload()
            bar = manager.page.get_by_role("progressbar")
            assert (bar.get_attribute("value"), bar.get_attribute("max")) == (str(progress["done"]), str(PEOPLE))
            manager.nothing_runs_off()
            seen.append(manager.text)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Shelf, "tell", look)
        yield seen


def staff_list(path: Path, *, bad: int) -> Path:
    """A list of the personnel department, of which so many rows are bad, each in another way."""
    rows = many(PEOPLE)
    path.write_bytes(csv_file(spoiled(rows, [7 * place + 3 for place in range(bad)])).getvalue())
    return path


def hands_in(manager: Person, file: Path) -> None:
    """Choose the file, look at what its columns mean, and ask what would change."""
    manager.page.goto("/rollouts/1/staff")
    manager.follow("Import")
    manager.page.set_input_files("input[type=file]", file)
    manager.press("Look at the file")
    manager.sees("What the columns mean", "5,000 rows")
    manager.nothing_runs_off()
    manager.press("See what would change")
    manager.nothing_runs_off()


def erases(manager: Person, name: str) -> None:
    """Found by name, looked at, and erased after the name was typed."""
    manager.page.goto(f"/rollouts/1/staff?q={name.replace(' ', '+')}")
    manager.follow(name)
    manager.follow("Erase")
    manager.sees(name)
    manager.page.locator("input[name=name]").fill("Somebody else")
    manager.press("Erase for good")
    manager.page.locator("input[name=name]").fill(name)
    manager.press("Erase for good")
    manager.page.goto(f"/rollouts/1/staff?q={name.replace(' ', '+')}")
    assert name not in manager.text


def number_of_staff(app: Flask) -> int:
    """How many entries there are."""
    with app.app_context():
        return db.session.scalar(select(func.count(Staff.id))) or 0


def test_a_meeting_from_its_agenda_to_the_minutes(browser: Browser, company: Site) -> None:
    with Person(browser, company.url) as manager:
        manager.sign_in(*company.accounts[Role.MANAGER])
        manager.page.goto("/rollouts/1/committee")
        manager.sees("Pilot in May?")
        manager.follow("Call a meeting")
        manager.fill({"Day": TODAY.isoformat()})
        manager.page.locator("[name=place]").fill("Room 4")
        manager.press("Call the meeting")
        manager.sees("Pilot in May?", "Room 4")
        meeting = manager.page.url
        manager.follow("Keep the minutes")
        manager.press("Keep the minutes")
        manager.sees("The minutes are kept")
        manager.page.goto(meeting)
        manager.follow("Decide: Pilot in May?")
        manager.page.locator("[name=outcome]").fill("Yes, with two teams")
        manager.page.locator("[name=reason]").fill("Both are trained by then")
        manager.press("Record the decision")
        manager.page.goto(meeting)
        manager.sees("Yes, with two teams")
        with manager.page.expect_download() as file:
            manager.page.get_by_role("link", name="PDF").click()
        assert file.value.path().read_bytes().startswith(b"%PDF-")
        manager.nothing_runs_off()
