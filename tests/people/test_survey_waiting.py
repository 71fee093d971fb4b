"""A survey waits for those who are asked until they answered, and for nobody else; so does what follows from it."""

from datetime import timedelta

from planner.access.models import User
from planner.access.roles import Role
from planner.db import db, transaction
from planner.people import survey_answer_service
from planner.people.staff_models import Staff
from planner.people.survey_models import SurveyAction
from planner.people.survey_publishing import WHOLE
from planner.rollouts.waiting import Pile, Waiting
from planner.rollouts.waiting_list_service import Asked, waiting_in
from tests.page import Page
from tests.people.survey_stage import TODAY, close, make_open, on, pulse, settle, tokens
from tests.personas import Cast


def surveys_for(cast: Cast, *people: User, days: int = 0) -> list[Waiting]:
    asked = Asked(cast.rollout, TODAY + timedelta(days=days), {person.id: Role.MEMBER for person in people})
    return [each for each in waiting_in(asked) if each.key.startswith("people.survey")]


def test_a_survey_waits_for_whoever_is_asked_until_they_answered(page: Page, cast: Cast) -> None:
    place = settle(cast.rollout, cast.manager)
    with transaction():
        db.session.get_one(Staff, place.staff[0]).user_id = cast.member.id
        db.session.get_one(Staff, place.staff[1]).user_id = cast.trainer.id
    survey = make_open(place)
    both = surveys_for(cast, cast.member, cast.trainer, cast.manager)
    assert {each.user_id for each in both} == {cast.member.id, cast.trainer.id}
    assert {(each.key, each.pile, each.due, each.chased) for each in both} == {
        (f"people.survey.{survey.id}", Pile.WAITING, survey.closes, False)
    }
    address = f"/rollouts/{cast.rollout.id}/surveys/{survey.id}/answer"
    assert page.get("portfolio.home", as_=cast.member).xpath(f"//a[@href='{address}']")
    with transaction():
        survey_answer_service.give_answer(tokens(survey)[place.staff[0]], pulse(4, 4, 3, 2, 5), on(TODAY))
    assert [each.user_id for each in surveys_for(cast, cast.member, cast.trainer)] == [cast.trainer.id]
    assert surveys_for(cast, cast.trainer, days=8) == []
    assert surveys_for(cast, cast.trainer, days=-1) == []
    close(survey)
    assert surveys_for(cast, cast.trainer) == []


def test_what_follows_from_a_survey_waits_for_whoever_took_it_on(cast: Cast) -> None:
    survey = make_open(settle(cast.rollout, cast.manager))
    with transaction():
        for what, owner, due, done in (
            ("Show it at the desk", cast.trainer.id, TODAY - timedelta(1), None),
            ("Write it down", cast.trainer.id, TODAY + timedelta(1), None),
            ("Already shown", cast.trainer.id, TODAY, TODAY),
            ("Of nobody any more", None, TODAY, None),
        ):
            row = SurveyAction(survey_id=survey.id, division=WHOLE, what=what, owner_id=owner, due=due, done_on=done)
            db.session.add(row)
    assert [(each.pile, each.what, each.chased) for each in surveys_for(cast, cast.trainer, cast.member)] == [
        (Pile.LATE, "Show it at the desk", True),
        (Pile.WAITING, "Write it down", True),
    ]
