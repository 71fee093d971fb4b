"""My work: each open task stands in one pile by its urgency; one tap finishes it; gates say what they ask of me."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.db import db, transaction
from planner.rollouts.playbook_service import take_copy
from planner.schedule import gate_service, queries, service
from planner.schedule.drafts import GateDraft
from planner.schedule.gate_queries import gate_by_key
from planner.schedule.gates import Condition, Decision, DecisionDraft
from planner.schedule.models import PlanTask
from planner.schedule.my_work import Own, Pile, my_piles, when_words
from planner.schedule.states import Kind, TaskFacts
from tests.builders import make_wave
from tests.conftest import NOW
from tests.page import Page, text_of
from tests.personas import Cast
from tests.schedule.samples import SMALL

TODAY = date(2026, 3, 2)
DAYS = st.integers(-40, 40).map(lambda days: datetime(2026, 3, 2, 8) + timedelta(days=days))


def row(
    number: int, first: datetime | None, last: datetime | None, percent: int = 0, kind: Kind = Kind.TASK
) -> TaskFacts:
    return TaskFacts(number, number, number, number, f"T{number}", 1, kind, start=first, finish=last, percent=percent)


def day(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}T17:00")


def test_each_task_lies_where_its_dates_put_it() -> None:
    rows = [
        row(1, day("02-20"), day("02-27"), 50),
        row(2, day("02-27"), day("03-06")),
        row(3, day("02-27"), day("04-30"), 10),
        row(4, day("03-09"), day("03-13")),
        row(5, day("04-01"), day("04-03")),
        row(6, None, None),
        row(7, day("02-02"), day("02-24"), 100),
        row(8, day("01-02"), day("01-24"), 100),
        row(9, day("02-02"), day("04-24"), kind=Kind.SUMMARY),
        row(10, day("02-02"), day("02-03")),
    ]
    own = {number: Own(1) for number in range(1, 10)} | {7: Own(1, day("02-25")), 8: Own(1, day("01-25"))}
    piles = my_piles(rows, own, TODAY)
    assert {pile: [each.task.id for each in tasks] for pile, tasks in piles.items()} == {
        Pile.LATE: [1], Pile.NOT_BEGUN: [2], Pile.SOON: [4, 3], Pile.LATER: [5, 6], Pile.DONE: [7],
    }  # fmt: skip
    told = {each.task.id: when_words(each, TODAY) for tasks in piles.values() for each in tasks}
    assert told[1] == "3 days late"
    assert told[4] == "starts in 7 days"
    assert told[3] == "due in 59 days"
    assert told[6] == "no date"
    assert told[7] == ""


@given(st.lists(st.tuples(DAYS, DAYS, st.integers(0, 99), st.booleans()), max_size=30))
def test_every_open_task_of_mine_lies_in_exactly_one_pile(values: list[tuple[datetime, datetime, int, bool]]) -> None:
    rows = [row(number, min(a, b), max(a, b), percent) for number, (a, b, percent, _) in enumerate(values)]
    mine = {number: Own(1) for number, value in enumerate(values) if value[3]}
    piles = my_piles(rows, mine, TODAY)
    assert sorted(each.task.id for tasks in piles.values() for each in tasks) == sorted(mine)


@pytest.fixture
def planned(cast: Cast) -> Cast:
    """The cast with a plan whose tasks belong to the team member."""
    make_wave(cast.rollout, 1)
    with transaction():
        take_copy(cast.rollout.id, SMALL, NOW)
        service.prepare(cast.rollout, SMALL, TODAY)
        db.session.query(PlanTask).filter(PlanTask.kind != Kind.SUMMARY).update(
            {"owner_id": cast.member.id}, synchronize_session=False
        )
    return cast


def test_one_tap_finishes_a_task_and_comes_back(planned: Cast, page: Page) -> None:
    rollout_id = planned.rollout.id
    tree = page.get("schedule.my_work", rollout_id=rollout_id, as_=planned.member)
    forms = tree.cssselect(".my-work form")
    assert forms
    first = forms[0]
    task_id = int(str(first.get("action")).split("/tasks/")[1].split("/")[0])
    version = first.cssselect("input[name=version]")[0].get("value")
    answer = page.post(
        "schedule.finish_task", {"version": version}, rollout_id=rollout_id, task_id=task_id, back="my-work",
        as_=planned.member,
    )  # fmt: skip
    assert answer.location.endswith("/my-work")
    assert queries.task(rollout_id, task_id).percent == 100
    assert "Done in the last 14 days" in text_of(
        page.get("schedule.my_work", rollout_id=rollout_id, as_=planned.member)
    )


def test_what_a_gate_holds_is_said_and_has_no_button(planned: Cast, page: Page) -> None:
    tree = page.get("schedule.my_work", rollout_id=planned.rollout.id, as_=planned.member)
    held = [each for each in tree.cssselect(".my-work > li") if "Held by the gate" in text_of(each)]
    assert held
    assert not any(each.cssselect("form") for each in held)


def test_conditions_and_decisions_wait(planned: Cast, page: Page) -> None:
    rollout, sponsor = planned.rollout, planned.sponsor
    with transaction():
        view = gate_by_key(rollout, "decide-exit", TODAY)
        gate_service.edit_gate(view.gate, GateDraft(planned.member.id, TODAY), view.gate.version)
        gate_service.call_review(view, planned.manager, NOW, [{"ref": "a", "text": "Everybody is trained"}])
    tree = page.get("schedule.my_work", rollout_id=rollout.id, as_=sponsor)
    assert "Decide: Decide passed" in text_of(tree)
    assert "Gates whose work is yours" in text_of(
        page.get("schedule.my_work", rollout_id=rollout.id, as_=planned.member)
    )
    with transaction():
        view = gate_by_key(rollout, "decide-exit", TODAY)
        condition = Condition("Sign the paper", planned.trainer.id, date(2026, 3, 20))
        draft = DecisionDraft(Decision.CONDITIONAL_GO, sponsor.id, "Good enough.", (condition,))
        gate_service.decide(view, draft, NOW, TODAY)
    assert "Sign the paper" in text_of(page.get("schedule.my_work", rollout_id=rollout.id, as_=planned.trainer))


def test_nothing_is_said_as_nothing(cast: Cast, page: Page) -> None:
    tree = page.get("schedule.my_work", rollout_id=cast.rollout.id, as_=cast.viewer)
    assert "Nothing is yours here" in text_of(tree)
