"""Questions about surveys. Of answers only what is published can be asked for here."""

from collections.abc import Collection, Sequence
from datetime import date
from decimal import Decimal

from sqlalchemy import select

from planner.access.models import User
from planner.basics.errors import NotFound
from planner.db import asked_once, db
from planner.people.staff_models import Staff
from planner.people.survey_models import (
    Survey,
    SurveyAction,
    SurveyInvitation,
    SurveyItem,
    SurveyResult,
    SurveyStatement,
    SurveyTally,
)
from planner.people.survey_publishing import WHOLE, Cell
from planner.people.survey_reliability import Reliability
from planner.people.survey_shape import Item, SurveyStage, Topic


def surveys(rollout_id: int) -> list[Survey]:
    """The surveys of a rollout, the newest first."""
    query = select(Survey).where(Survey.rollout_id == rollout_id)
    return list(db.session.scalars(query.order_by(Survey.opens.desc(), Survey.id.desc())))


def survey(rollout_id: int, survey_id: int) -> Survey:
    """One survey of this rollout; NotFound for any other."""
    found = db.session.get(Survey, survey_id)
    if found is None or found.rollout_id != rollout_id:
        raise NotFound("There is no such survey in this rollout.")
    return found


def overdue(rollout_id: int, today: date) -> list[Survey]:
    """Open surveys whose last day has passed."""
    query = select(Survey).where(
        Survey.rollout_id == rollout_id, Survey.stage == SurveyStage.OPEN, Survey.closes < today
    )
    return list(db.session.scalars(query.order_by(Survey.id)))


@asked_once
def closed(rollout_id: int, *topics: Topic) -> list[Survey]:
    """Closed surveys in the order of their closing, all or of some topics."""
    query = select(Survey).where(Survey.rollout_id == rollout_id, Survey.stage == SurveyStage.CLOSED)
    if topics:
        query = query.where(Survey.topic.in_(topics))
    return list(db.session.scalars(query.order_by(Survey.closed_on, Survey.id)))


def item_rows(survey_id: int) -> list[SurveyItem]:
    """The questions of a survey as they are stored, in their order."""
    query = select(SurveyItem).where(SurveyItem.survey_id == survey_id)
    return list(db.session.scalars(query.order_by(SurveyItem.position, SurveyItem.id)))


def items(survey_id: int) -> list[Item]:
    """The questions of a survey, in their order."""
    return [row.item for row in item_rows(survey_id)]


@asked_once
def items_of(survey_ids: Sequence[int]) -> dict[int, list[Item]]:
    """The questions of several surveys, with one question to the database."""
    found: dict[int, list[Item]] = {number: [] for number in survey_ids}
    query = select(SurveyItem).where(SurveyItem.survey_id.in_(survey_ids))
    for row in db.session.scalars(query.order_by(SurveyItem.position, SurveyItem.id)):
        found[row.survey_id].append(row.item)
    return found


def item_row(survey_id: int, item_id: int) -> SurveyItem:
    """One question of this survey; NotFound for any other."""
    found = db.session.get(SurveyItem, item_id)
    if found is None or found.survey_id != survey_id:
        raise NotFound("There is no such question in this survey.")
    return found


@asked_once
def results_of(survey_ids: Sequence[int]) -> dict[int, list[Cell]]:
    """What is published of several surveys, in the order it was published in."""
    found: dict[int, list[Cell]] = {number: [] for number in survey_ids}
    query = select(SurveyResult).where(SurveyResult.survey_id.in_(survey_ids)).order_by(SurveyResult.id)
    for row in db.session.scalars(query):
        cell = Cell(row.division, row.label, row.invited, row.answered, row.counts, tuple(row.pooled))
        found[row.survey_id].append(cell)
    return found


def wholes(survey_ids: Sequence[int]) -> dict[int, Cell]:
    """What is published of everybody together, by survey; one under five answers has nothing."""
    query = select(SurveyResult).where(SurveyResult.survey_id.in_(survey_ids), SurveyResult.division == WHOLE)
    rows = db.session.scalars(query)
    return {row.survey_id: Cell(row.division, row.label, row.invited, row.answered, row.counts) for row in rows}


def words(survey_id: int) -> dict[str, list[str]]:
    """The published answers in own words, by question, in an order of chance."""
    query = select(SurveyResult.words).where(SurveyResult.survey_id == survey_id, SurveyResult.division == WHOLE)
    return dict(db.session.scalar(query) or {})


