"""Questions, decisions and actions of the committee for programs.

Deciding is for the people who sit there: a program reads decisions and brings questions, and follows actions.
"""

from datetime import date
from typing import Annotated

from pydantic import Field

from planner.access.roles import Permission, Scope
from planner.basics.errors import NotAllowed
from planner.people import committee_decision_service as service
from planner.people import committee_queries as queries
from planner.people.api import blueprint
from planner.people.committee_minutes_service import state_of
from planner.people.committee_models import CommitteeAction, CommitteeDecision, CommitteeDissent
from planner.people.committee_rules import ActionDraft, ActionState, DecisionDraft
from planner.people.committee_seats import accounts
from planner.web import clock, current
from planner.web.api import ROLLOUT, answers, expected_version
from planner.web.api_models import Day, Input, Number, Output
from planner.web.guards import needs

Words = Annotated[str, Field(min_length=1, max_length=500)]
COMMITTEE = f"{ROLLOUT}/committee"


class DissentOut(Output):
    """Somebody who was against a decision."""

    member: str
    words: str


class DecisionOut(Output):
    """A question to the committee; decided once `decided_on` is given."""

    id: int
    version: int
    question: str
    consequence: str
    needed_by: date | None
    meeting_id: int | None
    decided_on: date | None
    outcome: str
    reason: str
    dissent: list[DissentOut]


class DecisionList(Output):
    """Open questions first, then the decisions, the latest first; none for who does not sit on the committee."""

    decisions: list[DecisionOut]


class DecisionIn(Input):
    """What is to be decided, until when, and what it costs not to decide."""

    question: Words
    needed_by: Day | None = None
    consequence: Annotated[str, Field(max_length=500)] = ""


class CommitteeActionOut(Output):
    """Something to do that the committee agreed on; `state` is told for today."""

    id: int
    version: int
    text: str
    owner_id: int | None
    owner: str
    due: date
    state: ActionState
    decision_id: int | None
    meeting_id: int | None
    done_on: date | None
    how: str
    dropped: str


class CommitteeActionList(Output):
    """Actions by their day: all for whoever sits on the committee, else one's own."""

    actions: list[CommitteeActionOut]


class CommitteeActionIn(Input):
    """Something to do, with an account or a name that does it, and a day."""

    text: Words
    owner_id: Number | None = None
    owner_name: Annotated[str, Field(max_length=120)] = ""
    due: Day
    decision_id: Number | None = None


class DoneIn(Input):
    """The day on which something was done, and how."""

    done_on: Day
    how: Annotated[str, Field(min_length=1, max_length=1000)]


@blueprint.get(f"{COMMITTEE}/decisions")
@needs(Permission.COMMITTEE_VIEW)
@answers(DecisionList)
def list_decisions(rollout_id: int) -> DecisionList:
    """List what is to be decided and what was decided."""
    rows = queries.decisions(rollout_id) if _sits(rollout_id) else []
    dissent, names = queries.dissent([row.id for row in rows]), queries.member_names(queries.members(rollout_id))
    return DecisionList(decisions=[_decision(row, dissent.get(row.id, []), names) for row in rows])


@blueprint.post(f"{COMMITTEE}/decisions")
@needs(Permission.COMMITTEE_EDIT)
@answers(DecisionOut, 201)
def bring_question(rollout_id: int, json: DecisionIn) -> DecisionOut:
    """Bring a question before the committee; it stands on the next agenda."""
    _only_those_who_lead()
    draft = DecisionDraft(json.question, json.needed_by, json.consequence)
    return _decision(service.ask(rollout_id, draft, current.user()), [], {})


@blueprint.get(f"{COMMITTEE}/actions")
@needs(Permission.COMMITTEE_VIEW)
@answers(CommitteeActionList)
def list_actions(rollout_id: int) -> CommitteeActionList:
    """List what is to be done."""
    rows = queries.actions(rollout_id, None if _sits(rollout_id) else current.user().id)
    names = queries.owner_names(rows)
    return CommitteeActionList(actions=[_action(row, names[row.id]) for row in rows])


@blueprint.post(f"{COMMITTEE}/actions")
@needs(Permission.COMMITTEE_EDIT)
@answers(CommitteeActionOut, 201)
def agree_action(rollout_id: int, json: CommitteeActionIn) -> CommitteeActionOut:
    """Write down something that the committee agreed on."""
    _only_those_who_lead()
    return _told(service.add_action(rollout_id, _draft(json)))


@blueprint.put(f"{COMMITTEE}/actions/<int:committee_action_id>")
@needs(Permission.COMMITTEE_EDIT)
@answers(CommitteeActionOut)
def change_action(rollout_id: int, committee_action_id: int, json: CommitteeActionIn) -> CommitteeActionOut:
    """Change an action that is open."""
    row = queries.action(rollout_id, committee_action_id)
    _only_those_who_lead()
    return _told(service.edit_action(row, _draft(json), expected_version()))


@blueprint.put(f"{COMMITTEE}/actions/<int:committee_action_id>/done")
@needs(Permission.COMMITTEE_EDIT)
@answers(CommitteeActionOut)
def end_action(rollout_id: int, committee_action_id: int, json: DoneIn) -> CommitteeActionOut:
    """Say that an action is done: its owner, or whoever leads the committee."""
    row, by = queries.action(rollout_id, committee_action_id), current.user()
    if row.owner_id != by.id:
        _only_those_who_lead()
    return _told(service.finish_action(row, json.done_on, json.how, by, clock.today(), expected_version()))


def _sits(rollout_id: int) -> bool:
    if current.scope(Permission.COMMITTEE_VIEW) is Scope.ALL:
        return True
    seats = [(row.user_id, row.until) for row in queries.members(rollout_id)]
    return current.user().id in accounts(seats, clock.today())


def _only_those_who_lead() -> None:
    if current.scope(Permission.COMMITTEE_EDIT) is not Scope.ALL:
        raise NotAllowed("Project managers keep the committee's questions and actions.")


def _draft(sent: CommitteeActionIn) -> ActionDraft:
    return ActionDraft(sent.text, sent.owner_id, sent.owner_name, sent.due, sent.decision_id)


def _decision(row: CommitteeDecision, dissent: list[CommitteeDissent], names: dict[int, str]) -> DecisionOut:
    return DecisionOut(
        id=row.id, version=row.version, question=row.question, consequence=row.consequence, needed_by=row.needed_by,
        meeting_id=row.meeting_id, decided_on=row.decided_on, outcome=row.outcome, reason=row.reason,
        dissent=[DissentOut(member=names[each.member_id], words=each.words) for each in dissent],
    )  # fmt: skip


def _told(row: CommitteeAction) -> CommitteeActionOut:
    return _action(row, queries.owner_names([row])[row.id])


def _action(row: CommitteeAction, owner: str) -> CommitteeActionOut:
    return CommitteeActionOut(
        id=row.id, version=row.version, text=row.text, owner_id=row.owner_id, owner=owner, due=row.due,
        state=state_of(row, clock.today()), decision_id=row.decision_id, meeting_id=row.meeting_id,
        done_on=row.done_on, how=row.how, dropped=row.dropped,
    )  # fmt: skip
