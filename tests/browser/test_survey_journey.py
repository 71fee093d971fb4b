"""Forty of the staff answer an anonymous survey by link, and nobody finds out what fewer than five answered."""

import re

import pytest
from flask import Flask
from lxml import html
from playwright.sync_api import Browser
from sqlalchemy import select

from planner.access.roles import Role
from planner.db import db
from planner.people.survey_models import SurveyInvitation
from planner.people.survey_publishing import Division, Profile
from tests.browser.conftest import Site
from tests.browser.people import PHONE, Person
from tests.people.survey_attacker import found_out, groups_of_rows, rows_of

pytestmark = [pytest.mark.browser, pytest.mark.slow]

NAME = "How leadership is seen"


def test_forty_answer_by_link_and_no_group_under_five_is_found(browser: Browser, site: Site) -> None:
    with Person(browser, site.url) as trainer:
        trainer.sign_in(*site.accounts[Role.TRAINER])
        survey, links = opens_a_survey(trainer)
        assert len(links) >= 40
        with Person(browser, site.url, PHONE) as one:
            answers_on_a_phone(one, links[0])
        with Person(browser, site.url) as another:
            answers_and_goes_back(another, links[1])
        for number, link in enumerate(links[2:40]):
            answers_by_request(site.app, link, str(number % 5 + 1))
        asked, answered = who_took_part(site.app, survey)
        assert len(answered) == 40
        trainer.page.goto(f"/rollouts/1/surveys/{survey}")
        trainer.sees("at least 40 of")
        trainer.press("Close it now")
        trainer.sees("The survey is closed", f"40 of {len(asked)}")
        trainer.page.goto("/rollouts/1/surveys")
        trainer.follow("Where people are stuck")
        trainer.sees("Partner sales", "are stuck at willing", "It is better since")
        trainer.nothing_runs_off()
    with Person(browser, site.url) as manager:
        manager.sign_in(*site.accounts[Role.MANAGER])
        manager.page.goto(f"/rollouts/1/surveys/{survey}/results")
        with manager.page.expect_download() as file:
            manager.page.get_by_role("link", name="CSV").click()
        rows = rows_of(file.value.path().read_bytes())
        cells = list(groups_of_rows(rows, asked).values())
        assert len(cells) > 3, sorted(groups_of_rows(rows, asked))
        assert found_out(cells, set(asked)) is None
        assert found_out(cells, answered) is None
        told = {(row["Division"], row["Group"]) for row in rows}
        for division in Division:
            manager.page.goto(f"/rollouts/1/surveys/{survey}/results?by={division.value}")
            seen = manager.page.inner_text("main")
            assert all(int(found) >= 5 for found in re.findall(r"\((\d+) of \d+\)", seen))
        answer = manager.page.request.get(f"/api/v1/rollouts/1/surveys/{survey}/results").json()
        assert {(each["division"], each["group"]) for each in answer["groups"]} == told
    with Person(browser, site.url, PHONE) as trainer:
        trainer.sign_in(*site.accounts[Role.TRAINER])
        for path in ("barriers", f"{survey}/results?by=team", f"{survey}/results?by=part"):
            trainer.page.goto(f"/rollouts/1/surveys/{path}")
            trainer.nothing_runs_off()


def opens_a_survey(trainer: Person) -> tuple[int, list[str]]:
    """From the playbook to open, for two units; its number and everybody's link."""
    trainer.page.goto("/rollouts/1/surveys")
    trainer.follow("New survey")
    trainer.follow(NAME)
    trainer.press("Create the draft")
    trainer.sees("The survey is there as a draft")
    survey = int(trainer.page.url.rsplit("/", 1)[1])
    trainer.follow("Preview")
    trainer.sees("Anonymous: nobody can tell which answer is yours")
    trainer.page.goto(f"/rollouts/1/surveys/{survey}/open")
    trainer.choose("Sales North", "Service desk")
    trainer.press("Count again")
    trainer.sees("people are asked")
    trainer.press("Open the survey")
    trainer.follow("Links to hand out")
    found = trainer.page.locator("td a").all_text_contents()
    return survey, ["/answer/" + link.rsplit("/", 1)[1] for link in found]


def answers_on_a_phone(one: Person, link: str) -> None:
    """What was chosen is still there after a lost connection; the page fits, and the targets are large."""
    one.page.goto(link)
    one.sees("Anonymous: nobody can tell which answer is yours", "0 of 6 answered")
    one.nothing_runs_off()
    box = one.page.locator(".scale .step").first.bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) >= 44
    one.page.locator("label.step", has_text="4").first.tap()
    one.sees("1 of 6 answered")
    one.page.on("dialog", lambda dialog: dialog.accept())
    one.page.reload()
    one.sees("1 of 6 answered")
    one.press("Send my answer")
    one.sees("Your answer is counted")
    one.nothing_runs_off()


def answers_and_goes_back(another: Person, link: str) -> None:
    """By keyboard; going back after sending leads to the page that says it is done."""
    another.page.goto(link)
    another.page.locator("input[type=radio]").first.focus()
    another.page.keyboard.press("Space")
    another.press("Send my answer")
    another.sees("Your answer is counted")
    another.page.go_back()
    another.page.goto(link)
    another.sees("Your answer is counted", "This link takes no second answer")


def answers_by_request(app: Flask, link: str, value: str) -> None:
    """One of the thirty-eight others."""
    client = app.test_client()
    page = html.fromstring(client.get(link).text)
    names = {str(name) for name in page.xpath("//input[@type='radio']/@name")}
    token = str(page.xpath("//input[@name='csrf_token']/@value")[0])
    assert client.post(link, data={"csrf_token": token, **dict.fromkeys(names, value)}).status_code == 303


def who_took_part(app: Flask, survey: int) -> tuple[dict[int, Profile], set[int]]:
    """What the attacker knows from the staff list, and what only the test may know: who answered."""
    with app.app_context():
        rows = list(db.session.scalars(select(SurveyInvitation).where(SurveyInvitation.survey_id == survey)))
        asked = {row.staff_id: tuple(row.profile) for row in rows}
        return asked, {row.staff_id for row in rows if row.answered}
