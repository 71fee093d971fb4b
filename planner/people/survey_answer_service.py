"""Takes answers and counts them. An anonymous answer is added to counts at once and never stored by itself."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from planner.access.signin_service import hashed
from planner.basics.errors import NotFound, RuleBroken
from planner.db import db
from planner.people import survey_queries
from planner.people.survey_counting import Counts, checked, values_of, with_one_more, words_of
from planner.people.survey_models import Survey, SurveyInvitation, SurveyReply, SurveyTally, SurveyWords
from planner.people.survey_population import groups_of
from planner.people.survey_publishing import PROFILE, WHOLE
from planner.people.survey_reliability import working_values
from planner.people.survey_shape import Item
from planner.people.survey_states import SurveyState, state_of
from planner.rollouts.models import Rollout

Answer = Mapping[str, str]
Today = Callable[[str], date]
"""Today's date in a time zone; a link alone does not say where its rollout is."""
GIVEN = "Your answer is counted already. It cannot be changed: nobody knows which one is yours."


@dataclass(frozen=True, slots=True)
class Desk:
    """What somebody with a link finds: the survey, its questions, and their own invitation."""

    survey: Survey
    items: tuple[Item, ...]
    invitation: SurveyInvitation
    state: SurveyState
    own: Answer

    @property
    def done(self) -> bool:
        """Whether nothing is left to do: an anonymous answer is given once."""
        return self.invitation.answered and self.survey.anonymous


def desk_of(token: str, today: Today) -> Desk:
    """The survey behind a link; NotFound for a wrong link and for one of a survey that is closed."""
    invitation = db.session.scalar(select(SurveyInvitation).where(SurveyInvitation.token_hash == hashed(token)))
    if invitation is None:
        raise NotFound("This link leads nowhere.")
    survey = db.session.get_one(Survey, invitation.survey_id)
    state = _state(survey, today)
    return Desk(survey, tuple(survey_queries.items(survey.id)), invitation, state, _own(invitation))


def _state(survey: Survey, today: Today) -> SurveyState:
    rollout = db.session.get_one(Rollout, survey.rollout_id)
    return state_of(survey.stage, survey.opens, survey.closes, today(rollout.timezone))


def _own(invitation: SurveyInvitation) -> Answer:
    query = select(SurveyReply.answer).where(SurveyReply.invitation_id == invitation.id)
    return dict(db.session.scalar(query) or {})


def give_answer(token: str, given: Answer, today: Today) -> Survey:
    """Take an answer: anonymous ones once, those with names as often as somebody changes their mind."""
    desk = desk_of(token, today)
    survey = db.session.get_one(Survey, desk.survey.id, with_for_update=True)
    if _state(survey, today) is not SurveyState.OPEN:
        raise RuleBroken("The survey is not open: your answer could not be taken.")
    invitation = db.session.get_one(SurveyInvitation, desk.invitation.id, with_for_update=True)
    if survey.anonymous and invitation.answered:
        raise RuleBroken(GIVEN)
    take(survey, desk.items, [(invitation, checked(desk.items, given))])
    return survey


def take(survey: Survey, items: Sequence[Item], answers: Sequence[tuple[SurveyInvitation, Answer]]) -> None:
    """Store answers that were checked: counted at once, or under the names of those who gave them."""
    if survey.anonymous:
        count(survey, items, [(tuple(invitation.profile), answer) for invitation, answer in answers])
    else:
        _keep(survey, answers)
    for invitation, _ in answers:
        invitation.answered = True
    db.session.flush()


def _keep(survey: Survey, answers: Sequence[tuple[SurveyInvitation, Answer]]) -> None:
    query = select(SurveyReply).where(SurveyReply.survey_id == survey.id)
    query = query.where(SurveyReply.invitation_id.in_([invitation.id for invitation, _ in answers]))
    known = {row.invitation_id: row for row in db.session.scalars(query)}
    for invitation, answer in answers:
        row = known.get(invitation.id) or SurveyReply(
            survey_id=survey.id, invitation_id=invitation.id, staff_id=invitation.staff_id
        )
        row.answer = dict(answer)
        db.session.add(row)


def count(survey: Survey, items: Sequence[Item], answers: Iterable[tuple[tuple[str | None, ...], Answer]]) -> None:
    """Add answers to the counts of every group their authors belong to; words are kept apart, with no group at all."""
    session = db.session()
    told = [(groups_of(profile), answer) for profile, answer in answers]
    rows = _locked(session, survey.id, {group for groups, _ in told for group in groups})
    for groups, answer in told:
        values, working = values_of(items, survey.topic, answer), working_values(items, survey.topic, answer)
        for group in groups:
            row = rows[group]
            row.answered += 1
            row.counts = _counted(row, values, working)
        session.add_all(
            SurveyWords(survey_id=survey.id, ref=ref, text=text) for ref, text in words_of(items, answer).items()
        )
    session.flush()


def _counted(row: SurveyTally, values: Mapping[str, str], working: Mapping[str, str]) -> Counts:
    """Of a profile only that a question was answered is counted: it may be a single person."""
    if row.division == PROFILE:
        return with_one_more(row.counts, dict.fromkeys(values, "answers"))
    return with_one_more(row.counts, {**values, **working} if row.division == WHOLE else values)


def _locked(session: Session, survey_id: int, groups: set[tuple[str, str]]) -> dict[tuple[str, str], SurveyTally]:
    """The counts of some groups, held until the end of the transaction, always in the same order."""
    labels = {label for _, label in groups}
    query = select(SurveyTally).where(SurveyTally.survey_id == survey_id, SurveyTally.label.in_(labels))
    rows = session.scalars(query.order_by(SurveyTally.id).with_for_update())
    return {(row.division, row.label): row for row in rows if (row.division, row.label) in groups}


def count_replies(survey: Survey, items: Sequence[Item]) -> None:
    """Count the answers given with names, when the survey closes, and let go of whose they were."""
    query = select(SurveyInvitation.profile, SurveyReply.answer)
    query = query.join(SurveyReply, SurveyReply.invitation_id == SurveyInvitation.id)
    rows = db.session.execute(query.where(SurveyReply.survey_id == survey.id)).all()
    count(survey, items, [(tuple(profile), answer) for profile, answer in rows])
    db.session.execute(delete(SurveyReply).where(SurveyReply.survey_id == survey.id))
