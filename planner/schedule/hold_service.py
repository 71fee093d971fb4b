"""Asks for a rollout what its gates hold back today, and refuses to begin what is held, saying who can change it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from planner.access.roles import Role
from planner.basics.errors import RuleBroken
from planner.db import db
from planner.rollouts import queries as rollouts
from planner.rollouts.models import Rollout
from planner.rollouts.playbook_service import playbook_of
from planner.schedule import gate_queries, queries
from planner.schedule.beyond import Sides, sides_of
from planner.schedule.gate_queries import GateView
from planner.schedule.holding import Held, Permit, Place, may_start, way_out
from planner.schedule.models import PlanTask
from planner.schedule.states import Kind, TaskFacts
from planner.schedule.turns import GateOrder, Turn, gate_order, turns_of


@dataclass(frozen=True, slots=True)
class Holding:
    """The gates of a rollout on a day, in the order in which they hold work back; asked for once for a whole page."""

    today: date
    turns: tuple[Turn, ...]
    order: GateOrder
    views: Mapping[str, GateView]
    sponsors: tuple[str, ...]

    def permit(self, place: Place) -> Permit:
        """Whether work at a place may start today."""
        gates = {key: view.facts for key, view in self.views.items()}
        waivers = [gate_queries.waiver_facts(view.gate, row) for view in self.views.values() for row in view.waivers]
        return may_start(place, self.order, gates, waivers, self.today)

    def permits(self, rows: Sequence[TaskFacts]) -> dict[Place, Permit]:
        """The answer for every place that some rows stand at."""
        return {place: self.permit(place) for place in {row.place for row in rows}}

    def name(self, gate_key: str) -> str:
        """A gate as people call it, with its wave."""
        return gate_name(self.views[gate_key])

    def sentence(self, held: Held, *, own: bool = False) -> str:
        """Which gate holds, what it waits for, and who can change it; `own` at the milestone of the gate itself."""
        view = self.views[held.gate_key]
        reasons = " ".join(held.verdict.reasons)
        return f"The gate “{gate_name(view)}” is not open. {reasons} {self.way_out(held, own=own)}"

    def told(self, permit: Permit, place: Place) -> str:
        """All that holds a place, beginning with the nearest gate."""
        held = permit.held_by[0]
        others = [f"“{self.name(each.gate_key)}”" for each in permit.held_by[1:]]
        rest = f" Also held by: {', '.join(others)}." if others else ""
        return f"{self.sentence(held, own=held.gate_key == place.gate_key)}{rest}"

    def way_out(self, held: Held, *, own: bool = False) -> str:
        """Who can change it, with the names of the sponsors."""
        who = " or ".join(self.sponsors)
        changed = way_out(held.verdict.standing)
        if who:
            changed = changed.replace("the sponsor", f"the sponsor ({who})").replace(
                "The sponsor", f"The sponsor ({who})"
            )
        can = " The sponsor can also waive the gate for a time." if held.verdict.can_be_waived and not own else ""
        return f"{changed}{can}"


def gate_name(view: GateView) -> str:
    """A gate as people call it, with its wave."""
    return f"{view.gate.name}, wave {view.gate.wave}" if view.gate.wave else view.gate.name


def waived_words(view: GateView) -> str:
    """Until when a closed gate lets work start all the same."""
    until = view.waiver.until if view.waiver else None
    day = f" until {until.day} {until:%b %Y}" if until else ""
    return f"The gate “{gate_name(view)}” is not open, but the sponsor waives it{day}."


def holding_of(rollout: Rollout, today: date) -> Holding:
    """What the gates of a rollout hold back on a day; without a playbook nothing is held."""
    return holding_from(rollout, gate_queries.gates_of(rollout, today), today)


def holding_from(rollout: Rollout, gates: Sequence[GateView], today: date) -> Holding:
    """The same from gates that were asked for already, as they stand on that day."""
    views = {view.gate.key: view for view in gates}
    has_playbook = rollouts.has_playbook(rollout.id)
    turns = turns_of(playbook_of(rollout), queries.wave_names(rollout)) if has_playbook else ()
    sponsors = tuple(user.name for user in rollouts.people_with_role(rollout.id, Role.SPONSOR))
    return Holding(today, turns, gate_order(turns), views, sponsors)


def check_start(rollout_id: int, task: PlanTask, place: Place, today: date) -> None:
    """Refuse to begin or finish a task that has not begun and that a gate holds; every way to progress asks here.

    Work that has begun goes on: a gate that closes later stops no one in the middle of a task.
    """
    if task.begun or task.kind is Kind.SUMMARY:
        return
    holding = holding_of(db.session.get_one(Rollout, rollout_id), today)
    permit = holding.permit(place)
    if not permit.allowed:
        own = permit.held_by[0].gate_key == place.gate_key
        what = "is reached when its gate is open" if own else "cannot start yet"
        raise RuleBroken(f"“{task.name}” {what}. {holding.told(permit, place)}", "percent")


def check_begins(rollout_id: int, rows: Sequence[tuple[str, Place]], today: date) -> None:
    """Refuse to begin any of some tasks, given by name and place, that a gate holds."""
    if not rows:
        return
    holding = holding_of(db.session.get_one(Rollout, rollout_id), today)
    for name, place in rows:
        permit = holding.permit(place)
        if not permit.allowed:
            raise RuleBroken(f"“{name}” would begin again, and cannot start yet. {holding.told(permit, place)}")


def sides(rollout: Rollout, holding: Holding) -> dict[str, Sides]:
    """The work on both sides of every gate, by its key, in the plan in use."""
    plan = queries.current_plan(rollout.id)
    rows = queries.rows_of(plan.id) if plan else []
    permits = holding.permits(rows)
    return {
        key: sides_of(rows, permits, key, view.gate.phase_ref, view.gate.wave) for key, view in holding.views.items()
    }
