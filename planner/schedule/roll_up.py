"""Summaries follow what stands under them: earliest start, latest finish, progress weighted by length of work."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction

from planner.schedule.outline import ancestors, parents
from planner.schedule.states import Kind, TaskFacts


@dataclass(frozen=True, slots=True)
class Summed:
    """What a summary says of the work under it."""

    start: datetime | None
    finish: datetime | None
    percent: int


def rolled_up(rows: Sequence[TaskFacts], changed: int) -> Mapping[int, Summed]:
    """The new values of the summaries above a changed row, by position; `rows` are the whole plan in order.

    Progress of 100 % needs every task done: a summary of a finished long task and an open short one shows 99 % at most.
    """
    parent_of = parents(row.outline_level for row in rows)
    above = ancestors(changed, parent_of)
    under: dict[int, list[TaskFacts]] = {position: [] for position in above}
    for position, row in enumerate(rows):
        if row.kind is Kind.SUMMARY:
            continue
        for ancestor in ancestors(position, parent_of):
            if ancestor in under:
                under[ancestor].append(row)
    return {position: summed(members) for position, members in under.items()}


def summed(members: Sequence[TaskFacts]) -> Summed:
    """One summary over its tasks and milestones."""
    start = min((row.start for row in members if row.start), default=None)
    finish = max((row.finish for row in members if row.finish), default=None)
    return Summed(start, finish, progress(members))


def progress(members: Sequence[TaskFacts]) -> int:
    """Progress in whole percent, weighted by duration; where no durations are known every row weighs the same."""
    if not members:
        return 0
    if all(row.percent >= 100 for row in members):
        return 100
    lengths = [(row.duration or timedelta()) // timedelta(seconds=1) for row in members]
    weights = lengths if any(lengths) else [1] * len(members)
    done = sum(weight * row.percent for weight, row in zip(weights, members, strict=True))
    return min(int(Fraction(done, sum(weights))), 99)


def progress_above(
    parent_of: Sequence[int | None], summary: Sequence[bool], lengths: Sequence[int], percents: Sequence[int]
) -> list[int]:
    """Progress of every row of a plan: of tasks as it is, of summaries rolled up by the rule of `progress`.

    A task of 9 days that is done and one of 1 day that is not make 90 %; two milestones, one reached, make 50 %.
    """
    size = len(parent_of)
    weight, done, rows, reached, part = [0] * size, [0] * size, [0] * size, [0] * size, [0] * size
    for row in range(size):
        if not summary[row]:
            rows[row], reached[row], part[row] = 1, int(percents[row] >= 100), percents[row]
            weight[row], done[row] = lengths[row], lengths[row] * percents[row]
    for row in reversed(range(size)):
        above = parent_of[row]
        if above is not None:
            for values in (weight, done, rows, reached, part):
                values[above] += values[row]
    found = list(percents)
    for row in range(size):
        if summary[row]:
            found[row] = _share(weight[row], done[row], rows[row], reached[row], part[row])
    return found


def _share(weight: int, done: int, rows: int, reached: int, part: int) -> int:
    if not rows:
        return 0
    if reached == rows:
        return 100
    return min(done // weight if weight else part // rows, 99)
