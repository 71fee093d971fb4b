"""The shape of a plan is changed, the dates follow, and every change can be taken back."""

from typing import Any

import pytest

from planner.basics.errors import RuleBroken, Stale
from planner.db import db, transaction
from planner.schedule import outline_service as shape
from planner.schedule import queries, service
from planner.schedule.import_service import import_plan
from planner.schedule.importing import read_plan_bytes
from planner.schedule.memory_service import last_change, take_back
from planner.schedule.models import Plan, PlanTask
from planner.schedule.outline_service import LinkDraft, NewTask
from planner.schedule.project_file import Constraint, LagKind, LinkType
from planner.schedule.states import Kind
from tests.conftest import NOW
from tests.personas import Cast
from tests.schedule.files import project, task

TODAY = NOW.date()
SMALL = project(
    task(1, "Phase"), task(2, "Write", level=2), task(3, "Check", level=2, after=[2]), task(4, "Other"),
    more="<StartDate>2026-03-02T08:00:00</StartDate>",
)  # fmt: skip


@pytest.fixture
def plan(cast: Cast) -> Plan:
    """A phase with two tasks, and another task."""
    with transaction():
        made = import_plan(cast.rollout, read_plan_bytes(SMALL), file_name="p.xml", sha256="a" * 64, by=None, at=NOW)
    return made.plan


def named(plan: Plan, name: str) -> PlanTask:
    return db.session.query(PlanTask).filter_by(plan_id=plan.id, name=name).one()


def seen(plan: Plan) -> list[tuple[Any, ...]]:
    db.session.expire_all()
    rows = queries.rows_of(plan.id)
    links = sorted((link.predecessor_id, link.successor_id, link.type) for link in queries.links_of(plan.id))
    return [*((row.name, row.outline_level, row.kind, row.start, row.finish, row.percent) for row in rows), *links]


def days(plan: Plan, name: str) -> tuple[int, int]:
    row = named(plan, name)
    assert row.start
    assert row.finish
    return row.start.day, row.finish.day


def undo(plan: Plan) -> None:
    change = last_change(plan)
    assert change
    with transaction():
        take_back(plan, change.id, NOW.date())


def test_a_new_row_stands_where_it_was_asked_for_and_its_removal_is_taken_back(cast: Cast, plan: Plan) -> None:
    before = seen(plan)
    with transaction():
        added = shape.add_task(named(plan, "Write"), NewTask("Ask", 2), cast.manager, NOW)
        shape.link(named(plan, "Ask"), LinkDraft(named(plan, "Write").id), cast.manager, NOW)
    assert [row.name for row in queries.rows_of(plan.id)] == ["Phase", "Write", "Ask", "Check", "Other"]
    assert added.outline_level == 2
    assert days(plan, "Ask") == (3, 4)
    with_new = seen(plan)
    with transaction():
        assert shape.remove_task(named(plan, "Ask"), named(plan, "Ask").version, cast.manager, NOW) == 1
    assert seen(plan) == before
    undo(plan)
    assert seen(plan) == with_new
    undo(plan)
    undo(plan)
    assert seen(plan) == before
    assert last_change(plan) is None


def test_a_link_moves_what_waits_and_a_circle_is_named(cast: Cast, plan: Plan) -> None:
    with transaction():
        shape.link(
            named(plan, "Other"), LinkDraft(named(plan, "Check").id, LinkType.FINISH_START, 1), cast.manager, NOW
        )
    assert days(plan, "Other") == (5, 5)
    before = seen(plan)
    with (
        pytest.raises(RuleBroken, match=r"Other → Write → Check|Write → Check → Other|Check → Other → Write"),
        transaction(),
    ):
        shape.link(named(plan, "Write"), LinkDraft(named(plan, "Other").id), cast.manager, NOW)
    assert seen(plan) == before


def test_a_predecessor_that_moves_takes_its_successor_along(cast: Cast, plan: Plan) -> None:
    write = named(plan, "Write")
    with transaction():
        from dataclasses import replace

        draft = replace(service.stored_draft(write), finish=service.stored_draft(write).finish.replace(day=5))  # type: ignore[union-attr] # it has a date
        service.edit_task(write, draft, write.version, cast.rollout.id, today=TODAY, by=cast.manager, at=NOW)
    assert days(plan, "Write") == (2, 5)
    assert days(plan, "Check") == (6, 6)
    assert days(plan, "Phase") == (2, 6)
    undo(plan)
    assert days(plan, "Check") == (3, 3)


def test_rows_go_in_and_out_up_and_down(cast: Cast, plan: Plan) -> None:
    before = seen(plan)
    for step, wanted in (("in", 2), ("up", 2), ("down", 2), ("out", 1)):
        row = named(plan, "Other")
        with transaction():
            shape.move_task(row, step, row.version, cast.manager, NOW)
        assert named(plan, "Other").outline_level == wanted
    assert seen(plan) == before
    for _ in range(2):
        with transaction():
            shape.move_task(named(plan, "Other"), "in", named(plan, "Other").version, cast.manager, NOW)
    assert named(plan, "Check").kind is Kind.SUMMARY
    undo(plan)
    undo(plan)
    assert seen(plan) == before
    with pytest.raises(RuleBroken, match="circle"), transaction():
        shape.move_task(named(plan, "Check"), "in", named(plan, "Check").version, cast.manager, NOW)


