"""Checks of the phases of a playbook: stages, tasks, estimates, deliverables and gates."""

from planner.playbook.context import Context, unique
from planner.playbook.criterion_checks import check_of_gate
from planner.playbook.outline import Deliverable, Gate, Phase, Task
from planner.playbook.problems import Place, perhaps
from planner.playbook.words import WaveScope

MOST_DAYS = 1_000
"""Longest estimate of a task; what takes four years is not a task."""


def check_phases(context: Context) -> None:
    """Check every phase by itself; dependencies between tasks are checked elsewhere."""
    phases = context.phases()
    unique([(phase, place.at("phase")) for phase, place in phases], "phase")
    unique(
        [
            (task, place.item("task", task.ref, index))
            for phase, place in phases
            for index, task in enumerate(phase.tasks)
        ],
        "task",
    )
    unique([(gate, where) for phase, place in phases for gate, where in _gates(phase, place)], "gate")
    for phase, place in phases:
        _check_phase(phase, place, context)


def check_criteria_unique(context: Context) -> None:
    """Tell refs that two criteria share, be they of a success factor or of a gate: records point to them by ref."""
    factors = context.library("factors")
    owners = [
        (factor.criteria, factors.item("factor", factor.ref, index))
        for index, factor in enumerate(context.playbook.factors)
    ]
    owners += [(gate.criteria, where) for phase, place in context.phases() for gate, where in _gates(phase, place)]
    unique(
        [
            (criterion, owner.item("criterion", criterion.ref, index))
            for criteria, owner in owners
            for index, criterion in enumerate(criteria)
        ],
        "criterion",
    )


def _gates(phase: Phase, place: Place) -> list[tuple[Gate, Place]]:
    gates = [(phase.exit, place.at("gate.exit"))]
    return [(phase.entry, place.at("gate.entry")), *gates] if phase.entry else gates


def _check_phase(phase: Phase, place: Place, context: Context) -> None:
    if phase.waves is not WaveScope.EVERY and not phase.wave_phase:
        place.at("phase.waves").tell("has a meaning only with wave_phase = true")
    for ref in phase.mistakes:
        context.refers(place.at(f"phase.mistakes[{ref}]"), "mistakes", ref)
    _check_stages(phase, place)
    for index, task in enumerate(phase.tasks):
        _check_task(task, phase, place.item("task", task.ref, index), context)
    _check_deliverables(phase, place, context)
    for gate, where in _gates(phase, place):
        _check_gate(gate, where, context)
    if not phase.exit.musts:
        place.at("gate.exit.criterion").tell("the exit gate needs at least one criterion with must = true")


def _check_stages(phase: Phase, place: Place) -> None:
    placed = [(stage, place.item("stage", stage.ref, index)) for index, stage in enumerate(phase.stages)]
    unique([*placed], "stage of this phase")
    used = {task.stage for task in phase.tasks}
    if not phase.stages:
        place.at("stage").tell("a phase needs at least one stage")
    if not phase.tasks:
        place.at("task").tell("a phase needs at least one task")
    for stage, where in placed:
        if phase.tasks and stage.ref not in used:
            where.tell("no task belongs to this stage")


def _check_task(task: Task, phase: Phase, place: Place, context: Context) -> None:
    stages = [stage.ref for stage in phase.stages]
    if task.stage not in stages:
        place.at("stage").tell(f'this phase has no stage "{task.stage}"' + perhaps(task.stage, stages))
    context.refers(place.at("role"), "roles", task.role)
    _check_estimates(task, place)
    if task.when is not None and task.when.empty:
        place.at("when").tell("says nothing; leave it out or name whom the task is proposed to")
    if task.when is not None and not task.because:
        place.at("because").tell("is missing; a task that is not for everybody says why")
    if task.when is None and task.because:
        place.at("because").tell("explains a `when`, and there is none")


def _check_estimates(task: Task, place: Place) -> None:
    estimates = (task.optimistic, task.likely, task.pessimistic)
    if task.milestone and any(estimates):
        place.at("milestone").tell("a milestone takes no time; leave the three estimates out")
    elif task.milestone:
        return
    elif max(estimates) > MOST_DAYS:
        place.at("pessimistic").tell(f"must be at most {MOST_DAYS:,} days")
    elif min(estimates) < 0:
        place.at("optimistic").tell("an estimate must not be negative")
    elif not task.optimistic <= task.likely <= task.pessimistic:
        place.at("likely").tell(
            "must hold: optimistic <= likely <= pessimistic, not " + " / ".join(map(str, estimates))
        )
    elif task.likely == 0:
        place.at("likely").tell("must be at least one day, or the task is a milestone")


def _check_deliverables(phase: Phase, place: Place, context: Context) -> None:
    placed: list[tuple[Deliverable, Place]] = [
        (one, place.item("deliverable", one.ref, index)) for index, one in enumerate(phase.deliverables)
    ]
    unique([*placed], "deliverable of this phase")
    for one, where in placed:
        context.refers(where.at("accountable"), "roles", one.accountable)
        for role in one.responsible:
            context.refers(where.at(f"responsible[{role}]"), "roles", role)


def _check_gate(gate: Gate, place: Place, context: Context) -> None:
    for index, criterion in enumerate(gate.criteria):
        check_of_gate(criterion, place.item("criterion", criterion.ref, index), context)
