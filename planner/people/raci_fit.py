"""Whether people fit their roles: a manager who knows customers and not only IT, a committee that speaks for all.

What is asked follows the field's experience that rollouts led by IT alone fail on the people who sell and serve. What
nobody has answered is unknown, never good.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from planner.basics.lights import Light, worst
from planner.playbook.words import Choice


class FitKind(StrEnum):
    """What a role is checked for, if for anything."""

    NONE = "none"
    MANAGER = "manager"
    EXPERT = "expert"


FIT_WORDS = {
    FitKind.NONE: "Nothing in particular",
    FitKind.MANAGER: "A project manager: customers before technology",
    FitKind.EXPERT: "An outside expert: has done it before, and hands over",
}


class Quality(StrEnum):
    """What is asked about a person in a role."""

    SALES = "sales"
    SERVICE = "service"
    MARKETING = "marketing"
    PLANNING = "planning"
    IT = "it"
    SAME_KIND = "same-kind"
    CERTIFIED = "certified"
    REFERENCES = "references"
    HANDOVER = "handover"


QUALITY_WORDS = {
    Quality.SALES: "Has worked in sales",
    Quality.SERVICE: "Has worked in service",
    Quality.MARKETING: "Has worked in marketing",
    Quality.PLANNING: "Has led a project over several departments",
    Quality.IT: "Knows enough of IT to question an estimate",
    Quality.SAME_KIND: "Has done several rollouts of the same kind",
    Quality.CERTIFIED: "Is certified for the chosen system",
    Quality.REFERENCES: "References were called",
    Quality.HANDOVER: "A named colleague learns from the expert",
}
CUSTOMER = (Quality.SALES, Quality.SERVICE, Quality.MARKETING)
ASKED = {
    FitKind.NONE: (),
    FitKind.MANAGER: (*CUSTOMER, Quality.PLANNING, Quality.IT),
    FitKind.EXPERT: (Quality.SAME_KIND, Quality.CERTIFIED, Quality.REFERENCES, Quality.HANDOVER),
}
MUST = frozenset({Quality.PLANNING, Quality.SAME_KIND})
"""Without these a person does not fit; the others can be made up for."""
CUSTOMER_LIGHTS = {Choice.YES: Light.GREEN, Choice.PARTLY: Light.AMBER, Choice.NO: Light.RED}


class Voice(StrEnum):
    """For whom a member of the committee speaks."""

    SALES = "sales"
    SERVICE = "service"
    MARKETING = "marketing"
    FINANCE = "finance"
    IT = "it"
    STAFF = "staff"


VOICE_WORDS = {
    Voice.SALES: "Sales",
    Voice.SERVICE: "Service",
    Voice.MARKETING: "Marketing",
    Voice.FINANCE: "Finance",
    Voice.IT: "IT",
    Voice.STAFF: "Staff representatives",
}


@dataclass(frozen=True, slots=True)
class Said:
    """An answer about one quality, with a word on what it rests on."""

    answer: Choice
    note: str = ""


@dataclass(frozen=True, slots=True)
class Fit:
    """How well somebody, or a group, fits: light, reasons, and what is still unknown."""

    light: Light
    reasons: tuple[str, ...]
    unknown: int = 0


def fit_of(kind: FitKind, said: Mapping[Quality, Said]) -> Fit:
    """How well a person fits a role.

    For a project manager one of sales, service and marketing is enough; none of them, whatever the knowledge of IT, is
    red. For everything else a no is red where it is a must and amber where it can be made up for.
    """
    lights, reasons = [], []
    if kind is FitKind.MANAGER:
        light, reason = _customer(said)
        lights.append(light)
        reasons += [reason] if reason else []
    for quality in (each for each in ASKED[kind] if each not in CUSTOMER):
        light = _light(quality, said.get(quality))
        lights.append(light)
        if light in {Light.RED, Light.AMBER}:
            reasons.append(_lacking(quality, said[quality].answer))
    unknown = sum(quality not in said for quality in ASKED[kind])
    return Fit(worst(lights), tuple(reasons), unknown)


def _customer(said: Mapping[Quality, Said]) -> tuple[Light, str]:
    answers = [said[quality].answer for quality in CUSTOMER if quality in said]
    if Choice.YES in answers:
        return Light.GREEN, ""
    if len(answers) < len(CUSTOMER):
        return Light.UNKNOWN, "Nothing is known yet of work with customers in sales, service or marketing."
    if Choice.PARTLY in answers:
        return Light.AMBER, "Knows sales, service and marketing only from beside."
    known_it = Quality.IT in said and said[Quality.IT].answer is Choice.YES
    return Light.RED, f"Has worked in none of sales, service and marketing{', only in IT' if known_it else ''}."


def _light(quality: Quality, said: Said | None) -> Light:
    if said is None:
        return Light.UNKNOWN
    if said.answer is Choice.YES:
        return Light.GREEN
    return Light.RED if quality in MUST and said.answer is Choice.NO else Light.AMBER


def _lacking(quality: Quality, answer: Choice) -> str:
    word = "Partly" if answer is Choice.PARTLY else "Not"
    return f"{word}: {QUALITY_WORDS[quality][:1].lower()}{QUALITY_WORDS[quality][1:]}."


@dataclass(frozen=True, slots=True)
class Member:
    """A member of the committee: for whom this person speaks, and whether the member may decide there."""

    name: str
    voices: frozenset[Voice]
    may_decide: bool


def group_fit(members: Sequence[Member]) -> Fit:
    """Whether the committee as a group speaks for everybody concerned, with people who may decide.

    A part that deals with customers and is not spoken for is red, any other amber; so is a part whose voices may decide
    nothing. Without members nothing is known.
    """
    if not members:
        return Fit(Light.UNKNOWN, ("The committee has no members yet.",))
    missing = [voice for voice in Voice if not any(voice in each.voices for each in members)]
    reasons = [f"Nobody speaks for {_low(voice)}." for voice in missing]
    lights = [Light.RED if voice.value in {each.value for each in CUSTOMER} else Light.AMBER for voice in missing]
    silent = [voice for voice in Voice if voice not in missing and not _decides(voice, members)]
    reasons += [f"Nobody who speaks for {_low(voice)} may decide." for voice in silent if voice is not Voice.STAFF]
    lights += [Light.AMBER for voice in silent if voice is not Voice.STAFF]
    return Fit(worst([*lights, Light.GREEN]), tuple(reasons))


def _decides(voice: Voice, members: Iterable[Member]) -> bool:
    return any(voice in each.voices and each.may_decide for each in members)


def _low(voice: Voice) -> str:
    word = VOICE_WORDS[voice]
    return word if voice is Voice.IT else word[:1].lower() + word[1:]
