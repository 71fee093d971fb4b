"""What judging a rollout asks of each role."""

from datetime import date, timedelta

from planner.access.roles import Role
from planner.readiness.waiting_work import GateFact, Situation, work_of
from planner.rollouts.waiting import Pile

TODAY = date(2026, 3, 2)


def told(role: Role, now: Situation) -> list[tuple[Pile, str]]:
    return [(work.pile, work.what) for work in work_of(1, role, now, TODAY)]


def test_a_manager_calls_reviews_that_come_up_and_sees_what_is_not_answered() -> None:
    gates = [
        GateFact(1, "a", "Build gate", TODAY + timedelta(days=3), open=True, called=False),
        GateFact(2, "b", "Pilot gate", TODAY + timedelta(days=60), open=True, called=False),
        GateFact(3, "c", "Old gate", TODAY - timedelta(days=3), open=True, called=False),
        GateFact(4, "d", "Called gate", TODAY, open=True, called=True),
        GateFact(5, "e", "Passed gate", TODAY, open=False, called=False),
    ]
    now = Situation(7, "One view", gates, to_verify=1, to_assess=12)
    assert told(Role.MANAGER, now) == [
        (Pile.NEXT, "Call the review of the build gate"),
        (Pile.LATE, "Call the review of the old gate"),
        (Pile.WAITING, "1 answer of others to verify"),
        (Pile.WAITING, "12 answers not yet known"),
    ]
    assert told(Role.TRAINER, now) == [(Pile.WAITING, "1 answer of others to verify")]
    assert told(Role.MEMBER, now) == []
