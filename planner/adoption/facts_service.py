"""The live figures of adoption: rate, breadth, spread, who never signed in or lapsed, and when 90 % is reached."""

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal

from sqlalchemy import select

from planner.adoption import figure_queries
from planner.adoption.chain_service import chain
from planner.adoption.figure_models import By, Condition
from planner.adoption.figure_queries import Week
from planner.adoption.overview import Outlook
from planner.basics.suppression import may_show
from planner.db import db
from planner.playbook.facts import Fact, Per
from planner.playbook.words import Direction, Unit
from planner.rollouts.figures_service import Figure, Question, shared, supplies
from planner.rollouts.models import Wave

LINE = 90
STALE = timedelta(days=28)
"""Figures of use that are older say nothing of today."""
_P, _UP, _DOWN = Unit.PERCENT, Direction.UP, Direction.DOWN
FRESH = "from the end of the newest usage log"
PEOPLE = "people"

WAVE_FACTS = (
    Fact("adoption.rate", "Share of the licensed people who have adopted the system", _P, _UP, per=Per.WAVE,
         fresh=FRESH, fresh_days=STALE.days, among=PEOPLE),
    Fact("adoption.breadth", "Share of the expected functions that are used", _P, _UP, per=Per.WAVE,
         fresh=FRESH, fresh_days=STALE.days),
    Fact("adoption.never_signed_in_share", "Share of the licensed people who never signed in", _P, _DOWN,
         per=Per.WAVE, fresh=FRESH, fresh_days=STALE.days, among=PEOPLE),
    Fact("adoption.lapsed_share", "Share of the licensed people who used the system and stopped for 28 days", _P, _DOWN,
         per=Per.WAVE, fresh=FRESH, fresh_days=STALE.days, among=PEOPLE),
    Fact("adoption.fragmentation", "Spread of adoption between units, in percentage points", _P, _DOWN, per=Per.WAVE,
         fresh=FRESH, fresh_days=STALE.days),
)  # fmt: skip
CHAIN_FACTS = (
    Fact("adoption.trained_not_using_share", "Share of the licensed people who are trained and do not use the system",
         _P, _DOWN, per=Per.WAVE, fresh=FRESH, fresh_days=STALE.days, among=PEOPLE),
    Fact("adoption.using_untrained_share", "Share of the licensed people who use the system without being trained", _P,
         _DOWN, per=Per.WAVE, fresh=FRESH, fresh_days=STALE.days, among=PEOPLE),
    Fact("adoption.days_to_first_use", "Median of days from access to the first active day", Unit.DAYS, _DOWN,
         per=Per.WAVE, fresh=FRESH, fresh_days=STALE.days),
    Fact("adoption.days_from_training_to_use", "Median of days from training to the next active day", Unit.DAYS, _DOWN,
         per=Per.WAVE, fresh=FRESH, fresh_days=STALE.days),
)  # fmt: skip
WHOLE_FACTS = (
    Fact("adoption.days_to_90", "Days until nine in ten licensed people have adopted, by the curve so far", Unit.DAYS,
         _DOWN, fresh=FRESH, fresh_days=STALE.days),
    Fact("adoption.stickiness", "Mean daily active people of those active in 28 days, without weekly roles", _P, _UP,
         fresh=FRESH, fresh_days=STALE.days),
)  # fmt: skip


