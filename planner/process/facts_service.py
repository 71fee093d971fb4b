"""The live figures of reported problems: those open for too long, and how fast they are settled."""

from collections.abc import Mapping
from decimal import Decimal

from planner.playbook.facts import Fact
from planner.playbook.words import Direction, Unit
from planner.process import problem_queries
from planner.rollouts.figures_service import Figure, Question, supplies

OLD = {
    days: Fact(
        f"process.open_problems_older_than_{days}_days",
        f"Reported problems open for more than {days} days",
        Unit.COUNT,
        Direction.DOWN,
    )
    for days in (7, 14, 30)
}
PACE = Fact(
    "process.median_days_to_fix", "Median of days until a reported problem is settled", Unit.DAYS, Direction.DOWN
)


@supplies(*OLD.values(), PACE)
def problem_figures(asked: Question) -> Mapping[str, Figure]:
    """Problems of the whole rollout; unknown while nobody has reported any."""
    found = problem_queries.pace(asked.rollout.id, asked.today)
    if not found.reported:
        names = (*(each.name for each in OLD.values()), PACE.name)
        return dict.fromkeys(names, Figure(None, "No problem was reported yet"))
    source = f"Counted today in {found.reported} reported problems"
    old = {each.name: Figure(Decimal(found.older_than(days)), source) for days, each in OLD.items()}
    return {**old, PACE.name: Figure(found.median_days, source)}
