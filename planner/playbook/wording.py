"""Says in a sentence what a criterion asks for, so that pages and reports use the same words."""

from decimal import Decimal

from planner.playbook.facts import FACTS
from planner.playbook.library import Criterion
from planner.playbook.outline import Playbook
from planner.playbook.words import CriterionKind, Unit


def proof_of(criterion: Criterion, playbook: Playbook) -> str:
    """What makes a criterion true: its evidence, its live fact with the threshold, or the score of its factor.

    E.g. "Share of the acceptance test cases that passed: at least 95 %".
    """
    match criterion.kind:
        case CriterionKind.MEASURE if criterion.op and criterion.threshold is not None:
            amount = amount_of(criterion.threshold, criterion.unit)
            return f"{FACTS[criterion.fact].meaning}: {criterion.op.sentence} {amount}"
        case CriterionKind.FACTOR if criterion.threshold is not None:
            name = playbook.factor(criterion.factor).name
            return f"Success factor “{name}”: at least {amount_of(criterion.threshold, Unit.PERCENT)}, at its low end"
        case CriterionKind.ANSWER:
            return "An answer on five steps"
    return criterion.evidence


def amount_of(number: Decimal, unit: Unit | None) -> str:
    """A number with its unit, e.g. "95 %" or "14 days"; a count stands alone, and money without its cents."""
    if unit is Unit.MONEY:
        return format(round(number), ",")
    plain = format(number.normalize(), "f")
    if unit is Unit.PERCENT:
        return f"{plain} %"
    return f"{plain} {unit}" if unit in {Unit.DAYS, Unit.HOURS} else plain
