"""What is typed of courses and sessions stands on their pages, in the calendar and on the certificate."""

import io
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from icalendar import Calendar
from pypdf import PdfReader

from planner.db import transaction
from planner.people import staff_queries, staff_service
from planner.people.staff import By, StaffDraft
from planner.training import course_queries, coverage_queries, record_service, sitting_queries
from tests.conftest import NOW
from tests.page import Page, text_of
from tests.personas import Cast
from tests.training.stage import TODAY, Stage, set_stage

LINK = "https://learn.example.org/quote?lang=de&unit=1"
COURSE: dict[str, Any] = {
    "name": "How we quote", "content": "Prices, discounts and who may grant them.", "format": "e-learning",
    "hours": "1.5", "seats": "500", "shelf_life_days": "45", "moment": "uat", "has_test": "y", "pass_percent": "75",
    "roles": ["sales"], "link": LINK,
}  # fmt: skip


@pytest.fixture
def stage(app: Flask, cast: Cast) -> Stage:
    return set_stage(cast)


def session(stage: Stage, **more: object) -> dict[str, Any]:
    return {
        "course": stage.basics.id, "day": TODAY + timedelta(7), "at": "08:00", "hours": "2", "seats": "4",
        "trainer": stage.trainer.id, "room": "0", "unit": "0", "wave": "1", "once": "s", **more,
    }  # fmt: skip


def test_a_course_is_read_back_with_its_content_format_and_link(stage: Stage, cast: Cast, page: Page) -> None:
    where: dict[str, Any] = {"rollout_id": stage.rollout.id, "as_": cast.manager}
    page.post("training.add_course", COURSE | {"needed": [str(stage.basics.id)], "once": "a"}, **where)
    made = next(each.course for each in course_queries.courses(stage.rollout.id) if each.course.name == COURSE["name"])
    shown = page.get("training.course", course_id=made.id, **where)
    told = {text_of(each[0]): text_of(each[1]) for each in shown.xpath("//dl[@class='facts']/div")}
    assert "Prices, discounts and who may grant them." in text_of(shown)
    assert told["How it is given"] == "E-learning, alone"
    assert (told["Length"], told["Stays fresh for"], told["Seats of a session"]) == ("1.5 hours", "45 days", "500")
    assert (told["Passed"], told["First to be passed"]) == ("test with at least 75 %", "Basics")
    assert told["To be done"] == "before acceptance testing"
    (link,) = shown.xpath("//a[text()='Open the e-learning']")
    assert (link.get("href"), link.get("rel")) == (LINK, "noopener")
    edited = page.get("training.edit_course", course_id=made.id, **where)
    assert edited.xpath("string(//input[@name='link']/@value)") == LINK
    assert edited.xpath("string(//textarea[@name='content'])").strip() == COURSE["content"]


@pytest.mark.parametrize("link", ["javascript:alert(1)", "data:text/html,x", "//evil.example.org", "ftp://e.org/x"])
def test_a_link_that_is_no_web_address_is_refused(stage: Stage, cast: Cast, page: Page, link: str) -> None:
    where: dict[str, Any] = {"rollout_id": stage.rollout.id, "as_": cast.manager}
    forms = {"add_course": COURSE | {"link": link, "once": "a"}, "add_session": session(stage, link=link)}
    for name, form in forms.items():
        endpoint = f"training.{name}"
        answer = page.post(endpoint, form, status=422, **where)
        assert page.parse(answer).xpath("//*[@id='link' and @aria-invalid='true']"), endpoint
    assert sitting_queries.sittings(stage.rollout.id) == []


def test_a_session_is_read_back_with_its_link_and_language(stage: Stage, cast: Cast, page: Page) -> None:
    where: dict[str, Any] = {"rollout_id": stage.rollout.id, "as_": cast.trainer}
    form = session(stage, link=LINK, language="Deutsch", note="Bring a laptop.")
    page.post("training.add_session", form, **where)
    (view,) = sitting_queries.sittings(stage.rollout.id)
    for who in (cast.trainer, cast.member):
        shown = page.get("training.session", sitting_id=view.sitting.id, rollout_id=stage.rollout.id, as_=who)
        told = {text_of(each[0]): text_of(each[1]) for each in shown.xpath("//dl[@class='facts']/div")}
        assert (told["Language"], told["Where"]) == ("Deutsch", "online")
        assert [each.get("href") for each in shown.xpath("//a[text()='Take part online']")] == [LINK]
        assert "Bring a laptop." in text_of(shown)
    edited = page.get("training.edit_session", sitting_id=view.sitting.id, **where)
    assert edited.xpath("string(//input[@name='language']/@value)") == "Deutsch"
    change = form | {"language": "English", "link": "", "room": stage.room.id, "version": view.sitting.version}
    page.post("training.edit_session", change, sitting_id=view.sitting.id, **where)
    shown = page.get("training.session", sitting_id=view.sitting.id, **where)
    assert "English" in text_of(shown)
    assert "Room 1" in text_of(shown)
    assert shown.xpath("//a[text()='Take part online']") == []


def events(content: str) -> dict[str, Any]:
    """The entries of a calendar by what they are called."""
    return {str(each["summary"]): each for each in Calendar.from_ical(content).walk("VEVENT")}


