"""Which goals a page shows: all, or those of which something is missing."""

from collections.abc import Collection, Sequence
from enum import StrEnum

from planner.goals.goal import Goal
from planner.goals.smart import Smart


class Show(StrEnum):
    """What somebody looks for."""

    ALL = "all"
    NOT_SMART = "not-smart"
    NO_FIGURE = "no-figure"
    NO_OWNER = "no-owner"
    NOT_SERVED = "not-served"
    NOT_APPROVED = "not-approved"
    DROPPED = "dropped"


SHOW_WORDS = {
    Show.ALL: "All goals",
    Show.NOT_SMART: "Not SMART yet",
    Show.NO_FIGURE: "Without a key figure",
    Show.NO_OWNER: "Without an owner",
    Show.NOT_SERVED: "Served by no work",
    Show.NOT_APPROVED: "Not approved as they stand",
    Show.DROPPED: "Dropped",
}


def shown(
    show: Show, goals: Sequence[Goal], smart: dict[int, Smart], served: Collection[int], approved: Collection[int]
) -> frozenset[int]:
    """The goals that match; dropped ones only where they are asked for."""
    kept = [goal for goal in goals if not goal.dropped]
    match = {
        Show.ALL: kept,
        Show.NOT_SMART: [goal for goal in kept if not smart[goal.id].holds],
        Show.NO_FIGURE: [goal for goal in kept if goal.measure is None],
        Show.NO_OWNER: [goal for goal in kept if not goal.owner],
        Show.NOT_SERVED: [goal for goal in kept if goal.id not in served],
        Show.NOT_APPROVED: [goal for goal in kept if goal.id not in approved],
        Show.DROPPED: [goal for goal in goals if goal.dropped],
    }
    return frozenset(goal.id for goal in match[show])
