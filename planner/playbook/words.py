"""The fixed words of a playbook: pillars, levels, kinds of criteria, units and the traits of an organisation.

Every list here is closed on purpose: a misspelt word in a playbook is told at once instead of being ignored.
"""

import operator
from decimal import Decimal
from enum import StrEnum


class Pillar(StrEnum):
    """The four grounds on which a CRM rollout stands or falls."""

    PEOPLE = "people"
    PROCESS = "process"
    TECHNOLOGY = "technology"
    EXPECTATIONS = "expectations"


class Level(StrEnum):
    """Where in the organisation a success factor lives."""

    STRATEGIC = "strategic"
    DEPARTMENT = "department"
    WORK_GROUP = "work-group"


class Dimension(StrEnum):
    """The eight sides from which the health of a rollout is looked at."""

    GOALS = "goals"
    GOVERNANCE = "governance"
    PEOPLE = "people"
    PROCESS = "process"
    DATA = "data"
    TECHNOLOGY = "technology"
    TRAINING = "training"
    ADOPTION = "adoption"


class CriterionKind(StrEnum):
    """How a criterion gets its value."""

    ANSWER = "answer"
    CHECK = "check"
    MEASURE = "measure"
    FACTOR = "factor"


class Delivery(StrEnum):
    """How the CRM system is run: rented online, hosted by a provider, or on own machines."""

    SAAS = "saas"
    HOSTED = "hosted"
    OWN = "own"


class Market(StrEnum):
    """Whom the organisation sells to."""

    B2B = "b2b"
    B2C = "b2c"
    BOTH = "both"


class Culture(StrEnum):
    """Where decisions are taken in the organisation."""

    CENTRALISED = "centralised"
    DECENTRALISED = "decentralised"


class Trait(StrEnum):
    """What the people concerned say of how their organisation works; each changes what is advised and proposed."""

    SLOW = "slow"
    QUICK = "quick"
    BY_ORDER = "by-order"
    BY_CONSENSUS = "by-consensus"
    GUARDED = "guarded"
    FORMAL = "formal"
    INFORMAL = "informal"
    INWARD = "inward"


class Decision(StrEnum):
    """The strategic decision: make today's processes better, or replace them."""

    IMPROVE = "improve"
    CHANGE = "change"


class Size(StrEnum):
    """Size of the organisation, by the number of future users of the system."""

    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"


class WaveScope(StrEnum):
    """Which waves go through a phase that is repeated by wave."""

    FIRST = "first"
    LATER = "later"
    EVERY = "every"


class Unit(StrEnum):
    """Unit of a live fact or of a key figure."""

    PERCENT = "percent"
    DAYS = "days"
    HOURS = "hours"
    MONEY = "money"
    COUNT = "count"
    RATIO = "ratio"
    SCORE = "score"


class Direction(StrEnum):
    """Which way of a figure is the good one; `band` means neither too low nor too high."""

    UP = "up"
    DOWN = "down"
    BAND = "band"


class Comparison(StrEnum):
    """How a value is held against its threshold."""

    AT_LEAST = ">="
    AT_MOST = "<="
    EQUAL = "=="
    BELOW = "<"
    ABOVE = ">"

    def holds(self, value: Decimal | int, threshold: Decimal | int) -> bool:
        """Tell whether the value meets the threshold, e.g. 95 `>=` 95 holds and 94.9 `>=` 95 does not."""
        return bool(_HOLDS[self](Decimal(value), Decimal(threshold)))

    @property
    def sentence(self) -> str:
        """The comparison in words, e.g. "at least"."""
        return _SENTENCES[self]


_HOLDS = {
    Comparison.AT_LEAST: operator.ge,
    Comparison.AT_MOST: operator.le,
    Comparison.EQUAL: operator.eq,
    Comparison.BELOW: operator.lt,
    Comparison.ABOVE: operator.gt,
}
_SENTENCES = {
    Comparison.AT_LEAST: "at least",
    Comparison.AT_MOST: "at most",
    Comparison.EQUAL: "exactly",
    Comparison.BELOW: "less than",
    Comparison.ABOVE: "more than",
}


class Effect(StrEnum):
    """What the suitability verdict becomes when the answer to a question is no."""

    DO_NOT_PROCEED = "do-not-proceed"
    DO_NOT_PROCEED_NOW = "do-not-proceed-now"
    POSTPONE = "postpone"
    CONDITION = "condition"


class Choice(StrEnum):
    """The three possible answers to a suitability question."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


class Cadence(StrEnum):
    """How often a key figure is read."""

    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"


class AccessRole(StrEnum):
    """The role of the product that a role of the programme usually signs in with."""

    MANAGER = "manager"
    SPONSOR = "sponsor"
    TRAINER = "trainer"
    MEMBER = "member"
    VIEWER = "viewer"


class CourseFormat(StrEnum):
    """How a course is given."""

    CLASSROOM = "classroom"
    ONLINE = "online"
    E_LEARNING = "e-learning"
    COACHING = "coaching"


class CourseMoment(StrEnum):
    """By when a course has to be done: before acceptance testing, before going live, or afterwards."""

    UAT = "uat"
    GO_LIVE = "go-live"
    AFTER = "after"


class Step(StrEnum):
    """The five steps of a person's readiness, in their order."""

    AWARE = "aware"
    WILLING = "willing"
    KNOWING = "knowing"
    ABLE = "able"
    SUSTAINED = "sustained"


class Architecture(StrEnum):
    """The three parts of a CRM system."""

    OPERATIONAL = "operational"
    ANALYTICAL = "analytical"
    COLLABORATIVE = "collaborative"


class Purpose(StrEnum):
    """What a capability of a CRM programme is for."""

    PROGRAMME = "programme"
    SERVICE = "service"
    SALES = "sales"
    MARKETING = "marketing"
    RELATIONSHIP = "relationship"


class Severity(StrEnum):
    """How much harm a known mistake does."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
