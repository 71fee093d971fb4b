"""What a goal rests on: success factors, further key figures, phases, tasks and expectations, each by a lasting name.

A link is proposed from the playbook until somebody confirms or declines it; only confirmed ones count. What a goal
rests on also serves the goals above it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from planner.goals.goal import below
from planner.playbook.outline import Playbook

UID = "uid:"
"""A row of the plan that no task of the playbook stands behind is named by its number in the plan."""


class LinkKind(StrEnum):
    """What stands at the other end."""

    FACTOR = "factor"
    KPI = "kpi"
    PHASE = "phase"
    TASK = "task"
    EXPECTATION = "expectation"


class LinkState(StrEnum):
    """Proposed by the playbook's texts, confirmed by a person, or declined."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    DECLINED = "declined"


KIND_WORDS = {
    LinkKind.FACTOR: "Success factors",
    LinkKind.KPI: "Further key figures",
    LinkKind.PHASE: "Phases of the plan",
    LinkKind.TASK: "Tasks of the plan",
    LinkKind.EXPECTATION: "Expectations that it answers",
}
ONE_WORDS = {
    LinkKind.FACTOR: "success factor",
    LinkKind.KPI: "key figure",
    LinkKind.PHASE: "phase",
    LinkKind.TASK: "task",
    LinkKind.EXPECTATION: "expectation",
}
WORK = frozenset({LinkKind.PHASE, LinkKind.TASK})
"""What is done for a goal, as against what it stands on."""


@dataclass(frozen=True, slots=True)
class Link:
    """One link of a goal; `why` says why it was proposed."""

    goal: int
    kind: LinkKind
    ref: str
    state: LinkState
    why: str = ""

    @property
    def counts(self) -> bool:
        """Whether somebody stands behind it."""
        return self.state is LinkState.CONFIRMED


def task_ref(phase: str, task: str) -> str:
    """The lasting name of a task of the playbook, in whichever wave it is done."""
    return f"{phase}/{task}"


def served(goals: Mapping[int, int | None], links: Iterable[Link]) -> frozenset[int]:
    """The goals that some work serves: a phase or task linked to them or to a goal under them.

    `goals` names the goal above each. A goal whose only support is work for a goal under it is served by that.
    """
    direct = {link.goal for link in links if link.counts and link.kind in WORK}
    return frozenset(goal for goal in goals if below(goal, goals) & direct)


def names(playbook: Playbook) -> dict[tuple[LinkKind, str], str]:
    """The words for everything in the playbook that a goal may rest on."""
    found: dict[tuple[LinkKind, str], str] = {}
    found |= {(LinkKind.FACTOR, factor.ref): factor.name for factor in playbook.factors}
    found |= {(LinkKind.KPI, kpi.ref): kpi.name for kpi in playbook.kpis}
    for phase in playbook.phases:
        found[LinkKind.PHASE, phase.ref] = phase.name
        found |= {(LinkKind.TASK, task_ref(phase.ref, task.ref)): task.name for task in phase.tasks}
    return found
