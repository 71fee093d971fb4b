"""Who is responsible and who is accountable for each deliverable of a phase, and what is wrong with that.

The rules: exactly one person is accountable, somebody is responsible, nobody carries too much in one phase, no person
sits in four critical roles, and every critical role has a deputy. Whatever breaks them is a finding with its reason.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from planner.basics.lights import Light

MOST_IN_A_PHASE = 4
"""The most deliverables of one phase that one person can carry before it is called too much."""
MANY_CRITICAL = 4
"""A person in so many critical roles is a single point of failure."""


class Letter(StrEnum):
    """A role's part in a deliverable, as the field writes it: RACI."""

    ACCOUNTABLE = "A"
    BOTH = "AR"
    RESPONSIBLE = "R"
    CONSULTED = "C"
    INFORMED = "I"


LETTER_WORDS = {
    Letter.ACCOUNTABLE: "Accountable: answers for it",
    Letter.BOTH: "Accountable, and does it",
    Letter.RESPONSIBLE: "Responsible: does it",
    Letter.CONSULTED: "Consulted before it is done",
    Letter.INFORMED: "Informed when it is done",
}
ANSWERS = frozenset({Letter.ACCOUNTABLE, Letter.BOTH})
DOES = frozenset({Letter.RESPONSIBLE, Letter.BOTH})


@dataclass(frozen=True, slots=True)
class Holder:
    """A person in a role, or the deputy for it. `key` tells people apart: by account, or by name."""

    role: str
    key: str
    name: str
    deputy: bool = False


@dataclass(frozen=True, slots=True)
class RoleFacts:
    """A role of the rollout."""

    key: str
    name: str
    critical: bool


@dataclass(frozen=True, slots=True)
class Deliverable:
    """A result of a phase, with the letter of each role that has a part in it."""

    id: int
    name: str
    phase: str
    letters: Mapping[str, Letter]


class FindingKind(StrEnum):
    """What can be wrong."""

    NO_ACCOUNTABLE = "no-accountable"
    SEVERAL_ACCOUNTABLE = "several-accountable"
    NOBODY_RESPONSIBLE = "nobody-responsible"
    UNFILLED = "unfilled"
    OVERLOADED = "overloaded"
    CONCENTRATED = "concentrated"
    NO_DEPUTY = "no-deputy"


LIGHTS = {
    FindingKind.NO_ACCOUNTABLE: Light.RED,
    FindingKind.SEVERAL_ACCOUNTABLE: Light.RED,
    FindingKind.NOBODY_RESPONSIBLE: Light.RED,
    FindingKind.UNFILLED: Light.RED,
    FindingKind.CONCENTRATED: Light.RED,
    FindingKind.OVERLOADED: Light.AMBER,
    FindingKind.NO_DEPUTY: Light.AMBER,
}


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is wrong, in a sentence; with the deliverable or the role on whose page it is put right."""

    kind: FindingKind
    sentence: str
    deliverable_id: int | None = None
    role: str = ""

    @property
    def light(self) -> Light:
        """How bad it is."""
        return LIGHTS[self.kind]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Roles, who holds them, and the deliverables."""

    roles: tuple[RoleFacts, ...]
    holders: tuple[Holder, ...]
    deliverables: tuple[Deliverable, ...]

    def held(self, role: str) -> tuple[Holder, ...]:
        """Who holds a role; deputies are not counted."""
        return tuple(each for each in self.holders if each.role == role and not each.deputy)

    def deputies(self, role: str) -> tuple[Holder, ...]:
        """Who stands in for a role."""
        return tuple(each for each in self.holders if each.role == role and each.deputy)

    def names(self, deliverable: Deliverable, letters: frozenset[Letter]) -> list[str]:
        """The roles that have one of the letters in a deliverable, in the order of the roles."""
        return [role.key for role in self.roles if deliverable.letters.get(role.key) in letters]


def findings(matrix: Matrix) -> tuple[Finding, ...]:
    """Everything that is wrong, the worst first."""
    found = [
        *_of_deliverables(matrix),
        *_unfilled(matrix),
        *_concentrated(matrix),
        *_overloaded(matrix),
        *_without_deputy(matrix),
    ]
    return tuple(sorted(found, key=lambda each: each.light is not Light.RED))


