"""Gathers the minutes of a meeting, and the committee as it stands on a day."""

from dataclasses import dataclass
from datetime import date

from planner.people import committee_queries as queries
from planner.people.committee_minutes import Agreed, Attendee, Decided, Minutes, Topic, was_quorate
from planner.people.committee_models import CommitteeAction, CommitteeDecision, CommitteeMeeting
from planner.people.committee_rules import ACTION_WORDS, ActionState, action_state
from planner.people.committee_seats import is_seated
from planner.people.raci_fit import Fit, group_fit
from planner.rollouts.models import Rollout


def minutes_of(rollout: Rollout, meeting: CommitteeMeeting, today: date) -> Minutes:
    """The minutes of a meeting as they stand today; before it was held, its agenda."""
    members = [row for row in queries.members(rollout.id) if is_seated(row.until, meeting.day)]
    names, was = queries.member_names(queries.members(rollout.id)), queries.attendance(meeting.id)
    members += [row for row in queries.members(rollout.id) if row.id in was and row not in members]
    deciders = {row.id for row in members if row.may_decide}
    decisions = queries.decisions(rollout.id, meeting.id)
    actions = [row for row in queries.actions(rollout.id) if row.meeting_id == meeting.id]
    return Minutes(
        rollout=rollout.name,
        organisation=rollout.organisation,
        day=meeting.day,
        begins=meeting.begins,
        place=meeting.place,
        topic=meeting.topic,
        attendees=tuple(Attendee(names[row.id], row.title, was.get(row.id), row.may_decide) for row in members),
        topics=tuple(Topic(item.title, item.about, item.result) for item in queries.items(meeting.id)),
        decisions=_decided([row for row in decisions if row.decided_on is not None], names),
        actions=_agreed(actions, today),
        notes=meeting.notes,
        quorate=was_quorate([(row.id, was.get(row.id)) for row in members], deciders),
    )


def _decided(rows: list[CommitteeDecision], names: dict[int, str]) -> tuple[Decided, ...]:
    against = queries.dissent([row.id for row in rows])
    return tuple(
        Decided(
            row.question,
            row.outcome,
            row.reason,
            tuple((names.get(each.member_id, ""), each.words) for each in against.get(row.id, [])),
        )
        for row in rows
    )


def _agreed(rows: list[CommitteeAction], today: date) -> tuple[Agreed, ...]:
    names = queries.owner_names(rows)
    return tuple(Agreed(row.text, names[row.id], row.due, ACTION_WORDS[state_of(row, today)]) for row in rows)


def state_of(row: CommitteeAction, today: date) -> ActionState:
    """How an action stands today."""
    return action_state(row.due, row.done_on, row.dropped, today)


@dataclass(frozen=True, slots=True)
class Standing:
    """The committee on a day: how well it speaks for all, and what is open."""

    fit: Fit
    open_decisions: int
    late_decisions: int
    overdue_texts: tuple[str, ...]
    open_actions: int

    @property
    def overdue(self) -> int:
        """How many actions are overdue."""
        return len(self.overdue_texts)


def standing_of(rollout_id: int, today: date) -> Standing:
    """How the committee stands today."""
    members = [row for row in queries.members(rollout_id) if is_seated(row.until, today)]
    names = queries.member_names(members)
    waiting = [row for row in queries.decisions(rollout_id) if row.decided_on is None]
    actions = [(row.text, state_of(row, today)) for row in queries.actions(rollout_id)]
    return Standing(
        group_fit([row.member(names[row.id]) for row in members]),
        len(waiting),
        sum(row.needed_by is not None and row.needed_by < today for row in waiting),
        tuple(text for text, state in actions if state is ActionState.OVERDUE),
        sum(state in {ActionState.OVERDUE, ActionState.SOON, ActionState.OPEN} for _, state in actions),
    )
