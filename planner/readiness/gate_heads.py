"""Which gates a rollout passes, in order: those of its playbook, repeated for each wave where the phase is."""

from collections.abc import Sequence

from planner.playbook.outline import Gate, Phase, Playbook
from planner.readiness.gate_readiness import GateHead


def heads(playbook: Playbook, waves: Sequence[tuple[int, str]]) -> tuple[GateHead, ...]:
    """Every gate with its key. `waves` are numbers and names; a gate of the second wave is called `review@2`."""
    return tuple(
        head_of(gate, phase, wave) for phase in playbook.phases for wave in passes(phase, waves) for gate in phase.gates
    )


def passes(phase: Phase, waves: Sequence[tuple[int, str]]) -> list[tuple[int, str] | None]:
    """How often a phase is passed: once, or once for each wave that goes through it."""
    if not phase.wave_phase:
        return [None]
    return [each for each in waves if phase.is_passed_by_wave(each[0])]


def head_of(gate: Gate, phase: Phase, wave: tuple[int, str] | None) -> GateHead:
    """The head of one gate in one pass."""
    return GateHead(
        key=gate.ref if wave is None else f"{gate.ref}@{wave[0]}",
        name=gate.name,
        purpose=gate.purpose,
        phase=phase.name,
        wave="" if wave is None else wave[1],
        reviewed=gate == phase.exit,
    )
