"""Sets surveys up: from the playbook or one's own, their questions, and the opening to the people asked."""

import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import delete, insert, or_, select, update

from planner.access.models import User
from planner.access.signin_service import hashed
from planner.basics import mail_service
from planner.basics.errors import RuleBroken
from planner.basics.suppression import FEWEST
from planner.db import check_version, db
from planner.people import survey_queries
from planner.people.survey_links import REST_DAYS, token_of
from planner.people.survey_mail import mail_keys
from planner.people.survey_models import Survey, SurveyInvitation, SurveyItem, SurveyTally
from planner.people.survey_population import Asked, tallies_for
from planner.people.survey_shape import OWN, Item, SurveyDraft, SurveyStage, asked_in, check_days, check_item
from planner.rollouts.models import Rollout

FIXED = "The survey is open: its questions are fixed, so that everybody is asked the same."


def create_survey(rollout: Rollout, draft: SurveyDraft, author: User) -> Survey:
    """Write a survey down as a draft, with its questions. Whether it is anonymous is settled from here on."""
    check_days(draft.opens, draft.closes)
    row = Survey(rollout_id=rollout.id, author_id=author.id, stage=SurveyStage.DRAFT, anonymous=draft.anonymous)
    row.ref, row.topic = draft.ref, draft.topic
    _settings(row, draft)
    db.session.add(row)
    db.session.flush()
    for position, item in enumerate(draft.items, 1):
        check_item(item, draft.items[: position - 1])
        db.session.add(_row_of(row, item, position))
    db.session.flush()
    return row


def _settings(row: Survey, draft: SurveyDraft) -> None:
    row.name, row.purpose, row.by_link = draft.name, draft.purpose, draft.by_link
    row.low_word, row.high_word = draft.low_word, draft.high_word
    row.opens, row.closes = draft.opens, draft.closes


def _row_of(row: Survey, item: Item, position: int) -> SurveyItem:
    return SurveyItem(
        survey_id=row.id,
        position=position,
        ref=item.ref,
        text=item.text,
        kind=item.kind,
        step=item.step,
        construct=item.construct,
        options=list(item.options),
        required=item.required,
    )


def edit_survey(row: Survey, draft: SurveyDraft, version: int | None) -> Survey:
    """Change the words and days of a draft; of an open survey its last day alone. Never whether it is anonymous."""
    check_version(row, version, current_values(row))
    check_days(draft.opens, draft.closes)
    if row.stage is SurveyStage.CLOSED:
        raise RuleBroken("The survey is closed; nothing of it changes any more.")
    if row.stage is SurveyStage.OPEN:
        check_days(row.opens, draft.closes)
        row.closes = draft.closes
    else:
        _settings(row, draft)
    db.session.flush()
    return row


def current_values(row: Survey) -> dict[str, object]:
    """What is stored now, by the names of the form's fields."""
    names = ("name", "purpose", "by_link", "opens", "closes", "low_word", "high_word")
    return {name: getattr(row, name) for name in names}


def remove_survey(row: Survey, version: int | None) -> Survey:
    """Take a draft away; what people were asked is closed, never removed."""
    check_version(row, version, current_values(row))
    _check_draft(row, "Only a draft can be removed. An open survey can be closed.")
    db.session.delete(row)
    db.session.flush()
    return row


def _check_draft(row: Survey, why: str = FIXED) -> None:
    if row.stage is not SurveyStage.DRAFT:
        raise RuleBroken(why)


def add_item(row: Survey, item: Item) -> SurveyItem:
    """Add a question at the end of a draft."""
    _check_draft(row)
    rows = survey_queries.item_rows(row.id)
    named = replace(item, ref=_free_ref({each.ref for each in rows}))
    check_item(named, [each.item for each in rows])
    added = _row_of(row, named, max((each.position for each in rows), default=0) + 1)
    db.session.add(added)
    _touch(row)
    return added


def _free_ref(taken: set[str]) -> str:
    return next(ref for number in range(1, len(taken) + 2) if (ref := f"{OWN}{number}") not in taken)


def _touch(row: Survey) -> None:
    """The questions are part of the survey: a change of them is a change of it."""
    db.session.flush()
    db.session.execute(update(Survey).where(Survey.id == row.id).values(version=Survey.version + 1))
    db.session.refresh(row)


def edit_item(row: Survey, found: SurveyItem, item: Item, version: int | None) -> SurveyItem:
    """Change a question of a draft."""
    check_version(row, version, {"text": found.text})
    _check_draft(row)
    others = [each.item for each in survey_queries.item_rows(row.id) if each.id != found.id]
    check_item(item, others)
    found.text, found.kind, found.step, found.construct = item.text, item.kind, item.step, item.construct
    found.options, found.required = list(item.options), item.required
    _touch(row)
    return found


