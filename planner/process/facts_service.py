"""The live figures of reported problems: those open for too long, and how fast they are settled."""

from collections.abc import Mapping
from decimal import Decimal

from planner.playbook.facts import Fact
from planner.playbook.words import Direction, Unit
from planner.process import problem_queries
from planner.rollouts.figures_service import Figure, Question, supplies

OLD = Fact(
    "process.open_problems_older_than_14_days",
    "Reported problems open for more than 14 days",
    Unit.COUNT,
    Direction.DOWN,
)
PACE = Fact(
    "process.median_days_to_fix", "Median of days until a reported problem is settled", Unit.DAYS, Direction.DOWN
)


@supplies(OLD, PACE)
def problem_figures(asked: Question) -> Mapping[str, Figure]:
    """Problems of the whole rollout; unknown while nobody has reported any."""
    found = problem_queries.pace(asked.rollout.id, asked.today)
    if not found.reported:
        return dict.fromkeys((OLD.name, PACE.name), Figure(None, "No problem was reported yet"))
    source = f"Counted today in {found.reported} reported problems"
    return {OLD.name: Figure(Decimal(found.old), source), PACE.name: Figure(found.median_days, source)}
