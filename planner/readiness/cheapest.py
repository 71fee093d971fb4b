"""The cheapest set of changes that reaches every line asked for: an integer programme, solved exactly by HiGHS.

Each move costs work and brings one or more items to full marks, or makes an answer count that waits. Some items are
asked for outright; of others a weighted sum has to reach a line. Chosen is the set with the least work, and among
those the one with the fewest moves. Nothing in it can be left out: without one move a cheaper set would do.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

TIE = 1_000
"""A hundredth of a day weighs more than any number of moves."""


@dataclass(frozen=True, slots=True)
class Move:
    """Something that can be done: `cost` in hundredths of a working day, and the items it brings how far."""

    cost: int
    raises: tuple[str, ...] = ()
    confirms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Gain:
    """What an item adds to a sum when its answer is confirmed, and when it is raised to full marks."""

    item: str
    confirmed: int
    raised: int


@dataclass(frozen=True, slots=True)
class Line:
    """A sum of gains that has to reach `needed`; all numbers are whole, so that nothing is rounded."""

    needed: int
    gains: tuple[Gain, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """All moves, the items that must be brought to full marks or confirmed, and the lines to reach."""

    moves: tuple[Move, ...]
    asked: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()


Choice = frozenset[int]


def satisfied(problem: Problem, chosen: Choice) -> bool:
    """Whether a choice of moves reaches everything, in whole numbers: the definition the solver is held against."""
    raised = {item for index in chosen for item in problem.moves[index].raises}
    confirmed = {item for index in chosen for item in problem.moves[index].confirms}
    if not set(problem.asked) <= raised | confirmed:
        return False
    return all(_sum(line, raised, confirmed) >= line.needed for line in problem.lines)


def _sum(line: Line, raised: set[str], confirmed: set[str]) -> int:
    return sum(
        max(gain.raised if gain.item in raised else 0, gain.confirmed if gain.item in confirmed else 0)
        for gain in line.gains
    )


def cost_of(problem: Problem, chosen: Choice) -> tuple[int, int]:
    """Work in hundredths of a day, then the number of moves, a confirmation counting less than real work."""
    return sum(problem.moves[i].cost for i in chosen), sum(_moves(problem.moves[i]) for i in chosen)


def _moves(move: Move) -> int:
    return 2 if move.raises else 1


@lru_cache(maxsize=1024)
def cheapest(problem: Problem, other_than: tuple[Choice, ...] = ()) -> Choice | None:
    """The cheapest choice of moves, none of `other_than` wholly in it; None where no choice reaches everything.

    Two moves of 1 and 3 days that each reach the line: the first alone is chosen; other than that, the second.
    """
    if not other_than and satisfied(problem, frozenset()):
        return frozenset()
    if not satisfied(problem, frozenset(range(len(problem.moves)))):
        return None
    chosen = _solved(problem, other_than)
    if chosen is not None and not satisfied(problem, chosen):  # a solver counts in floats; we do not
        raise ArithmeticError("the solver's choice does not reach the line")
    return chosen


def alternatives(problem: Problem, most: int = 2) -> tuple[Choice, ...]:
    """The next cheapest choices after the cheapest, each without some move of every cheaper one."""
    found: list[Choice] = []
    first = cheapest(problem)
    while first and len(found) < most:
        following = cheapest(problem, (first, *found))
        if following is None:
            break
        found.append(following)
    return tuple(found)


def _solved(problem: Problem, other_than: Sequence[Choice]) -> Choice | None:
    """Columns: one per move, then for each item of each line one for confirmed and one for raised."""
    import numpy as np
    from scipy.optimize import Bounds, LinearConstraint, milp

    moves = len(problem.moves)
    places = [(line, gain) for line in problem.lines for gain in line.gains]
    width = moves + 2 * len(places)
    rows, low = _rows(problem, places, width, other_than)
    cost = np.zeros(width)
    cost[:moves] = [move.cost * TIE + _moves(move) for move in problem.moves]
    answer = milp(
        cost,
        integrality=np.ones(width),
        bounds=Bounds(0, 1),
        constraints=LinearConstraint(np.array(rows), low, np.inf) if rows else (),
        options={"mip_rel_gap": 0},
    )
    if answer.x is None:
        return None
    return frozenset(index for index in range(moves) if answer.x[index] > 0.5)


def _rows(
    problem: Problem, places: Sequence[tuple[Line, Gain]], width: int, other_than: Sequence[Choice]
) -> tuple[list[list[int]], list[int]]:
    """The constraints, each as `coefficients x columns >= low`."""
    moves, rows, low = len(problem.moves), [], []
    raising, confirming = _movers(problem, raises=True), _movers(problem, raises=False)

    def add(cells: dict[int, int], least: int) -> None:
        row = [0] * width
        for column, value in cells.items():
            row[column] += value
        rows.append(row)
        low.append(least)

    for item in problem.asked:
        add(dict.fromkeys((*raising.get(item, ()), *confirming.get(item, ())), 1), 1)
    for index, (_, gain) in enumerate(places):
        confirmed, raised = moves + 2 * index, moves + 2 * index + 1
        add({confirmed: -1, raised: -1}, -1)
        add({**dict.fromkeys(confirming.get(gain.item, ()), 1), confirmed: -1}, 0)
        add({**dict.fromkeys(raising.get(gain.item, ()), 1), raised: -1}, 0)
    for line in problem.lines:
        own = [(i, gain) for i, (of, gain) in enumerate(places) if of is line]
        cells = {moves + 2 * i: gain.confirmed for i, gain in own} | {moves + 2 * i + 1: gain.raised for i, gain in own}
        add(cells, line.needed)
    for choice in other_than:
        add(dict.fromkeys(choice, -1), 1 - len(choice))
    return rows, low


def _movers(problem: Problem, *, raises: bool) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for index, move in enumerate(problem.moves):
        for item in move.raises if raises else move.confirms:
            found.setdefault(item, []).append(index)
    return found
