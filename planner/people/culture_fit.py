"""Where a programme does not fit the culture it meets: each misfit with what shows it, and what to do about it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from planner.people.culture import Dimension, Reading, Source
from planner.playbook.words import Culture, Trait

TOO_CLOSE, TOO_FAR = timedelta(days=28), timedelta(days=120)
WORDS = {Culture.CENTRALISED: "head office", Culture.DECENTRALISED: "each unit"}


@dataclass(frozen=True, slots=True)
class Programme:
    """What the programme looks like, as far as culture minds it.

    `go_lives` are the days of the waves in order; `named_surveys` counts surveys that are not anonymous;
    `responsibilities` tells whether anything is written down of who answers for what.
    """

    culture: Culture
    units: int
    go_lives: Sequence[date]
    named_surveys: int
    anonymous_surveys: int
    responsibilities: bool
    without_champion: int


@dataclass(frozen=True, slots=True)
class Misfit:
    """One point in which the programme does not fit: what, why it hurts, and the page where it is changed."""

    dimension: Dimension
    what: str
    why: str
    endpoint: str
    label: str


def misfits(readings: Mapping[Dimension, Reading], programme: Programme) -> list[Misfit]:
    """Every misfit that can be seen, in the order of the dimensions; a dimension nobody described has none."""
    found = (*_decides(readings, programme), *_pace(readings, programme), *_others(readings, programme))
    order = list(Dimension)
    return sorted(found, key=lambda each: order.index(each.dimension))


def _leaning(readings: Mapping[Dimension, Reading], dimension: Dimension) -> str:
    found = readings.get(dimension)
    return "" if found is None or found.source is Source.NOBODY else found.leans


def _decides(readings: Mapping[Dimension, Reading], programme: Programme) -> Iterator[Misfit]:
    leans = _leaning(readings, Dimension.DECIDES)
    if leans and leans != WORDS[programme.culture]:
        yield Misfit(
            Dimension.DECIDES,
            f"The profile says that the {WORDS[programme.culture]} decides; people say: {leans}.",
            "Waves, tasks and advice are made for the profile. One of the two is wrong.",
            "rollouts.edit", "Change the profile",
        )  # fmt: skip
    local = leans == WORDS[Culture.DECENTRALISED] or (not leans and programme.culture is Culture.DECENTRALISED)
    if local and programme.units > 1 and len(programme.go_lives) == 1:
        yield Misfit(
            Dimension.DECIDES,
            "All units go live on one day, and units decide for themselves.",
            "A single day for all is a decision of the head office; units that did not take it find reasons to wait.",
            "rollouts.waves", "Plan waves",
        )  # fmt: skip
    if local and programme.without_champion:
        yield Misfit(
            Dimension.DECIDES,
            f"Units without a champion: {programme.without_champion}. Units decide for themselves here.",
            "Where units decide, somebody of their own has to speak for the change.",
            "people.recognition", "Name champions",
        )  # fmt: skip


def _pace(readings: Mapping[Dimension, Reading], programme: Programme) -> Iterator[Misfit]:
    leans = _leaning(readings, Dimension.PACE)
    gaps = [later - earlier for earlier, later in zip(programme.go_lives, programme.go_lives[1:], strict=False)]
    if leans == "slow" and gaps and min(gaps) < TOO_CLOSE:
        yield Misfit(
            Dimension.PACE,
            f"Two waves go live {min(gaps).days} days apart, and change takes its time here.",
            "The second wave begins before the first has learned anything that could help it.",
            "rollouts.waves", "Move the waves",
        )  # fmt: skip
    if leans == "quick" and gaps and max(gaps) > TOO_FAR:
        yield Misfit(
            Dimension.PACE,
            f"Two waves go live {max(gaps).days} days apart, and people are used to quick changes.",
            "What lies still for a quarter is taken for dead.",
            "rollouts.waves", "Move the waves",
        )  # fmt: skip


def _others(readings: Mapping[Dimension, Reading], programme: Programme) -> Iterator[Misfit]:
    asked = programme.anonymous_surveys + programme.named_surveys
    if _leaning(readings, Dimension.AGREEMENT) == "by agreement" and not asked:
        yield Misfit(
            Dimension.AGREEMENT, "Nobody was asked in a survey, and decisions need agreement here.",
            "What was decided without asking is decided again.", "people.surveys", "Ask people",
        )  # fmt: skip
    if _leaning(readings, Dimension.MISTAKES) == "hidden" and programme.named_surveys:
        yield Misfit(
            Dimension.MISTAKES,
            f"{programme.named_surveys} surveys ask for the name, and mistakes are hidden here.",
            "Whoever has to sign says what is expected.", "people.surveys", "See the surveys",
        )  # fmt: skip
    if _leaning(readings, Dimension.FORMALITY) == "by rule" and not programme.responsibilities:
        yield Misfit(
            Dimension.FORMALITY, "It is written nowhere who answers for what, and rules count here.",
            "What no rule covers is not done.", "people.responsibilities", "Write it down",
        )  # fmt: skip


WHAT_IT_CHANGES: Mapping[Trait, str] = {
    Trait.SLOW: "more time between waves, an early result in each",
    Trait.QUICK: "small waves, close together",
    Trait.BY_ORDER: "each step announced by the sponsor, answers asked for in writing",
    Trait.BY_CONSENSUS: "time for consultation before each decision",
    Trait.GUARDED: "anonymous ways to speak, tried out before the first survey",
    Trait.FORMAL: "responsibilities and sign-offs in writing first",
    Trait.INFORMAL: "the people others listen to, and few rules",
    Trait.INWARD: "customers in courses and at gates",
}
"""What each trait changes, in half a sentence; the tasks and the advice stand in the playbook."""
