"""Writes the mails of a survey. They lie in the database without their words: a link is put in when a mail is sent.

So the database by itself opens no link, and when the survey closes every mail of it is gone. Mail says whom to ask and,
for a reminder, that somebody had not answered on a day; never what anybody answered.
"""

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask import current_app
from sqlalchemy import ColumnElement, and_, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute

from planner.basics.errors import RuleBroken
from planner.basics.mail_models import Mail
from planner.basics.mail_service import AT_ONCE, Letter, Words, post_all, server_here, worded_late
from planner.db import check_version, db, transaction
from planner.people import survey_queries
from planner.people.staff_models import Staff
from planner.people.survey_links import token_of
from planner.people.survey_mail import (
    FROM_HOUR,
    INVITE,
    REMIND,
    check_reminder,
    invitation_of,
    mail_key,
    page_of,
    subject_of,
)
from planner.people.survey_models import Survey, SurveyInvitation
from planner.people.survey_service import current_values
from planner.people.survey_shape import SurveyStage, minutes
from planner.queue import enqueue
from planner.rollouts.digest_service import full_address
from planner.rollouts.letters import as_html, as_text
from planner.rollouts.models import Rollout
from planner.rollouts.waiting import Place
from planner.rollouts.waiting_list_service import address_of

OFF = "This installation sends no mail. The administrator can switch it on; until then hand the links out."
Receiver = tuple[SurveyInvitation, Staff]


def with_address(survey_id: int) -> int:
    """How many of those asked can be reached by mail."""
    return len(_receivers(survey_id))


def _receivers(survey_id: int) -> list[Receiver]:
    query = select(SurveyInvitation, Staff).join(Staff, Staff.id == SurveyInvitation.staff_id)
    query = query.where(SurveyInvitation.survey_id == survey_id, Staff.email.is_not(None), Staff.erased_on.is_(None))
    return [(invitation, person) for invitation, person in db.session.execute(query.order_by(SurveyInvitation.id))]


def set_mail(
    row: Survey, *, invite: bool, remind_on: date | None, today: date, now: datetime, version: int | None
) -> Survey:
    """Mail everybody their link once, from the first day on, and choose the day of the one reminder, or none."""
    check_version(row, version, current_values(row) | {"remind_on": row.remind_on})
    if server_here() is None:
        raise RuleBroken(OFF)
    if row.stage is not SurveyStage.OPEN:
        raise RuleBroken("Mail goes out while a survey is open.")
    if remind_on != row.remind_on:
        if row.reminded_on is not None:
            raise RuleBroken("People were reminded already; once is enough.", "remind_on")
        if remind_on is not None:
            check_reminder(remind_on, row.opens, row.closes, today)
        row.remind_on = remind_on
    if invite and row.invite_on is None:
        row.invite_on = max(today, row.opens)
    db.session.flush()
    enqueue("people.mail_surveys", now)
    return row


def mail_due(now: datetime) -> int:
    """Write the invitations and reminders whose day has come; how many mails. Nothing while mail is off."""
    if server_here() is None:
        return 0
    query = select(Survey.id).where(Survey.stage == SurveyStage.OPEN)
    numbers = list(
        db.session.scalars(
            query.where(or_(_waits(Survey.invite_on, Survey.invited_on), _waits(Survey.remind_on, Survey.reminded_on)))
        )
    )
    db.session.rollback()
    written = 0
    for survey_id in numbers:
        with transaction():
            written += _write(db.session.get_one(Survey, survey_id), now)
    return written


def _waits(wanted: InstrumentedAttribute[date | None], done: InstrumentedAttribute[date | None]) -> ColumnElement[bool]:
    return and_(wanted.is_not(None), done.is_(None))


def _write(row: Survey, now: datetime) -> int:
    rollout = db.session.get_one(Rollout, row.rollout_id)
    local = now.astimezone(ZoneInfo(rollout.timezone))
    if row.stage is not SurveyStage.OPEN or not row.opens <= local.date() <= row.closes:
        return 0
    written = 0
    if _due(row.invite_on, row.invited_on, local.date()):
        written += _post(row, INVITE, _receivers(row.id), now)
        row.invited_on = local.date()
    if _due(row.remind_on, row.reminded_on, local.date()) and local.hour >= FROM_HOUR:
        written += _remind(row, local.date(), now)
    return written


def _due(wanted: date | None, done: date | None, today: date) -> bool:
    return wanted is not None and done is None and wanted <= today


def _remind(row: Survey, today: date, now: datetime) -> int:
    """Remind whoever has not answered; each person once, whatever happens to the survey's days later."""
    silent = [
        (invitation, person)
        for invitation, person in _receivers(row.id)
        if not invitation.answered and invitation.reminded_on is None
    ]
    for start in range(0, len(silent), AT_ONCE):
        numbers = [invitation.id for invitation, _ in silent[start : start + AT_ONCE]]
        db.session.execute(update(SurveyInvitation).where(SurveyInvitation.id.in_(numbers)).values(reminded_on=today))
    row.reminded_on = today
    return _post(row, REMIND, silent, now)


def _post(row: Survey, occasion: str, receivers: Sequence[Receiver], now: datetime) -> int:
    subject = subject_of(occasion, row.name)
    letters = [
        Letter(
            mail_key(row.id, occasion, invitation.id), person.user_id, person.email or "", person.name, subject, "", ""
        )
        for invitation, person in receivers
    ]
    return post_all(letters, now)


@worded_late("survey.")
def words(mail: Mail) -> Words | None:
    """The words of a survey's mail; nothing where its survey is closed, or whoever was to be reminded has answered."""
    occasion, number = invitation_of(mail.key)
    invitation = db.session.get(SurveyInvitation, number)
    if invitation is None or (occasion == REMIND and invitation.answered):
        return None
    row = db.session.get_one(Survey, invitation.survey_id)
    token = token_of(current_app.config["PLANNER"].secret_key, invitation.nonce)
    link = full_address(address_of(Place("people.answer_survey", {"token": token})))
    length = minutes(survey_queries.items(row.id))
    page = page_of(mail.name, row.name, row.purpose, length, row.closes, link, anonymous=row.anonymous)
    return as_text(page), as_html(page)
