"""The live figures that a rollout is judged by, asked from the areas that own them. Unknown is None, never zero."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from planner.playbook.facts import FACTS, Fact, Per, declare
from planner.playbook.outline import Playbook
from planner.playbook.words import CriterionKind, Direction, Unit
from planner.readiness.counted import Counted
from planner.readiness.criteria import FactValue
from planner.readiness.evidence import Standing, State, Statement
from planner.readiness.factors import Assessment
from planner.readiness.gate_readiness import GateHead
from planner.rollouts.figures_service import Figure, Question, ask, shared
from planner.rollouts.models import Rollout

Facts = dict[str, FactValue]
ALWAYS = frozenset({"plan", "suitability", "rollout"})
"""Areas whose figures are shown at every gate, whether or not the playbook asks for them."""

declare(
    Fact(
        "readiness.verified_share", "Share of the answers verified by a second person", Unit.PERCENT, Direction.UP,
        among="answers",
    ),
    Fact(
        "readiness.checks_signed_share",
        "Share of the checks of success factors that are answered yes and signed by a second person",
        Unit.PERCENT, Direction.UP, among="checks",
    ),
    Fact("readiness.coverage", "Share of the weight of all criteria that is known", Unit.PERCENT, Direction.UP),
    Fact(
        "readiness.critical_below_threshold",
        "Critical success factors whose low end is under their threshold",
        Unit.COUNT,
        Direction.DOWN,
    ),
)  # fmt: skip


def wanted_of(playbook: Playbook) -> frozenset[str]:
    """The facts to ask for: those that a criterion of the playbook names, and those that are always shown."""
    factors = [each for factor in playbook.factors for each in factor.criteria]
    gates = [each for phase in playbook.phases for gate in phase.gates for each in gate.criteria]
    named = {each.fact for each in (*factors, *gates) if each.fact}
    return frozenset(named | {name for name, each in FACTS.items() if each.area in ALWAYS})


def outside_facts(rollout: Rollout, wanted: Collection[str], today: date) -> Facts:
    """The figures that other areas own, of the whole rollout."""
    return named(ask(Question(rollout, today), wanted, Per.ROLLOUT, Per.WAVE))


def wave_facts(rollout: Rollout, wanted: Collection[str], wave: int, today: date) -> Facts:
    """The figures that say something else about one wave than about the whole rollout."""
    return named(ask(Question(rollout, today, wave), wanted, Per.WAVE))


def gate_facts(rollout: Rollout, wanted: Collection[str], gate: GateHead, today: date) -> Facts:
    """The figures about one gate."""
    return named(ask(Question(rollout, today, due=gate.due, gate=gate.key), wanted, Per.GATE))


def named(figures: Mapping[str, Figure]) -> Facts:
    """Figures under the meaning and unit that the catalogue gives them."""
    return {name: fact_value(FACTS[name], figure) for name, figure in figures.items()}


def fact_value(known: Fact, figure: Figure) -> FactValue:
    """A figure under its name of the catalogue, with how new it is and what it was counted over."""
    counted = None
    if known.among and figure.part is not None and figure.whole is not None:
        counted = Counted(known.among, figure.part, figure.whole, known.direction is Direction.UP)
    return FactValue(
        known.name, known.meaning, known.unit, figure.value, figure.source, figure.as_of, known.fresh_days,
        known.freshness, counted, figure.about,
    )  # fmt: skip


def own_facts(assessment: Assessment, statements: Sequence[Statement]) -> Facts:
    """The figures about the assessment itself, for gates. They cannot judge the factors they are made from."""
    scored = [each for each in statements if each.state is State.SCORED]
    verified = sum(each.verified for each in scored)
    coverage = assessment.programme.coverage
    below = sum(each.factor.critical and each.below for each in assessment.factors)
    among = "Counted today among the answers to success factors"
    return named(
        {
            "readiness.verified_share": shared(verified, len(scored), among),
            "readiness.checks_signed_share": _signed(assessment),
            "readiness.coverage": Figure(
                exact(coverage) if assessment.programme.applies else None, "Computed today from the success factors"
            ),
            "readiness.critical_below_threshold": Figure(
                Decimal(below) if assessment.factors else None, "Counted today among the critical success factors"
            ),
        }
    )


def _signed(assessment: Assessment) -> Figure:
    """The checks that apply, and those of them that were answered yes, still count, and carry a second name."""
    results = [each for factor in assessment.factors for each in factor.criteria]
    checks = [each for each in results if each.criterion.kind is CriterionKind.CHECK]
    asked = [each for each in checks if each.standing is not Standing.NOT_APPLICABLE]
    signed = sum(each.passed is True and each.statement is not None and each.statement.verified for each in asked)
    return shared(signed, len(asked), "Counted today among the checks of the success factors")


def exact(value: Fraction | None) -> Decimal | None:
    """A fraction as a decimal number, to 28 digits."""
    return None if value is None else Decimal(value.numerator) / Decimal(value.denominator)
