from itertools import chain, combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from planner.readiness.cheapest import Choice, Gain, Line, Move, Problem, alternatives, cheapest, cost_of, satisfied

ITEMS = tuple("abcdefghijkl")


@st.composite
def problems(draw: st.DrawFn, most: int = 9) -> Problem:
    """Problems as gates pose them: moves that raise a few items, confirmations for nothing, some lines."""
    moves = [
        Move(draw(st.integers(0, 900)), raises=tuple(draw(st.sets(st.sampled_from(ITEMS), min_size=1, max_size=3))))
        for _ in range(draw(st.integers(1, most - 2)))
    ]
    moves += [Move(0, confirms=(draw(st.sampled_from(ITEMS)),)) for _ in range(draw(st.integers(0, 2)))]
    reached = sorted({item for move in moves for item in (*move.raises, *move.confirms)})
    lines = []
    for _ in range(draw(st.integers(0, 3))):
        gains = tuple(
            Gain(item, draw(st.integers(-20, 30)), draw(st.integers(1, 60)))
            for item in draw(st.lists(st.sampled_from(reached), unique=True, min_size=1, max_size=6))
        )
        lines.append(Line(draw(st.integers(0, sum(gain.raised for gain in gains))), gains))
    asked = tuple(draw(st.sets(st.sampled_from(reached), max_size=2)))
    return Problem(tuple(moves), asked, tuple(lines))


def choices(problem: Problem) -> list[Choice]:
    """Every choice of moves, by brute force."""
    numbers = range(len(problem.moves))
    return [
        frozenset(some) for some in chain.from_iterable(combinations(numbers, size) for size in range(len(numbers) + 1))
    ]


@settings(max_examples=150, deadline=None)
@given(problems())
def test_the_choice_is_the_cheapest_of_all_and_nothing_in_it_can_be_left_out(problem: Problem) -> None:
    found = cheapest(problem)
    possible = [choice for choice in choices(problem) if satisfied(problem, choice)]
    if not possible:
        assert found is None
        return
    assert found is not None
    assert satisfied(problem, found)
    assert cost_of(problem, found) == min(cost_of(problem, choice) for choice in possible)
    assert not any(satisfied(problem, found - {each}) for each in found)


@settings(max_examples=50, deadline=None)
@given(problems(most=7))
def test_alternatives_are_the_next_cheapest_that_differ(problem: Problem) -> None:
    first = cheapest(problem)
    seen = [first] if first else []
    for other in alternatives(problem):
        left = [c for c in choices(problem) if satisfied(problem, c) and not any(each <= c for each in seen)]
        assert cost_of(problem, other) == min(cost_of(problem, choice) for choice in left)
        seen.append(other)


def test_one_move_that_serves_two_lines_beats_two_cheaper_ones() -> None:
    both = Move(500, raises=("a", "b"))
    problem = Problem(
        (Move(300, ("a",)), Move(300, ("b",)), both),
        lines=(Line(1, (Gain("a", 0, 1),)), Line(1, (Gain("b", 0, 1),))),
    )
    assert cheapest(problem) == frozenset({2})
    assert alternatives(problem)[0] == frozenset({0, 1})


def test_forty_open_criteria_are_solved_exactly() -> None:
    """A knapsack of forty: the answer is checked against dynamic programming over whole numbers."""
    costs = [100 + 37 * number % 211 for number in range(40)]
    gains = [3 + 7 * number % 17 for number in range(40)]
    needed = sum(gains) * 3 // 5
    moves = tuple(Move(cost, (f"i{number}",)) for number, cost in enumerate(costs))
    line = Line(needed, tuple(Gain(f"i{number}", 0, gain) for number, gain in enumerate(gains)))
    found = cheapest(Problem(moves, lines=(line,)))
    best = [0] + [10**9] * needed
    for cost, gain in zip(costs, gains, strict=True):
        for reach in range(needed, 0, -1):
            best[reach] = min(best[reach], best[max(0, reach - gain)] + cost)
    assert found is not None
    assert sum(costs[each] for each in found) == best[needed]
