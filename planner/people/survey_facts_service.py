"""The live figures of surveys, for everybody or for one wave; only what is published counts, so none is of under five.

A wave of which too few answered, or that subtraction would show, has no figure: unknown, never zero.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from planner.people import survey_action_queries, survey_queries
from planner.people.barrier import STEP_WORDS
from planner.people.survey_figures import UNWILLING, Spread, barriers, scale_of, usability
from planner.people.survey_publishing import Cell, Division
from planner.people.survey_results import group_name, response_rate
from planner.people.survey_shape import Topic
from planner.people.survey_trend import Round
from planner.playbook.facts import Fact, Per
from planner.playbook.words import Direction, Step, Unit
from planner.rollouts import queries as rollouts
from planner.rollouts.figures_service import Figure, Question, named, supplies
from planner.rollouts.models import Unit as RolloutUnit

FRESH, FRESH_DAYS = "from the newest closed survey", 183
"""What people said half a year ago says nothing of today."""
RESPONSE = Fact(
    "people.response_rate", "Share of those asked who answered the last survey", Unit.PERCENT, Direction.UP,
    per=Per.WAVE, fresh=FRESH, fresh_days=FRESH_DAYS,
)  # fmt: skip
SHARES = {
    step: Fact(
        f"people.barrier_share_{step.value}",
        f"Share of people who are stuck at the step “{STEP_WORDS[step].lower()}” of readiness",
        Unit.PERCENT, Direction.DOWN, per=Per.WAVE, fresh=FRESH, fresh_days=FRESH_DAYS,
    )
    for step in Step
}  # fmt: skip
MEANS = {
    step: Fact(
        f"people.{step.value}_mean",
        f"Mean of the step “{STEP_WORDS[step].lower()}” of readiness, 1 to 5",
        Unit.SCORE, Direction.UP, per=Per.WAVE, fresh=FRESH, fresh_days=FRESH_DAYS,
    )
    for step in Step
}  # fmt: skip
EARLY = Fact(
    "people.stuck_before_knowing", "Share of people for whom training comes too early: not aware or not willing",
    Unit.PERCENT, Direction.DOWN, per=Per.WAVE, fresh=FRESH, fresh_days=FRESH_DAYS,
)  # fmt: skip
RESISTANT = Fact(
    "people.resistant_share", "Share of people who say that they do not want the new way: 1 or 2 of 5",
    Unit.PERCENT, Direction.DOWN, per=Per.WAVE, fresh=FRESH, fresh_days=FRESH_DAYS,
)  # fmt: skip
USABLE = Fact(
    "people.usability_score", "Mean score of the System Usability Scale, 0 to 100; about 68 is average",
    Unit.SCORE, Direction.UP, per=Per.WAVE, fresh=FRESH, fresh_days=FRESH_DAYS,
)  # fmt: skip
BARRIERS = {
    step: Fact(
        f"people.units_stuck_{step.value}",
        f"Units in which most people are stuck at the step “{STEP_WORDS[step].lower()}” of readiness",
        Unit.COUNT, Direction.DOWN, per=Per.WAVE, fresh=FRESH, fresh_days=FRESH_DAYS,
    )
    for step in Step
}  # fmt: skip
AGE = Fact("people.days_since_pulse", "Days since the last readiness pulse was closed", Unit.DAYS, Direction.DOWN)
PULSE_FACTS = (*SHARES.values(), *MEANS.values(), EARLY, RESISTANT)


@supplies(RESPONSE)
def response_figures(asked: Question) -> Mapping[str, Figure]:
    """How many of those asked answered the survey that was closed last."""
    newest, cell, source = _newest(asked)
    return {RESPONSE.name: _of(newest, _exact(response_rate(cell)) if newest and cell else None, source)}


@supplies(USABLE)
def usability_figures(asked: Question) -> Mapping[str, Figure]:
    """How usable people find the system."""
    newest, cell, source = _newest(asked, Topic.USABILITY)
    found = usability(cell.counts) if cell else None
    return {USABLE.name: _of(newest, _exact(found.mean) if found else None, source)}


@supplies(*PULSE_FACTS)
def pulse_figures(asked: Question) -> Mapping[str, Figure]:
    """Where people are stuck, and how they see each step."""
    newest, cell, source = _newest(asked, Topic.READINESS)
    stuck = barriers(cell.counts) if cell else None
    found = {fact.name: _exact(stuck.share(step)) if stuck else None for step, fact in SHARES.items()}
    found[EARLY.name] = _exact(stuck.share(Step.AWARE, Step.WILLING)) if stuck else None
    for step, fact in MEANS.items():
        spread = _step(newest, cell, step)
        found[fact.name] = _exact(spread.mean) if spread else None
        if step is Step.WILLING:
            found[RESISTANT.name] = _exact(spread.share_up_to(UNWILLING)) if spread else None
    return {name: _of(newest, value, source) for name, value in found.items()}


def _of(newest: Round | None, value: Decimal | None, source: str) -> Figure:
    return Figure(value, source, newest.day if newest else None)


@supplies(*BARRIERS.values())
def barrier_figures(asked: Question) -> Mapping[str, Figure]:
    """At which step the people of each unit are stuck, counted by units: of a wave, or of all that are shown.

    Units that are too few to be shown by themselves count as one, together.
    """
    newest, _, source = _newest(asked, Topic.READINESS)
    units = None if asked.wave is None else {each.name for each in _units_of(asked.rollout.id, asked.wave)}
    stuck = {} if newest is None else barrier_points(newest.results.of(Division.UNIT), units)
    if newest is None or not stuck:
        none = source if newest is None else f"“{newest.name}” shows no unit here"
        return dict.fromkeys((each.name for each in BARRIERS.values()), Figure(None, none))
    told = f"“{newest.name}”, closed on {newest.day}, {len(stuck)} units shown"
    return {
        fact.name: replace(named([unit for unit, at in stuck.items() if at is step], told), as_of=newest.day)
        for step, fact in BARRIERS.items()
    }


def barrier_points(cells: Iterable[Cell], units: Collection[str] | None = None) -> dict[str, Step | None]:
    """The step most are stuck at, by unit; None where most are stuck nowhere. Of the rest only over all units."""
    found = {}
    for cell in cells:
        stuck = barriers(cell.counts)
        if stuck is not None and (units is None or cell.label in units):
            found[group_name(cell)] = stuck.main
    return found


def _units_of(rollout_id: int, wave: int) -> list[RolloutUnit]:
    numbers = {each.id: each.number for each in rollouts.waves(rollout_id)}
    return [each for each in rollouts.units(rollout_id) if numbers.get(each.wave_id or 0) == wave]


def _step(newest: Round | None, cell: Cell | None, step: Step) -> Spread | None:
    item = newest.results.step(step) if newest else None
    return scale_of(item, cell.counts) if item and cell else None


@supplies(AGE)
def pulse_age(asked: Question) -> Mapping[str, Figure]:
    """How long ago people were asked."""
    rows = survey_queries.closed(asked.rollout.id, Topic.READINESS)
    day = rows[-1].closed_on if rows else None
    days = None if day is None else Decimal((asked.today - day).days)
    return {
        AGE.name: Figure(days, f"“{rows[-1].name}” was closed last" if rows else "No readiness pulse is closed yet")
    }


def _newest(asked: Question, *topics: Topic) -> tuple[Round | None, Cell | None, str]:
    """The newest closed survey, what it shows of everybody or of the wave that is asked for, and where that is from."""
    rows = survey_queries.closed(asked.rollout.id, *topics)
    if not rows:
        return None, None, "No such survey is closed yet"
    newest = survey_action_queries.rounds_of(rows[-1:])[0]
    whole = newest.results.whole
    cell = whole if asked.wave is None else newest.results.cell(Division.WAVE, f"Wave {asked.wave}")
    if cell is None:
        return newest, None, f"“{newest.name}” cannot be shown here: fewer than five answers"
    return newest, cell, f"“{newest.name}”, closed on {newest.day}, {cell.answered} answers"


def _exact(value: Fraction | None) -> Decimal | None:
    return None if value is None else Decimal(value.numerator) / Decimal(value.denominator)
