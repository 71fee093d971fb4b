"""The rules of results: what passes, how long it stays fresh, who is trained; and places, circles, pace, numbers."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.basics.errors import RuleBroken
from planner.basics.lights import Light
from planner.playbook.words import CourseMoment
from planner.training.certificates import numbered, read_number
from planner.training.courses import CourseDraft, circle
from planner.training.pace import OpenCourse, WaveOutlook, ready_day
from planner.training.results import Asked, Stand, cell_stand, cells_of, passes, standing_of
from planner.training.seats import Asked as InLine
from planner.training.seats import Place, Wish, check_wish, moving_up, place_for

DAY = date(2026, 3, 2)
COURSES = (
    Asked(1, frozenset({"everyone"}), 365),
    Asked(2, frozenset({"sales"}), 42),
    Asked(3, frozenset({"sales", "service"}), 90, CourseMoment.UAT),
    Asked(4, frozenset({"everyone"}), 180, CourseMoment.AFTER),
)


def test_courses_are_asked_by_role_and_later_ones_do_not_count_before_the_go_live() -> None:
    assert [cell.course_id for cell in cells_of(["sales"], {}, COURSES)] == [1, 2, 3]
    assert [cell.course_id for cell in cells_of([], {}, COURSES)] == [1]
    passed_anyway = cells_of([], {2: DAY}, COURSES)
    assert [(cell.course_id, cell.asked) for cell in passed_anyway] == [(1, True), (2, False)]
    assert cell_stand(passed_anyway[1], DAY) is Stand.NOT_REQUIRED


def test_trained_means_every_course_passed_and_none_run_out() -> None:
    passed = {1: DAY, 2: DAY, 3: DAY}
    over = standing_of(cells_of(["sales"], passed, COURSES))
    assert (over.asked, over.missing, over.fresh_until) == (3, 0, DAY + timedelta(42))
    assert [over.trained(DAY + timedelta(days)) for days in (0, 42, 43)] == [True, True, False]
    assert [over.stand(DAY + timedelta(days)) for days in (0, 13, 43)] == [Stand.CURRENT, Stand.EXPIRING, Stand.EXPIRED]
    assert standing_of(cells_of(["sales"], {1: DAY, 2: DAY}, COURSES)).stand(DAY) is Stand.NOT_TRAINED
    assert standing_of(()).trained(DAY) is None


@given(
    st.sets(st.sampled_from(["sales", "service", "support"])),
    st.dictionaries(st.integers(1, 4), st.integers(0, 400).map(lambda n: DAY - timedelta(n))),
    st.integers(1, 4),
    st.integers(0, 400),
)
def test_another_pass_never_takes_training_away(
    roles: set[str], passed: dict[int, date], course: int, ago: int
) -> None:
    before = standing_of(cells_of(roles, passed, COURSES))
    day = max(passed.get(course, date.min), DAY - timedelta(ago))
    after = standing_of(cells_of(roles, {**passed, course: day}, COURSES))
    assert after.missing <= before.missing
    for later in (0, 30, 200):
        if before.trained(DAY + timedelta(later)):
            assert after.trained(DAY + timedelta(later))


def test_what_passes() -> None:
    def attempt(
        *, has_test: bool, score: int | None = None, passed: bool | None = None, attended: bool | None = None
    ) -> bool:
        number = None if score is None else Decimal(score)
        return passes(has_test=has_test, score=number, line=80, passed=passed, attended=attended)

    assert attempt(has_test=True, score=80)
    assert not attempt(has_test=True, score=79, attended=True)
    assert not attempt(has_test=True, attended=True)
    assert attempt(has_test=False, attended=True)
    assert not attempt(has_test=False, attended=False)
    assert not attempt(has_test=True, score=99, passed=False)


@given(st.integers(1, 4), st.lists(st.sampled_from(list(Place)), max_size=8))
def test_the_waiting_list_moves_up_in_order_and_never_beyond_the_seats(seats: int, places: list[Place]) -> None:
    asked = [InLine(key, place) for key, place in enumerate(places)]
    moved = moving_up(seats, asked)
    taken = sum(place is Place.SEAT for place in places)
    waiting = [each.key for each in asked if each.place is Place.WAITING]
    assert list(moved) == waiting[: len(moved)]
    assert taken + len(moved) <= max(seats, taken)
    assert len(moved) == min(len(waiting), max(seats - taken, 0))
    if place_for(seats, taken, len(waiting)) is Place.SEAT:
        assert taken < seats
        assert not waiting


@pytest.mark.parametrize(
    ("wish", "words"),
    [
        (Wish(True, False, (), True, True), "does not take place"),
        (Wish(False, True, (), True, True), "has begun"),
        (Wish(False, False, ("Basics",), True, True), "First to be passed: Basics"),
        (Wish(False, False, (), False, True), "another unit or wave"),
        (Wish(False, False, (), True, True, "Basics"), "At the same time"),
    ],
)
def test_what_is_in_the_way_of_a_place(wish: Wish, words: str) -> None:
    with pytest.raises(RuleBroken, match=words):
        check_wish(wish, by_oneself=True)


def test_whoever_enrols_others_may_bring_them_late_and_from_elsewhere() -> None:
    check_wish(Wish(False, True, (), False, False), by_oneself=False)


def test_courses_do_not_wait_for_each_other_in_a_circle() -> None:
    assert circle(1, [2], {2: [3], 3: [1]}) == (1, 2, 3)
    assert circle(1, [2, 3], {2: [3], 3: []}) == ()
    with pytest.raises(RuleBroken, match="who is asked"):
        CourseDraft("Basics").cleaned()


def outlook(**fields: object) -> WaveOutlook:
    values: dict[str, object] = {
        "number": 1, "name": "Pilot", "go_live": DAY + timedelta(60), "people": 31, "trained": 20,
        "trained_at_go_live": 18, "open": 20, "passed_lately": 20, "ready_on": DAY + timedelta(28), "courses": (),
    }  # fmt: skip
    return WaveOutlook(**{**values, **fields})  # type: ignore[arg-type] # values of a test


def test_the_outlook_of_a_wave() -> None:
    assert ready_day(60, 30, DAY) == DAY + timedelta(56)
    assert (ready_day(0, 0, DAY), ready_day(5, 0, DAY)) == (DAY, None)
    assert outlook().light(DAY) is Light.GREEN
    assert outlook(ready_on=DAY + timedelta(90)).light(DAY) is Light.AMBER
    course = OpenCourse(1, 30, 12, Fraction(6), 12, with_trainer=True)
    assert (course.missing_seats, course.missing_sessions, course.missing_hours) == (18, 2, Fraction(12))
    assert outlook(ready_on=DAY + timedelta(90), courses=(course,)).light(DAY) is Light.RED
    assert outlook(go_live=DAY, open=1).light(DAY) is Light.RED
    assert outlook(go_live=None).light(DAY) is Light.UNKNOWN
    assert outlook(open=0).in_time
    assert outlook(ready_on=None).in_time is None


@given(st.integers(0, 2**55 - 1))
def test_numbers_of_certificates_are_read_back_and_a_wrong_sign_is_noticed(raw: int) -> None:
    number = numbered(raw)
    assert read_number(number.lower().replace("-", " ")) == number
    other = "3" if number[0] != "3" else "4"
    assert read_number(other + number[1:]) == ""
    assert read_number("") == read_number("OOOO-0000-1111") == ""
