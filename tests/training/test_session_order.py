"""A course that needs another one is proposed after it: nobody is seated in it before the first one has ended."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import product

from hypothesis import example, given, settings
from hypothesis import strategies as st

from planner.training.session_plan import propose
from planner.training.session_values import Group, Held, Need, Planned, RoomTime, TrainerTime
from tests.training.test_session_plan import DAYS, START

FIRST, THEN = 1, 2
ROOM = [RoomTime(7, 12)]
Slot = tuple[date, int]


def needs(
    first: int, then: int, *, hours: tuple[float, float] = (3, 3), last: int = 27, seats: int = 12,
    held: tuple[tuple[Held, ...], tuple[Held, ...]] = ((), ()), missing: tuple[int, int] | None = None,
) -> list[Need]:  # fmt: skip
    """People who need the first course, and the course that comes after it."""
    missing = missing or (first, then)
    end = START + timedelta(last)
    return [
        Need(FIRST, 1, missing[0], hours[0], seats, True, START, end, (), first, held[0]),
        Need(THEN, 1, missing[1], hours[1], seats, True, START, end, (FIRST,), then, held[1]),
    ]


def group(people: int, *courses: int) -> Group:
    return Group(1, people, frozenset(courses))


def times(sessions: Sequence[Planned]) -> list[tuple[int, int, int, int]]:
    """The sessions as course, day (counted in working days), half and people."""
    return [(each.course_id, DAYS.index(each.day), each.half, each.people) for each in sessions]


def days(sessions: Sequence[Planned]) -> list[tuple[int, int, int]]:
    """The same without the half."""
    return [(course, day, people) for course, day, _, people in times(sessions)]


def ends(each: Planned) -> Slot:
    return DAYS[DAYS.index(each.day) + each.days - 1], 1 if each.hours > 3.5 else each.half


def test_what_comes_first_is_proposed_first() -> None:
    """The trainer has the first morning only; without the order the short course would take it."""
    trainers = [TrainerTime(1, 40, busy=frozenset({(DAYS[0], 1)}))]
    asked = needs(10, 10, hours=(6, 3))
    assert times(propose(asked, trainers, ROOM, DAYS).sessions) == [(THEN, 0, 0, 10), (FIRST, 1, 0, 10)]
    found = propose(asked, trainers, ROOM, DAYS, groups=[group(10, FIRST, THEN)])
    assert days(found.sessions) == [(FIRST, 1, 10), (THEN, 2, 10)]
    assert (found.unseated, found.proved) == (0, True)


def test_the_afternoon_comes_after_the_morning() -> None:
    found = propose(needs(5, 5), [TrainerTime(1, 40)], ROOM, DAYS, groups=[group(5, FIRST, THEN)])
    assert times(found.sessions) == [(FIRST, 0, 0, 5), (THEN, 0, 1, 5)]


def test_whoever_passed_the_first_course_need_not_wait() -> None:
    """There is one whole day and then one morning: the long course is for those who are ready, and for them only."""
    trainers = [TrainerTime(1, 40, busy=frozenset({(DAYS[1], 1)}))]
    asked = needs(4, 12, hours=(3, 6), last=1)
    found = propose(asked, trainers, ROOM, DAYS, groups=[group(4, FIRST, THEN), group(8, THEN)])
    assert times(found.sessions) == [(THEN, 0, 0, 8), (FIRST, 1, 0, 4)]
    assert [(each.course_id, each.people, each.first) for each in found.missing] == [(THEN, 4, (FIRST,))]


def test_a_session_that_is_planned_already_counts_from_its_end() -> None:
    held = Held((DAYS[3], 0), (DAYS[3], 0), 10)
    asked = needs(10, 10, held=((held,), ()), missing=(0, 10))
    found = propose(asked, [TrainerTime(1, 40)], ROOM, DAYS, groups=[group(10, FIRST, THEN)])
    assert times(found.sessions) == [(THEN, 3, 1, 10)]
    few = Held((DAYS[3], 0), (DAYS[3], 0), 4)
    asked = needs(10, 10, held=((few,), ()), missing=(6, 10))
    found = propose(asked, [TrainerTime(1, 40)], ROOM, DAYS, groups=[group(10, FIRST, THEN)])
    assert days(found.sessions) == [(FIRST, 0, 6), (THEN, 3, 10)]


def test_seats_of_a_session_that_is_planned_too_early_help_nobody() -> None:
    early = Held((DAYS[0], 0), (DAYS[0], 0), 10)
    asked = needs(10, 10, held=((), (early,)), missing=(10, 0))
    found = propose(asked, [TrainerTime(1, 40)], ROOM, DAYS, groups=[group(10, FIRST, THEN)])
    assert times(found.sessions) == [(FIRST, 0, 0, 10), (THEN, 0, 1, 10)]


def test_it_is_said_when_there_is_no_time_for_one_after_the_other() -> None:
    asked = needs(10, 10, hours=(6, 6), last=0)
    found = propose(asked, [TrainerTime(1, 40), TrainerTime(2, 40)], [*ROOM, RoomTime(8, 12)], DAYS,
                    groups=[group(10, FIRST, THEN)])  # fmt: skip
    assert times(found.sessions) == [(FIRST, 0, 0, 10)]
    assert [(each.course_id, each.people, each.no_day, each.first) for each in found.missing] == [
        (THEN, 10, True, (FIRST,))
    ]


def test_what_is_missing_of_the_first_course_is_missing_of_the_next_too() -> None:
    asked = needs(20, 20, seats=10)
    found = propose(asked, [TrainerTime(1, 3)], ROOM, DAYS[:5], groups=[group(20, FIRST, THEN)])
    assert [(each.course_id, each.people) for each in found.sessions] == [(FIRST, 10)]
    lacking = [(each.course_id, each.people, each.no_day, each.first) for each in found.missing]
    assert lacking == [(FIRST, 10, False, ()), (THEN, 20, False, (FIRST,))]
    assert sum(each.trainer_hours for each in found.missing) == 9


def test_of_three_courses_in_a_row_each_waits_for_the_one_before() -> None:
    end = START + timedelta(27)
    asked = [Need(n, 1, 5, 6, 12, True, START, end, (n - 1,) if n > 1 else (), 5) for n in (3, 2, 1)]
    found = propose(asked, [TrainerTime(1, 40)], ROOM, DAYS, groups=[group(5, 1, 2, 3)])
    assert times(found.sessions) == [(1, 0, 0, 5), (2, 1, 0, 5), (3, 2, 0, 5)]


def test_other_waves_and_courses_of_which_nothing_is_open_do_not_wait() -> None:
    end = START + timedelta(27)
    asked = [
        Need(FIRST, 1, 5, 3, 12, True, START + timedelta(14), end, (), 5),
        Need(THEN, 2, 5, 3, 12, True, START, end, (FIRST, 99), 5),
    ]
    found = propose(asked, [TrainerTime(1, 40)], ROOM, DAYS, groups=[group(5, FIRST), Group(2, 5, frozenset({THEN}))])
    assert [each.course_id for each in found.sessions] == [THEN, FIRST]


def in_order(way: tuple[int | None, ...]) -> bool:
    """Whether somebody who needs both takes the second, if at all, after the first."""
    return len(way) < 2 or way[1] is None or (way[0] is not None and way[0] < way[1])


def fewest_by_trying(both: int, first: int, then: int, free: Sequence[Slot], seats: int) -> int:
    """The fewest seats that are missing, over every way to give the half days to the courses and people to sessions."""
    people = [(FIRST, THEN)] * both + [(FIRST,)] * first + [(THEN,)] * then
    wanted = sum(map(len, people))
    best = 0
    for courses in product((0, FIRST, THEN), repeat=len(free)):
        at = {each: [number for number, course in enumerate(courses) if course == each] for each in (FIRST, THEN)}
        ways = []
        for needed in people:
            choices = product(*((None, *at[course]) for course in needed))
            ways.append([tuple(one for one in way if one is not None) for way in choices if in_order(way)])
        for chosen in product(*ways):
            taken = [number for one in chosen for number in one]
            if len(taken) > best and all(taken.count(number) <= seats for number in set(taken)):
                best = len(taken)
    return wanted - best


@settings(max_examples=25)
@given(st.integers(0, 2), st.integers(0, 1), st.integers(0, 1), st.sets(st.integers(0, 3)), st.integers(1, 2))
@example(2, 1, 1, {1}, 2)
def test_no_proposal_seats_somebody_too_early_and_trying_everything_finds_no_better_one(
    both: int, first: int, then: int, busy: set[int], seats: int
) -> None:
    halves = [(day, half) for day in DAYS[:2] for half in (0, 1)]
    trainer = TrainerTime(1, 40, busy=frozenset(halves[number] for number in busy))
    asked = needs(both + first, both + then, last=1, seats=seats)
    groups = [group(both, FIRST, THEN), group(first, FIRST), group(then, THEN)]
    found = propose(asked, [trainer], [RoomTime(7, seats)], DAYS, groups=groups)
    free = [slot for number, slot in enumerate(halves) if number not in busy]
    assert found.unseated == fewest_by_trying(both, first, then, free, seats)
    assert found.seated + found.unseated == both * 2 + first + then
    for each in (one for one in found.sessions if one.course_id == THEN):
        seated = sum(one.people for one in found.sessions if one.course_id == THEN and one.day <= each.day
                     and (one.day, one.half) <= (each.day, each.half))  # fmt: skip
        before = sum(
            one.people for one in found.sessions if one.course_id == FIRST and ends(one) < (each.day, each.half)
        )
        assert seated <= then + before
