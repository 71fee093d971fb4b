"""Proposes what a goal rests on, from the texts of the playbook: each proposal says why, and a person decides.

A key figure leads to the purposes it shows and so to the phases that bring them; words that a goal shares with success
factors and tasks lead to those. Never more than a handful, the best first.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from planner.goals.goal import Goal
from planner.goals.links import LinkKind, task_ref
from planner.playbook.outline import Factor, Playbook

MOST_FACTORS, MOST_PHASES, MOST_TASKS = 3, 2, 2
STEM, SHORTEST = 6, 5
EMPTY = frozenset(
    {
        "about", "after", "again", "answer", "answers", "answered", "before", "being", "below", "between", "called",
        "could", "customer", "customers", "every", "everybody", "first", "goals", "least", "other", "others", "people",
        "person", "share", "somebody", "system", "their", "there", "these", "those", "through", "together", "under",
        "until", "where", "which", "while", "whoever", "whole", "within", "without", "works", "would", "years",
    }
)  # fmt: skip
"""Words that stand everywhere and lead nowhere."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A link that the playbook suggests, and why."""

    kind: LinkKind
    ref: str
    why: str


def stems(text: str) -> dict[str, str]:
    """The telling words of a text, by their first letters, so that "complaint" meets "complaints".

    >>> stems("Complaints are settled")
    {'compla': 'complaints', 'settle': 'settled'}
    """
    words = re.findall(r"[a-z]+", text.lower())
    return {word[:STEM]: word for word in words if len(word) >= SHORTEST and word not in EMPTY}


def proposals(goal: Goal, playbook: Playbook) -> tuple[Proposal, ...]:
    """Success factors, phases and tasks that a goal seems to rest on."""
    told = stems(f"{goal.name} {goal.wording} {goal.measure.name if goal.measure else ''}")
    phases = list(_phases(goal, playbook))
    return (
        *_best(_factors(told, goal, playbook), MOST_FACTORS),
        *phases[:MOST_PHASES],
        *_best(_tasks(told, playbook), MOST_TASKS),
    )


def _factors(told: dict[str, str], goal: Goal, playbook: Playbook) -> Iterator[tuple[float, Proposal]]:
    pillar = next((kpi.pillar for kpi in playbook.kpis if goal.measure and kpi.ref == goal.measure.ref), None)
    for factor in playbook.factors:
        shared = _shared(told, _text_of(factor))
        if len(shared) < 2 and not _shared(told, factor.name):
            continue
        score = len(shared) + (0.5 if factor.pillar is pillar else 0) + (0.25 if factor.level is goal.level else 0)
        yield score, Proposal(LinkKind.FACTOR, factor.ref, _speaks_of(shared))


def _text_of(factor: Factor) -> str:
    return " ".join([factor.name, factor.why, *(criterion.text for criterion in factor.criteria)])


def _phases(goal: Goal, playbook: Playbook) -> Iterator[Proposal]:
    """The phases that bring a purpose which the goal's figure shows."""
    seen = set()
    for capability in playbook.capabilities:
        if goal.measure and goal.measure.ref in capability.kpis and capability.phase not in seen:
            seen.add(capability.phase)
            yield Proposal(
                LinkKind.PHASE,
                capability.phase,
                f"It brings the purpose “{capability.name}”, which the same key figure shows",
            )


def _tasks(told: dict[str, str], playbook: Playbook) -> Iterator[tuple[float, Proposal]]:
    for phase in playbook.phases:
        for task in phase.tasks:
            shared = _shared(told, f"{task.name} {task.deliverable}")
            if len(shared) >= 2:
                yield len(shared), Proposal(LinkKind.TASK, task_ref(phase.ref, task.ref), _speaks_of(shared))


def _shared(told: dict[str, str], text: str) -> list[str]:
    return [word for stem, word in stems(text).items() if stem in told]


def _speaks_of(words: list[str]) -> str:
    return f"It speaks of {' and '.join(words[:3])} too"


def _best(found: Iterable[tuple[float, Proposal]], most: int) -> list[Proposal]:
    ordered = sorted(found, key=lambda pair: (-pair[0], pair[1].ref))
    return [proposal for _, proposal in ordered[:most]]
