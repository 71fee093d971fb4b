"""What a survey consists of: its questions, how they are answered, whom it asks, and what makes it complete."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from planner.basics.days import check_day
from planner.basics.errors import RuleBroken
from planner.playbook.words import Step

MOST_ITEMS = 60
MOST_OPTIONS = 12
OWN_WORDS = "In your own words"
OWN = "own-"
"""How the names of questions begin that were added to a survey; they name them within it only."""


class Topic(StrEnum):
    """What a survey is about; it decides which figures are worked out beside means."""

    CONSULTATION = "consultation"
    READINESS = "readiness"
    USABILITY = "usability"
    LEADERSHIP = "leadership"
    RESISTANCE = "resistance"
    OTHER = "other"


TOPIC_WORDS: Mapping[Topic, str] = {
    Topic.CONSULTATION: "Consultation",
    Topic.READINESS: "Readiness pulse",
    Topic.USABILITY: "Usability",
    Topic.LEADERSHIP: "How leadership is seen",
    Topic.RESISTANCE: "What stands in the way",
    Topic.OTHER: "Survey",
}


class ItemKind(StrEnum):
    """How a question is answered."""

    SCALE = "scale"
    CHOICE = "choice"
    RECOMMENDATION = "recommendation"
    TEXT = "text"


KIND_WORDS: Mapping[ItemKind, str] = {
    ItemKind.SCALE: "Statement, 1 to 5",
    ItemKind.CHOICE: "One of several answers",
    ItemKind.RECOMMENDATION: "Would you recommend it, 0 to 10",
    ItemKind.TEXT: "In one's own words",
}


class SurveyStage(StrEnum):
    """Where a survey stands. Closed is for good: results never change after they were seen."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Item:
    """One question. `ref` is its lasting name within the survey; `options` are the answers of a choice."""

    ref: str
    text: str
    kind: ItemKind
    step: Step | None = None
    construct: str = ""
    options: tuple[str, ...] = ()
    required: bool = False

    @property
    def values(self) -> tuple[str, ...]:
        """The answers that can be counted; none for a question in one's own words."""
        match self.kind:
            case ItemKind.SCALE:
                return tuple("12345")
            case ItemKind.RECOMMENDATION:
                return tuple(str(number) for number in range(11))
            case ItemKind.CHOICE:
                return tuple(str(number) for number in range(1, len(self.options) + 1))
            case ItemKind.TEXT:
                return ()


@dataclass(frozen=True, slots=True)
class SurveyDraft:
    """A survey as it is wanted. Whether it is anonymous is said here once and never again."""

    name: str
    purpose: str
    topic: Topic
    anonymous: bool
    by_link: bool
    opens: date
    closes: date
    low_word: str
    high_word: str
    ref: str = ""
    items: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class Population:
    """Whom a survey asks: staff of these units, waves, sites and roles. An empty set leaves nobody out."""

    units: frozenset[int] = frozenset()
    waves: frozenset[int] = frozenset()
    sites: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()


def check_days(opens: date, closes: date) -> None:
    """Refuse days that no rollout reaches, and a survey that closes before it opens."""
    check_day(opens, "opens")
    check_day(closes, "closes")
    if closes < opens:
        raise RuleBroken("The last day lies before the first day.", "closes")


def check_item(item: Item, others: Sequence[Item]) -> None:
    """Refuse a question without words, a choice without answers, and more questions than anybody would answer."""
    if len(others) >= MOST_ITEMS:
        raise RuleBroken(f"A survey has at most {MOST_ITEMS} questions; nobody would answer more.", "text")
    if item.text.strip().lower() in {other.text.strip().lower() for other in others}:
        raise RuleBroken("This question is asked already.", "text")
    if item.kind is ItemKind.CHOICE and not 2 <= len(item.options) <= MOST_OPTIONS:
        raise RuleBroken(f"Give two to {MOST_OPTIONS} answers, one on each line.", "options")
    if len(set(item.options)) < len(item.options):
        raise RuleBroken("Two of the answers are the same.", "options")
    if item.step is not None and item.kind is not ItemKind.SCALE:
        raise RuleBroken("A step of readiness is a statement on the scale of 1 to 5.", "step")
    if item.step is not None and item.step in {other.step for other in others}:
        raise RuleBroken("Another statement stands for this step already.", "step")


def sections(items: Sequence[Item]) -> list[tuple[str, list[Item]]]:
    """The questions under their constructs, in the order in which these first appear; own words come last.

    >>> one = Item("a", "A", ItemKind.SCALE, construct="data")
    >>> [(name, len(found)) for name, found in sections([Item("t", "T", ItemKind.TEXT), one])]
    [('data', 1), ('In your own words', 1)]
    """
    found: dict[str, list[Item]] = {}
    for item in items:
        if item.kind is not ItemKind.TEXT:
            found.setdefault(item.construct, []).append(item)
    for item in items:
        if item.kind is ItemKind.TEXT:
            found.setdefault(OWN_WORDS, []).append(item)
    return list(found.items())


def steps_of(items: Sequence[Item]) -> dict[Step, Item]:
    """The statement of each step of readiness, in the order of the steps; empty unless all five are asked."""
    by_step = {item.step: item for item in items if item.step is not None}
    return {step: by_step[step] for step in Step} if len(by_step) == len(Step) else {}


def bare_words(text: str) -> str:
    """A question without what does not change what is asked: capitals, punctuation and blanks.

    >>> bare_words("I trust the data."), bare_words("I  TRUST the data!")
    ('itrustthedata', 'itrustthedata')
    """
    told = unicodedata.normalize("NFKC", text).casefold()
    return "".join(letter for letter in told if unicodedata.category(letter)[0] in "LMN") or told


def asked_in(survey_ref: str, items: Iterable[Item]) -> frozenset[tuple[str, str]]:
    """By what questions are known again: by their words, and those of the playbook also by their name there.

    `survey_ref` names the survey in the playbook; empty for one of one's own.
    """
    found = set()
    for item in items:
        found.add(("", bare_words(item.text)))
        if survey_ref and not item.ref.startswith(OWN):
            found.add((survey_ref, item.ref))
    return frozenset(found)


def minutes(items: Sequence[Item]) -> int:
    """About how long it takes: eight statements a minute, a minute for own words.

    >>> minutes([Item("a", "A", ItemKind.SCALE)] * 5)
    1
    """
    words = sum(item.kind is ItemKind.TEXT for item in items)
    return max(1, round((len(items) - words) / 8 + words))
