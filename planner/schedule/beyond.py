"""The work on both sides of a gate: what is still open before it, what it holds back, and what began behind it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from planner.schedule.holding import Permit, Place
from planner.schedule.states import Kind, TaskFacts


@dataclass(frozen=True, slots=True)
class Sides:
    """Tasks before a gate that are open; behind it those it holds back, those under way and those done all the same."""

    before: tuple[TaskFacts, ...]
    waiting: tuple[TaskFacts, ...]
    under_way: tuple[TaskFacts, ...]
    done: tuple[TaskFacts, ...]


def sides_of(
    rows: Sequence[TaskFacts], permits: Mapping[Place, Permit], gate_key: str, phase_ref: str, wave: int | None
) -> Sides:
    """What stands before a gate (the open work of its phase and wave) and what it holds back today."""
    work = [row for row in rows if row.kind is not Kind.SUMMARY and row.gate_key != gate_key]
    before = [row for row in work if (row.phase_ref, row.wave) == (phase_ref, wave) and row.open_work]
    held = [row for row in work if holds(permits.get(row.place), gate_key)]
    return Sides(
        tuple(before),
        tuple(row for row in held if row.percent == 0),
        tuple(row for row in held if 0 < row.percent < 100),
        tuple(row for row in held if row.percent == 100),
    )


def holds(permit: Permit | None, gate_key: str) -> bool:
    """Whether one gate is among those that hold a place."""
    return permit is not None and any(held.gate_key == gate_key for held in permit.held_by)
