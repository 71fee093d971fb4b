"""Keeps what goals rest on: proposals from the playbook, and what people confirm, decline or add."""

from planner.access.models import User
from planner.basics.errors import RuleBroken
from planner.db import check_version, db
from planner.goals import known_service, queries
from planner.goals.answering import words
from planner.goals.expectation_service import expected
from planner.goals.links import UID, LinkKind, LinkState, names
from planner.goals.models import Goal, GoalLink
from planner.goals.proposals import proposals
from planner.rollouts.models import Rollout

LONGEST = 170


def propose(rollout: Rollout, goal: Goal) -> int:
    """Renew the proposals for a goal; what people said stays. Gives the number of proposals that are new."""
    playbook = known_service.playbook_or_none(rollout)
    if playbook is None:
        return 0
    stored = {(row.kind, row.ref): row for row in queries.links_of(rollout.id) if row.goal_id == goal.id}
    facts = queries.facts_of(goal, goal.id, known_service.names_of(rollout))
    wanted = {(each.kind, each.ref): each for each in proposals(facts, playbook)}
    for key, row in stored.items():
        if row.state is LinkState.PROPOSED and key not in wanted:
            db.session.delete(row)
    fresh = [each for key, each in wanted.items() if key not in stored]
    for each in fresh:
        made = GoalLink(goal_id=goal.id, kind=each.kind, ref=each.ref, state=LinkState.PROPOSED, why=each.why[:300])
        db.session.add(made)
    db.session.flush()
    return len(fresh)


def settle(row: GoalLink, state: LinkState, by: User, version: int | None) -> GoalLink:
    """Confirm or decline a link."""
    check_version(row, version, {})
    if state is LinkState.PROPOSED:
        raise RuleBroken("Say yes or no to it.")
    row.state, row.by_id = state, by.id
    db.session.flush()
    return row


def known_words(rollout: Rollout) -> dict[tuple[LinkKind, str], str]:
    """The words for what a goal may rest on: in the playbook, and what groups expect."""
    playbook = known_service.playbook_or_none(rollout)
    return {**(names(playbook) if playbook else {}), **words(expected(rollout.id))}


def add(rollout: Rollout, goal: Goal, kind: LinkKind, ref: str, by: User) -> GoalLink:
    """Add a link, or confirm one that was proposed or declined. Raises RuleBroken for what there is not."""
    if not (kind is LinkKind.TASK and ref.startswith(UID)) and (kind, ref) not in known_words(rollout):
        raise RuleBroken("Choose something from the list.", "ref")
    if not ref or len(ref) > LONGEST:
        raise RuleBroken("Choose something from the list.", "ref")
    for row in queries.links_of(rollout.id):
        if (row.goal_id, row.kind, row.ref) == (goal.id, kind, ref):
            if row.state is LinkState.CONFIRMED:
                raise RuleBroken("It is tied to this goal already.", "ref")
            row.state, row.by_id = LinkState.CONFIRMED, by.id
            db.session.flush()
            return row
    made = GoalLink(goal_id=goal.id, kind=kind, ref=ref, state=LinkState.CONFIRMED, by_id=by.id)
    db.session.add(made)
    db.session.flush()
    return made
