"""Closes surveys: what may be shown is published, everything else that was kept of the answers is deleted."""

import secrets
from datetime import date

from sqlalchemy import delete, insert, select

from planner.basics import mail_service
from planner.basics.errors import RuleBroken
from planner.db import check_version, db
from planner.people import survey_queries
from planner.people.survey_answer_service import count_replies
from planner.people.survey_mail import mail_keys
from planner.people.survey_models import (
    Survey,
    SurveyInvitation,
    SurveyReply,
    SurveyResult,
    SurveyTally,
    SurveyWords,
)
from planner.people.survey_publishing import WHOLE, WORDS_FROM, Cell, Tally, publish
from planner.people.survey_reliability import Reliability, reliabilities
from planner.people.survey_service import current_values
from planner.people.survey_shape import Item, SurveyStage

LIVE = (SurveyReply, SurveyWords, SurveyTally, SurveyInvitation)
"""The tables that are emptied: whatever could lead to a person or to a group under five."""


def close_survey(row: Survey, today: date, version: int | None) -> Survey:
    """Close a survey for good, before its last day or after; results appear at this moment and never change."""
    check_version(row, version, current_values(row))
    if row.stage is not SurveyStage.OPEN:
        raise RuleBroken("The survey is not open.")
    if today < row.opens:
        raise RuleBroken("The survey has not begun: take its opening back instead.")
    return _close(row, today)


def close_overdue(rollout_id: int, today: date) -> int:
    """Close every survey of a rollout whose last day has passed; how many these were."""
    rows = survey_queries.overdue(rollout_id, today)
    for row in rows:
        _close(row, row.closes)
    return len(rows)


def _close(row: Survey, day: date) -> Survey:
    locked = db.session.get_one(Survey, row.id, with_for_update=True)
    if locked.stage is not SurveyStage.OPEN:
        return locked
    items = survey_queries.items(row.id)
    if not row.anonymous:
        count_replies(row, items)
    tallies = list(db.session.scalars(select(SurveyTally).where(SurveyTally.survey_id == row.id)))
    cells = publish(Tally(each.division, each.label, each.invited, each.answered, each.counts) for each in tallies)
    if cells:
        words, kin = _published_words(row), _reliability(items, tallies)
        db.session.execute(insert(SurveyResult), [_row(row, cell, words, kin) for cell in cells])
    for table in LIVE:
        db.session.execute(delete(table).where(table.survey_id == row.id))
    mail_service.withdraw(mail_keys(row.id))
    row.stage, row.closed_on = SurveyStage.CLOSED, day
    db.session.flush()
    return row


def _reliability(items: list[Item], tallies: list[SurveyTally]) -> list[dict[str, object]]:
    """Alpha of each heading, over everybody; what it was worked out from goes with the counts."""
    whole = next(each.counts for each in tallies if each.division == WHOLE)
    return [_alpha(each) for each in reliabilities(items, whole)]


def _alpha(found: Reliability) -> dict[str, object]:
    alpha = None if found.alpha is None else str(found.alpha)
    return {"heading": found.heading, "statements": found.statements, "alpha": alpha, "why_not": found.why_not}


def _published_words(row: Survey) -> dict[str, list[str]]:
    """Answers in own words, of questions that ten or more answered so, in an order of chance."""
    found: dict[str, list[str]] = {}
    for ref, text in db.session.execute(
        select(SurveyWords.ref, SurveyWords.text).where(SurveyWords.survey_id == row.id)
    ):
        found.setdefault(ref, []).append(text)
    dice = secrets.SystemRandom()
    return {ref: dice.sample(texts, len(texts)) for ref, texts in sorted(found.items()) if len(texts) >= WORDS_FROM}


def _row(row: Survey, cell: Cell, words: dict[str, list[str]], kin: list[dict[str, object]]) -> dict[str, object]:
    return {
        "survey_id": row.id,
        "division": cell.division,
        "label": cell.label,
        "invited": cell.invited,
        "answered": cell.answered,
        "counts": cell.counts,
        "pooled": list(cell.pooled),
        "words": words if cell.division == WHOLE else {},
        "reliability": kin if cell.division == WHOLE else [],
    }
