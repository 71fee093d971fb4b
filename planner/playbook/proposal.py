"""The tasks a playbook proposes to one organisation, with dependencies that still hold when tasks are left out."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from planner.playbook.outline import After, Phase, Playbook, Profile, Task


@dataclass(frozen=True, slots=True)
class Proposal:
    """One proposed task of a phase. `after` names only tasks that are proposed as well, each with its phase."""

    phase: str
    task: Task
    after: tuple[After, ...]


def propose(playbook: Playbook, profile: Profile) -> tuple[Proposal, ...]:
    """Every task proposed to an organisation, in the order of the playbook.

    A task that waits for one that is left out waits for that task's own predecessors instead, lags added up: with
    A, then B, then C two days later, leaving out B lets C wait for A and two days.
    """
    tasks = {task.ref: (phase, task) for phase in playbook.phases for task in phase.tasks}
    kept = {task.ref for _, task in playbook.tasks_for(profile)}
    return tuple(
        Proposal(phase.ref, task, _bridged(task, tasks, kept)) for phase, task in tasks.values() if task.ref in kept
    )


def _bridged(task: Task, tasks: Mapping[str, tuple[Phase, Task]], kept: set[str]) -> tuple[After, ...]:
    """What the task waits for, seen through the tasks that are left out; of two waits for one task the longer holds."""
    found: dict[str, After] = {}
    for after in task.after:
        home, before = tasks[after.task]
        if before.ref in kept:
            seen: tuple[After, ...] = (replace(after, phase=home.ref),)
        else:
            further = _bridged(before, tasks, kept)
            seen = tuple(replace(one, lag_days=one.lag_days + after.lag_days) for one in further)
        for one in seen:
            found[one.task] = max(one, found.get(one.task, one), key=lambda each: each.lag_days)
    return tuple(found.values())
