"""Which date the summaries above a row set for it: the least of their “finish no later than”.

As in Microsoft Project the date moves nothing; what misses it has less than no slack.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from planner.schedule.network import Activity
from planner.schedule.project_file import Constraint


def limits_from_above(activities: Sequence[Activity], parent_of: Sequence[int | None]) -> Mapping[int, datetime]:
    """The date by which each row has to be finished because of the summaries above it; rows that have none are missing.

    Of a phase until Friday and a part of it until Wednesday, the tasks of the part have to be finished by Wednesday. A
    summary dated by hand sets none.
    """
    found: dict[int, datetime] = {}
    if not any(row.constraint is Constraint.FINISH_NO_LATER_THAN for row in activities):
        return found
    for place, above in enumerate(parent_of):
        if above is None:
            continue
        summary, least = activities[above], found.get(above)
        own = summary.constraint_date if summary.constraint is Constraint.FINISH_NO_LATER_THAN else None
        dates = [date for date in (least, None if summary.by_hand else own) if date is not None]
        if dates:
            found[place] = min(dates)
    return found
