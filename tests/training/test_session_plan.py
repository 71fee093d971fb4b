"""The proposal of sessions: never beyond seats, hours, rooms and calendars, and as good as trying everything."""

from datetime import date, timedelta
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from planner.training.session_plan import propose
from planner.training.session_solver import rows_of
from planner.training.session_values import Need, RoomTime, SessionPlan, TrainerTime, monday

START = date(2026, 3, 2)
DAYS = tuple(START + timedelta(days=n) for n in range(28) if (START + timedelta(days=n)).weekday() < 5)


def need(people: int = 10, hours: float = 3, course: int = 1, last: int = 27, *, in_room: bool = True) -> Need:
    return Need(course, 1, people, hours, 12, in_room, START, START + timedelta(last))


def test_a_gap_is_closed_within_hours_seats_and_calendars() -> None:
    trainers = [TrainerTime(1, 6, away=frozenset(DAYS[:5]), busy=frozenset({(DAYS[5], 0)}))]
    found = propose([need(20, 3)], trainers, [RoomTime(7, 10)], DAYS)
    assert (found.unseated, found.proved) == (0, True)
    assert [each.people for each in found.sessions] == [10, 10]
    assert all(each.day not in DAYS[:5] and (each.day, each.half) != (DAYS[5], 0) for each in found.sessions)


def test_what_is_missing_is_said_when_it_cannot_be_done() -> None:
    no_hours = propose([need(20, 6)], [TrainerTime(1, 5)], [RoomTime(7, 12)], DAYS)
    assert no_hours.sessions == ()
    assert [(each.people, each.trainer_hours, each.no_day) for each in no_hours.missing] == [(20, 12, False)]
    no_room = propose([need(10, 3)], [TrainerTime(1, 20)], [], DAYS)
    assert [(each.people, each.room_halves) for each in no_room.missing] == [(10, 1)]
    no_day = propose(
        [Need(1, 1, 5, 3, 12, True, START, START - timedelta(1))], [TrainerTime(1, 20)], [RoomTime(7, 12)], DAYS
    )
    assert [(each.people, each.no_day) for each in no_day.missing] == [(5, True)]


def test_a_long_course_takes_days_in_a_row_and_online_ones_take_no_room() -> None:
    found = propose([need(4, 12)], [TrainerTime(1, 20)], [RoomTime(7, 12)], DAYS)
    assert [(each.days, each.day) for each in found.sessions] == [(2, DAYS[0])]
    online = propose([need(4, 2, in_room=False)], [TrainerTime(1, 20)], [], DAYS)
    assert [each.room_id for each in online.sessions] == [None]


def check(found: SessionPlan, needs: list[Need], trainers: list[TrainerTime], rooms: list[RoomTime]) -> None:
    """Every rule of the proposal, looked at from outside."""
    taken: set[tuple[object, ...]] = set()
    hours: dict[tuple[int, date], float] = {}
    by_course = {each.course_id: each for each in needs}
    for each in found.sessions:
        asked = by_course[each.course_id]
        place = DAYS.index(each.day)
        span = DAYS[place : place + each.days]
        trainer = next(t for t in trainers if t.trainer_id == each.trainer_id)
        room = next((r for r in rooms if r.room_id == each.room_id), None)
        assert each.people <= each.seats <= asked.seats
        assert (room is not None) == asked.in_room
        assert room is None or each.seats <= room.seats
        for day in span:
            assert asked.first <= day <= asked.last
            assert day not in trainer.away
            for half in (0, 1) if each.hours > 3.5 else (each.half,):
                keys = {("t", each.trainer_id, day, half)} | ({("r", each.room_id, day, half)} if room else set())
                assert not keys & taken
                taken |= keys
                assert (day, half) not in trainer.busy
                assert room is None or (day, half) not in room.busy
            week = (each.trainer_id, monday(day))
            hours[week] = hours.get(week, 0) + each.hours / each.days
    for (trainer_id, begins), sum_of in hours.items():
        trainer = next(t for t in trainers if t.trainer_id == trainer_id)
        assert sum_of <= trainer.hours_week - trainer.taken.get(begins, 0) + 1e-6


def best_by_trying(needs: list[Need], trainers: list[TrainerTime], rooms: list[RoomTime]) -> int:
    """The fewest people without a seat, by trying every set of sessions: one trainer has four half days here."""
    from planner.training.session_plan import columns_of

    columns, _ = columns_of(needs, trainers, rooms, DAYS, spare=False)
    fewest = sum(each.people for each in needs)
    for number in range(1, 5):
        for chosen in combinations(range(len(columns)), number):
            entries, top, _ = rows_of(needs, [columns[at] for at in chosen], trainers)
            sums: dict[int, float] = {}
            for row, column, value in entries:
                if column < number:
                    sums[row] = sums.get(row, 0) + value
            if all(sums.get(row, 0) <= top[row] + 1e-9 for row in range(len(needs), len(top))):
                left = [max(each.people - sums.get(at, 0), 0) for at, each in enumerate(needs)]
                fewest = min(fewest, round(sum(left)))
    return fewest


@settings(max_examples=15)
@given(
    st.integers(1, 30), st.integers(0, 12), st.sampled_from([2.0, 3.5, 6.0]), st.integers(2, 9), st.integers(3, 14),
    st.sets(st.sampled_from(DAYS[:3])), st.booleans(),
)  # fmt: skip
def test_no_proposal_breaks_a_rule_and_trying_everything_finds_no_better_one(
    first: int, second: int, hours: float, hours_week: int, seats: int, away: set[date], busy: bool
) -> None:
    needs = [need(first, hours, 1, 2), need(second, 3, 2, 1)]
    taken = frozenset({(DAYS[0], 0)}) if busy else frozenset()
    trainers = [TrainerTime(1, hours_week, frozenset(away), taken)]
    rooms = [RoomTime(7, seats, taken)]
    found = propose(needs, trainers, rooms, DAYS)
    check(found, needs, trainers, rooms)
    assert found.seated + found.unseated == first + second
    assert found.unseated == best_by_trying(needs, trainers, rooms)
