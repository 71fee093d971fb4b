"""What the system is for: each purpose needed or not, in scope or not, delivered or not, and by which phase.

A CRM system has an operational, an analytical and a collaborative part; the coverage says for each how much of what is
needed is in scope, and how much of that is there.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from planner.basics.lights import Light
from planner.playbook.library import Capability
from planner.playbook.words import Architecture, Purpose


class Need(StrEnum):
    """Whether the organisation needs a purpose."""

    UNKNOWN = "unknown"
    YES = "yes"
    NO = "no"


class InScope(StrEnum):
    """Whether this rollout brings it."""

    UNKNOWN = "unknown"
    YES = "yes"
    LATER = "later"
    NO = "no"


NEED_WORDS = {Need.UNKNOWN: "Not said yet", Need.YES: "Needed", Need.NO: "Not needed"}
SCOPE_WORDS = {
    InScope.UNKNOWN: "Not said yet",
    InScope.YES: "In scope",
    InScope.LATER: "Later, after this rollout",
    InScope.NO: "Not in scope",
}
PURPOSE_WORDS = {
    Purpose.PROGRAMME: "What a good programme does",
    Purpose.SERVICE: "Service",
    Purpose.SALES: "Sales",
    Purpose.MARKETING: "Marketing",
    Purpose.RELATIONSHIP: "Lasting relationships",
}
PART_WORDS = {
    Architecture.OPERATIONAL: "Operational: supports daily work",
    Architecture.ANALYTICAL: "Analytical: understands customers",
    Architecture.COLLABORATIVE: "Collaborative: is in touch with them",
}


@dataclass(frozen=True, slots=True)
class Purposed:
    """One purpose with what is said of it. `phase` is the one that brings it, by ref."""

    capability: Capability
    need: Need = Need.UNKNOWN
    scope: InScope = InScope.UNKNOWN
    phase: str = ""
    delivered_on: date | None = None
    evidence: str = ""
    note: str = ""
    proposed: bool = True

    @property
    def wanted(self) -> bool:
        """Whether it is to be delivered: needed, and in scope."""
        return self.need is Need.YES and self.scope is InScope.YES

    @property
    def delivered(self) -> bool:
        """Whether it is there."""
        return self.delivered_on is not None

    @property
    def missing(self) -> bool:
        """Whether it is needed and nothing brings it."""
        return self.need is Need.YES and self.scope in {InScope.NO, InScope.UNKNOWN}

    @property
    def light(self) -> Light:
        """Green when delivered, or settled as not needed; amber while it is to come; red when nothing brings it."""
        if self.need is Need.UNKNOWN or (self.need is Need.YES and self.scope is InScope.UNKNOWN):
            return Light.UNKNOWN
        if self.delivered or self.need is Need.NO:
            return Light.GREEN
        return Light.RED if self.scope is InScope.NO else Light.AMBER

    @property
    def word(self) -> str:
        """How it stands, in a few words."""
        if self.need is Need.NO:
            return "Not needed"
        if self.delivered:
            return "Delivered"
        if self.need is Need.UNKNOWN:
            return "Need not said yet"
        return {
            InScope.UNKNOWN: "Needed, scope not said yet",
            InScope.YES: "To come",
            InScope.LATER: "Later",
            InScope.NO: "Needed, not in scope",
        }[self.scope]


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of one part of the system is needed, in scope, delivered, or not said yet."""

    name: str
    purposes: int
    unknown: int
    needed: int
    in_scope: int
    delivered: int

    @property
    def left_out(self) -> int:
        """Needed, and neither in scope nor delivered."""
        return self.needed - self.in_scope

    @property
    def delivered_share(self) -> Fraction | None:
        """Delivered of what is needed and in scope, in percent; None where that is nothing."""
        return Fraction(100 * self.delivered, self.in_scope) if self.in_scope else None


def coverage(name: str, purposes: Iterable[Purposed]) -> Coverage:
    """The coverage of some purposes. Delivered counts only what is needed and in scope."""
    found = list(purposes)
    wanted = [each for each in found if each.wanted]
    return Coverage(
        name=name,
        purposes=len(found),
        unknown=sum(each.need is Need.UNKNOWN for each in found),
        needed=sum(each.need is Need.YES for each in found),
        in_scope=len(wanted),
        delivered=sum(each.delivered for each in wanted),
    )


def by_part(purposes: Sequence[Purposed]) -> tuple[Coverage, ...]:
    """The coverage of each part of the system; a purpose that two parts carry counts in both."""
    return tuple(
        coverage(words, (each for each in purposes if part in each.capability.parts))
        for part, words in PART_WORDS.items()
    )


def by_purpose(purposes: Sequence[Purposed]) -> list[tuple[str, list[Purposed]]]:
    """The purposes in their groups, in the order of the playbook; groups without any are left out."""
    groups = [
        (words, [each for each in purposes if each.capability.purpose is kind]) for kind, words in PURPOSE_WORDS.items()
    ]
    return [(words, found) for words, found in groups if found]