def remove_item(row: Survey, found: SurveyItem, version: int | None) -> SurveyItem:
    """Take a question out of a draft."""
    check_version(row, version, {"text": found.text})
    _check_draft(row)
    db.session.delete(found)
    _touch(row)
    return found


def move_item(row: Survey, found: SurveyItem, version: int | None) -> SurveyItem:
    """Move a question of a draft one place up."""
    check_version(row, version, {"text": found.text})
    _check_draft(row)
    rows = survey_queries.item_rows(row.id)
    place = rows.index(found)
    if place:
        above = rows[place - 1]
        above.position, found.position = found.position, above.position
    _touch(row)
    return found


def open_survey(row: Survey, people: Sequence[Asked], secret: str, today: date, version: int | None) -> Survey:
    """Freeze who is asked and by which groups the answers count, and let them answer; `secret` makes their links."""
    check_version(row, version, current_values(row))
    _check_draft(row, "The survey is open already.")
    if row.closes < today:
        raise RuleBroken("The last day of the survey has passed: give a later one first.")
    row.opens = max(row.opens, today)
    check_opening(row, people)
    db.session.execute(insert(SurveyInvitation), _invitations(row, people, secret))
    groups = [
        {"survey_id": row.id, "division": division, "label": label, "invited": number, "answered": 0, "counts": {}}
        for (division, label), number in sorted(tallies_for(people).items())
    ]
    db.session.execute(insert(SurveyTally), groups)
    row.stage = SurveyStage.OPEN
    db.session.flush()
    return row


def _invitations(row: Survey, people: Sequence[Asked], secret: str) -> list[dict[str, object]]:
    """An invitation for everybody, in an order of chance."""
    found: list[dict[str, object]] = []
    for person in secrets.SystemRandom().sample(list(people), len(people)):
        nonce = secrets.token_urlsafe(16)
        token_hash = hashed(token_of(secret, nonce))
        known = {"survey_id": row.id, "staff_id": person.staff_id, "profile": list(person.profile), "answered": False}
        found.append({**known, "nonce": nonce, "token_hash": token_hash})
    return found


def check_opening(row: Survey, people: Sequence[Asked]) -> None:
    """Refuse a survey without questions, for fewer than five people, or of what the same people were just asked."""
    items = survey_queries.items(row.id)
    if not items:
        raise RuleBroken("The survey has no questions yet: add some first.")
    if len(people) < FEWEST:
        raise RuleBroken(
            f"This would ask {len(people)} people. Nothing is ever shown of fewer than {FEWEST}: talk to them instead, "
            "or ask more."
        )
    _check_rest(row, items, {person.staff_id for person in people})


def _check_rest(row: Survey, items: Sequence[Item], people: set[int]) -> None:
    """Two results of the same questions, one person apart and close in time, would tell what that person answered."""
    asked, lately = asked_in(row.ref, items), row.opens - timedelta(days=REST_DAYS)
    query = select(Survey).where(Survey.rollout_id == row.rollout_id, Survey.id != row.id)
    query = query.where(or_(Survey.stage == SurveyStage.OPEN, Survey.closed_on > lately)).order_by(Survey.id)
    for other in db.session.scalars(query):
        if not asked & asked_in(other.ref, survey_queries.items(other.id)):
            continue
        if other.stage is SurveyStage.OPEN and people & _asked_by(other):
            raise RuleBroken(f"“{other.name}” asks some of these people the same questions now: close it first.")
        free = other.closed_on and other.closed_on + timedelta(days=REST_DAYS)
        if free and row.opens < free:
            raise RuleBroken(
                f"“{other.name}” asked the same questions until {other.closed_on}. Open this one on {free} or later: "
                "two results close together could show what single people answered.",
                "opens",
            )


def _asked_by(row: Survey) -> set[int]:
    query = select(SurveyInvitation.staff_id).where(SurveyInvitation.survey_id == row.id)
    return set(db.session.scalars(query))


def withdraw_survey(row: Survey, today: date, version: int | None) -> Survey:
    """Take an opening back before the first day, while nobody can have answered."""
    check_version(row, version, current_values(row))
    if row.stage is not SurveyStage.OPEN or row.opens <= today:
        raise RuleBroken("People may have answered already: the survey can only be closed.")
    for table in (SurveyInvitation, SurveyTally):
        db.session.execute(delete(table).where(table.survey_id == row.id))
    mail_service.withdraw(mail_keys(row.id))
    row.stage, row.invite_on, row.remind_on = SurveyStage.DRAFT, None, None
    db.session.flush()
    return row
