"""Asks the other areas what would turn a gate back: conditions, waivers, certificates, the start assessment."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from planner.basics.errors import NotFound
from planner.basics.suppression import may_show
from planner.people.staff_queries import Part
from planner.playbook.outline import Criterion
from planner.readiness.gate_readiness import GateAssessment
from planner.readiness.turn_back import Back, Why
from planner.readiness.turn_back import turning_back as computed
from planner.readiness.wording import day_in_words
from planner.rollouts.models import Rollout
from planner.schedule import gate_queries
from planner.schedule import queries as schedule
from planner.suitability.service import suitability_state
from planner.suitability.state import SuitabilityState
from planner.suitability.stopping import StopState
from planner.suitability.verdict import Verdict
from planner.training import coverage_queries

AHEAD = timedelta(days=366)
"""How far ahead certificates are looked at."""
TRAINED = frozenset({"training.trained_share"})
STOPS = (Verdict.DO_NOT_PROCEED, Verdict.DO_NOT_PROCEED_NOW, Verdict.POSTPONE)


def turning_back(rollout: Rollout, judged: GateAssessment) -> tuple[Back, ...]:
    """All that would turn this gate back, from its own evidence and from the other areas."""
    today = judged.as_of
    start = suitability_state(rollout, today)
    others = [*_of_gate(rollout, judged), *_certificates(rollout, judged), *_of_start(start)]
    return computed(judged, others)


def _of_gate(rollout: Rollout, judged: GateAssessment) -> Iterator[Back]:
    """The verdict set by hand, and what was decided at the gate; before there is a plan, nothing was."""
    by_hand = judged.verdict.override
    if by_hand is not None:
        text = f"The verdict set by {by_hand.by} ends on {day_in_words(by_hand.until)}"
        yield Back(Why.OVERRIDE, f"{text}; then the computed one holds: {judged.verdict.computed}.", by_hand.until)
    try:
        view, today = gate_queries.gate_by_key(rollout, judged.gate.key, judged.as_of), judged.as_of
    except NotFound:
        return
    people = schedule.people(rollout.id)
    for each in view.facts.conditions:
        if not each.met and each.due is not None and each.due >= today:
            owner = people.get(each.owner_id or 0, "nobody named")
            text = f"The condition “{each.text.rstrip('.')}” ({owner}) is due on {day_in_words(each.due)}"
            yield Back(Why.CONDITION, f"{text}; not met by then, the gate falls back to hold.", each.due)
    if view.waiver is not None:
        last = view.waiver.until
        text = f"The waiver of this gate ends on {day_in_words(last)}; without a decision, work beyond it stops then."
        yield Back(Why.WAIVER, text, last)


def _certificates(rollout: Rollout, judged: GateAssessment) -> Iterator[Back]:
    """The last day on which a must-criterion about trained people holds if nobody passes anything more."""
    for each in judged.musts:
        if each.met and each.criterion.fact in TRAINED and each.result is not None and each.result.live:
            found = last_day_trained(rollout, judged.as_of, each.criterion, judged.gate.wave_number)
            if found is not None:
                last, share = found
                text = (
                    f"“{each.criterion.text.rstrip('.')}” holds until {day_in_words(last)}: then certificates run out "
                    f"and {share:.0f} % are trained; asked for is {each.result.target}."
                )
                yield Back(Why.CERTIFICATE, text, last)


def last_day_trained(rollout: Rollout, today: date, asked: Criterion, wave: int | None) -> tuple[date, Decimal] | None:
    """The last day on which enough people are trained, and the share the day after; None while it holds for a year.

    Without new passes the share only falls, so the day is found by halving.
    """

    def share(on: date) -> Decimal | None:
        found = coverage_queries.coverage(rollout.id, today, Part(wave=wave), at=on)
        return Decimal(100 * found.trained) / found.required if may_show(found.required) else None

    def holds(on: date) -> bool:
        value = share(on)
        return (
            value is not None
            and asked.op is not None
            and asked.threshold is not None
            and (asked.op.holds(value, asked.threshold))
        )

    low, high = 0, AHEAD.days
    if not holds(today) or holds(today + AHEAD):
        return None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if holds(today + timedelta(days=middle)) else (low, middle)
    after = share(today + timedelta(days=high))
    return (today + timedelta(days=low), after) if after is not None else None


def _of_start(start: SuitabilityState) -> Iterator[Back]:
    """Answers of the start assessment that would stop or hold every gate, alone."""
    for found in start.stops:
        if found.state is StopState.NOT_MET:
            text = f"The stop criterion “{found.stop.text.rstrip('.')}”: its question answered {found.stop.at.value}"
            yield Back(Why.START, f"{text}, every gate stops.")
    for turn in start.turns.worse:
        if turn.becomes in STOPS:
            said = turn.becomes.words.lower()
            yield Back(Why.START, f"“{turn.moves[0].text.rstrip('?')}” answered no: the start assessment says {said}.")
    for each in start.open_conditions:
        if each.due is not None and each.owner:
            text = f"“{each.text.rstrip('?')}” was agreed in part, to be made good by {each.owner}"
            yield Back(Why.START, f"{text} by {day_in_words(each.due)}; after that the start is not decided.", each.due)
