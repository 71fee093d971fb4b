"""The pieces a playbook is made of when two versions are compared: what each is called and where it stands."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from planner.playbook.context import WithRef
from planner.playbook.files import LIBRARY
from planner.playbook.outline import Gate, Phase, Playbook

_NO_GATE = Gate(ref="none", name="none")


class Kind(StrEnum):
    """What sort of piece it is."""

    PLAYBOOK = "playbook"
    PHASE = "phase"
    TASK = "task"
    DELIVERABLE = "deliverable"
    GATE = "gate"
    QUESTION = "question"
    FACTOR = "factor"
    KPI = "kpi"
    ROLE = "role"
    COURSE = "course"
    FUNCTION = "function"
    SURVEY = "survey"
    VENDOR = "vendor"
    MISTAKE = "mistake"
    CAPABILITY = "capability"
    ORDER = "order"


@dataclass(frozen=True, slots=True)
class Piece:
    """The name of a piece. Tasks and deliverables are called "phase.ref", gates "phase.entry" and "phase.exit".

    The piece `order` of "factors", or of "decide.tasks", is the order in which these stand.
    """

    kind: Kind
    ref: str = ""

    @property
    def phase(self) -> str | None:
        """The phase that a task, deliverable or gate belongs to; None for anything else."""
        inside = self.kind in {Kind.TASK, Kind.DELIVERABLE, Kind.GATE}
        return self.ref.partition(".")[0] if inside else None


def pieces(playbook: Playbook) -> Iterator[tuple[Piece, object]]:
    """Every piece with its content, without what is a piece of its own."""
    yield Piece(Kind.PLAYBOOK), head_of(playbook)
    for phase in playbook.phases:
        yield Piece(Kind.PHASE, phase.ref), head_of_phase(phase)
        for task in phase.tasks:
            yield Piece(Kind.TASK, f"{phase.ref}.{task.ref}"), task
        for deliverable in phase.deliverables:
            yield Piece(Kind.DELIVERABLE, f"{phase.ref}.{deliverable.ref}"), deliverable
        if phase.entry:
            yield Piece(Kind.GATE, f"{phase.ref}.entry"), phase.entry
        yield Piece(Kind.GATE, f"{phase.ref}.exit"), phase.exit
    for name, entry in LIBRARY.items():
        for item in getattr(playbook, name):
            yield Piece(Kind(entry.table), item.ref), item


def head_of(playbook: Playbook) -> Playbook:
    """The playbook without its phases and library."""
    return replace(playbook, phases=(), **dict.fromkeys(LIBRARY, ()))  # type: ignore[arg-type] # fields by name


def head_of_phase(phase: Phase) -> Phase:
    """The phase without its tasks, deliverables and gates; stages and guidance belong to it."""
    return replace(phase, tasks=(), deliverables=(), entry=None, exit=_NO_GATE)


def orders(playbook: Playbook) -> dict[str, tuple[str, ...]]:
    """The refs of every list of pieces, in their order, by the list's name."""
    found = {"phases": _refs(playbook.phases)}
    for phase in playbook.phases:
        found[f"{phase.ref}.tasks"] = _refs(phase.tasks)
        found[f"{phase.ref}.deliverables"] = _refs(phase.deliverables)
    return found | {name: _refs(getattr(playbook, name)) for name in LIBRARY}


def _refs(entries: Iterable[WithRef]) -> tuple[str, ...]:
    return tuple(entry.ref for entry in entries)


def woven(first: Sequence[str], second: Sequence[str]) -> list[str]:
    """Both lists in one: the order of the first, what only the second has standing after its neighbour there.

    E.g. a b c and a x c y give a x b c y.
    """
    together = list(first)
    known = set(first)
    for index, ref in enumerate(second):
        if ref not in known:
            place = together.index(second[index - 1]) + 1 if index else 0
            together.insert(place, ref)
            known.add(ref)
    return together
