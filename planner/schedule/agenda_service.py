"""Hands the committee what the gates bring: gates of the next weeks, and conditions that are overdue."""

from collections.abc import Iterable
from datetime import date

from planner.people.agenda_service import hands_in
from planner.people.committee_rules import GATES_AHEAD, Point
from planner.rollouts.models import Rollout
from planner.schedule import gate_queries


@hands_in
def gates(rollout: Rollout, today: date) -> Iterable[Point]:
    """Gates still to be passed that fall due within four weeks or are late, and unmet conditions of decisions."""
    for view in gate_queries.gates_of(rollout, today):
        gate, values = view.gate, {"gate_id": view.gate.id}
        for condition in view.conditions:
            if condition.met_at is None and condition.due < today:
                about = f"A condition of the {gate.name.lower()}, overdue"
                yield Point(f"condition-{condition.id}", condition.text, about, condition.due, "schedule.gate", values)
        if view.open and gate.due is not None and gate.due <= today + GATES_AHEAD:
            yield Point(f"gate-{gate.key}", gate.name, "A gate that is not decided", gate.due, "schedule.gate", values)
