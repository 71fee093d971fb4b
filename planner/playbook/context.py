"""What the checks of a playbook share: the playbook, the files its pieces came from, and where problems are told."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from planner.playbook.files import LIBRARY
from planner.playbook.outline import Phase, Playbook
from planner.playbook.problems import Place, Problems, perhaps

_REF = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
MAX_REF = 80
"""Longest ref, in signs; records of a rollout point to pieces of its playbook by ref."""


class WithRef(Protocol):
    """Anything that is found by its ref."""

    @property
    def ref(self) -> str:
        """The stable name of the piece."""


@dataclass(frozen=True, slots=True)
class Names:
    """The files that the pieces of a playbook came from: one for each phase, in order, and one for each library."""

    head: str
    phases: tuple[str, ...]
    library: Mapping[str, str]


def names_of(playbook: Playbook) -> Names:
    """The files in which a playbook would be written, for one that did not come from a folder."""
    phases = tuple(f"{number:02}-{phase.ref}/phase.toml" for number, phase in enumerate(playbook.phases))
    return Names("playbook.toml", phases, {name: f"{name}.toml" for name in LIBRARY})


@dataclass(frozen=True, slots=True)
class Context:
    """One run of the checks over one playbook."""

    playbook: Playbook
    names: Names
    problems: Problems
    known: Mapping[str, frozenset[str]] = field(init=False)

    def __post_init__(self) -> None:
        """Collect the refs of every library once."""
        known = {name: frozenset(item.ref for item in getattr(self.playbook, name)) for name in LIBRARY}
        object.__setattr__(self, "known", known)

    def head(self) -> Place:
        """The place of playbook.toml."""
        return Place(self.problems, self.names.head)

    def library(self, name: str) -> Place:
        """The place of a library file."""
        return Place(self.problems, self.names.library[name])

    def phases(self) -> tuple[tuple[Phase, Place], ...]:
        """Every phase with its place; a phase whose file could not be read is passed over."""
        pairs = zip(self.playbook.phases, self.names.phases, strict=True)
        return tuple((phase, Place(self.problems, file)) for phase, file in pairs if not self.problems.unreadable(file))

    def complete(self) -> bool:
        """Tell whether every phase could be read, so that a ref found in none is really nowhere."""
        return not any(self.problems.unreadable(file) for file in self.names.phases)

    def refers(self, place: Place, library: str, ref: str) -> None:
        """Tell a ref that points to no entry of a library, unless that library could not be read."""
        file = self.names.library[library]
        if ref and ref not in self.known[library] and not self.problems.unreadable(file):
            place.tell(f'no "{ref}" in {file}' + perhaps(ref, self.known[library]))


def unique(items: list[tuple[WithRef, Place]], what: str) -> None:
    """Tell refs that are misspelt, and every ref after the first of the same name."""
    first: dict[str, Place] = {}
    for item, place in items:
        if not _REF.fullmatch(item.ref) or len(item.ref) > MAX_REF:
            place.at("ref").tell(f"must be lower-case words joined by hyphens, {MAX_REF} signs at most")
        elif item.ref in first:
            place.at("ref").tell(f"is already the ref of another {what} in {first[item.ref].file}")
        first.setdefault(item.ref, place)
