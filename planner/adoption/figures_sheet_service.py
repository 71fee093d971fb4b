"""The figures of adoption as a table: everybody and every group that may be shown, week by week.

What is shown of a week is safe for the people licensed then. Who ever signed in only grows, so that two weeks between
which one person joined would tell of that person: of groups it is given for the last week alone.
"""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal

from planner.adoption import figure_queries
from planner.adoption.figure_models import By
from planner.adoption.figure_queries import Week
from planner.basics.export import Cell
from planner.basics.suppression import may_show

HEADER = (
    "By", "Group", "Week from", "Licensed", "Signed in", "Active", "Adopted", "Rate in %", "Breadth in %",
    "Actions a person",
)  # fmt: skip
DIVISIONS = (By.WAVE, By.UNIT, By.SITE, By.ROLE)


def rows_of(rollout_id: int, names_of: Callable[[str], Mapping[str, str]]) -> Iterator[tuple[Cell, ...]]:
    """The rows; `names_of` says what the groups of a division are called."""
    state = figure_queries.state(rollout_id)
    shown = state.shown if state else {}
    if not shown.get("all"):
        return
    whole = figure_queries.curve(rollout_id)
    for week in whole:
        if may_show(week.licensed):
            yield ("all", "", *_cells(week, week.signed_in))
    for by in DIVISIONS:
        names = names_of(by.value)
        for key, weeks in figure_queries.history(rollout_id, by, shown.get(by.value, [])).items():
            for week in weeks:
                signed_in = week.signed_in if week.week == whole[-1].week else None
                yield (by.value, names.get(key, key), *_cells(week, signed_in))


def _cells(week: Week, signed_in: int | None) -> tuple[Cell, ...]:
    breadth = week.breadth if may_show(week.judged) else None
    figures = (week.rate, breadth, week.depth)
    return (week.week, week.licensed, signed_in, week.active, week.adopted, *map(_number, figures))


def _number(value: Decimal | None) -> Decimal | None:
    return None if value is None else round(value, 1)
