"""That a share moved because people joined or left is told, from hand-worked numbers; nothing of fewer than five."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

import pytest

from planner.db import db, transaction
from planner.people import staff_queries, staff_service
from planner.people.staff import StaffDraft
from planner.playbook.outline import Unit
from planner.readiness.counted import Counted, cause
from planner.readiness.criteria import FactValue
from planner.readiness.history import Point, because, moves, point_of, read, written
from planner.readiness.history_service import keep_point, kept_points, points
from planner.rollouts import queries as rollouts
from planner.rollouts.models import Unit as RolloutUnit
from planner.rollouts.playbook_service import take_copy
from planner.training import course_queries, course_service, record_service
from planner.training.courses import CourseDraft
from planner.training.record_service import ResultDraft
from tests.builders import make_wave
from tests.conftest import NOW
from tests.page import Page, text_of
from tests.personas import Cast
from tests.readiness.samples import TODAY, answer, assessed, factor, measure, said
from tests.readiness.stored import PLAYBOOK

FACT = "training.trained_share"
TRAINED = measure("trained", fact=FACT, op=">=", line=75, unit=Unit.PERCENT, text="The people of the wave are trained.")
HEAVY, LIGHT = factor("heavy", answer("a"), weight=14), factor("light", answer("b"), weight=9)


def people(part: int, whole: int, *, up: bool = True, waves: tuple[tuple[int, int], ...] = ()) -> Counted:
    return Counted("people", part, whole, up, waves)


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ((24, 30), (24, 44), "fell from 80 % to 55 % when 14 people joined"),
        ((24, 30), (30, 44), "fell from 80 % to 68 % when 14 people joined"),
        ((24, 30), (43, 44), ""),
        ((24, 30), (24, 24), "rose from 80 % to 100 % when 6 people left"),
        ((24, 30), (18, 24), "fell from 80 % to 75 % when 6 people left"),
        ((24, 30), (15, 24), ""),
        ((24, 30), (20, 30), ""),
        ((24, 30), (32, 40), ""),
        ((24, 30), (24, 31), "fell from 80 % to 77 % when fewer than five people joined"),
        ((24, 30), (24, 34), "fell from 80 % to 71 % when fewer than five people joined"),
        ((24, 30), (24, 35), "fell from 80 % to 69 % when 5 people joined"),
    ],
)
def test_a_share_is_told_to_have_moved_with_its_people_only_where_that_explains_it(
    before: tuple[int, int], after: tuple[int, int], told: str
) -> None:
    assert cause(people(*before), people(*after)) == told


def test_of_a_share_that_should_be_low_those_who_join_make_it_higher() -> None:
    assert cause(people(3, 30, up=False), people(17, 44, up=False)) == "rose from 10 % to 39 % when 14 people joined"
    assert cause(people(3, 30, up=False), people(3, 44, up=False)) == ""


def test_the_wave_is_named_where_all_of_it_happened_in_one() -> None:
    before = people(44, 50, waves=((1, 20), (2, 30)))
    assert cause(before, people(44, 64, waves=((1, 20), (2, 44)))).endswith("when 14 people joined wave 2")
    assert cause(before, people(44, 64, waves=((1, 26), (2, 38)))).endswith("when 14 people joined")
    assert cause(before, people(44, 64, waves=((2, 44),))).endswith("when 14 people joined")


def test_other_things_are_told_by_their_number() -> None:
    goals = Counted("goals", 8, 10)
    assert cause(goals, Counted("goals", 8, 16)) == "fell from 80 % to 50 % when goals were added: 10, then 16"
    assert cause(goals, Counted("goals", 8, 9)) == "rose from 80 % to 89 % when goals were taken out: 10, then 9"
    assert cause(None, goals) == cause(goals, None) == ""


def trained(part: int, whole: int, waves: tuple[tuple[int, int], ...]) -> Point:
    """While at least 75 % are trained (2 x 100 + 14 x 100 + 9 x 50) / 25 = 82; once they are not, 1850 / 25 = 74."""
    counted = Counted("people", part, whole)
    share = Decimal(100 * part) / whole
    fact = FactValue(FACT, "Trained", Unit.PERCENT, share, f"Counted today over {whole} people", counted=counted)
    asked = [factor("train", TRAINED, weight=2), HEAVY, LIGHT]
    return point_of(assessed(asked, {"a": said(4), "b": said(2)}, {FACT: fact}), {}, {FACT: waves})


def test_82_to_74_the_trained_share_of_wave_2_fell_when_14_people_joined() -> None:
    before, after = trained(40, 50, ((1, 20), (2, 30))), trained(40, 64, ((1, 20), (2, 44)))
    assert before.value == 82
    assert after.value == 74
    (moved,) = moves(before, after)
    assert (moved.name, moved.points) == ("Factor train", Fraction(-8))
    assert moved.steps[0].cause == "fell from 80 % to 63 % when 14 people joined wave 2"
    assert (
        because([moved]) == "“The people of the wave are trained” fell from 80 % to 63 % when 14 people joined wave 2"
    )
    kept = read(before.day, written(before))
    assert kept == before
    assert moves(kept, after) == (moved,)


def test_a_point_kept_before_this_was_told_is_still_read() -> None:
    point = trained(40, 50, ())
    document = written(point)
    for each in document["factors"]:
        each["criteria"] = [row[:5] for row in each["criteria"]]
    old = read(point.day, document)
    assert old.value == 82
    assert moves(old, trained(40, 64, ()))[0].steps[0].cause == ""
    assert because(moves(old, trained(40, 64, ()))) == ""


@pytest.fixture
def wave_two(cast: Cast) -> Cast:
    """A rollout whose score rests on who is trained: six of wave 1 and 24 of the 30 people of wave 2 are."""
    waves = [make_wave(cast.rollout, number, TODAY + timedelta(days=30 * number)) for number in (1, 2)]
    asked = (factor("train", TRAINED), factor("rest", answer("a")))
    with transaction():
        take_copy(cast.rollout.id, replace(PLAYBOOK, factors=asked), NOW)
        for wave in waves:
            unit = RolloutUnit(rollout_id=cast.rollout.id, wave_id=wave.id, name=f"Unit {wave.number}", people=30)
            db.session.add(unit)
        db.session.flush()
        course_service.add_course(cast.rollout.id, CourseDraft("Basics", roles=("everyone",)))
    join(cast, 1, 6, passed=6)
    join(cast, 2, 30, passed=24)
    return cast


def join(cast: Cast, wave: int, number: int, passed: int = 0) -> None:
    """People come to the unit of a wave; the first of them have passed the course."""
    here = cast.rollout.id
    unit = next(each for each in rollouts.units(here) if each.name == f"Unit {wave}")
    course = course_queries.courses(here)[0].course
    with transaction():
        stamp = f"{wave}-{staff_queries.size(here, TODAY)}"
        drafts = [StaffDraft(f"Person {stamp} {n}", number=f"{stamp}-{n}", unit_id=unit.id) for n in range(number)]
        ids = staff_service.add_many(here, drafts, "They came")
        results = [ResultDraft(one, course.id, TODAY, None, True) for one in ids[:passed]]
        record_service.add_results(cast.rollout, results, cast.manager, NOW)


def test_the_page_says_that_people_joined(page: Page, wave_two: Cast) -> None:
    with transaction():
        keep_point(wave_two.rollout, TODAY - timedelta(days=1))
    (before,) = kept_points(wave_two.rollout, TODAY)
    counted = before.factors[0].criteria[0].counted
    assert counted == Counted("people", 30, 36, True, ((1, 6), (2, 30)))
    join(wave_two, 2, 14)
    assert points(wave_two.rollout, TODAY)[-1].factors[0].criteria[0].counted == replace(
        counted, whole=50, waves=((1, 6), (2, 44))
    )
    told = text_of(page.get("readiness.history", rollout_id=wave_two.rollout.id, as_=wave_two.viewer))
    assert "“The people of the wave are trained” fell from 83 % to 60 % when 14 people joined wave 2." in told
