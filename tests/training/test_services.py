"""Places, attendance, results, certificates and coverage as they are stored."""

from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from flask import Flask
from sqlalchemy import event

from planner.basics.errors import NotFound, RuleBroken
from planner.db import db, transaction
from planner.people import staff_queries, staff_service
from planner.people.staff import By, StaffDraft
from planner.people.staff_queries import Part
from planner.rollouts import queries as rollouts
from planner.training import (
    certificate_service,
    course_queries,
    course_service,
    coverage_queries,
    enrol_service,
    outlook_queries,
    proposal_service,
    rating_service,
    record_queries,
    record_service,
    sitting_queries,
    sitting_service,
)
from planner.training.courses import CourseDraft
from planner.training.record_service import ResultDraft
from planner.training.results import Stand
from planner.training.seats import Attendance, Place
from planner.training.sitting_models import Enrolment, Sitting
from tests.conftest import NOW
from tests.personas import Cast
from tests.training.stage import TODAY, Stage, set_stage


@pytest.fixture
def stage(app: Flask, cast: Cast) -> Stage:
    return set_stage(cast)


def enrol(stage: Stage, sitting: Sitting, *names: str) -> list[Enrolment]:
    with transaction():
        return [enrol_service.enrol(stage.rollout, sitting, stage.people[name], NOW) for name in names]


def pass_basics(stage: Stage, *names: str) -> None:
    sitting = stage.sitting(days=0, hour=6, training_room_id=None, trainer_id=None)
    with transaction():
        for name in names:
            record_service.walk_in(stage.rollout, sitting, stage.people[name], None, NOW)


def test_the_waiting_list_moves_up_by_itself(stage: Stage) -> None:
    sitting = stage.sitting(seats=2)
    first, second, third = enrol(stage, sitting, "Ana", "Ben", "Cem")
    assert [each.place for each in (first, second, third)] == [Place.SEAT, Place.SEAT, Place.WAITING]
    assert enrol(stage, sitting, "Ana")[0].id == first.id
    with transaction():
        moved = enrol_service.give_back(sitting, first, NOW)
    assert [each.staff_id for each in moved] == [stage.people["Cem"]]
    enrol(stage, sitting, "Dora")
    values = sitting_service.current_values(sitting)
    values.pop("cancelled"), values.pop("ends_at")
    with transaction():
        draft = sitting_service.SittingDraft(**{**values, "seats": 5})  # type: ignore[arg-type] # as stored
        sitting_service.edit_sitting(stage.rollout, sitting, draft, sitting.version, NOW)
    assert sitting_queries.view(stage.rollout.id, sitting.id).waiting == 0


def test_prerequisites_units_and_clashes_are_in_the_way(stage: Stage) -> None:
    day = stage.sitting(stage.sales)
    with pytest.raises(RuleBroken, match="First to be passed: Basics"), transaction():
        enrol_service.enrol(stage.rollout, day, stage.people["Ana"], NOW)
    pass_basics(stage, "Ana")
    assert enrol(stage, day, "Ana")[0].place is Place.SEAT
    other = stage.sitting(hour=10, trainer_id=None, training_room_id=None)
    with pytest.raises(RuleBroken, match="At the same time"), transaction():
        enrol_service.enrol(stage.rollout, other, stage.people["Ana"], NOW)
    only_north = stage.sitting(days=9, unit_id=stage.unit.id)
    with pytest.raises(RuleBroken, match="another unit"), transaction():
        enrol_service.enrol(stage.rollout, only_north, stage.people["Gil"], NOW, by_oneself=True)


def test_a_trainer_and_a_room_are_in_one_place_at_a_time(stage: Stage) -> None:
    stage.sitting()
    with pytest.raises(RuleBroken, match="The trainer gives"):
        stage.sitting(hour=10, training_room_id=None)
    with pytest.raises(RuleBroken, match="The room is taken"):
        stage.sitting(hour=10, trainer_id=None)
    with pytest.raises(RuleBroken, match="The room has 8 seats"):
        stage.sitting(days=9, seats=9)
    from planner.training.place_service import add_absence

    with transaction():
        add_absence(stage.trainer, TODAY + timedelta(20), TODAY + timedelta(21), "")
    with pytest.raises(RuleBroken, match="away"):
        stage.sitting(days=20)