def _of_deliverables(matrix: Matrix) -> Iterator[Finding]:
    named = {role.key: role.name for role in matrix.roles}
    for each in matrix.deliverables:
        answer = matrix.names(each, ANSWERS)
        people = {holder.key: holder.name for role in answer for holder in matrix.held(role)}
        if not answer:
            yield Finding(FindingKind.NO_ACCOUNTABLE, f"Nobody is accountable for “{each.name}”.", each.id)
        elif len(answer) > 1:
            roles = " and ".join(named[role] for role in answer)
            sentence = f"{roles} are accountable for “{each.name}”: name one."
            yield Finding(FindingKind.SEVERAL_ACCOUNTABLE, sentence, each.id)
        elif len(people) > 1:
            names = _listed(people.values())
            sentence = f"{names} share the role that is accountable for “{each.name}”: one has to answer for it."
            yield Finding(FindingKind.SEVERAL_ACCOUNTABLE, sentence, each.id, answer[0])
        if not matrix.names(each, DOES):
            yield Finding(FindingKind.NOBODY_RESPONSIBLE, f"Nobody is responsible for doing “{each.name}”.", each.id)


def _unfilled(matrix: Matrix) -> Iterator[Finding]:
    for role in matrix.roles:
        needed = sum(each.letters.get(role.key) in ANSWERS | DOES for each in matrix.deliverables)
        if needed and not matrix.held(role.key):
            what = "one deliverable" if needed == 1 else f"{needed} deliverables"
            yield Finding(
                FindingKind.UNFILLED, f"{role.name} has a part in {what}, and nobody holds the role.", role=role.key
            )


def _concentrated(matrix: Matrix) -> Iterator[Finding]:
    for _, name, roles in critical_hands(matrix):
        if len(roles) >= MANY_CRITICAL:
            sentence = f"{name} holds {len(roles)} critical roles: {_listed(roles)}. Give some of them to others."
            yield Finding(FindingKind.CONCENTRATED, sentence)


def critical_hands(matrix: Matrix) -> list[tuple[str, str, list[str]]]:
    """Who holds critical roles: key, name and the names of the roles, the most first."""
    found: dict[str, tuple[str, list[str]]] = {}
    for role in matrix.roles:
        for holder in matrix.held(role.key) if role.critical else ():
            found.setdefault(holder.key, (holder.name, []))[1].append(role.name)
    each = [(key, name, roles) for key, (name, roles) in found.items()]
    return sorted(each, key=lambda hand: (-len(hand[2]), hand[1]))


def _overloaded(matrix: Matrix) -> Iterator[Finding]:
    for (phase, _), (name, count) in sorted(loads(matrix).items()):
        if count > MOST_IN_A_PHASE:
            where = f"in the phase “{phase}”" if phase else "beside the phases"
            yield Finding(FindingKind.OVERLOADED, f"{name} carries {count} deliverables {where}.")


def loads(matrix: Matrix) -> dict[tuple[str, str], tuple[str, int]]:
    """How many deliverables of a phase each person answers for or does, by phase and person."""
    counts: Counter[tuple[str, str]] = Counter()
    names: dict[str, str] = {}
    for each in matrix.deliverables:
        people = {
            holder.key: holder.name for role in matrix.names(each, ANSWERS | DOES) for holder in matrix.held(role)
        }
        names |= people
        counts.update((each.phase, key) for key in people)
    return {(phase, key): (names[key], count) for (phase, key), count in counts.items()}


def _without_deputy(matrix: Matrix) -> Iterator[Finding]:
    for role in matrix.roles:
        held = {each.key for each in matrix.held(role.key)}
        if role.critical and held and not {each.key for each in matrix.deputies(role.key)} - held and len(held) < 2:
            yield Finding(FindingKind.NO_DEPUTY, f"{role.name} is critical and has no deputy.", role=role.key)


def by_phase(deliverables: Sequence[Deliverable], phases: Sequence[str]) -> list[tuple[str, list[Deliverable]]]:
    """The deliverables under their phases, in the phases' order; those of no phase come last."""
    grouped: dict[str, list[Deliverable]] = defaultdict(list)
    for each in deliverables:
        grouped[each.phase].append(each)
    order = [*phases, *(name for name in grouped if name not in phases)]
    return [(name, grouped[name]) for name in order if grouped.get(name)]


def _listed(names: Iterable[str]) -> str:
    """The names as a sentence lists them.

    >>> _listed(["Ana", "Bo", "Cy"])
    'Ana, Bo and Cy'
    """
    each = list(names)
    return " and ".join([", ".join(each[:-1]), each[-1]]) if len(each) > 1 else "".join(each)
