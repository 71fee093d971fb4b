"""The culture of an organisation in six dimensions with steps one can observe, and what each changes in a rollout.

Several people answer, each alone. From five answers on the middle one is published, with how far the middle half lies
apart, and renewed only when five people say something new; below five a project manager has the own view alone, and is
told so.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from statistics import median

from planner.basics.suppression import FEWEST, in_fives
from planner.playbook.words import Trait

LOW, HIGH = 1.5, 2.5
"""At or below LOW, and at or above HIGH, on steps from 0 to 4, a dimension leans to one side."""


class Dimension(StrEnum):
    """One side of how an organisation works."""

    DECIDES = "decides"
    PACE = "pace"
    AGREEMENT = "agreement"
    MISTAKES = "mistakes"
    FORMALITY = "formality"
    CUSTOMER = "customer"


@dataclass(frozen=True, slots=True)
class Scale:
    """A dimension in words: what is asked, what its ends mean, and five steps that one can observe."""

    name: str
    question: str
    low: str
    high: str
    steps: tuple[str, str, str, str, str]
    low_trait: Trait | None = None
    high_trait: Trait | None = None


SCALES: Mapping[Dimension, Scale] = {
    Dimension.DECIDES: Scale(
        "Where decisions are taken",
        "Who decided the last change of how work is done?",
        "head office",
        "each unit",
        (
            "The head office alone; units were told",
            "The head office, after it had asked some units",
            "Head office and units together, with a common paper",
            "Each unit for itself, within a few common rules",
            "Each unit for itself; the head office learned of it later",
        ),
    ),
    Dimension.PACE: Scale(
        "Pace of change",
        "How long did the last change of a tool or process take, from the decision to its daily use?",
        "slow",
        "quick",
        (
            "Several years, or it never arrived",
            "More than a year",
            "About a year",
            "Some months",
            "Weeks, and it was in use",
        ),
        Trait.SLOW,
        Trait.QUICK,
    ),
    Dimension.AGREEMENT: Scale(
        "By order or by agreement",
        "What happens when somebody disagrees with a decision?",
        "by order",
        "by agreement",
        (
            "It is carried out, and nobody says a word",
            "It is carried out; objections are heard afterwards",
            "Objections are asked for, then it is decided",
            "It waits until most agree",
            "It waits until everybody can live with it",
        ),
        Trait.BY_ORDER,
        Trait.BY_CONSENSUS,
    ),
    Dimension.MISTAKES: Scale(
        "Openness about mistakes",
        "What happened to whoever made the last mistake that cost money?",
        "hidden",
        "spoken of",
        (
            "It was kept quiet, or somebody had to go",
            "Somebody was named as guilty",
            "It was corrected, and not spoken of",
            "It was spoken of in the team, without blame",
            "It was told to others, so that they need not make it",
        ),
        Trait.GUARDED,
    ),
    Dimension.FORMALITY: Scale(
        "By acquaintance or by rule",
        "How does somebody new get something out of the ordinary done?",
        "by acquaintance",
        "by rule",
        (
            "By knowing the right person",
            "By asking around; rules exist and nobody looks at them",
            "By the rule, or by a call when it takes too long",
            "By the rule, with a form and a signature",
            "Not at all, unless a rule provides for it",
        ),
        Trait.INFORMAL,
        Trait.FORMAL,
    ),
    Dimension.CUSTOMER: Scale(
        "Where people look",
        "What was the last decision against a department's wish taken for?",
        "inward",
        "to the customer",
        (
            "For another department, or for the peace in the house",
            "For cost, without asking what customers notice",
            "For cost, after asking what customers notice",
            "For customers, because complaints had been counted",
            "For customers, with one of them in the room",
        ),
        Trait.INWARD,
    ),
}


class Source(StrEnum):
    """Whose view a reading is."""

    NOBODY = "nobody"
    OWN = "own"
    SEVERAL = "several"


@dataclass(frozen=True, slots=True)
class Reading:
    """What is known of a dimension: the middle step, the middle half, and whose view it is.

    `answers` is how many people it is of at least, in steps of five; `read_on` is the day it was published.
    """

    dimension: Dimension
    answers: int
    source: Source
    middle: float | None = None
    lower: float | None = None
    upper: float | None = None
    read_on: date | None = None

    @property
    def scale(self) -> Scale:
        """The dimension in words."""
        return SCALES[self.dimension]

    @property
    def step(self) -> int | None:
        """The step that stands for the middle: between two steps the one on the side it leans to."""
        if self.middle is None:
            return None
        return int(self.middle) if self.middle < HIGH else -int(-self.middle // 1)

    @property
    def leans(self) -> str:
        """The side it leans to in words; empty in the middle, and while nothing is known."""
        if self.middle is None:
            return ""
        return self.scale.low if self.middle <= LOW else self.scale.high if self.middle >= HIGH else ""

    @property
    def trait(self) -> Trait | None:
        """What it changes in a plan, if it does."""
        if self.middle is None:
            return None
        return self.scale.low_trait if self.middle <= LOW else self.scale.high_trait if self.middle >= HIGH else None

    @property
    def wide(self) -> bool:
        """Whether people see it so differently that the middle says little: half of them lie two steps apart."""
        return self.lower is not None and self.upper is not None and self.upper - self.lower >= 2


def reading(dimension: Dimension, answers: Sequence[int], own: int | None) -> Reading:
    """A dimension from what was answered; `own` is the project manager's view, used while there are too few.

    >>> (read := reading(Dimension.PACE, [0, 1, 1, 2, 4], None)).middle, read.lower, read.upper
    (1, 1, 2)
    >>> reading(Dimension.PACE, [0, 1], 1).source
    <Source.OWN: 'own'>
    """
    if len(answers) >= FEWEST:
        lower, upper = _middle_half(answers)
        return Reading(dimension, in_fives(len(answers)), Source.SEVERAL, median(answers), lower, upper)
    if own is not None:
        return Reading(dimension, 0, Source.OWN, own)
    return Reading(dimension, 0, Source.NOBODY)


def renews(said: Iterable[tuple[int, Collection[int]]]) -> bool:
    """Whether a dimension may be read anew, from each person's step and the steps that earlier readings had of it.

    Five people have to say what no reading had of them. So any two readings, also such as do not follow each other,
    differ by what five people said or more, and nobody learns by comparing what a single person said.

    >>> renews([(1, ())] * 5), renews([(1, ())] * 4 + [(1, (1,))]), renews([(1, ())] * 4 + [(2, (1,))])
    (True, False, True)
    """
    return sum(step not in earlier for step, earlier in said) >= FEWEST


def _middle_half(answers: Sequence[int]) -> tuple[int, int]:
    """The steps between which the middle half of the answers lies."""
    ordered, quarter = sorted(answers), len(answers) // 4
    return ordered[quarter], ordered[-quarter - 1]


def traits_of(readings: Sequence[Reading]) -> tuple[Trait, ...]:
    """What the readings change in a plan, in their order."""
    return tuple(each.trait for each in readings if each.trait is not None)
