"""Questions about stakeholders, their expectations and what is done about gaps."""

from dataclasses import dataclass

from sqlalchemy import select

from planner.basics.errors import NotFound
from planner.db import asked_once, db
from planner.people.sponsor_queries import LEFT, names_of
from planner.people.stakeholder_models import Expectation, Stakeholder, StakeholderAction


def stakeholders(rollout_id: int) -> list[Stakeholder]:
    """The groups of a rollout: the most influence first, then by name."""
    query = select(Stakeholder).where(Stakeholder.rollout_id == rollout_id)
    return list(db.session.scalars(query.order_by(Stakeholder.influence.desc(), Stakeholder.name)))


def stakeholder(rollout_id: int, stakeholder_id: int) -> Stakeholder:
    """One group of this rollout."""
    query = select(Stakeholder).where(Stakeholder.rollout_id == rollout_id, Stakeholder.id == stakeholder_id)
    found = db.session.scalar(query)
    if found is None:
        raise NotFound("There is no such group in this rollout.")
    return found


def expectations(rollout_id: int) -> dict[int, list[Expectation]]:
    """What the groups of a rollout expect, by group."""
    query = select(Expectation).join(Stakeholder, Stakeholder.id == Expectation.stakeholder_id)
    found: dict[int, list[Expectation]] = {}
    for row in db.session.scalars(query.where(Stakeholder.rollout_id == rollout_id).order_by(Expectation.id)):
        found.setdefault(row.stakeholder_id, []).append(row)
    return found


@dataclass(frozen=True, slots=True)
class Expected:
    """What a group expects, by its lasting name; `influence` of the group is 1 to 5."""

    key: str
    number: int
    text: str
    group: str
    influence: int


@asked_once
def expected(rollout_id: int) -> list[Expected]:
    """Everything that is expected, of the groups with the most influence first."""
    query = select(Expectation.key, Expectation.id, Expectation.text, Stakeholder.name, Stakeholder.influence)
    query = query.join(Stakeholder, Stakeholder.id == Expectation.stakeholder_id)
    query = query.where(Stakeholder.rollout_id == rollout_id)
    rows = db.session.execute(query.order_by(Stakeholder.influence.desc(), Stakeholder.name, Expectation.id))
    return [Expected(*row) for row in rows]


def expectation(rollout_id: int, expectation_id: int) -> Expectation:
    """One expectation of a group of this rollout."""
    query = select(Expectation).join(Stakeholder, Stakeholder.id == Expectation.stakeholder_id)
    found = db.session.scalar(query.where(Stakeholder.rollout_id == rollout_id, Expectation.id == expectation_id))
    if found is None:
        raise NotFound("There is no such expectation in this rollout.")
    return found


def actions(rollout_id: int) -> dict[int, list[StakeholderAction]]:
    """What is done about gaps, by group."""
    query = select(StakeholderAction).join(Stakeholder, Stakeholder.id == StakeholderAction.stakeholder_id)
    found: dict[int, list[StakeholderAction]] = {}
    rows = db.session.scalars(query.where(Stakeholder.rollout_id == rollout_id).order_by(StakeholderAction.due))
    for row in rows:
        found.setdefault(row.stakeholder_id, []).append(row)
    return found


def action(rollout_id: int, action_id: int) -> StakeholderAction:
    """One action about a group of this rollout."""
    query = select(StakeholderAction).join(Stakeholder, Stakeholder.id == StakeholderAction.stakeholder_id)
    found = db.session.scalar(query.where(Stakeholder.rollout_id == rollout_id, StakeholderAction.id == action_id))
    if found is None:
        raise NotFound("There is no such action in this rollout.")
    return found


def owners(found: dict[int, list[StakeholderAction]]) -> dict[int, str]:
    """Who owns each action, by the action's number."""
    rows = [row for each in found.values() for row in each]
    accounts = names_of({row.owner_id for row in rows if row.owner_id is not None})
    return {row.id: accounts.get(row.owner_id or 0) or row.owner_name or LEFT for row in rows}
