"""Kinds of detectors: a live figure beyond its line, a low answer, a finding of the plan, a list of things."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from planner.playbook.words import Comparison
from planner.readiness.scene import Look, Scene, Sight
from planner.readiness.wording import listed, plain

LOW = Fraction(1, 4)
"""A share up to here is low: step 0 or 1 of 4 says that little or nothing of it is there; a check answered no is 0."""
NAMED = 4


@dataclass(frozen=True, slots=True)
class Detector:
    """Looks for one known mistake. `place` is the page on which it is put right; `facts` the figures it needs."""

    key: str
    mistake: str
    look: Look
    place: str
    facts: tuple[str, ...] = ()


def figure(
    mistake: str, fact: str, op: str, line: int, text: str, place: str, *, when: Callable[[Scene], bool] | None = None
) -> Detector:
    """Fires where a known figure is beyond a line; `{}` in the text is the figure."""
    compare = Comparison(op)

    def look(scene: Scene) -> Sight | None:
        value = scene.figures.get(fact)
        if value is None or not compare.holds(value, line) or (when is not None and not when(scene)):
            return None
        whole = value == value.to_integral_value()
        return Sight(
            text.format(plain(value if whole else round(value, 1))), count=int(value) if whole and value > 0 else 1
        )

    return Detector(f"{mistake}/{fact}", mistake, look, place, (fact,))


def answered(mistake: str, criterion: str, text: str, place: str = "readiness.questions") -> Detector:
    """Fires where a question was answered, and the answer counts and is low. No answer is no mistake."""

    def look(scene: Scene) -> Sight | None:
        share = scene.answers.get(criterion)
        return Sight(text) if share is not None and share <= LOW else None

    return Detector(f"{mistake}/{criterion}", mistake, look, place)


def planned(mistake: str, *rules: str) -> Detector:
    """Fires where the checks of the plan find one of these; tells what they say."""

    def look(scene: Scene) -> Sight | None:
        told = [text for rule in rules for text in scene.plan.get(rule, ())]
        return Sight(" ".join(told[:NAMED]), count=len(told)) if told else None

    return Detector(f"{mistake}/plan", mistake, look, "schedule.checks")


def named(mistake: str, about: str, text: str, place: str, *, when: Callable[[Scene], bool] | None = None) -> Detector:
    """Fires where a list of things is not empty; `{}` in the text is their names."""

    def look(scene: Scene) -> Sight | None:
        things = scene.lists.get(about, ())
        if not things or (when is not None and not when(scene)):
            return None
        return Sight(text.format(some(things)), things, len(things))

    return Detector(f"{mistake}/{about}", mistake, look, place)


def some(names: tuple[str, ...]) -> str:
    """A few names, the rest by number."""
    if len(names) <= NAMED:
        return listed(list(names))
    return listed([*names[:NAMED], f"{len(names) - NAMED} more"])
