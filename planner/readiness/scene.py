"""What the detectors of known mistakes look at: live figures, answers, findings of the plan, and who and what there is.

A scene holds plain values of one day. What is not known is not there, and no detector speaks of it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction

from planner.rollouts.profile import Work


@dataclass(frozen=True, slots=True)
class WaveScene:
    """One wave: how many people go live with it, in what kinds of work, and when."""

    number: int
    name: str
    people: int
    works: frozenset[Work]
    go_live: date | None


@dataclass(frozen=True, slots=True)
class Scene:
    """One rollout on one day. `decided`: a gate was decided already.

    `figures` are the live facts that are known, `about` the things they count, by name, and `recorded` those that were
    recorded by hand and still count; `answers` the shares of full marks (0 to 1) of the answers that count,
    by criterion; `plan` what the checks of the plan find, by rule; `lists` names of things by what is wrong with them.
    """

    today: date
    running: bool = True
    live: bool = False
    decided: bool = False
    figures: Mapping[str, Decimal] = field(default_factory=dict)
    about: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    recorded: Mapping[str, Decimal] = field(default_factory=dict)
    answers: Mapping[str, Fraction] = field(default_factory=dict)
    plan: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    waves: tuple[WaveScene, ...] = ()

    def figure(self, fact: str) -> Decimal | None:
        """A figure as the product counts it, else as it was recorded by hand; None where it is not known."""
        return self.figures.get(fact, self.recorded.get(fact))

    @property
    def next_go_live(self) -> date | None:
        """The day of the next wave to go live; None where none is dated or all are through."""
        return min((each.go_live for each in self.waves if each.go_live and each.go_live >= self.today), default=None)

    def near_go_live(self, days: int) -> bool:
        """Whether the next go-live is at most so many days away."""
        return self.next_go_live is not None and (self.next_go_live - self.today).days <= days


@dataclass(frozen=True, slots=True)
class Sight:
    """What a detector saw: a sentence, and the things it is about by name.

    `amount` is how much of it there is, exact, so that more is worse: of things their number, of a figure how far it
    lies beyond its line.
    """

    text: str
    objects: tuple[str, ...] = ()
    amount: Decimal = Decimal(1)


Look = Callable[[Scene], Sight | None]
