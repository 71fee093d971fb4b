"""What the goals of a rollout ask of its people."""

from collections.abc import Iterable

from planner.access.roles import Role
from planner.goals import queries, tree_service
from planner.goals.gates import Outcome
from planner.goals.tree_service import Goals
from planner.goals.waiting_work import GoalFact, Situation, work_of
from planner.goals.words import State
from planner.rollouts.waiting import Waiting
from planner.rollouts.waiting_list_service import Asked, supplies_waiting


@supplies_waiting
def goal_work(asked: Asked) -> Iterable[Waiting]:
    """Approvals, goals that are not SMART, goals that have to change, and goals whose day has passed."""
    meant = asked.with_role(Role.SPONSOR, Role.MANAGER)
    if not meant:
        return []
    now = _situation(asked, goals_of(asked))
    return [each for user_id in meant for each in work_of(user_id, asked.people[user_id], now)]


def goals_of(asked: Asked) -> Goals:
    """The goals with all that is known of them, worked out once."""
    return asked.once("goals.goals", lambda: tree_service.goals_of(asked.rollout, asked.today))


def _situation(asked: Asked, found: Goals) -> Situation:
    states = found.states
    facts = {each.row.id: GoalFact(each.row.id, each.row.name, each.facts.target_on) for each in found.kept}
    return Situation(
        rollout_id=asked.rollout.id,
        rollout=asked.rollout.name,
        to_approve=[fact for number, fact in facts.items() if states[number] in {State.WAITING, State.CHANGED}],
        not_smart=[fact for number, fact in facts.items() if states[number] is State.NOT_SMART],
        to_change=_to_change(asked, found),
        past=[fact for fact in facts.values() if fact.due is not None and fact.due < asked.today],
    )


def _to_change(asked: Asked, found: Goals) -> list[GoalFact]:
    """Goals of which the latest look said that they have to change or go, and that have not changed since."""
    latest: dict[int, queries.Looked] = {}
    for look in queries.looks(asked.rollout.id):
        latest.setdefault(look.row.goal_id, look)
    return [
        GoalFact(each.row.id, each.row.name, note=latest[each.row.id].row.note)
        for each in found.kept
        if each.row.id in latest
        and latest[each.row.id].row.outcome is not Outcome.STILL_RIGHT
        and latest[each.row.id].row.revision == each.row.revision
    ]