def test_the_training_calendar_of_ones_own_holds_the_sessions_one_gives_or_has_a_seat_in(
    stage: Stage, cast: Cast, page: Page, app: Flask
) -> None:
    given = stage.sitting(days=7, link=LINK, language="Deutsch")
    other = stage.sitting(stage.sales, days=8, trainer_id=None, seats=8)
    with transaction():
        record_service.add_result(
            stage.rollout,
            record_service.ResultDraft(stage.people["Miro"], stage.basics.id, TODAY, None, True),
            None,
            NOW,
        )
    page.post("training.enrol_me", {}, sitting_id=other.id, rollout_id=stage.rollout.id, as_=cast.member)
    held = {}
    for who in (cast.trainer, cast.member):
        client = page.client(who)
        address = f"/rollouts/{stage.rollout.id}/training/calendars"
        assert client.post(address, data={"csrf_token": page.token(client), "once": who.email}).status_code == 303
        shown = page.parse(client.get(address))
        feed = str(shown.xpath("string(//input[@id='address']/@value)"))
        assert "/training-calendar/" in feed
        assert page.parse(client.get(address)).xpath("//input[@id='address']") == [], "it is shown this once"
        answer = app.test_client().get(feed.removeprefix("http://127.0.0.1:8000"))
        assert (answer.status_code, answer.mimetype) == (200, "text/calendar")
        held[who.id] = events(answer.get_data(as_text=True))
    assert set(held[cast.trainer.id]) == {"Basics"}
    assert set(held[cast.member.id]) == {"A day in sales"}
    entry = held[cast.trainer.id]["Basics"]
    starts = datetime.combine(TODAY + timedelta(7), datetime.min.time(), UTC) + timedelta(hours=9)
    assert (entry["dtstart"].dt, entry["dtend"].dt) == (starts, starts + timedelta(hours=2))
    assert (str(entry["location"]), str(entry["status"])) == ("Room 1", "CONFIRMED")
    assert LINK in str(entry["description"])
    assert str(entry["url"]).endswith(f"/rollouts/{stage.rollout.id}/training/sessions/{given.id}")


def test_a_calendar_that_was_ended_or_guessed_answers_nothing(stage: Stage, cast: Cast, page: Page, app: Flask) -> None:
    client = page.client(cast.trainer)
    address = f"/rollouts/{stage.rollout.id}/training/calendars"
    client.post(address, data={"csrf_token": page.token(client), "once": "k"})
    shown = page.parse(client.get(address))
    feed = str(shown.xpath("string(//input[@id='address']/@value)")).removeprefix("http://127.0.0.1:8000")
    (end,) = shown.xpath("//form[contains(@action, '/end')]/@action")
    assert app.test_client().get(feed).status_code == 200
    assert client.post(end, data={"csrf_token": page.token(client)}).status_code == 303
    assert app.test_client().get(feed).status_code == 404
    assert app.test_client().get("/training-calendar/guessed.ics").status_code == 404


def test_the_certificate_says_until_when_it_counts(stage: Stage, cast: Cast, page: Page) -> None:
    ana = stage.people["Ana"]
    with transaction():
        draft = record_service.ResultDraft(ana, stage.sales.id, date(2026, 2, 20), 90)  # type: ignore[arg-type] # a whole score
        record_service.add_result(stage.rollout, draft, None, NOW)
    where: dict[str, Any] = {"rollout_id": stage.rollout.id, "as_": cast.trainer}
    (link,) = page.get("training.person", staff_id=ana, **where).xpath("//a[contains(@href, '.pdf')]/@href")
    reader = PdfReader(io.BytesIO(page.client(cast.trainer).get(link).data))
    assert len(reader.pages) == 1
    paper = " ".join(reader.pages[0].extract_text().split())
    assert "Passed on 20 February 2026" in paper
    assert "Fresh until 11 April 2026" in paper, "fifty days later"
    for words in ("Ana Ro", "A day in sales", "with 90 %", link.rpartition("/")[2].removesuffix(".pdf")):
        assert words in paper


def test_coverage_is_counted_by_site(stage: Stage, cast: Cast, page: Page) -> None:
    with transaction():
        for site, number in (("Oslo", 6), ("Lyon", 5), ("", 1)):
            drafts = [
                StaffDraft(
                    f"{site or 'Nowhere'} {n}", f"{site}{n}", site=site, unit_id=stage.unit.id, roles=("support",)
                )
                for n in range(number)
            ]
            staff_service.add_many(stage.rollout.id, drafts, str(number))
    oslo = stage.sitting(days=-3, hour=6, training_room_id=None, trainer_id=None, seats=9)
    people = {view.name: view.id for view in staff_queries.everybody(stage.rollout.id)}
    with transaction():
        for name in ("Oslo 0", "Oslo 1", "Lyon 0"):
            record_service.walk_in(stage.rollout, oslo, people[name], None, NOW)
    found = coverage_queries.coverage_by(stage.rollout.id, TODAY, By.SITE)
    counted = {key: (each.people, each.trained, each.not_trained) for key, each in found.items()}
    assert counted == {"": (9, 0, 9), "Lyon": (5, 1, 4), "Oslo": (6, 2, 4)}
    shown = page.get("training.coverage", rollout_id=stage.rollout.id, as_=cast.trainer)
    (table,) = [each for each in shown.xpath("//table") if "Oslo" in text_of(each)]
    lines = {text_of(row.xpath("th")[0]): text_of(row) for row in table.xpath(".//tbody/tr")}
    assert "6 2 (33 %)" in lines["Oslo"]
    assert "5 1 (20 %)" in lines["Lyon"]
    told = page.client(cast.manager).get(f"/rollouts/{stage.rollout.id}/training/coverage.csv").get_data(as_text=True)
    assert "site,Oslo,6,2,0,0,4," in told
