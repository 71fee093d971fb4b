"""What sponsors, the committee and surveys ask of people.

Promises that are due, actions, meetings of today and tomorrow, surveys to answer, and what follows from surveys.
"""

from collections.abc import Iterable
from datetime import timedelta

from planner.people import committee_queries, sponsor_queries, survey_queries
from planner.people.committee_minutes_service import state_of
from planner.people.committee_rules import ActionState, MeetingState
from planner.people.committee_seats import accounts
from planner.people.sponsor_promises import PromiseState, promise_state
from planner.rollouts.waiting import Pile, Place, Waiting, pile_of
from planner.rollouts.waiting_list_service import Asked, supplies_waiting

ACTION_PILES = {ActionState.OVERDUE: Pile.LATE, ActionState.SOON: Pile.WAITING, ActionState.OPEN: Pile.NEXT}


@supplies_waiting
def promises_due(asked: Asked) -> Iterable[Waiting]:
    """Promises of the next two weeks, and missed ones, for the sponsor who gave them."""
    seats = {row.id: row.user_id for row in sponsor_queries.sponsors(asked.rollout.id)}
    for row in sponsor_queries.promises(asked.rollout.id) if seats else ():
        user_id = seats.get(row.sponsor_id)
        if user_id and promise_state(row.dated, asked.today) in {PromiseState.DUE, PromiseState.MISSED}:
            place = Place("people.my_promises", {"rollout_id": asked.rollout.id})
            about = f"Your promise in {asked.rollout.name}"
            pile = pile_of(row.due, asked.today)
            yield Waiting(
                user_id, f"people.sponsor_promise.{row.id}", pile, row.text, about, place, row.due, chased=True
            )


@supplies_waiting
def actions_due(asked: Asked) -> Iterable[Waiting]:
    """Open actions of the committee for those who own them."""
    for row in committee_queries.actions(asked.rollout.id):
        pile = ACTION_PILES.get(state_of(row, asked.today))
        if row.owner_id is not None and pile is not None:
            values = {"rollout_id": asked.rollout.id, "committee_action_id": row.id}
            place = Place("people.finish_action", values)
            about = f"Action of the committee in {asked.rollout.name}"
            key = f"people.committee_action.{row.id}"
            yield Waiting(row.owner_id, key, pile, row.text, about, place, row.due, chased=True)


@supplies_waiting
def meetings_ahead(asked: Asked) -> Iterable[Waiting]:
    """Meetings of the committee today and tomorrow, for its members."""
    last = asked.today + timedelta(days=1)
    meetings = [
        row
        for row in committee_queries.meetings(asked.rollout.id)
        if row.state is MeetingState.PLANNED and asked.today <= row.day <= last
    ]
    if not meetings:
        return
    seats = [(row.user_id, row.until) for row in committee_queries.members(asked.rollout.id)]
    for row in meetings:
        place = Place("people.committee_meeting", {"rollout_id": asked.rollout.id, "committee_meeting_id": row.id})
        what = f"Meeting of the committee: {row.topic}" if row.topic else "Meeting of the committee"
        for user_id in sorted(accounts(seats, row.day)):
            key = f"people.committee_meeting.{row.id}"
            yield Waiting(user_id, key, Pile.NEXT, what, asked.rollout.name, place, row.day)


@supplies_waiting
def surveys_to_answer(asked: Asked) -> Iterable[Waiting]:
    """Open surveys for those who are asked and have not answered; nobody else is ever told of it."""
    for row, user_id in survey_queries.to_answer(asked.rollout.id, asked.people, asked.today):
        place = Place("people.my_survey", {"rollout_id": asked.rollout.id, "survey_id": row.id})
        what, about = f"Answer “{row.name}”", f"Survey in {asked.rollout.name}"
        yield Waiting(user_id, f"people.survey.{row.id}", Pile.WAITING, what, about, place, row.closes)


@supplies_waiting
def survey_actions_due(asked: Asked) -> Iterable[Waiting]:
    """What is to be done because of a survey's results, for whoever took it on."""
    for row, name in survey_queries.actions_of(asked.rollout.id, asked.people):
        if row.owner_id is not None:
            place = Place("people.survey_results", {"rollout_id": asked.rollout.id, "survey_id": row.survey_id})
            about, key = f"Follows from “{name}” in {asked.rollout.name}", f"people.survey_action.{row.id}"
            pile = pile_of(row.due, asked.today)
            yield Waiting(row.owner_id, key, pile, row.what, about, place, row.due, chased=True)
