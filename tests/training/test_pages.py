"""The pages of training as a trainer, a member, a line manager, a sponsor and a viewer use them."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from planner.db import db, transaction
from planner.people import staff_queries, staff_service
from planner.people.privacy_models import PrivacyRead
from planner.people.staff import StaffDraft
from planner.training import record_queries, record_service, sitting_queries
from planner.training.record_service import ResultDraft
from planner.training.seats import Attendance, Place
from planner.training.sitting_models import SittingRating
from tests.conftest import NOW
from tests.page import Page, text_of
from tests.personas import Cast
from tests.training.stage import TODAY, Stage, set_stage


@pytest.fixture
def stage(app: Flask, cast: Cast) -> Stage:
    return set_stage(cast)


def test_a_trainer_enrols_records_attendance_and_results_and_the_certificate_opens(
    stage: Stage, cast: Cast, page: Page
) -> None:
    where: dict[str, Any] = {"rollout_id": stage.rollout.id, "as_": cast.trainer}
    form: dict[str, Any] = {
        "course": stage.basics.id, "day": TODAY.isoformat(), "at": "08:00", "hours": "2", "seats": "4",
        "trainer": stage.trainer.id, "room": stage.room.id, "unit": "0", "wave": "1", "once": "a",
    }  # fmt: skip
    assert (
        page.post("training.add_session", form, **where).location
        == page.post("training.add_session", form, **where).location
    )
    (view,) = sitting_queries.sittings(stage.rollout.id)
    sitting: dict[str, Any] = {"sitting_id": view.sitting.id, **where}
    page.post("training.enrol", {"person": [stage.people["Ana"], stage.people["Ben"]], "once": "b"}, **sitting)
    assert "2 of 4" in text_of(page.get("training.session", **sitting))
    assert "Who is there?" in text_of(page.get("training.attendance", **sitting))
    first = sitting_queries.takings(stage.rollout.id, view.sitting.id)[0]
    for _ in range(2):
        page.post("training.mark", {"said": "there"}, enrolment_id=first.enrolment.id, **where)
    page.post("training.walk_in", {"person": stage.people["Cem"]}, **sitting)
    assert "2 of 3 there" in text_of(page.get("training.attendance", **sitting))
    person = page.get("training.person", staff_id=stage.people["Ana"], **where)
    (link,) = person.xpath("//a[contains(@href, '/certificates/') and contains(@href, '.pdf')]/@href")
    pdf = page.client(cast.trainer).get(link)
    assert pdf.data.startswith(b"%PDF")
    number = link.rpartition("/")[2].removesuffix(".pdf")
    assert "Basics" in text_of(page.get("training.verify", number=number))
    assert "Ana" not in page.response.text
    assert "There is no certificate" in text_of(page.get("training.verify", number="2222-2222-2223"))
    day = stage.sitting(stage.sales, days=-1)
    page.post("training.walk_in", {"person": stage.people["Ana"]}, sitting_id=day.id, **where)
    results: dict[str, Any] = {"sitting_id": day.id, **where}
    page.post("training.results", {f"score-{stage.people['Ana']}": "ninety", "once": "c"}, status=422, **results)
    page.post("training.results", {f"score-{stage.people['Ana']}": "90,5", "once": "d"}, **results)
    assert "passed, 90.5 %" in text_of(page.get("training.person", staff_id=stage.people["Ana"], **where))
    page.get("training.results", **results)
    page.get("training.matrix", **where)
    looked = {
        (row.staff_id, row.what) for row in db.session.scalars(select(PrivacyRead).filter_by(user_id=cast.trainer.id))
    }
    ana = stage.people["Ana"]
    assert {(ana, what) for what in ("Your training", "Your attendance", "Your test results")} <= looked
    assert (stage.people["Miro"], "Your training") in looked
    assert "1 of 8" in text_of(page.get("training.index", **where))
    assert "BEGIN:VEVENT" in page.client(cast.trainer).get(
        f"/rollouts/{stage.rollout.id}/training/sessions/{day.id}.ics"
    ).text  # fmt: skip


def test_a_member_takes_a_seat_gives_it_back_and_rates(stage: Stage, cast: Cast, page: Page) -> None:
    where: dict[str, Any] = {"rollout_id": stage.rollout.id, "as_": cast.member}
    soon = stage.sitting(seats=2)
    assert "take a seat" in text_of(page.get("training.mine", **where))
    page.post("training.enrol_me", {}, sitting_id=soon.id, **where)
    assert "You have a seat" in text_of(page.get("training.session", sitting_id=soon.id, **where))
    place = sitting_queries.enrolment_of(soon.id, stage.people["Miro"])
    assert place is not None
    page.post("training.give_back", {}, enrolment_id=place.id, **where)
    assert "Take a seat" in text_of(page.get("training.session", sitting_id=soon.id, **where))
    assert "does not take place" in text_of(
        page.get("training.session", sitting_id=soon.id, **where | {"as_": cast.trainer})
    )
    page.get("training.person", staff_id=stage.people["Ana"], status=403, **where)
    page.get("training.person", staff_id=stage.people["Miro"], **where)
    past = stage.sitting(days=0, hour=8)
    page.get("training.rate", sitting_id=past.id, status=404, **where)
    with transaction():
        record_service.walk_in(stage.rollout, past, stage.people["Miro"], None, NOW)
    page.post("training.rate", {"stars": "4"}, sitting_id=past.id, **where)
    page.post("training.rate", {"stars": "1"}, sitting_id=past.id, status=422, **where)
    query = select(SittingRating.stars, SittingRating.number).where(SittingRating.sitting_id == past.id)
    assert [tuple(row) for row in db.session.execute(query)] == [(4, 1)]
    assert sitting_queries.ratings([past.id]) == {}


def test_a_line_manager_enrols_the_own_team_only(stage: Stage, cast: Cast, page: Page) -> None:
    with transaction():
        staff_service.set_managers(stage.rollout.id, {stage.people["Ana"]: stage.people["Miro"]})
    soon = stage.sitting()
    where: dict[str, Any] = {"rollout_id": stage.rollout.id, "as_": cast.member, "sitting_id": soon.id}
    offered = page.get("training.session", **where)
    assert [str(v) for v in offered.xpath("//input[@name='person']/@value")] == [str(stage.people["Ana"])]
    page.post("training.enrol", {"person": [stage.people["Ben"]], "once": "a"}, status=403, **where)
    page.post("training.enrol", {"person": [stage.people["Ana"]], "once": "b"}, **where)
    place = sitting_queries.enrolment_of(soon.id, stage.people["Ana"])
    assert place is not None
    assert place.place is Place.SEAT
    assert place.attendance is Attendance.OPEN


def test_sponsors_and_viewers_see_groups_of_five_and_no_names(stage: Stage, cast: Cast, page: Page) -> None:
    with transaction():
        staff_service.add_staff(stage.rollout.id, StaffDraft("Lone One", roles=("support",)))
    soon = stage.sitting(seats=6)
    for who in (cast.sponsor, cast.viewer):
        client = page.client(who)
        coverage = page.parse(client.get(f"/rollouts/{stage.rollout.id}/training/coverage"))
        assert "fewer than five" in text_of(coverage)
        for path in ("coverage", "sessions", f"sessions/{soon.id}", "courses", f"courses/{stage.basics.id}", "mine"):
            answer = client.get(f"/rollouts/{stage.rollout.id}/training/{path}")
            assert answer.status_code == 200, path
            assert not any(name in answer.text for name in ("Ana Ro", "Lone One"))
        assert client.get(f"/rollouts/{stage.rollout.id}/training/sessions/{soon.id}/attendance").status_code == 403
        assert client.get(f"/rollouts/{stage.rollout.id}/training/people/{stage.people['Ana']}").status_code == 403
    export = page.client(cast.sponsor).get(f"/rollouts/{stage.rollout.id}/training/coverage.csv")
    assert "fewer than 5" in export.text


def test_a_list_with_names_needs_a_purpose_that_those_named_can_read(stage: Stage, cast: Cast, page: Page) -> None:
    where: dict[str, Any] = {"rollout_id": stage.rollout.id, "as_": cast.trainer}
    with transaction():
        record_service.add_result(
            stage.rollout, ResultDraft(stage.people["Miro"], stage.basics.id, TODAY, None, True), None, NOW
        )
    page.post("training.export", {"what": "people", "purpose": "x", "form": "csv"}, status=422, **where)
    answer = page.post(
        "training.export", {"what": "people", "purpose": "=Seats of wave 1", "form": "csv"}, status=200, **where
    )
    assert "Ana Ro" in answer.text
    assert "'=" not in answer.text.splitlines()[0]
    assert [row.purpose for row, _ in record_queries.exports_naming(stage.people["Miro"])] == ["=Seats of wave 1"]
    assert "=Seats of wave 1" in text_of(page.get("training.mine", rollout_id=stage.rollout.id, as_=cast.member))
    assert page.post(
        "training.export", {"what": "results", "purpose": "Seats of wave 1", "form": "xlsx"}, status=200, **where
    )
    page.get("training.export", rollout_id=stage.rollout.id, as_=cast.sponsor, status=403)


def test_courses_trainers_and_rooms_are_edited_and_a_stale_edit_shows_both(
    stage: Stage, cast: Cast, page: Page
) -> None:
    where: dict[str, Any] = {"rollout_id": stage.rollout.id, "as_": cast.manager}
    course: dict[str, Any] = {
        "name": "Basics", "format": "online", "hours": "1.5", "seats": "20", "shelf_life_days": "30",
        "moment": "go-live", "pass_percent": "80", "roles": ["everyone"], "version": stage.basics.version,
    }  # fmt: skip
    page.post("training.edit_course", course, course_id=stage.basics.id, **where)
    page.post("training.edit_course", course, course_id=stage.basics.id, status=409, **where)
    page.post("training.add_course", {**course, "once": "a"}, status=422, **where)
    page.post("training.add_absence", {"first_day": "2026-03-09", "last_day": "2026-03-02", "once": "b"}, status=422,
              trainer_id=stage.trainer.id, **where)  # fmt: skip
    page.post("training.add_absence", {"first_day": "2026-03-09", "last_day": "2026-03-10", "once": "c"},
              trainer_id=stage.trainer.id, **where)  # fmt: skip
    stage.sitting(days=1)
    seen = text_of(page.get("training.trainers", **where))
    assert "2.0 of 12.0" in seen
    assert "2 days away" in seen
    page.post("training.proposal", {"once": "d"}, **where)
    assert "Everybody can be seated" in text_of(page.get("training.proposal", **where))
    page.get("training.proposal", rollout_id=stage.rollout.id, as_=cast.member, status=403)


def test_pages_without_anything_say_what_to_do(app: Flask, cast: Cast, page: Page) -> None:
    where: dict[str, Any] = {"rollout_id": cast.rollout.id, "as_": cast.trainer}
    assert "Nobody is on the staff list" in text_of(page.get("training.matrix", **where))
    assert "There is no trainer yet" in text_of(page.get("training.trainers", **where))
    assert "No session is planned" in text_of(page.get("training.sessions", **where))
    assert "There is no wave yet" in text_of(page.get("training.coverage", **where))
    assert "not on the staff list" in text_of(page.get("training.mine", **where))
    assert staff_queries.is_empty(cast.rollout.id)
