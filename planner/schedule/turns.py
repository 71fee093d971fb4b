"""The order in which a rollout passes its phases and gates: once for the rollout, and once for each wave.

A phase begins after the review of the phase before it in the same wave, because phases of one wave do not overlap;
waves may overlap. The first plan lets a wave begin when the wave before it has passed its first phase.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from planner.playbook.outline import Phase, Playbook


@dataclass(frozen=True, slots=True)
class WaveName:
    """A wave as the plan names it."""

    number: int
    name: str


@dataclass(frozen=True, slots=True)
class Turn:
    """One phase as one wave (or the whole rollout) passes it."""

    phase: Phase
    wave: WaveName | None

    @property
    def number(self) -> int | None:
        """The number of the wave; None for a phase that the whole rollout passes at once."""
        return self.wave.number if self.wave else None

    @property
    def gate_key(self) -> str:
        """The gate at the end of the phase, such as “pilot-review@1”."""
        return self.phase.gate_key(self.number)

    def key(self, task: str) -> str:
        """The name of one of its rows in a proposed plan."""
        return row_key(self.phase.ref, task, self.number)


def row_key(phase: str, task: str, wave: int | None) -> str:
    """The name of a row: `pilot.rehearse@1` is the task “rehearse” of the phase “pilot” for the first wave."""
    return f"{phase}.{task}" if wave is None else f"{phase}.{task}@{wave}"


def turns_of(playbook: Playbook, waves: Sequence[WaveName]) -> tuple[Turn, ...]:
    """All turns in their order; phases of waves that stand together are passed wave by wave."""
    return tuple(_turns(playbook, waves))


def _turns(playbook: Playbook, waves: Sequence[WaveName]) -> Iterator[Turn]:
    for by_wave, block in groupby(playbook.phases, key=lambda phase: phase.wave_phase):
        phases = list(block)
        if not by_wave:
            yield from (Turn(phase, None) for phase in phases)
            continue
        for wave in waves:
            yield from (Turn(phase, wave) for phase in phases if phase.is_passed_by_wave(wave.number))


def gates_before(turns: Sequence[Turn], position: int) -> tuple[str, ...]:
    """The gates that hold a turn: of the phase before it in its own wave, else of the phase all waves have passed.

    After the waves these are the last gates of each wave. A gate of another wave never holds a wave.
    """
    turn, earlier = turns[position], turns[:position]
    if turn.wave is None:
        last_of_waves = {before.number: before.gate_key for before in earlier if before.wave}
        follows_waves = bool(earlier) and earlier[-1].wave is not None
        return tuple(last_of_waves.values()) if follows_waves else tuple(before.gate_key for before in earlier[-1:])
    own = [before.gate_key for before in earlier if before.number == turn.number]
    common = [before.gate_key for before in earlier if before.wave is None]
    return tuple(own[-1:] or common[-1:])


def gates_awaited(turns: Sequence[Turn], position: int) -> tuple[str, ...]:
    """The gates after which the first plan puts a turn: those that hold it, and the first one of the wave before it."""
    turn, earlier = turns[position], turns[:position]
    held = gates_before(turns, position)
    if turn.wave is None or any(before.number == turn.number for before in earlier):
        return held
    other = next((before for before in reversed(earlier) if before.wave), None)
    first = next((before.gate_key for before in earlier if other and before.number == other.number), None)
    return (*held, first) if first else held


@dataclass(frozen=True, slots=True)
class GateOrder:
    """Which gates stand before each turn. `before` is by phase and wave, `behind` by gate: the gates before a gate."""

    before: Mapping[tuple[str, int | None], tuple[str, ...]]
    behind: Mapping[str, tuple[str, ...]]

    def gates_of(self, phase_ref: str, wave: int | None) -> tuple[tuple[str, ...], ...]:
        """The gates before a phase, once for each turn that may be meant; nothing for an unknown phase.

        A phase of the whole rollout is meant whatever the wave; without a wave, a phase of waves may be any of them.
        """
        exact = self.before.get((phase_ref, wave), self.before.get((phase_ref, None)))
        if exact is not None:
            return (exact,)
        if wave is not None:
            return ()
        return tuple(gates for (phase, _), gates in self.before.items() if phase == phase_ref)

    def earlier(self, gates: Sequence[str]) -> tuple[str, ...]:
        """All gates that stand before some gates, the nearest first, each once."""
        found: dict[str, None] = {}
        queue = [before for gate in gates for before in self.behind.get(gate, ())]
        while queue:
            gate = queue.pop(0)
            if gate not in found:
                found[gate] = None
                queue.extend(self.behind.get(gate, ()))
        return tuple(found)


def gate_order(turns: Sequence[Turn]) -> GateOrder:
    """The gates before each turn, and before each gate."""
    before = {(turn.phase.ref, turn.number): gates_before(turns, position) for position, turn in enumerate(turns)}
    behind = {turn.gate_key: before[turn.phase.ref, turn.number] for turn in turns}
    return GateOrder(before, behind)
