"""Where areas hand in what belongs on the committee's next agenda: open decisions, overdue actions, gates that come.

An area has a module `agenda_service.py` in which a function with `@hands_in` gives points of a rollout up to a day. The
committee's pages ask here, and never need to know which areas answer.
"""

from collections.abc import Callable, Iterable
from datetime import date

from planner.people import committee_queries as queries
from planner.people.committee_rules import ActionState, MeetingState, Point, action_state, agenda_of, next_meeting
from planner.people.sponsor_promises import PromiseState, promise_state
from planner.people.sponsor_queries import promises
from planner.rollouts.models import Rollout

Giver = Callable[[Rollout, date], Iterable[Point]]
_GIVERS: dict[str, Giver] = {}


def hands_in(function: Giver) -> Giver:
    """Keep a function that gives points for an agenda."""
    _GIVERS[f"{function.__module__}.{function.__name__}"] = function
    return function


def open_points(rollout: Rollout, today: date, taken: Iterable[str] = ()) -> tuple[Point, ...]:
    """What belongs on an agenda today and is not on it yet, what matters soonest first."""
    found = [point for giver in _GIVERS.values() for point in giver(rollout, today)]
    return agenda_of(found, set(taken))


@hands_in
def open_decisions(rollout: Rollout, _today: date) -> Iterable[Point]:
    """Questions to the committee that are not decided yet."""
    for row in queries.decisions(rollout.id):
        if row.decided_on is None:
            about = f"If it is not decided: {row.consequence}" if row.consequence else "A decision that is open"
            values: dict[str, int | str] = {"committee_decision_id": row.id}
            yield Point(f"decision-{row.id}", row.question, about, row.needed_by, "people.decide", values)


@hands_in
def overdue_actions(rollout: Rollout, today: date) -> Iterable[Point]:
    """Actions of the committee whose day has passed."""
    rows = queries.actions(rollout.id)
    names = queries.owner_names(rows)
    for row in rows:
        if action_state(row.due, row.done_on, row.dropped, today) is ActionState.OVERDUE:
            values: dict[str, int | str] = {"committee_action_id": row.id}
            yield Point(
                f"action-{row.id}", row.text, f"Overdue, {names[row.id]}", row.due, "people.finish_action", values
            )


@hands_in
def missed_promises(rollout: Rollout, today: date) -> Iterable[Point]:
    """Promises of sponsors that were missed."""
    for row in promises(rollout.id):
        if promise_state(row.dated, today) is PromiseState.MISSED:
            yield Point(
                f"promise-{row.id}", row.text, "A sponsor's promise that was missed", row.due, "people.sponsorship"
            )


def next_of(rollout_id: int, today: date) -> int | None:
    """The number of the next planned meeting."""
    return next_meeting([(row.id, row.day, MeetingState(row.state)) for row in queries.meetings(rollout_id)], today)
