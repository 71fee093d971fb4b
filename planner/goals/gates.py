"""The gates before which goals are looked at again: those that the playbook has, repeated for each wave."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from planner.playbook.outline import Playbook


class Outcome(StrEnum):
    """What somebody says of a goal before a gate."""

    STILL_RIGHT = "still-right"
    CHANGED = "changed"
    DROPPED = "dropped"


OUTCOME_WORDS = {
    Outcome.STILL_RIGHT: "Still right",
    Outcome.CHANGED: "Has to change",
    Outcome.DROPPED: "To be dropped",
}


@dataclass(frozen=True, slots=True)
class GateName:
    """A gate by its key, such as `go-live-gate@2`, and in words."""

    key: str
    words: str


def gate_names(playbook: Playbook, waves: Sequence[tuple[int, str]]) -> tuple[GateName, ...]:
    """Every gate that is decided on, in order. `waves` are numbers and names."""
    found = []
    for phase in playbook.phases:
        if not phase.wave_phase:
            found.append(GateName(phase.gate_key(), phase.exit.name))
            continue
        passing = [wave for wave in waves if phase.is_passed_by_wave(wave[0])]
        found += [GateName(phase.gate_key(number), f"{phase.exit.name}, {name}") for number, name in passing]
    return tuple(found)
