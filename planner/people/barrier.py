"""The five steps of a person's readiness, and the first at which somebody is stuck: there help is needed first.

Nobody wants what they have not understood, and nobody learns what they do not want: more training mends no lack of
will. So the first step at three or lower counts, however low later ones are.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from planner.playbook.words import Step

STEPS = tuple(Step)
LOWEST, HIGHEST = 1, 5
STUCK = 3
"""A step at this value or lower stands in the way."""

STEP_WORDS: Mapping[Step, str] = {
    Step.AWARE: "Aware",
    Step.WILLING: "Willing",
    Step.KNOWING: "Knowing",
    Step.ABLE: "Able",
    Step.SUSTAINED: "Sustained",
}
STEP_MEANING: Mapping[Step, str] = {
    Step.AWARE: "knows why the way of working changes",
    Step.WILLING: "wants to work in the new way",
    Step.KNOWING: "knows what will be done differently, and how",
    Step.ABLE: "can do it without help",
    Step.SUSTAINED: "is expected to keep to it, and helped to",
}
STEP_HELP: Mapping[Step, str] = {
    Step.AWARE: "Explain why, in the words of the unit's own head. Training is too early.",
    Step.WILLING: "Settle with their manager what they expect to lose. Training does not mend a lack of will.",
    Step.KNOWING: "Show which tasks change and how, and train on their own cases.",
    Step.ABLE: "Let them practise with help beside them; give time for it.",
    Step.SUSTAINED: "Let managers ask for the new way and close the old one.",
}


@dataclass(frozen=True, slots=True)
class Barrier:
    """The step somebody is stuck at, or none; `known` is False while a blank hides which one it is."""

    step: Step | None
    known: bool = True
    flag: str | None = None


def barrier_of(scores: Sequence[int | None]) -> Barrier:
    """The first of the five steps at three or lower, from a value of 1 to 5 each, or None for a blank.

    A blank before any low step leaves the barrier unknown: it may be the barrier itself.

    >>> barrier_of([5, 3, 2, 1, 1]).step, barrier_of([5, 4, 4, 4, 5]).step
    (<Step.WILLING: 'willing'>, None)
    >>> barrier_of([5, None, 2, 4, 4]).known
    False
    """
    if len(scores) != len(STEPS):
        return Barrier(None, known=False, flag=f"{len(scores)} values instead of {len(STEPS)}")
    for number, (step, score) in enumerate(zip(STEPS, scores, strict=True), 1):
        if score is None:
            return Barrier(None, known=False, flag=f"step {number} ({step.value}) is blank")
        if not LOWEST <= score <= HIGHEST:
            return Barrier(None, known=False, flag=f"step {number} ({step.value}) is {score}, not 1 to 5")
        if score <= STUCK:
            return Barrier(step)
    return Barrier(None)
