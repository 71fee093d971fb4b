"""Questions about the suitability assessment of one rollout."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select

from planner.access.models import User
from planner.basics.errors import NotFound
from planner.db import db
from planner.rollouts import queries as rollouts
from planner.rollouts.models import Rollout
from planner.suitability.models import StopCriterion, StrategicDecision, SuitabilityAnswer
from planner.suitability.state import Decided
from planner.suitability.verdict import Given


def answers(rollout_id: int) -> dict[str, SuitabilityAnswer]:
    """The answers of a rollout by question."""
    query = select(SuitabilityAnswer).where(SuitabilityAnswer.rollout_id == rollout_id)
    return {answer.question: answer for answer in db.session.scalars(query)}


@dataclass(frozen=True, slots=True)
class Said:
    """An answer as a page shows it, with the names of its people."""

    answer: SuitabilityAnswer
    author: str
    owner: str


def said(rollout_id: int) -> dict[str, Said]:
    """The answers by question, with names. Who has left the rollout owns nothing in it any more."""
    found = answers(rollout_id)
    authors = names({each.author_id for each in found.values() if each.author_id})
    owners = {user.id: user.name for _, user in rollouts.members(rollout_id) if user.active}
    return {
        question: Said(each, authors.get(each.author_id or 0, ""), owners.get(each.owner_id or 0, ""))
        for question, each in found.items()
    }


def names(ids: set[int]) -> dict[int, str]:
    """The names of accounts."""
    return {user.id: user.name for user in db.session.scalars(select(User).where(User.id.in_(ids)))}


def given(rollout: Rollout, found: Mapping[str, Said]) -> dict[str, Given]:
    """The answers as the verdict sees them; days are those of the rollout's own clock."""
    zone = ZoneInfo(rollout.timezone)
    return {question: _given(each, zone) for question, each in found.items()}


def _given(each: Said, zone: ZoneInfo) -> Given:
    moment: datetime = each.answer.answered_at
    return Given(each.answer.value, moment.astimezone(zone).date(), each.owner, each.answer.due)


def decision_row(rollout_id: int) -> StrategicDecision | None:
    """The strategic decision of a rollout as it is stored."""
    return db.session.scalar(select(StrategicDecision).where(StrategicDecision.rollout_id == rollout_id))


def decided(rollout_id: int) -> Decided | None:
    """The strategic decision of a rollout with the name of who decided."""
    row = decision_row(rollout_id)
    if row is None:
        return None
    by = names({row.decided_by_id}) if row.decided_by_id else {}
    return Decided(row.choice, row.reason, by.get(row.decided_by_id or 0, ""), row.decided_on)


def stop_rows(rollout_id: int) -> list[StopCriterion]:
    """The stop criteria in the order in which they were written."""
    query = select(StopCriterion).where(StopCriterion.rollout_id == rollout_id).order_by(StopCriterion.id)
    return list(db.session.scalars(query))


def stop_row(rollout_id: int, stop_id: int) -> StopCriterion:
    """One stop criterion of this rollout."""
    query = select(StopCriterion).where(StopCriterion.rollout_id == rollout_id, StopCriterion.id == stop_id)
    found = db.session.scalar(query)
    if found is None:
        raise NotFound("There is no such stop criterion in this rollout.")
    return found
