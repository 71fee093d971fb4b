"""The files of a playbook's folder, described as types: playbook.toml, the library files and each phase.toml."""

from dataclasses import dataclass
from types import MappingProxyType

from planner.playbook.library import (
    Capability,
    Course,
    Factor,
    Function,
    Kpi,
    Mistake,
    Question,
    Role,
    Survey,
    Vendor,
)
from planner.playbook.outline import Deliverable, Gate, Phase, Stage, Task
from planner.playbook.words import WaveScope


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """playbook.toml: what the playbook is, its phases in order, and what it takes unchanged from another one."""

    ref: str
    name: str
    version: str
    language: str = "en"
    summary: str
    audience: str = ""
    sources: tuple[str, ...] = ()
    phases: tuple[str, ...]
    based_on: str = ""
    inherit: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseHead:
    """The `[phase]` table of a phase.toml."""

    ref: str
    name: str
    objective: str
    wave_phase: bool = False
    waves: WaveScope = WaveScope.EVERY
    mistakes: tuple[str, ...] = ()
    lessons_prompt: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gates:
    """The `[gate.entry]` and `[gate.exit]` tables of a phase.toml."""

    entry: Gate | None = None
    exit: Gate


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseFile:
    """A whole phase.toml."""

    phase: PhaseHead
    stage: tuple[Stage, ...]
    task: tuple[Task, ...]
    deliverable: tuple[Deliverable, ...] = ()
    gate: Gates

    def to_phase(self, guidance: str) -> Phase:
        """The phase as the rest of the product knows it, with the text of the guidance.md beside it."""
        head = self.phase
        return Phase(
            ref=head.ref,
            name=head.name,
            objective=head.objective,
            wave_phase=head.wave_phase,
            waves=head.waves,
            mistakes=head.mistakes,
            lessons_prompt=head.lessons_prompt,
            stages=self.stage,
            tasks=self.task,
            deliverables=self.deliverable,
            entry=self.gate.entry,
            exit=self.gate.exit,
            guidance=guidance,
        )


@dataclass(frozen=True, slots=True)
class LibraryFile:
    """One library file: the table under which its entries stand, their kind, and whether it may be left out."""

    table: str
    kind: type
    optional: bool = False


LIBRARY = MappingProxyType(
    {
        "suitability": LibraryFile("question", Question),
        "factors": LibraryFile("factor", Factor),
        "kpis": LibraryFile("kpi", Kpi),
        "roles": LibraryFile("role", Role),
        "courses": LibraryFile("course", Course),
        "functions": LibraryFile("function", Function),
        "surveys": LibraryFile("survey", Survey),
        "vendors": LibraryFile("vendor", Vendor),
        "mistakes": LibraryFile("mistake", Mistake),
        "capabilities": LibraryFile("capability", Capability, optional=True),
    },
)
"""The library files by name (without `.toml`), which is also the name of the playbook's field."""
