"""Hours needed against hours freed: what is short is short of each person, and never made good by another."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from planner.db import db, transaction
from planner.people import service as promises
from planner.people.promises import Promise, PromiseDraft
from planner.rollouts.playbook_service import take_copy
from planner.schedule import service
from planner.schedule.capacity import Cell, Row, weeks_from
from planner.schedule.commitment_weeks import all_together, hours_by_person, short_share, shortest
from planner.schedule.models import PlanTask
from planner.schedule.states import Kind
from tests.conftest import NOW
from tests.page import Page, text_of
from tests.personas import Cast
from tests.schedule.samples import SMALL

TODAY = date(2026, 3, 2)
WEEKS = weeks_from(TODAY, 4)


def row(user: int, *need: float) -> Row:
    return Row(user, tuple(Cell(week, hours, None) for week, hours in zip(WEEKS, need, strict=False)))


def promise(user: int, hours: int, confirmed: int | None) -> Promise:
    return Promise(user, Decimal(hours), TODAY, None, None if confirmed is None else Decimal(confirmed))


def test_an_hour_is_short_that_is_needed_and_not_freed() -> None:
    people = hours_by_person([row(1, 10, 4), row(2, 10, 0), row(3, 6, 0)], [promise(1, 12, 8), promise(2, 40, 40)])
    assert [[week.short for week in person.weeks] for person in people] == [[2, 0], [0, 0], [6, 0]]
    total = all_together(people)
    assert [[week.need, week.promised, week.confirmed, week.short] for week in total] == [
        [26, 52, 48, 8],
        [4, 52, 48, 0],
    ]
    assert short_share(total) == Decimal(800) / 30
    assert [[person, week.short] for person, week in shortest(people)] == [[3, 6], [1, 2]]
    assert short_share(all_together(hours_by_person([row(1, 0, 0)], []))) is None
    assert all_together(()) == ()


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60), st.none() | st.integers(0, 60)), min_size=1))
def test_short_lies_between_nothing_and_all_that_is_needed(each: list[tuple[int, int, int | None]]) -> None:
    rows = [row(number, float(need)) for number, (need, _, _) in enumerate(each)]
    said = [promise(number, hours, confirmed) for number, (_, hours, confirmed) in enumerate(each)]
    week = all_together(hours_by_person(rows, said))[0]
    assert max(week.need - (week.confirmed or 0), Decimal(0)) <= week.short <= week.need
    share = short_share([week])
    assert share is None or 0 <= share <= 100


def test_the_page_shows_what_is_short_to_whom_it_concerns(cast: Cast, page: Page) -> None:
    with transaction():
        take_copy(cast.rollout.id, SMALL, NOW)
        service.prepare(cast.rollout, SMALL, TODAY)
        db.session.query(PlanTask).filter(PlanTask.kind == Kind.TASK).update(
            {"owner_id": cast.member.id}, synchronize_session=False
        )
        draft = PromiseDraft(Promise(cast.member.id, Decimal(20), TODAY), "Miro")
        made = promises.add_promise(cast.rollout.id, draft)
        promises.confirm_hours(made, Decimal("7.5"), "Ana", cast.manager, TODAY, made.version)
    where = {"rollout_id": cast.rollout.id}
    seen = {
        person.name: text_of(page.get("schedule.hours_needed", as_=person, **where))
        for person in (cast.manager, cast.member, cast.sponsor, cast.trainer)
    }
    assert "Who is short, and when" in seen["Mara Lind"]
    assert "Where you are short" in seen["Miro Petrov"]
    assert "32.5 h short" in seen["Miro Petrov"]
    for name in ("Sven Holm", "Tara Okafor"):
        assert "7.5" not in seen[name]
        assert "No hours to show" in seen[name]
    later = TODAY + timedelta(weeks=3)
    assert str(later.day) in seen["Mara Lind"]
