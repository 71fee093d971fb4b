"""Gathers the board of gates: what the plan knows of each gate, and what its readiness says today."""

from collections.abc import Mapping
from datetime import date

from planner.readiness.board import GateFigures, Lane, OpenCondition, lanes_of
from planner.readiness.gate_readiness import GateAssessment
from planner.readiness.service import gate_assessments
from planner.rollouts import queries as rollouts
from planner.rollouts.models import Rollout
from planner.schedule import hold_service, lesson_service, queries
from planner.schedule.beyond import Sides
from planner.schedule.gate_queries import GateView
from planner.schedule.gates import STANDING_LIGHTS, STANDING_WORDS, Standing
from planner.schedule.hold_service import Holding
from planner.schedule.holding import Held, Place
from planner.schedule.lesson_service import Lessons
from planner.schedule.states import TaskState, state_of


def board(rollout: Rollout, today: date) -> tuple[Lane, ...]:
    """Every gate of a rollout by wave, with what it waits for on a day; the same number of questions for any plan."""
    holding = hold_service.holding_of(rollout, today)
    views = list(holding.views.values())
    judged = {each.gate.key: each for each in gate_assessments(rollout, today)} if holding.turns else {}
    sides = hold_service.sides(rollout, holding)
    lessons = lesson_service.lessons_by_gate(rollout, [view.gate for view in views])
    people = {view.gate.owner_id for view in views} | {each.owner_id for view in views for each in view.conditions}
    names = queries.names_of(people)
    gates = [
        _figures(view, holding, judged.get(key), sides[key], lessons[key], names) for key, view in holding.views.items()
    ]
    waves = [(wave.number, wave.name) for wave in rollouts.waves(rollout.id)]
    return lanes_of(gates, waves, today)


def _figures(
    view: GateView,
    holding: Holding,
    judged: GateAssessment | None,
    sides: Sides,
    lessons: Lessons,
    names: Mapping[int, str],
) -> GateFigures:
    gate, verdict = view.gate, view.verdict
    permit = holding.permit(Place(gate.phase_ref, gate.wave))
    return GateFigures(
        id=gate.id,
        key=gate.key,
        name=gate.name,
        phase_ref=gate.phase_ref,
        phase=gate.phase_name,
        wave=gate.wave,
        word=STANDING_WORDS[verdict.standing],
        light=STANDING_LIGHTS[verdict.standing],
        open=verdict.open,
        stopped=verdict.standing is Standing.STOP,
        reasons=verdict.reasons,
        way_out="" if verdict.open else holding.way_out(Held(gate.key, verdict)),
        owner=names.get(gate.owner_id or 0, ""),
        due=gate.due,
        blockers=judged.blockers if judged else None,
        conditions=_conditions(view, names, holding.today),
        open_tasks=len(sides.before),
        late_tasks=sum(state_of(task, holding.today) is TaskState.LATE for task in sides.before),
        held_tasks=len(sides.waiting),
        begun_tasks=len(sides.under_way),
        waived_until=view.waiver.until if view.waiver else None,
        waiver_id=view.waiver.id if view.waiver else None,
        lessons_waiting=lessons.unanswered(gate),
        held_by=tuple(holding.name(held.gate_key) for held in permit.held_by),
    )


def _conditions(view: GateView, names: Mapping[int, str], today: date) -> tuple[OpenCondition, ...]:
    return tuple(
        OpenCondition(row.text, names.get(row.owner_id or 0, "nobody"), row.due, row.due < today)
        for row in view.conditions
        if row.met_at is None
    )
