"""The live figures of the start decision: how much of it is answered, what is open, and what the rollout is worth."""

from collections.abc import Mapping
from decimal import Decimal

from planner.playbook.facts import Fact
from planner.playbook.words import Direction, Unit
from planner.rollouts.figures_service import Figure, Question, shared, supplies
from planner.suitability import case_queries
from planner.suitability.business_case import Case, Reading
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


CASE_SOURCE = "Computed today from the business case"
CENT = Decimal("0.01")


@supplies(
    Fact("suitability.npv", "Net present value of the business case, likely", Unit.MONEY, Direction.UP),
    Fact(
        "suitability.npv_cautious",
        "Net present value of the business case with costs high and benefits low",
        Unit.MONEY,
        Direction.UP,
    ),
    Fact(
        "suitability.benefits_with_kpi_share",
        "Share of the promised benefits that a key figure will show",
        Unit.PERCENT,
        Direction.UP,
        among="benefits",
    ),
)
def case_figures(asked: Question) -> Mapping[str, Figure]:
    """What the business case comes to today."""
    return figures_of_case(case_queries.case_of(asked.rollout.id))


def figures_of_case(case: Case) -> Mapping[str, Figure]:
    """The figures of a case. Without costs, or without benefits, its worth is not known: that is not zero."""
    likely = case.npv().quantize(CENT) if case.complete else None
    cautious = case.npv(Reading.CAUTIOUS).quantize(CENT) if case.complete else None
    shown = sum(bool(line.kpi_ref) for line in case.benefits)
    return {
        "suitability.npv": Figure(likely, CASE_SOURCE),
        "suitability.npv_cautious": Figure(cautious, CASE_SOURCE),
        "suitability.benefits_with_kpi_share": shared(shown, len(case.benefits), CASE_SOURCE),
    }
