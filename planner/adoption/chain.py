"""The chain from training to result for one group: who is trained, who uses the system and how much, what it moved."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from planner.adoption.before_after import Effect, Verdict
from planner.adoption.beginnings import Beginning
from planner.kpis.movement import Moved
from planner.playbook.words import Unit


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a group; None where the group may not be shown or there is nobody in it."""

    part: int
    whole: int

    @property
    def percent(self) -> Decimal | None:
        """In percent; None of nobody."""
        return Decimal(100 * self.part) / self.whole if self.whole else None

    @property
    def words(self) -> str:
        """Such as `29 of 41 (71 %)`.

        >>> Share(29, 41).words, Share(0, 0).words
        ('29 of 41 (71 %)', 'nobody')
        """
        return "nobody" if not self.whole else f"{self.part} of {self.whole} ({round(100 * self.part / self.whole)} %)"


@dataclass(frozen=True, slots=True)
class FigureMoved:
    """A key figure that is measured in a group."""

    kpi_id: int
    name: str
    unit: Unit
    moved: Moved | None


@dataclass(frozen=True, slots=True)
class Link:
    """One group from end to end; `number` is how the pages of training call it, 0 for the whole.

    `functions` are uses of expected functions; None where logs record no functions. `idle` (trained, not using) and
    `untrained` (using, not trained) are None where so few people must not be shown.
    """

    key: str
    number: int
    name: str
    trained: Share
    active: Share
    adopted: Share
    functions: Share | None
    idle: int | None
    untrained: int | None
    access: Beginning | None
    training: Beginning | None
    effect: Effect | None
    figures: Sequence[FigureMoved]

    @property
    def access_days(self) -> int | None:
        """The median of days from access to first use."""
        return self.access.days if self.access else None

    @property
    def training_days(self) -> int | None:
        """The median of days from training to the next use."""
        return self.training.days if self.training else None

    @property
    def moves(self) -> str:
        """How many key figures moved which way, in words; what is noise is not counted as a move that is sure."""
        told = [each.moved for each in self.figures if each.moved]
        better, worse = (sum(each.better is way for each in told) for way in (True, False))
        sure = sum(bool(each.signal) for each in told)
        return f"{better} better, {worse} worse of {len(told)} read since; {sure} beyond noise"


def said(effect: Effect | None) -> str:
    """What the comparison before and after training says, in a sentence."""
    if effect is None:
        return "Not counted yet: it is counted with the next log."
    if effect.verdict is Verdict.FEW:
        return (
            f"Too few people to tell: {effect.trained} trained and {effect.others} not yet trained can be compared in "
            "the same weeks. It takes five on each side, with a licence and logs two weeks before and after."
        )
    span = f"95 % interval {effect.low} to {effect.high} days"
    if effect.verdict is Verdict.NONE:
        return (
            f"No effect seen: {effect.added} active days a week lie between the two groups, but the {span} holds zero."
        )
    word = "more" if effect.verdict is Verdict.MORE else "fewer"
    many = abs(effect.added or Decimal(0))
    return f"{many} active days a week {word} than without training ({span})."
