"""The live figures of a rollout, asked from the areas that own them. What cannot be said is None, never zero."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from planner.access.roles import Role
from planner.playbook.facts import FACTS
from planner.readiness.criteria import FactValue
from planner.readiness.evidence import State, Statement
from planner.readiness.factors import Assessment
from planner.rollouts import queries as rollouts
from planner.rollouts.models import Rollout
from planner.schedule import queries as schedule
from planner.schedule.status import PlanStatus
from planner.suitability.state import SuitabilityState

Facts = dict[str, FactValue]
Figures = dict[str, tuple[Decimal | None, str]]
ALL = Decimal(100)
PLAN_FIGURES = (
    "plan.tasks_done_share",
    "plan.late_tasks",
    "plan.tasks_without_owner",
    "plan.undated_tasks",
    "plan.milestones_late",
)


def outside_facts(rollout: Rollout, start: SuitabilityState, today: date) -> Facts:
    """The figures that other areas own; `start` is the start decision as it stands today."""
    plan = plan_figures(schedule.plan_status(rollout, today))
    return named({**rollout_figures(rollout), **plan, **start_figures(start)})


def gate_facts(due: date | None, today: date) -> Facts:
    """The figures about one gate: the days left to its planned date."""
    days = None if due is None else Decimal((due - today).days)
    return named({"plan.days_to_gate": (days, "Counted today to the planned date of the gate")})


def named(figures: Figures) -> Facts:
    """Figures under the meaning and unit that the catalogue gives them."""
    return {name: fact_value(name, value, source) for name, (value, source) in figures.items()}


def fact_value(name: str, value: Decimal | None, source: str) -> FactValue:
    """A figure under its name of the catalogue."""
    known = FACTS[name]
    return FactValue(name, known.meaning, known.unit, value, source)


def rollout_figures(rollout: Rollout) -> Figures:
    """Sponsors and dated waves."""
    waves = rollouts.waves(rollout.id)
    dated = sum(each.go_live is not None for each in waves)
    sponsors = len(rollouts.people_with_role(rollout.id, Role.SPONSOR))
    return {
        "rollout.members_with_sponsor_role": (Decimal(sponsors), "Counted today among the people of the rollout"),
        "rollout.waves_dated_share": (share(dated, len(waves)), "Counted today among the waves"),
    }


def plan_figures(plan: PlanStatus | None) -> Figures:
    """Tasks and milestones of the plan in use; nothing is known without a plan."""
    if plan is None:
        return dict.fromkeys(PLAN_FIGURES, (None, "There is no plan yet"))
    source = "Counted today in the plan"
    return {
        "plan.tasks_done_share": (exact(plan.done_share), source),
        "plan.late_tasks": (Decimal(plan.late), source),
        "plan.tasks_without_owner": (Decimal(plan.without_owner), source),
        "plan.undated_tasks": (Decimal(plan.undated), source),
        "plan.milestones_late": (Decimal(plan.milestones_late), source),
    }


def start_figures(start: SuitabilityState) -> Figures:
    """Answered questions and open conditions of the start decision.

    While questions are unanswered, no open condition is seen, but none can be ruled out either: that is not zero.
    """
    conditions = len(start.open_conditions)
    sure = conditions > 0 or start.answered_share == ALL
    return {
        "suitability.answered_share": (start.answered_share, "Counted today in the suitability assessment"),
        "suitability.open_conditions": (
            Decimal(conditions) if sure else None,
            "Counted today in the suitability assessment",
        ),
    }


def own_facts(assessment: Assessment, statements: Sequence[Statement]) -> Facts:
    """The figures about the assessment itself, for gates. They cannot judge the factors they are made from."""
    scored = [each for each in statements if each.state is State.SCORED]
    verified = sum(each.verified for each in scored)
    coverage = assessment.programme.coverage
    below = sum(each.factor.critical and each.below for each in assessment.factors)
    figures: Figures = {
        "readiness.verified_share": (
            share(verified, len(scored)),
            "Counted today among the answers to success factors",
        ),
        "readiness.coverage": (
            exact(coverage) if assessment.programme.applies else None,
            "Computed today from the success factors",
        ),
        "readiness.critical_below_threshold": (
            Decimal(below) if assessment.factors else None,
            "Counted today among the critical success factors",
        ),
    }
    return named(figures)


def exact(value: Fraction | None) -> Decimal | None:
    """A fraction as a decimal number, to 28 digits."""
    return None if value is None else Decimal(value.numerator) / Decimal(value.denominator)


def share(part: int, whole: int) -> Decimal | None:
    """A share in percent; None of nothing. Exactly 100 only when nothing is missing."""
    return Decimal(100 * part) / Decimal(whole) if whole else None
