"""Kinds of detectors: a live figure beyond its line, a low answer, a finding of the plan, a list of things."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from planner.playbook.facts import FACTS
from planner.playbook.words import Comparison
from planner.readiness.scene import Look, Scene, Sight
from planner.readiness.wording import figure as in_words
from planner.readiness.wording import listed, plain

LOW = Fraction(1, 4)
"""A share up to here is low: step 0 or 1 of 4 says that little or nothing of it is there; a check answered no is 0."""
NAMED = 4
Words = Callable[[Decimal], str]


def more_of_it(amount: Decimal) -> str:
    """What is worse than so many things."""
    return f"there is more of it than {plain(amount)}"


@dataclass(frozen=True, slots=True)
class Detector:
    """Looks for one known mistake. `place` is the page on which it is put right.

    What it needs: `facts`, the figures; `rules`, the checks of the plan it listens to; `about`, the list it reads.
    `worse` says what would be worse than an amount of it, e.g. "the figure is below 40 %".
    """

    key: str
    mistake: str
    look: Look
    place: str
    facts: tuple[str, ...] = ()
    worse: Words = more_of_it
    rules: tuple[str, ...] = ()
    about: str = ""

    def blind(self, scene: Scene) -> bool:
        """Whether nothing can be said of it, because a figure it needs is not known."""
        return any(scene.figure(fact) is None for fact in self.facts)


@dataclass(frozen=True, slots=True)
class Line:
    """The line that a figure must not cross: a sponsor silent for at least 30 days, less than 60 % with time."""

    fact: str
    op: Comparison
    at: int

    @property
    def upwards(self) -> bool:
        """Whether a higher figure is worse."""
        return self.op in {Comparison.ABOVE, Comparison.AT_LEAST}

    def beyond(self, value: Decimal) -> Decimal | None:
        """How far a figure lies beyond the line, exact and never negative; None where it does not.

        Less than 60: 50 lies 10 beyond. At least 30: 30 lies 0 beyond.
        """
        if not self.op.holds(value, self.at):
            return None
        return value - self.at if self.upwards else self.at - value

    def worse(self, amount: Decimal) -> str:
        """What is worse than so far beyond the line: "the figure is below 40 %"."""
        value = self.at + amount if self.upwards else self.at - amount
        return f"the figure is {'above' if self.upwards else 'below'} {in_words(value, FACTS[self.fact].unit)}"


def figure(
    mistake: str, fact: str, op: str, line: int, text: str, place: str, *, when: Callable[[Scene], bool] | None = None
) -> Detector:
    """Fires where a known figure is beyond a line; `{}` in the text is the figure."""
    limit = Line(fact, Comparison(op), line)

    def look(scene: Scene) -> Sight | None:
        value = scene.figure(fact)
        far = None if value is None else limit.beyond(value)
        if value is None or far is None or (when is not None and not when(scene)):
            return None
        whole = value == value.to_integral_value()
        return Sight(text.format(plain(value if whole else round(value, 1))), scene.about.get(fact, ()), far)

    return Detector(f"{mistake}/{fact}", mistake, look, place, (fact,), limit.worse)


def answered(mistake: str, criterion: str, text: str, place: str = "readiness.questions") -> Detector:
    """Fires where a question was answered, and the answer counts and is low. No answer is no mistake."""

    def look(scene: Scene) -> Sight | None:
        share = scene.answers.get(criterion)
        if share is None or share > LOW:
            return None
        far = LOW - share
        return Sight(text, amount=Decimal(far.numerator) / far.denominator)

    return Detector(f"{mistake}/{criterion}", mistake, look, place, worse=lambda _: "the answer is lower")


def planned(mistake: str, *rules: str) -> Detector:
    """Fires where the checks of the plan find one of these; tells what they say."""

    def look(scene: Scene) -> Sight | None:
        told = [text for rule in rules for text in scene.plan.get(rule, ())]
        return Sight(" ".join(told[:NAMED]), amount=Decimal(len(told))) if told else None

    return Detector(f"{mistake}/plan", mistake, look, "schedule.checks", rules=rules)


def named(mistake: str, about: str, text: str, place: str, *, when: Callable[[Scene], bool] | None = None) -> Detector:
    """Fires where a list of things is not empty; `{}` in the text is their names."""

    def look(scene: Scene) -> Sight | None:
        things = scene.lists.get(about, ())
        if not things or (when is not None and not when(scene)):
            return None
        return Sight(text.format(some(things)), things, Decimal(len(things)))

    return Detector(f"{mistake}/{about}", mistake, look, place, about=about)


def some(names: tuple[str, ...]) -> str:
    """A few names, the rest by number."""
    if len(names) <= NAMED:
        return listed(list(names))
    return listed([*names[:NAMED], f"{len(names) - NAMED} more"])
