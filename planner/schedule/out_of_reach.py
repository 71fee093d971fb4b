"""Finds the task with which a plan leaves the years that its calendar knows, so that a refusal can name it."""

from planner.schedule.backward_pass import Backward
from planner.schedule.compiled import Compiled
from planner.schedule.forward_pass import NOWHERE, Forward


def first_beyond(plan: Compiled, forward: Forward, backward: Backward) -> int | None:
    """The node that has no dates after a pass has failed: the first in the order of work that ends too late.

    Where all end in time, the last one that would have to begin too early; None where neither is to be found.
    """
    most, size, ends = plan.project.most, forward.size, forward.work
    late = [index for index in plan.order if ends[size + index] > most or ends[index] >= most]
    found = [index for index in (*late[:1], forward.at) if index != NOWHERE]
    if found:
        return min(found, key=plan.turn.__getitem__)
    early = [index for index in plan.order if backward.work[index] < 0]
    found = [index for index in (*early[-1:], backward.at) if index != NOWHERE]
    return max(found, key=plan.turn.__getitem__, default=None)
