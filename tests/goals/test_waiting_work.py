"""What the goals ask of sponsor and manager."""

from datetime import date
from typing import Any

from planner.access.roles import Role
from planner.db import transaction
from planner.goals import queries, service
from planner.goals.gates import Outcome
from planner.goals.waiting_work import GoalFact, Situation, work_of
from planner.readiness.waiting_work import GateFact, looks_to_take
from planner.rollouts.models import Rollout
from planner.rollouts.waiting import Pile
from planner.rollouts.waiting_list_service import Asked, waiting_in
from tests.conftest import NOW
from tests.goals.test_views import GOAL, WISH, written
from tests.page import Page
from tests.personas import Cast

ONE, TWO = GoalFact(1, "Customers stay", date(2026, 2, 1), "Say by when"), GoalFact(2, "Orders grow")


def told(role: Role, **fields: Any) -> list[str]:
    return [work.what for work in work_of(5, role, Situation(7, "One view", **fields))]


def test_one_goal_is_named_and_several_are_counted() -> None:
    assert told(Role.SPONSOR, to_approve=[ONE]) == ["“Customers stay” waits for your approval"]
    assert told(Role.SPONSOR, to_approve=[ONE, TWO]) == ["2 goals wait for your approval"]
    assert told(Role.MANAGER, to_approve=[ONE], not_smart=[TWO]) == ["“Orders grow” is not SMART yet"]
    assert told(Role.MANAGER, to_change=[ONE], past=[ONE]) == [
        "“Customers stay” has to change: Say by when",
        "Say what became of “Customers stay”: its day has passed",
    ]
    assert told(Role.TRAINER, to_approve=[ONE], not_smart=[ONE], past=[ONE]) == []


def test_goals_are_looked_at_before_gates_that_come_up() -> None:
    today = date(2026, 3, 2)
    gates = [
        GateFact(1, "a", "Build gate", date(2026, 3, 10), open=True, called=False),
        GateFact(2, "b", "Far gate", date(2026, 9, 1), open=True, called=False),
        GateFact(3, "c", "Old gate", date(2026, 3, 1), open=True, called=True),
        GateFact(4, "d", "Passed gate", date(2026, 3, 1), open=False, called=False),
        GateFact(5, "e", "Done gate", date(2026, 3, 10), open=True, called=False),
    ]
    left = {"a": 1, "b": 3, "c": 3, "d": 3, "e": 0}
    found = [(work.pile, work.what) for work in looks_to_take(5, 7, "One view", gates, left, today)]
    assert found == [
        (Pile.NEXT, "Look at 1 goal before the build gate"),
        (Pile.LATE, "Look at 3 goals before the old gate"),
    ]


def test_what_waits_is_what_is_stored(rollout: Rollout, page: Page, at: dict[str, Any], cast: Cast) -> None:
    written(page, at, WISH)
    good = written(page, at, {**GOAL, "owner": str(cast.member.id)})
    people = {cast.manager.id: Role.MANAGER, cast.sponsor.id: Role.SPONSOR, cast.member.id: Role.MEMBER}

    def waiting() -> set[tuple[int, str]]:
        asked = Asked(rollout, NOW.date(), people)
        return {(each.user_id, each.what) for each in waiting_in(asked) if each.area == "goals"}

    to_approve = (cast.sponsor.id, "“Complaints settled” waits for your approval")
    not_smart = (cast.manager.id, "“Better service” is not SMART yet")
    assert waiting() == {to_approve, not_smart}
    with transaction():
        row = queries.row_of(rollout.id, good)
        service.look(row, "strategy-gate", Outcome.CHANGED, "Later", cast.sponsor, NOW)
        service.approve(rollout, row, cast.sponsor, NOW, row.version)
    assert waiting() == {not_smart, (cast.manager.id, "“Complaints settled” has to change: Later")}
