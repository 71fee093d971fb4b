"""Before and after training: a planted effect is found, none is not, and what all lived through falls out."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.adoption.before_after import NOT_YET, Flags, Panel, Verdict, effects
from planner.adoption.beginnings import Beginning, beginning

WEEKS = 20


def panel(seed: int, effect: float, people: int = 60, shock: float = 0.5) -> Panel:
    """Invented people of different diligence, in weeks that are better or worse for all, trained one after another."""
    rng = np.random.default_rng(seed)
    trained = rng.integers(5, WEEKS + 8, people)
    level = rng.uniform(0.5, 3, people)[:, None] + rng.normal(0, shock, WEEKS)[None, :]
    level = level + effect * (np.arange(WEEKS)[None, :] >= trained[:, None])
    use = rng.binomial(5, np.clip(level / 5, 0, 1)).astype(np.uint8)
    trained = np.where(trained >= WEEKS, NOT_YET, trained)
    return Panel(use, trained, np.zeros(people, np.int64), np.full(people, WEEKS - 1))


def whole(given: Panel) -> dict[str, Flags]:
    return {"all": np.ones(len(given.trained), np.bool_)}


def test_a_planted_effect_is_found_and_none_is_not() -> None:
    found = [effects(each, whole(each))["all"] for each in (panel(seed, 1.0) for seed in range(60))]
    assert all(each.verdict is Verdict.MORE for each in found)
    inside = [each.low <= 1 <= each.high for each in found if each.low is not None and each.high is not None]
    assert sum(inside) >= 54, "the interval holds what was planted, nine times in ten at least"
    none = [effects(each, whole(each))["all"].verdict for each in (panel(seed, 0.0) for seed in range(100))]
    assert none.count(Verdict.NONE) >= 92, "an interval of 95 % is wrong one time in twenty"
    less = panel(1, -1.2)
    assert effects(less, whole(less))["all"].verdict is Verdict.LESS


def test_without_the_others_a_good_spring_would_look_like_training() -> None:
    calm = panel(3, 0.0, shock=0.0)
    rising = np.minimum(calm.use.astype(int) + np.arange(WEEKS)[None, :] // 5, 7).astype(np.uint8)
    found = effects(Panel(rising, calm.trained, calm.first, calm.last), whole(calm))["all"]
    assert found.before is not None
    assert found.after is not None
    assert found.after > found.before
    assert found.verdict is Verdict.NONE


@settings(max_examples=25)
@given(st.integers(0, 10_000), st.lists(st.integers(0, 2), min_size=WEEKS, max_size=WEEKS))
def test_what_all_lived_through_changes_nothing(seed: int, shock: list[int]) -> None:
    one = panel(seed, 0.7)
    moved = Panel(one.use + np.array(shock, np.uint8)[None, :], one.trained, one.first, one.last)
    first, second = effects(one, whole(one))["all"], effects(moved, whole(moved))["all"]
    assert (first.verdict, first.added, first.low, first.high) == (
        second.verdict, second.added, second.low, second.high
    )  # fmt: skip


def test_the_worked_example() -> None:
    """Six trained in week 4 go from 1 to 3 days a week, six others from 2 to 3: one day more came of the training."""
    use = np.array([[1] * 5 + [3] * 4] * 6 + [[2] * 5 + [3] * 4] * 6, np.uint8)
    use[[0, 6], 6] += 1
    trained = np.array([4] * 6 + [NOT_YET] * 6)
    given = Panel(use, trained, np.zeros(12, np.int64), np.full(12, 8))
    found = effects(given, whole(given))["all"]
    assert (found.trained, found.others) == (6, 6)
    assert [float(str(each)) for each in (found.before, found.others_before, found.added)] == [1.0, 2.0, 1.0]
    assert found.verdict is Verdict.MORE


@pytest.mark.parametrize("lacking", ["trained", "others", "weeks before", "licence"])
def test_too_few_is_said(lacking: str) -> None:
    given = panel(5, 2.0)
    use, trained, first, last = given.use, given.trained.copy(), given.first.copy(), given.last
    if lacking == "trained":
        trained[4:] = NOT_YET
        trained[:4] = 8
    elif lacking == "others":
        trained[:] = 8
    elif lacking == "weeks before":
        trained[:] = np.where(trained == NOT_YET, NOT_YET, 1)
    else:
        first[:] = np.where(trained == NOT_YET, 0, trained)
    given = Panel(use, trained, first, last)
    found = effects(given, whole(given))["all"]
    assert found.verdict is Verdict.FEW
    assert found.added is None


def test_groups_drifting_apart_before_are_told() -> None:
    given = panel(2, 0.0, people=80, shock=0.0)
    early = (np.arange(WEEKS)[None, :] >= given.trained[:, None] - 2) & (given.trained != NOT_YET)[:, None]
    found = effects(
        Panel(given.use + 2 * early.astype(np.uint8), *(given.trained, given.first, given.last)), whole(given)
    )
    assert found["all"].apart


def test_the_median_wait_counts_those_who_still_wait() -> None:
    assert beginning([(n, True) for n in range(9)]) == Beginning(4, 9, 9)
    assert beginning([(1, True), (2, True), *[(40, False)] * 8]).words == "under half have begun"
    assert beginning([(1, True), *[(0, False)] * 8, (2, True), (3, True)]).days == 2, "who just came says nothing yet"
    assert beginning([(1, True)] * 4).words == "too few people"
