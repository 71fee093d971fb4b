"""Gathers the scene of a rollout for the detectors: every value is asked from the area that owns it."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from planner.goals import queries as goals
from planner.playbook.words import CriterionKind
from planner.readiness import facts_service, service
from planner.readiness.evidence import Standing
from planner.readiness.mistakes import BOOK
from planner.readiness.scene import Scene, WaveScene
from planner.readiness.strengths import STRONG
from planner.rollouts import queries as rollouts
from planner.rollouts.models import Rollout
from planner.rollouts.stages import Stage
from planner.schedule import check_service, gate_queries, lesson_queries, scenario_queries
from planner.schedule import queries as schedule
from planner.schedule.gate_queries import GateView
from planner.schedule.gates import Decision
from planner.schedule.states import Kind
from planner.suitability.service import suitability_state
from planner.suitability.stopping import StopState

FIRST_SYSTEM_PHASE = 2
"""Phases are counted from 0: the third is the first that chooses or builds anything."""
OPENING = (Decision.GO, Decision.CONDITIONAL_GO)


def scene_of(rollout: Rollout, today: date) -> Scene:
    """Everything the detectors look at, of one rollout with a playbook, on one day."""
    return scene_from(rollout, service.basis_of(rollout, today), today)


def scene_from(rollout: Rollout, basis: service.Basis, today: date) -> Scene:
    """The same, from what the gates are judged from anyway."""
    asked = {fact for each in BOOK for fact in each.facts} | {each.fact for each in STRONG}
    figures = {**facts_service.outside_facts(rollout, asked, today), **basis.facts}
    views = gate_queries.gates_of(rollout, today)
    return Scene(
        today=today,
        running=rollout.stage is not Stage.DRAFT,
        live=any(each.go_live and each.go_live < today for each in rollouts.waves(rollout.id)),
        decided=any(view.decisions for view in views),
        figures={name: each.value for name, each in figures.items() if each.value is not None},
        about={name: each.about for name, each in figures.items() if each.about},
        recorded=recorded(basis),
        answers=answers_of(basis),
        plan=plan_findings(rollout, today),
        lists={
            **start_lists(rollout, basis, today),
            "waved-gates": tuple(view.gate.name for view in views if waved_through(view)),
            "overdue-conditions": overdue(views, today),
            "open-lessons": open_lessons(rollout, views),
            "expired-answers": expired(basis),
            "kept-training-cuts": training_cuts(rollout),
        },
        waves=waves_of(rollout),
    )


def answers_of(basis: service.Basis) -> dict[str, Fraction]:
    """The shares of the answers and checks that count today."""
    results = (each for factor in basis.assessment.factors for each in factor.criteria)
    return {
        each.ref: each.share
        for each in results
        if each.share is not None and each.criterion.kind is not CriterionKind.MEASURE
    }


def recorded(basis: service.Basis) -> dict[str, Decimal]:
    """The figures that no area counts and somebody recorded for a success factor, as far as they count today."""
    results = (each for factor in basis.assessment.factors for each in factor.criteria)
    return {
        each.criterion.fact: each.value
        for each in results
        if each.criterion.fact and not each.live and each.share is not None and each.value is not None
    }


def expired(basis: service.Basis) -> tuple[str, ...]:
    """The questions whose answers are too old to count."""
    results = (each for factor in basis.assessment.factors for each in factor.criteria)
    return tuple(each.criterion.text.rstrip(".?") for each in results if each.standing is Standing.EXPIRED)


def plan_findings(rollout: Rollout, today: date) -> dict[str, tuple[str, ...]]:
    """What the checks of the plan find, by rule."""
    found: dict[str, list[str]] = defaultdict(list)
    checked = check_service.checked(rollout, today)
    for each in checked.findings if checked else ():
        found[each.rule].append(each.text)
    return {rule: tuple(texts) for rule, texts in found.items()}


def start_lists(rollout: Rollout, basis: service.Basis, today: date) -> dict[str, tuple[str, ...]]:
    """What is missing at the start: the decision, rules for stopping, goals; and work begun without the decision."""
    start = suitability_state(rollout, today)
    stops = [each for each in start.stops if each.state is not StopState.WITHDRAWN]
    missing = () if start.decision else (f"{rollout.name}: improve or change?",)
    refs = {phase.ref for phase in basis.playbook.phases[FIRST_SYSTEM_PHASE:]}
    plan = schedule.current_plan(rollout.id)
    rows = schedule.rows_of(plan.id) if plan and missing else []
    begun = tuple(row.name for row in rows if row.kind is Kind.TASK and row.percent > 0 and row.phase_ref in refs)
    return {
        "decision-missing": missing,
        "stop-rules-missing": () if stops else ("no rule for stopping",),
        "goals-missing": () if any(not row.dropped for row in goals.rows_of(rollout.id)) else ("no goal",),
        "system-work-begun": begun,
    }


def waved_through(view: GateView) -> bool:
    """Whether the gate stands open by a decision although one of its frozen must-criteria was not met or not known."""
    latest = view.decisions[0] if view.decisions else None
    if latest is None or latest.decision not in OPENING:
        return False
    return any(each.get("must") and each.get("state") in {"not met", "unknown"} for each in latest.criteria)


def overdue(views: Sequence[GateView], today: date) -> tuple[str, ...]:
    """Conditions of the latest decisions whose day has passed."""
    rows = (each for view in views for each in view.conditions)
    return tuple(each.text for each in rows if each.met_at is None and each.due is not None and each.due < today)


def open_lessons(rollout: Rollout, views: Sequence[GateView]) -> tuple[str, ...]:
    """Lessons that no later wave has answered, although a later wave's gate at the same phase was decided."""
    decided = [view.gate for view in views if view.decisions and view.gate.wave]
    return tuple(
        each.lesson.what
        for each in lesson_queries.lessons_of(rollout.id)
        if not each.answers
        and any(g.phase_ref == each.gate.phase_ref and (g.wave or 0) > (each.gate.wave or 0) for g in decided)
    )


def training_cuts(rollout: Rollout) -> tuple[str, ...]:
    """Kept scenarios that cut training."""
    kept = (each for each in scenario_queries.scenarios(rollout.id) if each.state.value == "kept")
    return tuple(each.name for each in kept if any(c.get("kind") == "cut-training" for c in each.changes))


def waves_of(rollout: Rollout) -> tuple[WaveScene, ...]:
    """The waves with their people and kinds of work."""
    units = rollouts.units(rollout.id)
    return tuple(
        WaveScene(
            number=wave.number,
            name=wave.name,
            people=sum(unit.people for unit in units if unit.wave_id == wave.id),
            works=frozenset(unit.work for unit in units if unit.wave_id == wave.id),
            go_live=wave.go_live,
        )
        for wave in rollouts.waves(rollout.id)
    )