@pytest.mark.parametrize("step", ["in", "up", "sideways"])
def test_the_first_row_has_nowhere_to_go(cast: Cast, plan: Plan, step: str) -> None:
    row = named(plan, "Phase")
    with pytest.raises(RuleBroken), transaction():
        shape.move_task(row, step, row.version, cast.manager, NOW)


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (LinkDraft(0), "predecessor"),
        (LinkDraft(3), "predecessor"),
        (LinkDraft(1), "predecessor"),
        (LinkDraft(4, lag=99_999), "lag"),
    ],
)
def test_links_that_cannot_hold_are_refused_at_their_field(
    cast: Cast, plan: Plan, draft: LinkDraft, field: str
) -> None:
    ids = {row.uid: row.id for row in queries.rows_of(plan.id)}
    wanted = LinkDraft(ids.get(draft.predecessor_id, 0), draft.type, draft.lag, draft.lag_kind)
    with pytest.raises(RuleBroken) as refused, transaction():
        shape.link(named(plan, "Check"), wanted, cast.manager, NOW)
    assert refused.value.field == field


def test_a_change_after_another_cannot_be_taken_back_first(cast: Cast, plan: Plan) -> None:
    with transaction():
        shape.add_task(named(plan, "Other"), NewTask("One", 1), cast.manager, NOW)
        first = last_change(plan)
        assert first
        shape.add_task(named(plan, "Other"), NewTask("Two", 1), cast.manager, NOW)
    with pytest.raises(RuleBroken, match="Another change came after"), transaction():
        take_back(plan, first.id, NOW.date())


def test_what_was_changed_again_is_not_taken_back(cast: Cast, plan: Plan) -> None:
    with transaction():
        shape.add_task(named(plan, "Other"), NewTask("One", 1), cast.manager, NOW)
    change = last_change(plan)
    assert change
    with transaction():
        named(plan, "One").name = "Renamed"
    with pytest.raises(RuleBroken, match="changed again since"), transaction():
        take_back(plan, change.id, NOW.date())


def test_a_stale_move_is_told(cast: Cast, plan: Plan) -> None:
    row = named(plan, "Other")
    with pytest.raises(Stale), transaction():
        shape.move_task(row, "in", row.version - 1, cast.manager, NOW)


def test_lags_are_kept_exactly(cast: Cast, plan: Plan) -> None:
    other = named(plan, "Other")
    for lag, kind, stored in ((1.5, LagKind.WORKING, 7200), (2, LagKind.ELAPSED, 28_800), (50, LagKind.PERCENT, 50)):
        with transaction():
            made = shape.link(other, LinkDraft(named(plan, "Write").id, lag=lag, lag_kind=kind), cast.manager, NOW)
        assert made.lag == stored
    assert len([link for link in queries.links_of(plan.id) if link.successor_id == other.id]) == 1


def test_dates_given_by_hand_become_constraints_and_dates_taken_away_are_not_invented(cast: Cast, plan: Plan) -> None:
    from dataclasses import replace
    from datetime import date

    other = named(plan, "Other")
    draft = replace(service.stored_draft(other), start=date(2026, 3, 9), finish=date(2026, 3, 10))
    with transaction():
        service.edit_task(other, draft, other.version, cast.rollout.id, today=TODAY, by=cast.manager, at=NOW)
    other = named(plan, "Other")
    assert other.constraint is Constraint.START_NO_EARLIER_THAN
    assert (days(plan, "Other"), other.duration_seconds) == ((9, 10), 2 * 8 * 3600)
    with transaction():
        gone = replace(service.stored_draft(other), start=None, finish=None)
        service.edit_task(other, gone, other.version, cast.rollout.id, today=TODAY, by=cast.manager, at=NOW)
    assert named(plan, "Other").start is None


BY_HAND = {"Manual": 1, "Start": "2026-03-09T08:00:00", "Finish": "2026-03-13T17:00:00", "Duration": "PT40H0M0S"}


def taken(cast: Cast, phase: dict[str, Any]) -> Plan:
    """A phase dated by hand with one task under it, and a task that waits for the phase."""
    rows = task(1, "Phase", **phase), task(2, "Write", level=2), task(3, "After", after=[1])
    content = project(*rows, more="<StartDate>2026-03-02T08:00:00</StartDate>")
    with transaction():
        made = import_plan(cast.rollout, read_plan_bytes(content), file_name="p.xml", sha256="b" * 64, by=None, at=NOW)
        shape.add_task(named(made.plan, "Write"), NewTask("More", 3), cast.manager, NOW)
    return made.plan


def test_a_summary_that_came_dated_by_hand_keeps_its_dates(cast: Cast) -> None:
    plan = taken(cast, BY_HAND)
    assert days(plan, "Write") == (2, 2)
    assert days(plan, "More") == (2, 4)
    assert days(plan, "Phase") == (9, 13)
    assert days(plan, "After") == (16, 16)
    assert named(plan, "Phase").duration_seconds == 40 * 3600


def test_a_summary_dated_by_hand_without_dates_stays_without(cast: Cast) -> None:
    plan = taken(cast, {"Manual": 1})
    assert named(plan, "Phase").start is None
    assert named(plan, "Phase").manual
    assert days(plan, "After") == (5, 5)


def test_a_task_dated_by_hand_that_becomes_a_summary_follows_what_stands_under_it(cast: Cast) -> None:
    plan = taken(cast, {})
    other = named(plan, "After")
    with transaction():
        other.manual = True
        shape.add_task(other, NewTask("Inner", 4, under=True), cast.manager, NOW)
    assert days(plan, "After") == days(plan, "Inner")
    assert not named(plan, "After").manual
