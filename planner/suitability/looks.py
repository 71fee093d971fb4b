"""The start assessment as it stood at a gate, and what is different since: verdict, answers, and reasons to stop."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from planner.suitability.state import SuitabilityState
from planner.suitability.stopping import StopState
from planner.suitability.verdict import Verdict

ANSWERS = {"yes": 2, "partly": 1, "no": 0}
STOP_WORDS = {
    StopState.MET: "met: stop", StopState.NOT_MET: "not met", StopState.UNKNOWN: "not known",
    StopState.WITHDRAWN: "withdrawn",
}  # fmt: skip
NONE = "not answered"


@dataclass(frozen=True, slots=True)
class Look:
    """What the start assessment said on a day: the verdict, each answer by question, each reason to stop in words."""

    gate: str
    on: date
    verdict: Verdict
    answers: Mapping[str, str]
    stops: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Changed:
    """One difference between two looks; `way` is better, worse or changed."""

    what: str
    before: str
    after: str
    way: str


def look_of(state: SuitabilityState, gate: str, on: date) -> Look:
    """The assessment of a day as it is kept."""
    return Look(
        gate=gate,
        on=on,
        verdict=state.assessment.verdict,
        answers={found.text: found.answer.value if found.answer else NONE for found in state.assessment.findings},
        stops={found.stop.text: STOP_WORDS[found.state] for found in state.stops},
    )


def since(before: Look, now: Look) -> tuple[Changed, ...]:
    """What is different: the verdict first, then reasons to stop, then answers; the same look gives nothing."""
    found = []
    if before.verdict is not now.verdict:
        way = "better" if now.verdict > before.verdict else "worse"
        found.append(Changed("Verdict of the start assessment", before.verdict.words, now.verdict.words, way))
    found += _compared(before.stops, now.stops, "not written down", _way_of_stop)
    found += _compared(before.answers, now.answers, "not asked", _way_of_answer)
    return tuple(found)


def _compared(before: Mapping[str, str], now: Mapping[str, str], gone: str, way: Any) -> list[Changed]:  # noqa: ANN401 - a function of two words
    names = [*before, *(name for name in now if name not in before)]
    pairs = [(name, before.get(name, gone), now.get(name, gone)) for name in names]
    return [Changed(name, old, new, way(old, new)) for name, old, new in pairs if old != new]


def _way_of_stop(old: str, new: str) -> str:
    met = STOP_WORDS[StopState.MET]
    return "worse" if new == met else "better" if old == met else "changed"


def _way_of_answer(old: str, new: str) -> str:
    if old not in ANSWERS or new not in ANSWERS:
        return "changed"
    return "better" if ANSWERS[new] > ANSWERS[old] else "worse"


def newest(looks: Sequence[Look]) -> Look | None:
    """The last look; None before the first gate."""
    return looks[-1] if looks else None