def reliability(survey_id: int) -> list[Reliability]:
    """Whether the statements under each heading hang together, of a closed survey."""
    query = select(SurveyResult.reliability).where(SurveyResult.survey_id == survey_id, SurveyResult.division == WHOLE)
    return [
        Reliability(each["heading"], each["statements"], each["alpha"] and Decimal(each["alpha"]), each["why_not"])
        for each in db.session.scalar(query) or []
    ]


def progress(survey_ids: Sequence[int]) -> dict[int, tuple[int, int]]:
    """How many have answered and how many were asked, of open surveys. Never shown but in steps of five."""
    query = select(SurveyTally.survey_id, SurveyTally.answered, SurveyTally.invited)
    rows = db.session.execute(query.where(SurveyTally.survey_id.in_(survey_ids), SurveyTally.division == WHOLE))
    return {survey_id: (answered, invited) for survey_id, answered, invited in rows}


def invited(survey_id: int) -> list[tuple[SurveyInvitation, str, str | None]]:
    """Everybody a survey asks, with name and address, by name."""
    query = select(SurveyInvitation, Staff.name, Staff.email).join(Staff, Staff.id == SurveyInvitation.staff_id)
    rows = db.session.execute(query.where(SurveyInvitation.survey_id == survey_id).order_by(Staff.name, Staff.id))
    return [(row, name, email) for row, name, email in rows]


def invitations_of_account(rollout_id: int, user_id: int) -> dict[int, SurveyInvitation]:
    """What somebody with an account is asked in a rollout, by survey."""
    query = (
        select(SurveyInvitation)
        .join(Staff, Staff.id == SurveyInvitation.staff_id)
        .join(Survey, Survey.id == SurveyInvitation.survey_id)
        .where(Staff.user_id == user_id, Survey.rollout_id == rollout_id, Survey.stage == SurveyStage.OPEN)
    )
    return {row.survey_id: row for row in db.session.scalars(query)}


def to_answer(rollout_id: int, user_ids: Collection[int], today: date) -> list[tuple[Survey, int]]:
    """Surveys that are open on a day, with the accounts that are asked and have not answered.

    Whether somebody answered is told to that person alone.
    """
    query = (
        select(Survey, Staff.user_id)
        .join(SurveyInvitation, SurveyInvitation.survey_id == Survey.id)
        .join(Staff, Staff.id == SurveyInvitation.staff_id)
        .where(Survey.rollout_id == rollout_id, Survey.stage == SurveyStage.OPEN)
        .where(Survey.opens <= today, Survey.closes >= today)
        .where(Staff.user_id.in_(user_ids), SurveyInvitation.answered.is_(False))
    )
    rows = db.session.execute(query.order_by(Survey.closes, Survey.id))
    return [(row, user_id) for row, user_id in rows if user_id is not None]


def actions_of(rollout_id: int, user_ids: Collection[int]) -> list[tuple[SurveyAction, str]]:
    """What some people still have to do because of a survey, with its name, the first due on top."""
    query = select(SurveyAction, Survey.name).join(Survey, Survey.id == SurveyAction.survey_id)
    query = query.where(
        Survey.rollout_id == rollout_id, SurveyAction.owner_id.in_(user_ids), SurveyAction.done_on.is_(None)
    )
    rows = db.session.execute(query.order_by(SurveyAction.due, SurveyAction.id))
    return [(row, name) for row, name in rows]


def said(survey_id: int) -> list[tuple[SurveyStatement, str]]:
    """How sponsors, managers and trainers openly said they see it, with their names."""
    query = select(SurveyStatement, User.name).join(User, User.id == SurveyStatement.user_id)
    rows = db.session.execute(
        query.where(SurveyStatement.survey_id == survey_id).order_by(SurveyStatement.part, User.name)
    )
    return [(row, name) for row, name in rows]


def actions(survey_ids: Sequence[int]) -> list[SurveyAction]:
    """What is done about the results of these surveys, by the day it is due."""
    query = select(SurveyAction).where(SurveyAction.survey_id.in_(survey_ids))
    return list(db.session.scalars(query.order_by(SurveyAction.due, SurveyAction.id)))


def action(survey_id: int, action_id: int) -> SurveyAction:
    """One action that follows from this survey; NotFound for any other."""
    found = db.session.get(SurveyAction, action_id)
    if found is None or found.survey_id != survey_id:
        raise NotFound("There is no such action of this survey.")
    return found
