"""The first dates of a plan: a task starts when what it waits for is finished, on working days from Monday to Friday.

This is a first proposal, made when a rollout begins: one forward pass with the most likely durations, finish to
start, lags in working days, no holidays and no other calendars. It never moves a plan that people edit.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

DAY_STARTS, DAY_ENDS = time(8), time(17)


@dataclass(frozen=True, slots=True)
class Step:
    """Work to be dated: `days` of it (0 for a milestone), after which others, with a lag in working days."""

    key: str
    days: int
    after: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Dates:
    """First and last day, inclusive: a one-day task on Monday starts and ends on Monday."""

    start: date
    finish: date

    @property
    def start_time(self) -> datetime:
        """The morning of the first day; of a milestone, the evening it falls on."""
        return datetime.combine(self.start, DAY_STARTS)

    @property
    def finish_time(self) -> datetime:
        """The evening of the last day."""
        return datetime.combine(self.finish, DAY_ENDS)


def first_dates(steps: Sequence[Step], start: date) -> Mapping[str, Dates]:
    """Date every step from a start. A step that waits for a name that is not there waits for nothing.

    Two days of work from Friday take Friday and Monday; a milestone after them falls on that Monday. Raises
    `ValueError` naming a circle of waiting.
    """
    import networkx as nx

    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(step.key for step in steps)
    by_key = {step.key: step for step in steps}
    graph.add_edges_from((other, step.key) for step in steps for other, _ in step.after if other in by_key)
    try:
        order = list(nx.topological_sort(graph))
    except nx.NetworkXUnfeasible as error:
        circle = [edge[0] for edge in nx.find_cycle(graph)]
        raise ValueError(f"tasks wait for each other: {' → '.join([*circle, circle[0]])}") from error
    ends: dict[str, int] = {}
    for key in order:
        step = by_key[key]
        ends[key] = max((ends[other] + lag for other, lag in step.after if other in by_key), default=0) + step.days
    return {step.key: _dates(ends[step.key], step.days, start) for step in steps}


def _dates(end: int, days: int, start: date) -> Dates:
    """Turn positions counted in working days into dates; position 0 is the morning of the first working day."""
    first = working_day(start, 0)
    finish = working_day(first, max(end - 1, 0))
    return Dates(working_day(first, end - days), finish) if days else Dates(finish, finish)


def working_day(start: date, number: int) -> date:
    """The working day that lies a number of working days after the first one at or after `start`.

    Number 0 of a Saturday is the Monday after it; number 5 of a Monday is the next Monday.
    """
    day = start + timedelta(days=(0, 0, 0, 0, 0, 2, 1)[start.weekday()])
    weeks, rest = divmod(number, 5)
    day += timedelta(weeks=weeks)
    return day + timedelta(days=rest + (2 if day.weekday() + rest > 4 else 0))


def working_days_between(start: date, finish: date) -> int:
    """How many days from Monday to Friday lie in a span, both ends included."""
    days = (finish - start).days + 1
    weeks, rest = divmod(max(days, 0), 7)
    return 5 * weeks + sum((start.weekday() + offset) % 7 < 5 for offset in range(rest))
