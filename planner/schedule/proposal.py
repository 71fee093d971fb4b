"""Turns a playbook into the rows of a plan: phases, stages, tasks and gates; wave phases stand once for each wave.

A phase begins after the review of the phase before it in the same wave, because phases of one wave do not overlap;
waves may overlap, and a wave begins when the wave before it has passed its first phase.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from planner.playbook.outline import After, Phase, Playbook, Task
from planner.schedule.states import Kind


@dataclass(frozen=True, slots=True)
class WaveName:
    """A wave as the plan names it."""

    number: int
    name: str


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


@dataclass(frozen=True, slots=True)
class _Turn:
    """One phase as one wave (or the whole rollout) passes it."""

    phase: Phase
    wave: WaveName | None

    @property
    def number(self) -> int | None:
        return self.wave.number if self.wave else None

    @property
    def gate_key(self) -> str:
        return self.phase.gate_key(self.number)

    def key(self, task: str) -> str:
        return row_key(self.phase.ref, task, self.number)


def row_key(phase: str, task: str, wave: int | None) -> str:
    """The name of a row: `pilot.rehearse@1` is the task “rehearse” of the phase “pilot” for the first wave."""
    return f"{phase}.{task}" if wave is None else f"{phase}.{task}@{wave}"


def propose_rows(
    playbook: Playbook, wanted: frozenset[tuple[str, str]], waves: Sequence[WaveName]
) -> tuple[ProposedRow, ...]:
    """The rows of the plan in their order. `wanted` holds the (phase, task) that fit this organisation."""
    turns = tuple(_turns(playbook, waves))
    links = _Links(playbook, wanted, waves)
    rows: list[ProposedRow] = []
    for position, turn in enumerate(turns):
        before = _gates_before(turns, position)
        rows.extend(_rows_of(turn, wanted, links, before))
    return tuple(rows)


def gate_places(playbook: Playbook, waves: Sequence[WaveName]) -> tuple[GatePlace, ...]:
    """The gates in their order: one at the end of each phase, and of a wave phase one for each wave that passes it."""
    return tuple(
        GatePlace(
            turn.gate_key, turn.phase.exit.ref, turn.phase.exit.name, turn.phase.ref, turn.phase.name, turn.number
        )
        for turn in _turns(playbook, waves)
    )


def _turns(playbook: Playbook, waves: Sequence[WaveName]) -> Iterator[_Turn]:
    for by_wave, block in groupby(playbook.phases, key=lambda phase: phase.wave_phase):
        phases = list(block)
        if not by_wave:
            yield from (_Turn(phase, None) for phase in phases)
            continue
        for wave in waves:
            yield from (_Turn(phase, wave) for phase in phases if phase.is_passed_by_wave(wave.number))


def _gates_before(turns: Sequence[_Turn], position: int) -> tuple[str, ...]:
    """The gates that a turn waits for: see the module's sentence on phases and waves."""
    turn = turns[position]
    earlier = turns[:position]
    if turn.wave is None:
        last_of_waves = {before.number: before.gate_key for before in earlier if before.wave}
        follows_waves = bool(earlier) and earlier[-1].wave is not None
        return tuple(last_of_waves.values()) if follows_waves else tuple(before.gate_key for before in earlier[-1:])
    own = [before.gate_key for before in earlier if before.number == turn.number]
    if own:
        return (own[-1],)
    common = [before.gate_key for before in earlier if before.wave is None]
    other = next((before for before in reversed(earlier) if before.wave), None)
    first = next((before.gate_key for before in earlier if other and before.number == other.number), None)
    return tuple(gate for gate in (common[-1] if common else None, first) if gate)


def _rows_of(
    turn: _Turn, wanted: frozenset[tuple[str, str]], links: "_Links", before: Sequence[str]
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


def _task_row(turn: _Turn, task: Task, links: "_Links", before: Sequence[str]) -> ProposedRow:
    after = links.of(turn.phase, task, turn.number)
    inside = any(key.startswith(f"{turn.phase.ref}.") for key in after)
    return ProposedRow(
        key=turn.key(task.ref),
        name=task.name,
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
