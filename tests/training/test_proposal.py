"""A proposal keeps courses in their order, as it is stored, shown and made into sessions."""

from datetime import timedelta

from planner.db import transaction
from planner.training import coverage_queries, proposal_service, record_service
from planner.training.proposal_task_service import task_of
from planner.training.session_values import Group, Held, Need
from tests.conftest import NOW
from tests.page import Page, text_of
from tests.personas import Cast
from tests.training.stage import TODAY, Stage, set_stage


def pass_basics(stage: Stage, *names: str) -> None:
    sitting = stage.sitting(days=-3, hour=6, training_room_id=None, trainer_id=None)
    with transaction():
        for name in names:
            record_service.walk_in(stage.rollout, sitting, stage.people[name], None, NOW)


def test_the_task_says_who_needs_which_courses_together_and_what_is_planned(cast: Cast) -> None:
    stage = set_stage(cast)
    pass_basics(stage, "Ana", "Ben")
    stage.sitting(days=7, hour=14, seats=3)
    task = task_of(stage.rollout, TODAY)
    by_course: dict[int, Need] = {each.course_id: each for each in task.needs}
    basics, sales = by_course[stage.basics.id], by_course[stage.sales.id]
    assert (basics.people, basics.open, basics.after) == (2, 5, ())
    assert basics.held == (Held((TODAY + timedelta(7), 1), (TODAY + timedelta(7), 1), 3),)
    assert (sales.people, sales.open, sales.after, sales.held) == (6, 6, (stage.basics.id,), ())
    both, one, other = frozenset({stage.basics.id, stage.sales.id}), stage.sales.id, stage.basics.id
    assert set(task.groups) == {Group(1, 4, both), Group(1, 2, frozenset({one})), Group(1, 1, frozenset({other})),
                                Group(None, 1, frozenset({other}))}  # fmt: skip


def test_courses_without_an_order_are_not_told_apart(cast: Cast) -> None:
    stage = set_stage(cast)
    assert coverage_queries.open_together(stage.rollout.id, TODAY, []) == []
    pass_basics(stage, "Ana", "Ben", "Cem", "Dora", "Emil", "Finn", "Miro")
    task = task_of(stage.rollout, TODAY)
    assert [(each.course_id, each.people, each.open) for each in task.needs] == [(stage.sales.id, 6, 0)]
    assert task.groups == ()


def test_nobody_is_proposed_a_seat_before_the_course_that_comes_first(cast: Cast) -> None:
    stage = set_stage(cast)
    with transaction():
        row = proposal_service.ask(stage.rollout, cast.trainer, NOW, TODAY)
    sessions = proposal_service.sessions_of(row)
    assert proposal_service.missing_of(row) == []
    assert (row.answer["needed"], sum(each.people for each in sessions)) == (13, 13)
    (sales,) = (each for each in sessions if each.course_id == stage.sales.id)
    before = [each for each in sessions if each.course_id == stage.basics.id and each.day < sales.day]
    assert sum(each.people for each in before) >= sales.people == 6


def test_the_page_says_that_no_time_is_left_after_the_first_course(cast: Cast, page: Page) -> None:
    stage = set_stage(cast, TODAY + timedelta(2))
    with transaction():
        row = proposal_service.ask(stage.rollout, cast.trainer, NOW, TODAY)
    assert [each.course_id for each in proposal_service.sessions_of(row)] == [stage.basics.id] * 2
    (missing,) = proposal_service.missing_of(row)
    assert (missing.course_id, missing.people, missing.no_day) == (stage.sales.id, 6, True)
    assert missing.first == (stage.basics.id,)
    shown = text_of(page.get("training.proposal", as_=cast.trainer, rollout_id=stage.rollout.id))
    assert "A day in sales, wave 1: 6 people without a seat; before it comes Basics, and too few days are left" in shown


def test_a_proposal_that_was_kept_earlier_is_still_read(cast: Cast) -> None:
    stage = set_stage(cast, TODAY + timedelta(2))
    with transaction():
        row = proposal_service.ask(stage.rollout, cast.trainer, NOW, TODAY)
        row.answer = row.answer | {"missing": [{k: v for k, v in row.answer["missing"][0].items() if k != "first"}]}
    assert [each.first for each in proposal_service.missing_of(row)] == [()]
