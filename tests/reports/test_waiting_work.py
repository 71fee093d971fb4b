"""What frozen reports ask of each role."""

import pytest

from planner.access.roles import Role
from planner.reports.waiting_work import ReportFact, Situation, work_of

ME, OTHER = 1, 2


def told(role: Role, *reports: ReportFact) -> list[str]:
    return [work.what for work in work_of(ME, role, Situation(7, "One view", reports))]


def test_a_sponsor_is_asked_to_decide_once_and_not_on_an_own_or_outdated_report() -> None:
    reports = [
        ReportFact(1, "Start gate", OTHER, newest_of_gate=False),
        ReportFact(2, "Start gate", OTHER, newest_of_gate=True),
        ReportFact(3, "Pilot gate", ME, newest_of_gate=True),
        ReportFact(4, "Design gate", OTHER, newest_of_gate=True, decision="approve"),
    ]
    assert told(Role.SPONSOR, *reports) == ["Decide on the start gate"]
    assert told(Role.VIEWER, *reports) == []


@pytest.mark.parametrize(
    ("decision", "part"), [("send-back", "sent the build gate back"), ("hold", "on hold"), ("stop", "stopped")]
)
def test_a_manager_hears_of_a_gate_that_was_shut(decision: str, part: str) -> None:
    (what,) = told(Role.MANAGER, ReportFact(2, "Build gate", ME, newest_of_gate=True, decision=decision))
    assert part in what
    assert told(Role.SPONSOR, ReportFact(2, "Build gate", ME, newest_of_gate=True, decision=decision)) == []