def test_attendance_passes_a_course_without_a_test_and_can_be_taken_back(stage: Stage) -> None:
    sitting = stage.sitting(days=0, hour=8)
    (place,) = enrol(stage, sitting, "Ana")
    for said, trained in ((Attendance.THERE, 1), (Attendance.THERE, 1), (Attendance.OPEN, 0), (Attendance.THERE, 1)):
        with transaction():
            record_service.mark(stage.rollout, sitting, place, said, None, NOW)
        found = coverage_queries.cells_by_person([stage.people["Ana"]])[stage.people["Ana"]][stage.basics.id]
        assert (found.passed_on is not None) == bool(trained)
    assert len(record_queries.results_of(stage.people["Ana"])) == 1
    later = stage.sitting(days=3)
    (soon,) = enrol(stage, later, "Ben")
    with pytest.raises(RuleBroken, match="from the day"), transaction():
        record_service.mark(stage.rollout, later, soon, Attendance.THERE, None, NOW)


def test_results_by_the_line_attempts_and_certificates(stage: Stage) -> None:
    ana = stage.people["Ana"]
    with transaction():
        failed = record_service.add_result(
            stage.rollout, ResultDraft(ana, stage.sales.id, TODAY, Decimal(79)), None, NOW
        )
        passed = record_service.add_result(
            stage.rollout, ResultDraft(ana, stage.sales.id, TODAY, Decimal(80)), None, NOW
        )
    assert (failed.passed, passed.passed) == (False, True)
    certificate = certificate_service.of_person(ana)[passed.id]
    assert certificate.expires_on == TODAY + timedelta(50)
    found = certificate_service.find(certificate.number.lower())
    assert (found.course.id, found.person.id) == (stage.sales.id, ana)
    with pytest.raises(RuleBroken, match="not come yet"), transaction():
        record_service.add_result(
            stage.rollout, ResultDraft(ana, stage.sales.id, TODAY + timedelta(1), Decimal(80)), None, NOW
        )
    number = certificate.number
    with transaction():
        record_service.remove_result(stage.rollout, passed)
    with pytest.raises(NotFound):
        certificate_service.find(number)
    assert coverage_queries.cells_by_person([ana])[ana][stage.sales.id].passed_on is None


def test_coverage_counts_people_by_group_and_somebody_new_is_a_gap_the_same_day(stage: Stage) -> None:
    rollout_id = stage.rollout.id
    pass_basics(stage, "Ana", "Ben", "Miro", "Gil")
    with transaction():
        record_service.add_result(
            stage.rollout,
            ResultDraft(stage.people["Ana"], stage.sales.id, TODAY - timedelta(30), Decimal(90)),
            None,
            NOW,
        )
    found = coverage_queries.coverage(rollout_id, TODAY)
    assert (found.people, found.current, found.expiring, found.not_trained) == (8, 2, 1, 5)
    assert coverage_queries.coverage(rollout_id, TODAY, at=TODAY + timedelta(21)).expired == 1
    waves = rollouts.waves(rollout_id)
    for days in (-9, 0, 21, None):
        with transaction():
            waves[0].go_live = None if days is None else TODAY + timedelta(days)
        one = coverage_queries.coverage_of_waves(rollout_id, TODAY)[waves[0].number]
        part, ahead = Part(wave=waves[0].number), TODAY + timedelta(max(days or 0, 0))
        then = coverage_queries.coverage(rollout_id, TODAY, part, at=ahead)
        assert one == (coverage_queries.coverage(rollout_id, TODAY, part), then.trained)
    by_role = coverage_queries.coverage_by(rollout_id, TODAY, By.ROLE)
    assert (by_role["sales"].people, by_role["sales"].trained) == (6, 1)
    assert coverage_queries.coverage(rollout_id, TODAY, Part(unit_id=stage.unit.id)).people == 7
    with transaction():
        staff_service.add_staff(rollout_id, StaffDraft("Nia New", joined=TODAY, unit_id=stage.unit.id))
    after = coverage_queries.coverage(rollout_id, TODAY)
    assert (after.people, after.not_trained) == (9, 6)
    rows, number = coverage_queries.matrix(rollout_id, TODAY, Part(), Stand.EXPIRING, "", 0)
    assert (number, [row.person.name for row in rows]) == (1, ["Ana Ro"])
    assert coverage_queries.matrix(rollout_id, TODAY, Part(), None, "nia", 0)[1] == 1


