"""The outline of a playbook: phases with stages, tasks, deliverables and gates, and the library they draw on.

A rollout keeps a copy of this value; nothing in it ever changes. Everything is found by its stable `ref`.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from planner.playbook.library import (
    Capability,
    Course,
    Criterion,
    Factor,
    Function,
    Kpi,
    Mistake,
    Option,
    Question,
    Role,
    Survey,
    SurveyItem,
    Vendor,
)
from planner.playbook.profile import Profile, When
from planner.playbook.shape import Spelled
from planner.playbook.words import (
    Comparison,
    CriterionKind,
    Culture,
    Decision,
    Delivery,
    Direction,
    Level,
    Market,
    Pillar,
    Size,
    Unit,
    WaveScope,
)

_AFTER = re.compile(r"(?:(?P<phase>[a-z0-9-]+)\.)?(?P<task>[a-z0-9-]+)(?:\+(?P<lag>\d{1,3})d)?")

__all__ = [
    "After",
    "Capability",
    "Comparison",
    "Course",
    "Criterion",
    "CriterionKind",
    "Culture",
    "Decision",
    "Deliverable",
    "Delivery",
    "Direction",
    "Factor",
    "Function",
    "Gate",
    "Kpi",
    "Level",
    "Market",
    "Mistake",
    "Option",
    "Phase",
    "Pillar",
    "Playbook",
    "Profile",
    "Question",
    "Role",
    "Size",
    "Stage",
    "Survey",
    "SurveyItem",
    "Task",
    "Unit",
    "Vendor",
    "WaveScope",
    "When",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A part of a phase; stages are passed in the order in which they are written."""

    ref: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class After(Spelled):
    """A task that has to be finished first, and how many working days to wait after it.

    `phase` is empty when the other task is in the same phase.
    """

    task: str
    phase: str = ""
    lag_days: int = 0

    @classmethod
    def from_text(cls, text: str) -> "After":
        """Read "task", "task+2d" or "other-phase.task+2d"."""
        found = _AFTER.fullmatch(text)
        if found is None:
            raise ValueError('must read like "task", "task+2d" or "other-phase.task"')
        return cls(task=found["task"], phase=found["phase"] or "", lag_days=int(found["lag"] or 0))

    def __str__(self) -> str:
        """As it is written in a playbook, e.g. "decide.approve+2d"."""
        lag = f"+{self.lag_days}d" if self.lag_days else ""
        return f"{self.phase}.{self.task}{lag}" if self.phase else f"{self.task}{lag}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A piece of work with three estimates in whole working days; a milestone takes none.

    With `when` the task is proposed only to the organisations meant there, and `because` tells them why.
    """

    ref: str
    stage: str
    name: str
    description: str = ""
    role: str
    optimistic: int = 0
    likely: int = 0
    pessimistic: int = 0
    milestone: bool = False
    after: tuple[After, ...] = ()
    deliverable: str = ""
    when: When | None = None
    because: str = ""

    def proposed_for(self, profile: Profile) -> bool:
        """Tell whether this task is proposed to an organisation."""
        return self.when is None or self.when.applies_to(profile)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deliverable:
    """A result that a phase leaves behind, with who answers for it and who makes it."""

    ref: str
    name: str
    description: str = ""
    accountable: str
    responsible: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """What must and what should be true before the rollout goes on."""

    ref: str
    name: str
    purpose: str = ""
    criteria: tuple[Criterion, ...] = field(default=(), metadata={"key": "criterion"})

    @property
    def musts(self) -> tuple[Criterion, ...]:
        """The criteria without which the answer is no."""
        return tuple(criterion for criterion in self.criteria if criterion.must)

    @property
    def shoulds(self) -> tuple[Criterion, ...]:
        """The criteria that are wished for; one that is not met is a finding, not a no."""
        return tuple(criterion for criterion in self.criteria if not criterion.must)


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    """One phase of a rollout. The exit gate is reviewed; the entry gate lists what must be true to start.

    A wave phase is repeated for the waves named by `waves`, and so are its gates.
    """

    ref: str
    name: str
    objective: str
    wave_phase: bool = False
    waves: WaveScope = WaveScope.EVERY
    mistakes: tuple[str, ...] = ()
    lessons_prompt: str = ""
    stages: tuple[Stage, ...] = ()
    tasks: tuple[Task, ...] = ()
    deliverables: tuple[Deliverable, ...] = ()
    entry: Gate | None = None
    exit: Gate
    guidance: str = ""

    @property
    def gates(self) -> tuple[Gate, ...]:
        """The entry gate where there is one, then the exit gate."""
        return (self.entry, self.exit) if self.entry else (self.exit,)

    def task(self, ref: str) -> Task:
        """The task of that ref; KeyError when there is none."""
        return _found(self.tasks, ref)

    def is_passed_by_wave(self, number: int) -> bool:
        """Tell whether the wave of that number (1 is the first) goes through this phase."""
        if not self.wave_phase:
            return False
        return self.waves is WaveScope.EVERY or (self.waves is WaveScope.FIRST) == (number == 1)

    def gate_key(self, wave: int | None = None) -> str:
        """The name under which the exit gate is reviewed, e.g. "pilot-review@1" for the first wave."""
        return self.exit.ref if wave is None else f"{self.exit.ref}@{wave}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Playbook:
    """A whole playbook: phases in their order, and the library."""

    ref: str
    name: str
    version: str
    language: str = "en"
    summary: str
    audience: str = ""
    sources: tuple[str, ...] = ()
    phases: tuple[Phase, ...] = ()
    suitability: tuple[Question, ...] = ()
    factors: tuple[Factor, ...] = ()
    kpis: tuple[Kpi, ...] = ()
    roles: tuple[Role, ...] = ()
    courses: tuple[Course, ...] = ()
    functions: tuple[Function, ...] = ()
    surveys: tuple[Survey, ...] = ()
    vendors: tuple[Vendor, ...] = ()
    mistakes: tuple[Mistake, ...] = ()
    capabilities: tuple[Capability, ...] = ()

    def phase(self, ref: str) -> Phase:
        """The phase of that ref; KeyError when there is none."""
        return _found(self.phases, ref)

    def factor(self, ref: str) -> Factor:
        """The success factor of that ref; KeyError when there is none."""
        return _found(self.factors, ref)

    def question(self, ref: str) -> Question:
        """The suitability question of that ref; KeyError when there is none."""
        return _found(self.suitability, ref)

    def role(self, ref: str) -> Role:
        """The role of that ref; KeyError when there is none."""
        return _found(self.roles, ref)

    def mistake(self, ref: str) -> Mistake:
        """The known mistake of that ref; KeyError when there is none."""
        return _found(self.mistakes, ref)

    def kpi(self, ref: str) -> Kpi:
        """The key figure of that ref; KeyError when there is none."""
        return _found(self.kpis, ref)

    def gate(self, ref: str) -> Gate:
        """The gate of that ref, entry or exit; a wave's key such as "pilot-review@2" finds it too."""
        return _found((gate for phase in self.phases for gate in phase.gates), ref.partition("@")[0])

    def phase_of_gate(self, ref: str) -> Phase:
        """The phase that owns a gate; KeyError when there is none."""
        wanted = self.gate(ref).ref
        return next(phase for phase in self.phases if any(gate.ref == wanted for gate in phase.gates))

    def criterion(self, ref: str) -> Criterion:
        """The criterion of that ref, of a success factor or of a gate; KeyError when there is none."""
        return _found(self.criteria(), ref)

    def criteria(self) -> Iterator[Criterion]:
        """Every criterion: those of the success factors first, then those of the gates."""
        for factor in self.factors:
            yield from factor.criteria
        for phase in self.phases:
            for gate in phase.gates:
                yield from gate.criteria

    def tasks_for(self, profile: Profile) -> tuple[tuple[Phase, Task], ...]:
        """The tasks proposed to an organisation, each with its phase, in the order of the playbook."""
        return tuple((phase, task) for phase in self.phases for task in phase.tasks if task.proposed_for(profile))


class _WithRef(Protocol):
    @property
    def ref(self) -> str: ...


_T = TypeVar("_T", bound=_WithRef)


def _found(items: Iterable[_T], ref: str) -> _T:
    for item in items:
        if item.ref == ref:
            return item
    raise KeyError(ref)
