"""Checks of criteria: each kind needs its own keys, and a measure must fit the live fact that it asks for."""

from planner.playbook.context import Context
from planner.playbook.facts import FACTS
from planner.playbook.library import Criterion
from planner.playbook.problems import Place, perhaps
from planner.playbook.words import CriterionKind, Unit

STEPS = 5
"""An answer is one of five steps, 0 to 4."""
_KINDS_OF_FACTORS = (CriterionKind.ANSWER, CriterionKind.CHECK, CriterionKind.MEASURE)
_KINDS_OF_GATES = (CriterionKind.CHECK, CriterionKind.MEASURE, CriterionKind.FACTOR)
_ONLY = {
    "steps": (CriterionKind.ANSWER,),
    "fact": (CriterionKind.MEASURE,),
    "op": (CriterionKind.MEASURE,),
    "unit": (CriterionKind.MEASURE,),
    "threshold": (CriterionKind.MEASURE, CriterionKind.FACTOR),
    "factor": (CriterionKind.FACTOR,),
}


def check_of_factor(criterion: Criterion, place: Place, context: Context) -> None:
    """Check a criterion of a success factor."""
    _check(criterion, place, context, _KINDS_OF_FACTORS)
    if not 1 <= criterion.weight <= 5:
        place.at("weight").tell("must be 1 to 5")
    if criterion.must:
        place.at("must").tell("belongs to the criteria of gates")


def check_of_gate(criterion: Criterion, place: Place, context: Context) -> None:
    """Check a criterion of a gate."""
    _check(criterion, place, context, _KINDS_OF_GATES)
    if criterion.weight != 1:
        place.at("weight").tell("belongs to the criteria of success factors; a gate's criterion is a must or a should")


def _check(criterion: Criterion, place: Place, context: Context, kinds: tuple[CriterionKind, ...]) -> None:
    if criterion.kind not in kinds:
        place.at("kind").tell(f"must be one of {', '.join(kinds)} here")
        return
    _check_keys(criterion, place)
    match criterion.kind:
        case CriterionKind.ANSWER:
            _check_steps(criterion, place)
        case CriterionKind.MEASURE:
            _check_measure(criterion, place)
        case CriterionKind.FACTOR:
            context.refers(place.at("factor"), "factors", criterion.factor)
            _check_percent(criterion, place)
        case CriterionKind.CHECK:
            if not criterion.evidence:
                place.at("evidence").tell("must say what counts as proof")
    _check_evidence(criterion, place)
    context.refers(place.at("owner_role"), "roles", criterion.owner_role)


def _check_keys(criterion: Criterion, place: Place) -> None:
    for key, kinds in _ONLY.items():
        present = getattr(criterion, key) not in (None, "", ())
        if criterion.kind in kinds and not present:
            place.at(key).tell(f"is missing; a criterion of the kind {criterion.kind} needs it")
        if criterion.kind not in kinds and present:
            place.at(key).tell(f"has no meaning in a criterion of the kind {criterion.kind}")


def _check_steps(criterion: Criterion, place: Place) -> None:
    if criterion.steps and len(criterion.steps) != STEPS:
        place.at("steps").tell(f"must be {STEPS} sentences, for 0 to 4, not {len(criterion.steps)}")
    elif len({step for step in criterion.steps if step}) < len(criterion.steps):
        place.at("steps").tell("must be different sentences, none of them empty")


def _check_measure(criterion: Criterion, place: Place) -> None:
    if not criterion.fact:
        return
    if criterion.fact not in FACTS:
        place.at("fact").tell(f'no live fact is called "{criterion.fact}"' + perhaps(criterion.fact, FACTS))
        return
    unit = FACTS[criterion.fact].unit
    if criterion.unit is not None and criterion.unit is not unit:
        place.at("unit").tell(f"{criterion.fact} is counted in {unit}, not in {criterion.unit}")
    if unit is Unit.PERCENT:
        _check_percent(criterion, place)


def _check_percent(criterion: Criterion, place: Place) -> None:
    if criterion.threshold is not None and not 0 <= criterion.threshold <= 100:
        place.at("threshold").tell("must be 0 to 100 percent")


def _check_evidence(criterion: Criterion, place: Place) -> None:
    if criterion.valid_days is not None and criterion.valid_days < 1:
        place.at("valid_days").tell("must be at least 1")
    if criterion.valid_days is None and criterion.kind in {CriterionKind.ANSWER, CriterionKind.CHECK}:
        place.at("valid_days").tell("is missing; evidence grows old after that many days")
    if criterion.effort_days is not None and criterion.effort_days < 0:
        place.at("effort_days").tell("must not be negative")
