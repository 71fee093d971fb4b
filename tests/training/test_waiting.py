"""What training asks of trainers: sessions ahead, attendance that is missing, and what people learned that runs out."""

from datetime import date, time, timedelta

from flask import Flask

from planner.access.roles import Role
from planner.db import transaction
from planner.rollouts.waiting import Pile, Waiting
from planner.rollouts.waiting_list_service import Asked, waiting_in
from planner.training import enrol_service, record_service, sitting_queries, sitting_service
from planner.training.record_service import ResultDraft
from planner.training.seats import Attendance
from planner.training.waiting_work import RefresherFact, SittingFact, Situation, work_of
from tests.conftest import NOW
from tests.page import Page
from tests.personas import Cast
from tests.training.stage import TODAY, set_stage


def session(number: int, days: int, open_marks: int = 0, leaders: tuple[int, ...] = (7,)) -> SittingFact:
    return SittingFact(
        number, "Basics", TODAY + timedelta(days=days), time(9), open_marks, leaders, owned=len(leaders) == 1
    )


def told(works: list[Waiting]) -> list[tuple[int, str, Pile, str, date | None, bool]]:
    return [(each.user_id, each.key, each.pile, each.what, each.due, each.chased) for each in works]


def test_what_comes_is_next_and_attendance_waits_from_the_day_of_the_session() -> None:
    sittings = [session(1, 2), session(2, 0, 3), session(3, -1, 1), session(4, -1, 0)]
    works = list(work_of([7], Situation(1, "Northwind CRM", TODAY, sittings)))
    assert told(works) == [
        (7, "training.session.1", Pile.NEXT, "Hold “Basics”", TODAY + timedelta(2), False),
        (7, "training.attendance.2", Pile.WAITING, "Take attendance: “Basics”", TODAY, True),
        (7, "training.attendance.3", Pile.LATE, "Take attendance: “Basics”", TODAY - timedelta(1), True),
    ]
    assert works[0].about == "Session in Northwind CRM, 09:00"


def test_a_session_of_nobody_is_every_trainers_to_record_and_nobody_is_chased() -> None:
    sittings = [session(1, 2, leaders=(7, 8)), session(2, -1, 4, leaders=(7, 8))]
    works = list(work_of([7, 8], Situation(1, "Northwind CRM", TODAY, sittings)))
    assert [(each.user_id, each.key, each.chased) for each in works] == [
        (7, "training.attendance.2", False),
        (8, "training.attendance.2", False),
    ]


def test_what_runs_out_is_told_once_for_each_course_with_its_first_day() -> None:
    soon = RefresherFact(3, "Basics", 12, TODAY + timedelta(10))
    over = RefresherFact(4, "Quotes", 1, TODAY - timedelta(1))
    works = list(work_of([7], Situation(1, "Northwind CRM", TODAY, (), [soon, over])))
    assert [(each.pile, each.what, each.due) for each in works] == [
        (Pile.NEXT, "Refresh “Basics”", TODAY + timedelta(10)),
        (Pile.LATE, "Refresh “Quotes”", TODAY - timedelta(1)),
    ]
    assert [each.about.partition(": ")[2] for each in works] == [
        "what 12 people passed runs out",
        "what 1 person passed runs out",
    ]


def test_the_trainer_finds_sessions_attendance_and_refreshers_at_home(app: Flask, page: Page, cast: Cast) -> None:
    stage = set_stage(cast)
    coming, far, held = stage.sitting(days=3), stage.sitting(days=9, hour=12), stage.sitting(days=-2)
    recorded, off = stage.sitting(days=-4), stage.sitting(days=5)
    with transaction():
        for row in (held, recorded):
            enrol_service.enrol(stage.rollout, row, stage.people["Ana"], NOW - timedelta(days=6), by_oneself=False)
        place = enrol_service.enrol(stage.rollout, held, stage.people["Ben"], NOW, by_oneself=False)
        record_service.mark(stage.rollout, held, place, Attendance.ABSENT, cast.trainer, NOW)
        for taking in sitting_queries.takings(stage.rollout.id, recorded.id):
            record_service.mark(stage.rollout, recorded, taking.enrolment, Attendance.THERE, cast.trainer, NOW)
    with transaction():
        sitting_service.cancel_sitting(off, "The room is not ready", off.version)
        passed = ResultDraft(stage.people["Cem"], stage.basics.id, TODAY - timedelta(days=90), None, True, None)
        record_service.add_results(stage.rollout, [passed], cast.trainer, NOW)
    people = {cast.trainer.id: Role.TRAINER, cast.manager.id: Role.MANAGER, cast.member.id: Role.MEMBER}
    found = {(each.user_id, each.key) for each in waiting_in(Asked(stage.rollout, TODAY, people))}
    assert {pair for pair in found if pair[1].startswith("training.")} == {
        (cast.trainer.id, f"training.session.{coming.id}"),
        (cast.trainer.id, f"training.attendance.{held.id}"),
        (cast.trainer.id, f"training.refresher.{stage.basics.id}"),
    }
    assert far.id
    home = page.get("portfolio.home", as_=cast.trainer)
    for path in (f"/training/sessions/{held.id}/attendance", f"/training/sessions/{coming.id}"):
        assert home.xpath(f"//a[@href='/rollouts/{stage.rollout.id}{path}']"), path


def test_a_session_that_nobody_holds_waits_for_all_trainers(app: Flask, cast: Cast) -> None:
    stage = set_stage(cast)
    held = stage.sitting(days=-1, trainer_id=None)
    with transaction():
        enrol_service.enrol(stage.rollout, held, stage.people["Ana"], NOW, by_oneself=False)
    people = {cast.trainer.id: Role.TRAINER, cast.manager.id: Role.MANAGER}
    found = [each for each in waiting_in(Asked(stage.rollout, TODAY, people)) if each.area == "training"]
    assert [(each.user_id, each.pile, each.chased) for each in found] == [(cast.trainer.id, Pile.LATE, False)]
