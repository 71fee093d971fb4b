"""Turns a playbook into the rows of a plan: phases, stages, tasks and gates; wave phases stand once for each wave.

What waits for which gate is told in turns.py.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from planner.playbook.outline import After, Phase, Playbook, Task
from planner.schedule.states import Kind
from planner.schedule.turns import Turn, WaveName, gates_awaited, row_key, turns_of


@dataclass(frozen=True, slots=True)
class ProposedRow:
    """One row of a proposed plan. `after` names other rows by their key, each with a lag in working days."""

    key: str
    name: str
    outline_level: int
    kind: Kind
    phase_ref: str
    stage_ref: str = ""
    wave: int | None = None
    task_ref: str = ""
    gate_key: str = ""
    role_ref: str = ""
    note: str = ""
    optimistic: int = 0
    likely: int = 0
    pessimistic: int = 0
    after: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class GatePlace:
    """A gate that a playbook and the waves of a rollout ask for."""

    key: str
    ref: str
    name: str
    phase_ref: str
    phase_name: str
    wave: int | None


def propose_rows(
    playbook: Playbook, wanted: frozenset[tuple[str, str]], waves: Sequence[WaveName]
) -> tuple[ProposedRow, ...]:
    """The rows of the plan in their order. `wanted` holds the (phase, task) that fit this organisation."""
    turns = turns_of(playbook, waves)
    links = _Links(playbook, wanted, waves)
    rows: list[ProposedRow] = []
    for position, turn in enumerate(turns):
        before = gates_awaited(turns, position)
        rows.extend(_rows_of(turn, wanted, links, before))
    return tuple(rows)


def gate_places(playbook: Playbook, waves: Sequence[WaveName]) -> tuple[GatePlace, ...]:
    """The gates in their order: one at the end of each phase, and of a wave phase one for each wave that passes it."""
    return tuple(
        GatePlace(
            turn.gate_key, turn.phase.exit.ref, turn.phase.exit.name, turn.phase.ref, turn.phase.name, turn.number
        )
        for turn in turns_of(playbook, waves)
    )


def _rows_of(
    turn: Turn, wanted: frozenset[tuple[str, str]], links: "_Links", before: Sequence[str]
) -> Iterator[ProposedRow]:
    phase, number = turn.phase, turn.number
    title = f"{phase.name} – {turn.wave.name}" if turn.wave else phase.name
    yield ProposedRow(turn.key(""), title, 1, Kind.SUMMARY, phase.ref, wave=number, note=phase.objective)
    tasks = [task for task in phase.tasks if (phase.ref, task.ref) in wanted]
    waited_for: set[str] = set()
    for stage in phase.stages:
        inside = [task for task in tasks if task.stage == stage.ref]
        if inside:
            yield ProposedRow(turn.key(f"/{stage.ref}"), stage.name, 2, Kind.SUMMARY, phase.ref, stage.ref, number)
        for task in inside:
            row = _task_row(turn, task, links, before)
            waited_for.update(key for key, _ in row.after)
            yield row
    open_ends = tuple((turn.key(task.ref), 0) for task in tasks if turn.key(task.ref) not in waited_for)
    yield ProposedRow(
        key=turn.gate_key,
        name=phase.exit.name if "gate" in phase.exit.name.casefold() else f"Gate: {phase.exit.name}",
        outline_level=2,
        kind=Kind.MILESTONE,
        phase_ref=phase.ref,
        wave=number,
        gate_key=turn.gate_key,
        note=phase.exit.purpose,
        after=open_ends or tuple((gate, 0) for gate in before),
    )


def _task_row(turn: Turn, task: Task, links: "_Links", before: Sequence[str]) -> ProposedRow:
    after = links.of(turn.phase, task, turn.number)
    inside = any(key.startswith(f"{turn.phase.ref}.") for key in after)
    return ProposedRow(
        key=turn.key(task.ref),
        name=_task_name(turn.phase, task),
        outline_level=3,
        kind=Kind.MILESTONE if task.milestone else Kind.TASK,
        phase_ref=turn.phase.ref,
        stage_ref=task.stage,
        wave=turn.number,
        task_ref=task.ref,
        role_ref=task.role,
        note=task.description,
        optimistic=task.optimistic,
        likely=task.likely,
        pessimistic=task.pessimistic,
        after=(*after.items(), *(() if inside else tuple((gate, 0) for gate in before))),
    )


def _task_name(phase: Phase, task: Task) -> str:
    """A milestone that bears the name of the gate behind its phase is the call for its review, and says so."""
    return f"{task.name}: call the review" if task.milestone and task.name == phase.exit.name else task.name


class _Links:
    """Finds the rows that a task waits for, past tasks that are not proposed to this organisation."""

    def __init__(self, playbook: Playbook, wanted: frozenset[tuple[str, str]], waves: Sequence[WaveName]) -> None:
        self._phases = {phase.ref: phase for phase in playbook.phases}
        self._tasks = {(phase.ref, task.ref): task for phase in playbook.phases for task in phase.tasks}
        self._wanted = wanted
        self._waves = tuple(wave.number for wave in waves)

    def of(self, phase: Phase, task: Task, wave: int | None) -> Mapping[str, int]:
        """The keys a task waits for, with the longest lag where one is named twice."""
        found: dict[str, int] = {}
        for after in task.after:
            self._follow(phase, after, wave, found, frozenset({(phase.ref, task.ref)}))
        return found

    def _follow(
        self, phase: Phase, after: After, wave: int | None, found: dict[str, int], seen: frozenset[tuple[str, str]]
    ) -> None:
        target = self._phases.get(after.phase or phase.ref)
        name = (target.ref, after.task) if target else ("", "")
        task = self._tasks.get(name)
        if target is None or task is None or name in seen:
            return
        if name in self._wanted:
            for number in self._meant(target, wave):
                key = row_key(target.ref, task.ref, number)
                found[key] = max(found.get(key, 0), after.lag_days)
            return
        for further in task.after:
            self._follow(target, further, wave, found, seen | {name})

    def _meant(self, target: Phase, wave: int | None) -> tuple[int | None, ...]:
        """Which waves' copy of a phase is meant: the same wave's, else the nearest earlier one's; all from outside."""
        if not target.wave_phase:
            return (None,)
        passing = [number for number in self._waves if target.is_passed_by_wave(number)]
        if wave is None:
            return tuple(passing)
        if wave in passing:
            return (wave,)
        return tuple([number for number in passing if number < wave][-1:])
