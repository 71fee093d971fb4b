"""The live figures of the start decision: how much of it is answered, and which conditions are open."""

from collections.abc import Mapping
from decimal import Decimal

from planner.playbook.facts import Fact
from planner.playbook.words import Direction, Unit
from planner.rollouts.figures_service import Figure, Question, supplies
from planner.suitability.service import suitability_state
from planner.suitability.state import SuitabilityState

ALL = Decimal(100)
SOURCE = "Counted today in the suitability assessment"


@supplies(
    Fact(
        "suitability.open_conditions",
        "Conditions of the start decision that are still open",
        Unit.COUNT,
        Direction.DOWN,
    ),
    Fact(
        "suitability.answered_share", "Share of the suitability questions that are answered", Unit.PERCENT, Direction.UP
    ),
)
def start_figures(asked: Question) -> Mapping[str, Figure]:
    """Answered questions and open conditions of the start decision as it stands today."""
    return figures_of(suitability_state(asked.rollout, asked.today))


def figures_of(start: SuitabilityState) -> Mapping[str, Figure]:
    """The figures of a start decision.

    While questions are unanswered, no open condition is seen, but none can be ruled out either: that is not zero.
    """
    conditions = len(start.open_conditions)
    sure = conditions > 0 or start.answered_share == ALL
    return {
        "suitability.answered_share": Figure(start.answered_share, SOURCE),
        "suitability.open_conditions": Figure(Decimal(conditions) if sure else None, SOURCE),
    }
