"""Looks at a stored plan as a scenario would have it: nothing of it is written."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from planner.basics.errors import RuleBroken
from planner.basics.pauses import without_collector
from planner.schedule.calculation_service import network_now
from planner.schedule.calendars import CalendarError
from planner.schedule.file_network import network_of
from planner.schedule.models import Plan
from planner.schedule.network import Network, NetworkError
from planner.schedule.plan_values_service import plan_values
from planner.schedule.risk_model import REFUSALS
from planner.schedule.risk_plan import as_done, known_of
from planner.schedule.risk_queries import risk_rows
from planner.schedule.scenario import Change
from planner.schedule.scenario_chances import ByRow, Chance, chances
from planner.schedule.scenario_compare import Comparison, Mark, compare
from planner.schedule.scenario_models import Scenario
from planner.schedule.scenario_network import Applied, Setting, applied
from planner.schedule.scenario_picture import Picture
from planner.schedule.scenario_queries import meta_of
from planner.schedule.scenario_reading import read_changes


@dataclass(frozen=True, slots=True)
class Base:
    """The plan in use, ready to try something on."""

    plan: Plan
    picture: Picture

    @property
    def network(self) -> Network:
        """The plan as it is scheduled."""
        return self.picture.network


@dataclass(frozen=True, slots=True)
class Look:
    """A scenario beside the plan. `problems` are changes that cannot be made, by their place, and why not."""

    base: Base
    comparison: Comparison
    problems: dict[int, str]
    simulated: str = ""
    """Why there are no chances; nothing where there are some."""


@without_collector()
def base_of(plan: Plan) -> Base:
    """The plan with its dates; RuleBroken in words where it cannot be scheduled."""
    try:
        return Base(plan, Picture(network_now(plan)[1], meta_of(plan), _day(plan)))
    except (NetworkError, CalendarError) as error:
        raise RuleBroken(str(error)) from error


def made(base: Base, changes: Sequence[Change], now: datetime, *, same_version: bool) -> Applied:
    """The plan with the changes; RuleBroken where the result cannot be scheduled."""
    try:
        result = applied(base.network, changes, _setting(base, now, same_version=same_version))
        Picture(result.network, base.picture.meta, base.picture.day)
    except (NetworkError, CalendarError) as error:
        raise RuleBroken(str(error)) from error
    return result


@without_collector()
def look(base: Base, row: Scenario, now: datetime) -> Look:
    """A scenario beside the plan, with P50 and P80 of both."""
    changes, setting = _changes(base, row, now)
    result, scenario = _tried(base, changes, setting)
    before: dict[int, Chance] = {}
    after: dict[int, Chance] = {}
    problem = ""
    try:
        rows, network = _by_row(base.plan, now), network_of(as_done(plan_values(base.plan)))
        asked = [live.row.uid for live in base.picture.go_lives]
        before = chances(network, base.picture, rows, asked, network)
        changed = applied(network, changes, setting).network
        after = chances(changed, scenario, rows, asked, network)
    except REFUSALS as error:
        problem = str(error)
    return Look(base, compare(base.picture, scenario, before, after), dict(result.problems), problem)


@without_collector()
def last_dates(base: Base, row: Scenario, now: datetime) -> Mark:
    """The last go-live (or the end of the plan) on both sides, without chances: quick enough for a list."""
    _, scenario = _tried(base, *_changes(base, row, now))
    found = compare(base.picture, scenario, {}, {})
    return found.go_lives[-1] if found.go_lives else found.end


def _changes(base: Base, row: Scenario, now: datetime) -> tuple[list[Change], Setting]:
    same = row.plan_number == base.plan.number
    return read_changes(row.changes), _setting(base, now, same_version=same)


def _tried(base: Base, changes: Sequence[Change], setting: Setting) -> tuple[Applied, Picture]:
    try:
        result = applied(base.network, changes, setting)
        return result, Picture(result.network, base.picture.meta, base.picture.day)
    except (NetworkError, CalendarError) as error:
        raise RuleBroken(str(error)) from error


def _setting(base: Base, now: datetime, *, same_version: bool) -> Setting:
    gates = frozenset(uid for uid, meta in base.picture.meta.items() if meta.gate_key)
    training = frozenset(base.picture.training)
    return Setting(base.picture.day, training, gates, now, same_version)


def _by_row(plan: Plan, now: datetime) -> ByRow:
    rows, _ = risk_rows(plan)
    known = known_of(rows, plan.day, now.date())
    uids = [row.uid for row in network_now(plan)[1].activities]
    return ByRow(
        {uids[place]: estimate for place, estimate in known.estimates.items()},
        {uids[place]: team for place, team in known.teams.items()},
        known.now or now,
    )


def _day(plan: Plan) -> int:
    return plan.day // timedelta(seconds=1)