@supplies(*WAVE_FACTS)
def wave_figures(asked: Question) -> Mapping[str, Figure]:
    """The figures of a wave's units, or of everybody."""
    rollout_id, names = asked.rollout.id, [each.name for each in WAVE_FACTS]
    state = figure_queries.state(rollout_id)
    if state is None or state.as_of is None:
        return dict.fromkeys(names, Figure(None, "No usage log was taken over yet"))
    if asked.today - state.as_of > STALE:
        return dict.fromkeys(names, Figure(None, f"The last usage log ends on {state.as_of}, more than 28 days ago"))
    keys = _keys(asked)
    weeks = figure_queries.curve(rollout_id, By.UNIT, keys) if keys is not None else figure_queries.curve(rollout_id)
    now = weeks[-1] if weeks and weeks[-1].as_of == state.as_of else None
    if now is None or not may_show(now.licensed):
        return dict.fromkeys(names, Figure(None, "Fewer than five people are licensed here"))
    found = figure_queries.conditions(rollout_id, None if keys is None else [int(each) for each in keys])
    units = figure_queries.latest(rollout_id, By.UNIT)
    shown = [each for each in state.shown.get("unit", []) if keys is None or each in keys]
    source = f"From usage logs until {state.as_of}, {now.licensed} people licensed"
    spread = figure_queries.fragmentation(units, shown)
    people, as_of = sum(found.values()), state.as_of
    figures = (
        shared(now.adopted, now.licensed, source, as_of),
        Figure(now.breadth, source, as_of),
        shared(found.get(Condition.NEVER, 0), people, source, as_of),
        shared(found.get(Condition.LAPSED, 0), people, source, as_of),
        Figure(spread.points, source, as_of),
    )
    return dict(zip(names, figures, strict=True))


def _keys(asked: Question) -> list[str] | None:
    """The units of the wave that is asked about; None for everybody."""
    if asked.wave is None:
        return None
    query = select(Wave.id).where(Wave.rollout_id == asked.rollout.id, Wave.number == asked.wave)
    wave_id = db.session.scalar(query)
    return figure_queries.units_of_wave(asked.rollout.id, wave_id) if wave_id else []


@supplies(*CHAIN_FACTS)
def chain_figures(asked: Question) -> Mapping[str, Figure]:
    """What joins training and use in a wave, or over all; unknown where the group is too small or the log too old."""
    names, found = [each.name for each in CHAIN_FACTS], chain(asked.rollout, "wave", asked.today)
    if found.as_of is None or asked.today - found.as_of > STALE:
        return dict.fromkeys(names, Figure(None, "No usage log of the last 28 days"))
    numbers = [found.whole] if asked.wave is None else [each for each in found.links if each.number == asked.wave]
    link = next((each for each in numbers if each), None)
    if link is None or not may_show(link.active.whole):
        return dict.fromkeys(names, Figure(None, "Fewer than five people are licensed here"))
    source = f"From usage logs until {found.as_of}, {link.active.whole} people licensed"
    few = Figure(None, "Fewer than five people, so it is not told")
    lists = [
        few if part is None else shared(part, link.active.whole, source, found.as_of)
        for part in (link.idle, link.untrained)
    ]
    waits = [
        Figure(None if days is None else Decimal(days), source, found.as_of)
        for days in (link.access_days, link.training_days)
    ]
    return dict(zip(names, [*lists, *waits], strict=True))


@supplies(*WHOLE_FACTS)
def whole_figures(asked: Question) -> Mapping[str, Figure]:
    """When nine in ten are there, and how often people come back."""
    weeks = figure_queries.curve(asked.rollout.id)
    if not weeks or asked.today - weeks[-1].as_of > STALE or not may_show(weeks[-1].licensed):
        return {each.name: Figure(None, "No usage log of the last 28 days") for each in WHOLE_FACTS}
    days, source = days_to_line(weeks[-1], figure_queries.outlook_of(asked.rollout.id))
    sticky = figure_queries.stickiness(asked.rollout.id, weeks[-1])
    whom = ", weekly roles left out" if sticky.apart else ""
    return {
        "adoption.days_to_90": Figure(days, source, weeks[-1].as_of),
        "adoption.stickiness": Figure(sticky.daily, f"From usage logs until {weeks[-1].as_of}{whom}", weeks[-1].as_of),
    }


def days_to_line(now: Week, found: Outlook | None) -> tuple[Decimal | None, str]:
    """Days from the last figure until the line is reached, and how that is known."""
    if now.rate is not None and now.rate >= LINE:
        return Decimal(0), "Nine in ten have adopted"
    if found is None or not found.shape:
        return None, "Too few points for a forecast"
    if found.reached is None:
        return None, "The curve does not reach 90 % within three years"
    return Decimal((found.reached - now.as_of).days), f"Forecast by the {found.shape} curve"
