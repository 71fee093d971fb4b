"""What the start decision and the stop criteria written at the start say about every later gate."""

from planner.readiness.verdict import Order, VerdictState
from planner.suitability.state import SuitabilityState
from planner.suitability.verdict import Verdict

_SAYS = {
    Verdict.DO_NOT_PROCEED: VerdictState.STOP,
    Verdict.DO_NOT_PROCEED_NOW: VerdictState.HOLD,
    Verdict.POSTPONE: VerdictState.HOLD,
}


def orders_of(start: SuitabilityState) -> tuple[Order, ...]:
    """Stop when the rollout should not proceed or a stop criterion is met; hold when it was postponed.

    An assessment that is not complete orders nothing by itself: the gates ask for its answers as criteria.
    """
    verdict = start.assessment.verdict
    orders = [Order(VerdictState.STOP, f"The stop criterion “{found.stop.text}” is met.") for found in start.stops_met]
    if verdict in _SAYS:
        orders.append(Order(_SAYS[verdict], f"The suitability assessment says: {verdict.words.lower()}."))
    return tuple(orders)
