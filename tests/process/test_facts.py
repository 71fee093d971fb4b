"""Open problems older than 7, 14 and 30 days are live figures of their own."""

from datetime import timedelta
from decimal import Decimal

from planner.db import transaction
from planner.playbook.facts import Per
from planner.process import problem_service
from planner.process.problem_service import Report
from planner.process.problem_states import Topic, Weight
from planner.rollouts.figures_service import Question, ask
from tests.conftest import NOW
from tests.personas import Cast

TODAY = NOW.date()


def test_open_problems_are_counted_by_how_long_they_are_open(cast: Cast) -> None:
    with transaction():
        for age in (0, 7, 8, 14, 15, 30, 31):
            report = Report(f"Slow for {age} days", Topic.TOO_SLOW, Weight.ANNOYING)
            problem_service.report(cast.rollout.id, report, None, TODAY - timedelta(days=age))
    names = [f"process.open_problems_older_than_{days}_days" for days in (7, 14, 30)]
    found = ask(Question(cast.rollout, TODAY), names, Per.ROLLOUT)
    assert [found[name].value for name in names] == [Decimal(5), Decimal(3), Decimal(1)]
