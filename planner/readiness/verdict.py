"""The verdict of a gate: go, conditional go, hold or stop, always with its reasons.

Hold when any must-criterion fails or is not known, or when the low end of a critical factor is under its line. A
should-criterion that is not met makes it a conditional go and is named. No average, however high, outvotes these: the
programme score takes no part in this module. The sponsor may set another verdict for a time; then both are shown.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from planner.basics.errors import RuleBroken
from planner.basics.lights import Light
from planner.readiness.wording import counted, day_in_words, listed


class VerdictState(StrEnum):
    """What the verdict says."""

    GO = "go"
    CONDITIONAL_GO = "conditional go"
    HOLD = "hold"
    STOP = "stop"

    @property
    def word(self) -> str:
        """The verdict as a reader sees it."""
        return self.value.capitalize()


VERDICT_LIGHTS = {
    VerdictState.GO: Light.GREEN,
    VerdictState.CONDITIONAL_GO: Light.AMBER,
    VerdictState.HOLD: Light.RED,
    VerdictState.STOP: Light.RED,
}


class Need(StrEnum):
    """Why something is asked for at a gate."""

    MUST = "must"
    SHOULD = "should"
    CRITICAL = "critical"
    STANDING = "standing"


@dataclass(frozen=True, slots=True)
class Requirement:
    """One thing that a gate asks for, judged. `met` is None when it is not known; what does not apply is not listed."""

    ref: str
    text: str
    need: Need
    met: bool | None
    why: str
    owner: str = ""
    effort_days: Decimal | None = None
    action: str = ""
    factor: str = ""
    line: Decimal | None = None

    @property
    def blocks(self) -> bool:
        """True when this alone holds the gate."""
        return self.need in (Need.MUST, Need.CRITICAL) and self.met is not True


@dataclass(frozen=True, slots=True)
class Order:
    """A word from elsewhere that settles the verdict: the suitability assessment, or a stop criterion."""

    state: VerdictState
    text: str


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason of a verdict, in words."""

    need: Need
    ref: str
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class Override:
    """A verdict set by hand, with the sponsor's permission, for a reason and until a date (that day included)."""

    state: VerdictState
    reason: str
    by: str
    until: date

    def __post_init__(self) -> None:
        """An override without a reason is none."""
        if not self.reason.strip():
            raise RuleBroken("Say why the verdict is set by hand.", "reason")

    def active(self, today: date) -> bool:
        """Whether it still holds today."""
        return today <= self.until


@dataclass(frozen=True, slots=True)
class Verdict:
    """The verdict shown, the verdict computed, and why. The two differ only while an override is active."""

    state: VerdictState
    computed: VerdictState
    sentence: str
    reasons: tuple[Reason, ...]
    override: Override | None = None
    computed_sentence: str = ""

    @property
    def because(self) -> str:
        """The sentence without the verdict's own word, for where that word already stands beside it."""
        return without_word(self.sentence)

    @property
    def computed_because(self) -> str:
        """The same of the computed verdict."""
        return without_word(self.computed_sentence)


def decide(
    requirements: Sequence[Requirement],
    orders: Sequence[Order] = (),
    override: Override | None = None,
    *,
    today: date,
) -> Verdict:
    """The verdict over what the gate asks for, with the override if one is active today."""
    orders = orders_over(requirements, orders)
    computed = compute(requirements, orders)
    sentence = sentence_of(computed, requirements, orders)
    reasons = reasons_of(requirements, orders)
    if override is None or not override.active(today):
        return Verdict(computed, computed, sentence, reasons, computed_sentence=sentence)
    set_by = f"set by {override.by} until {day_in_words(override.until)}"
    spoken = f"{override.state.word}, {set_by}. The computed verdict is {computed}."
    return Verdict(override.state, computed, spoken, reasons, override, sentence)


def orders_over(requirements: Sequence[Requirement], orders: Sequence[Order]) -> tuple[Order, ...]:
    """The orders from elsewhere; a gate that asks for nothing shows nothing, and that is an order to hold by itself."""
    if requirements:
        return tuple(orders)
    return (*orders, Order(VerdictState.HOLD, "This gate has no criteria yet, so nothing shows that it is ready."))


def without_word(sentence: str) -> str:
    """`Hold: 2 of 5 …` becomes `2 of 5 …`; other sentences stay as they are."""
    word, colon, rest = sentence.partition(": ")
    return f"{rest[:1].upper()}{rest[1:]}" if colon and word in {state.word for state in VerdictState} else sentence


def compute(requirements: Sequence[Requirement], orders: Sequence[Order]) -> VerdictState:
    """The verdict by rule: stop outweighs hold, hold outweighs conditional go."""
    ordered = {order.state for order in orders}
    if VerdictState.STOP in ordered:
        return VerdictState.STOP
    if VerdictState.HOLD in ordered or any(each.blocks for each in requirements):
        return VerdictState.HOLD
    if VerdictState.CONDITIONAL_GO in ordered or any(each.met is not True for each in requirements):
        return VerdictState.CONDITIONAL_GO
    return VerdictState.GO


def reasons_of(requirements: Sequence[Requirement], orders: Sequence[Order]) -> tuple[Reason, ...]:
    """Everything that keeps the verdict from go: orders first, then what blocks, then what is only a condition."""
    ordered = [Reason(Need.STANDING, "", order.text, "") for order in orders]
    unmet = [each for each in requirements if each.met is not True]
    unmet.sort(key=lambda each: not each.blocks)
    return tuple(ordered + [Reason(each.need, each.ref, each.text, each.why) for each in unmet])


def sentence_of(state: VerdictState, requirements: Sequence[Requirement], orders: Sequence[Order]) -> str:
    """The verdict in one sentence that a sponsor can repeat."""
    if state is VerdictState.GO:
        return "Go: everything this gate asks for is met."
    settled = next((order.text for order in orders if order.state is state), None)
    if settled is not None:
        return f"{state.word}: {settled}"
    if state is VerdictState.CONDITIONAL_GO:
        names = [each.text.rstrip(".") for each in requirements if each.met is not True]
        return f"Conditional go: every must-criterion is met; still open {_are(len(names))} {'; '.join(names)}."
    return f"Hold: {_hold_reason(requirements)}."


def _hold_reason(requirements: Sequence[Requirement]) -> str:
    musts = [each for each in requirements if each.need is Need.MUST]
    failed = sum(each.met is False for each in musts)
    unknown = sum(each.met is None for each in musts)
    below = sum(each.blocks for each in requirements if each.need is Need.CRITICAL)
    parts = []
    if failed:
        parts.append(f"{failed} of {counted(len(musts), 'must-criterion', 'must-criteria')} {_are(failed)} not met")
    if unknown:
        parts.append(
            f"{unknown} of {counted(len(musts), 'must-criterion', 'must-criteria')} {_are(unknown)} not yet known"
        )
    if below:
        parts.append(
            f"{counted(below, 'critical factor', 'critical factors')} {_are(below)} not proven to reach the line"
        )
    return listed(parts)


def _are(count: int) -> str:
    return "is" if count == 1 else "are"
