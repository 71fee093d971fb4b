"""Resolves what goals rest on against the plan in use and the playbook."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from planner.access.models import User
from planner.basics.errors import RuleBroken
from planner.goals import known_service, link_service, tree_service
from planner.goals import queries as goals
from planner.goals.known_service import Seen
from planner.goals.links import UID, WORK, Link, LinkKind, names, task_ref
from planner.goals.models import GoalLink
from planner.goals.tree_service import Goals
from planner.readiness.alignment import Loose, Tied, is_work, loose_work
from planner.readiness.impact_goals_service import is_meant
from planner.rollouts.models import Rollout
from planner.schedule import queries as schedule
from planner.schedule.models import PlanTask
from planner.schedule.states import TaskFacts


@dataclass(frozen=True, slots=True)
class Alignment:
    """The goals with their ties by kind, and what is not tied; `open_tasks` counts all open work of the plan."""

    goals: Goals
    ties: dict[int, dict[LinkKind, list[Tied]]]
    unserved: tuple[Seen, ...]
    loose: tuple[Loose, ...]
    open_tasks: int

    @property
    def loose_count(self) -> int:
        """How many open tasks serve no goal."""
        return sum(len(each.rows) for each in self.loose)


def alignment(rollout: Rollout, today: date) -> Alignment:
    """What hangs together on a day; the same number of questions for any number of goals and tasks."""
    found = tree_service.goals_of(rollout, today)
    plan = schedule.current_plan(rollout.id)
    rows = schedule.rows_of(plan.id) if plan else []
    playbook = known_service.playbook_or_none(rollout)
    words = names(playbook) if playbook else {}
    phases = {phase.ref: phase.name for phase in playbook.phases} if playbook else {}
    ties: dict[int, dict[LinkKind, list[Tied]]] = defaultdict(lambda: defaultdict(list))
    meant: dict[int, set[Link]] = defaultdict(set)
    kept = {each.row.id for each in found.kept}
    for link in found.links:
        if link.counts and link.goal in kept:
            tied = _tied(link, rows, words, with_plan=plan is not None)
            ties[link.goal][link.kind].append(tied)
            for row in tied.rows:
                meant[row.id].add(link)
    counting = [link for link in found.links if link.goal in kept]
    return Alignment(
        goals=found,
        ties=ties,
        unserved=tuple(each for each in found.kept if each.row.id not in found.served),
        loose=loose_work(rows, counting, meant, phases),
        open_tasks=sum(is_work(row) and row.percent < 100 for row in rows),
    )


def _tied(link: Link, rows: list[TaskFacts], words: dict[tuple[LinkKind, str], str], *, with_plan: bool) -> Tied:
    if link.kind is LinkKind.PHASE:
        own = tuple(row for row in rows if row.phase_ref == link.ref and is_work(row))
    elif link.kind is LinkKind.TASK:
        own = tuple(row for row in rows if is_meant(link, row))
    else:
        own = ()
    name = words.get((link.kind, link.ref), "") or (own[0].name if own else "")
    return Tied(
        link,
        name or "Something that is no longer there",
        own,
        not name or (link.kind in WORK and with_plan and not own),
    )


def tie_task(rollout: Rollout, row: PlanTask, goal_id: int, by: User) -> GoalLink:
    """Tie a row of the plan to a goal: by its task of the playbook, which means every wave, else by its number."""
    goal = goals.row_of(rollout.id, goal_id)
    if goal.dropped:
        raise RuleBroken("This goal was dropped.", "goal")
    playbook = known_service.playbook_or_none(rollout)
    ref = task_ref(row.phase_ref, row.task_ref) if row.task_ref else ""
    if not ref or playbook is None or (LinkKind.TASK, ref) not in names(playbook):
        ref = f"{UID}{row.uid}"
    return link_service.add(rollout, goal, LinkKind.TASK, ref, by)