def test_a_change_of_roles_or_of_a_course_is_counted_at_once(stage: Stage) -> None:
    pass_basics(stage, "Miro")
    assert coverage_queries.coverage(stage.rollout.id, TODAY).trained == 1
    entry = staff_queries.row(stage.rollout.id, stage.people["Miro"])
    values = staff_service.current_values(entry)
    with transaction():
        draft = StaffDraft(entry.name, entry.number or "", entry.email or "", entry.unit_id, roles=("sales",))
        staff_service.edit_staff(entry, draft, entry.version)
    assert values["roles"] == []
    assert coverage_queries.coverage(stage.rollout.id, TODAY).trained == 0
    with transaction():
        row = course_queries.course(stage.rollout.id, stage.sales.id)
        course_service.retire_course(row, row.version, retired=True)
    assert coverage_queries.coverage(stage.rollout.id, TODAY).trained == 1


def test_ratings_are_counted_and_nobody_knows_whose(stage: Stage) -> None:
    sitting = stage.sitting(days=0, hour=8, seats=8)
    names = ("Ana", "Ben", "Cem", "Dora", "Emil")
    places = enrol(stage, sitting, *names)
    with pytest.raises(RuleBroken, match="who were there"), transaction():
        rating_service.rate(places[0], 5)
    with transaction():
        for place in places:
            record_service.mark(stage.rollout, sitting, place, Attendance.THERE, None, NOW)
        for place, stars in zip(places[:4], (5, 4, 4, 3), strict=True):
            rating_service.rate(place, stars)
    assert record_queries.rating_of(stage.rollout.id, None) == (None, 0)
    with transaction():
        rating_service.rate(places[4], 4)
    assert record_queries.rating_of(stage.rollout.id, None) == (Fraction(4), 5)
    assert sitting_queries.ratings([sitting.id]) == {sitting.id: (Fraction(4), 5)}
    with pytest.raises(RuleBroken, match="have rated"), transaction():
        rating_service.rate(places[4], 1)
    columns = {
        column.name
        for table in db.metadata.tables.values()
        if table.name == "sitting_rating"
        for column in table.columns
    }
    assert columns == {"id", "sitting_id", "stars", "number"}


def test_the_outlook_and_a_proposal_that_is_made_into_sessions(stage: Stage, cast: Cast) -> None:
    (wave,) = outlook_queries.outlooks(stage.rollout, TODAY)
    assert (wave.people, wave.open, wave.missing_seats, wave.missing_hours) == (7, 13, 13, Fraction(10))
    with transaction():
        row = proposal_service.ask(stage.rollout, cast.trainer, NOW, TODAY)
    assert row.ready
    assert proposal_service.missing_of(row) == []
    with transaction():
        made = proposal_service.take(stage.rollout, row, NOW)
    assert made == 3
    (after,) = outlook_queries.outlooks(stage.rollout, TODAY)
    assert (after.missing_seats, after.missing_hours) == (0, Fraction(0))
    with pytest.raises(RuleBroken, match="already"), transaction():
        proposal_service.take(stage.rollout, row, NOW)
    loads = outlook_queries.trainer_weeks(stage.rollout, TODAY)
    assert sum(week.hours for week in loads[0].weeks) == 10
    assert all(not week.over for week in loads[0].weeks)


def test_questions_stay_as_many_with_many_people(stage: Stage) -> None:
    def questions() -> int:
        asked: list[str] = []

        def note(_conn: object, _cursor: object, statement: str, *_: object) -> None:
            asked.append(statement)

        event.listen(db.engine, "before_cursor_execute", note)
        try:
            coverage_queries.matrix(stage.rollout.id, TODAY, Part(), None, "", 0)
            coverage_queries.coverage_by(stage.rollout.id, TODAY, By.UNIT)
            outlook_queries.outlooks(stage.rollout, TODAY)
        finally:
            event.remove(db.engine, "before_cursor_execute", note)
        return len(asked)

    before = questions()
    with transaction():
        staff_service.add_many(
            stage.rollout.id,
            [StaffDraft(f"P{n} X", f"X{n}", unit_id=stage.unit.id, roles=("sales",)) for n in range(60)],
            "60",
        )
    assert questions() == before
    assert coverage_queries.coverage(stage.rollout.id, TODAY).not_trained == 68


def test_a_course_of_ones_own_has_a_lasting_reference_that_no_other_has(stage: Stage) -> None:
    assert (stage.basics.ref, stage.sales.ref) == ("own:1", "own:2")
    assert course_queries.id_of_ref(stage.rollout.id, "own:2") == stage.sales.id
    with transaction():
        stage.basics.ref = None
    values = course_service.current_values(stage.basics)
    with transaction():
        draft = CourseDraft(**values | {"roles": ("everyone",), "needed": ()})  # type: ignore[arg-type] # as stored
        course_service.edit_course(stage.basics, draft, stage.basics.version)
    assert stage.basics.ref == "own:1", "one that came without, as from an older file, gets one"
