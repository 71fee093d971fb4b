"""Where areas tell what sponsors were seen doing, each from its own records: decisions, gates, attendance.

An area has a module `acts_service.py` in which a function with `@tells_acts` gives the acts of a rollout. Whoever shows
sponsorship asks here and never needs to know which areas answer.
"""

from collections.abc import Callable, Iterable

from planner.people import committee_queries, sponsor_queries
from planner.people.sponsor_acts import Act, ActKind
from planner.rollouts.models import Rollout
from planner.suitability import queries as suitability

Teller = Callable[[Rollout], Iterable[Act]]
_TELLERS: dict[str, Teller] = {}


def tells_acts(function: Teller) -> Teller:
    """Keep a function that tells acts of sponsorship."""
    _TELLERS[f"{function.__module__}.{function.__name__}"] = function
    return function


def acts_of(rollout: Rollout) -> list[Act]:
    """Everything that sponsors were seen doing in a rollout, the newest first."""
    told = [act for teller in _TELLERS.values() for act in teller(rollout)]
    return sorted(told, key=lambda act: act.day, reverse=True)


@tells_acts
def written_down(rollout: Rollout) -> Iterable[Act]:
    """What was written down by hand."""
    for row in sponsor_queries.acts(rollout.id):
        yield Act(row.day, row.kind, row.what, sponsor_id=row.sponsor_id, link=row.link, row_id=row.id)


@tells_acts
def kept_promises(rollout: Rollout) -> Iterable[Act]:
    """Promises that were kept, also late, on the day on which it was done."""
    for row in sponsor_queries.promises(rollout.id):
        if row.kept_on is not None and not row.withdrawn:
            yield Act(row.kept_on, ActKind.PROMISE, row.text, sponsor_id=row.sponsor_id, link=row.link)


@tells_acts
def meetings_attended(rollout: Rollout) -> Iterable[Act]:
    """Meetings of the committee, by whoever was there."""
    for day, topic, user_id in committee_queries.attended(rollout.id):
        what = f"Took part in the committee: {topic}" if topic else "Took part in the committee"
        yield Act(day, ActKind.COMMITTEE, what, user_id=user_id)


@tells_acts
def strategic_decision(rollout: Rollout) -> Iterable[Act]:
    """The strategic decision, by whoever took it."""
    row = suitability.decision_row(rollout.id)
    if row is not None and row.decided_by_id is not None:
        yield Act(row.decided_on, ActKind.DECISION, "Strategic decision", user_id=row.decided_by_id)
