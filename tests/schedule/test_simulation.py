"""Many runs of small networks against a slow calculation that tries each run by itself."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from scipy import stats

from planner.schedule import simulation
from planner.schedule.outcome import chance, counts, drivers, percentile, percentiles
from planner.schedule.sampling import Distribution, Draws, table_of
from planner.schedule.simulation import Activity, Settings, Tie, finishes, simulate
from planner.schedule.three_point import Estimate


@some.composite
def networks(draw: some.DrawFn) -> list[Activity]:
    activities = []
    for number in range(draw(some.integers(1, 9))):
        low, likely, high = sorted(draw(some.lists(some.integers(0, 40), min_size=3, max_size=3)))
        before = draw(some.lists(some.integers(0, number - 1), max_size=3)) if number else []
        ties = tuple(
            Tie(each, draw(some.integers(-5, 5)), draw(some.booleans()), draw(some.booleans())) for each in before
        )
        floor = draw(some.sampled_from([0, 0, 0, 30]))
        activities.append(Activity(Estimate(low, likely, high), ties, floor, key=number, team=number % 2))
    return activities


def drawn(activities: list[Activity], setting: Settings) -> list[list[int]]:
    """The durations of each run."""
    luck = Draws(setting.seed, [a.key for a in activities], [a.team for a in activities], setting.correlation)
    luck.begin(setting.samples)
    columns = [
        table_of(activity.estimate, setting.distribution).take(luck.slices(task, setting.samples)).tolist()
        for task, activity in enumerate(activities)
    ]
    return [list(run) for run in zip(*columns, strict=True)]


def without_slack(activities: list[Activity], durations: list[int], target: int | None) -> set[int]:
    """A task is critical when the end comes later as soon as the task starts later, found by trying."""

    def end(plan: list[Activity]) -> int:
        done = finishes(plan, durations)
        return max(done) if target is None else done[target]

    starts = [done - length for done, length in zip(finishes(activities, durations), durations, strict=True)]
    found = set()
    for task, activity in enumerate(activities):
        later = list(activities)
        later[task] = Activity(activity.estimate, activity.ties, starts[task] + 1, activity.key)
        if end(later) > end(activities):
            found.add(task)
    return found


@settings(max_examples=80)
@given(networks(), some.sampled_from(Distribution), some.sampled_from([0.0, 0.5]), some.booleans())
def test_runs_and_criticality_are_those_of_the_slow_way(
    activities: list[Activity], distribution: Distribution, correlation: float, aimed: bool
) -> None:
    setting = Settings(24, 5, distribution, correlation)
    target = len(activities) - 1 if aimed else None
    watched = range(len(activities))
    runs = simulate(activities, setting, watched, target)
    all_durations = drawn(activities, setting)
    for run, durations in enumerate(all_durations):
        assert runs.watched[:, run].tolist() == finishes(activities, durations)
    hits = [without_slack(activities, durations, target) for durations in all_durations]
    shares = [sum(task in hit for hit in hits) / len(hits) for task in watched]
    assert runs.criticality.tolist() == shares


@settings(max_examples=20)
@given(networks())
def test_blocks_do_not_change_the_answer(activities: list[Activity]) -> None:
    whole = simulate(activities, Settings(300, 3))
    usual = simulation.BUDGET
    simulation.BUDGET = 1
    try:
        cut = simulate(activities, Settings(300, 3))
    finally:
        simulation.BUDGET = usual
    assert (whole.ends == cut.ends).all()
    assert (whole.criticality == cut.criticality).all()
    assert np.allclose(whole.slope, cut.slope, atol=1e-6)


def test_the_same_seed_gives_the_same_answer_and_another_seed_another() -> None:
    plan = [Activity(Estimate(10, 20, 60), key=1), Activity(Estimate(10, 30, 50), (Tie(0),), key=2)]
    first, again, other = (simulate(plan, Settings(500, seed)).ends for seed in (1, 1, 2))
    assert (first == again).all()
    assert (first != other).any()


@settings(max_examples=40)
@given(networks())
def test_percentiles_rise(activities: list[Activity]) -> None:
    found = percentiles(simulate(activities, Settings(200)).ends)
    assert found[10] <= found[50] <= found[80] <= found[90]


@settings(max_examples=20)
@given(some.lists(some.lists(some.integers(0, 4000), min_size=3, max_size=3), min_size=2, max_size=5))
def test_parallel_paths_end_later_than_the_longest_expected_one(rows: list[list[int]]) -> None:
    """Merge bias: the mean of the latest is never before the latest of the means."""
    estimates = [Estimate(*sorted(row)) for row in rows]
    plan = [Activity(each, key=number) for number, each in enumerate(estimates)]
    runs = simulate(plan, Settings(4000))
    longest = max(each.expected for each in estimates)
    noise = 5 * max(each.spread for each in estimates) / 4000**0.5
    assert runs.ends.mean() >= longest - noise - 1


def test_correlation_within_a_team_widens_a_chain() -> None:
    plan = [Activity(Estimate(10, 20, 60), (Tie(n - 1),) if n else (), key=n, team=1) for n in range(12)]
    loose, tight = (simulate(plan, Settings(4000, 1, correlation=r)).ends.std() for r in (0.0, 0.6))
    assert tight > 1.8 * loose


def test_long_plans_are_counted_in_wider_numbers() -> None:
    century = 3_000_000_000
    plan = [Activity(Estimate(1, century, 2 * century)), Activity(Estimate.fixed(5), (Tie(0),))]
    runs = simulate(plan, Settings(100))
    assert runs.ends.max() > 2**31
    assert runs.criticality.tolist() == [1, 1]


def test_done_work_is_never_a_driver_and_the_strongest_comes_first() -> None:
    plan = [
        Activity(Estimate.fixed(100), key=0),
        Activity(Estimate(10, 20, 90), (Tie(0),), key=1),
        Activity(Estimate(10, 20, 30), (Tie(1),), key=2),
        Activity(Estimate(1, 2, 3), key=3),
    ]
    runs = simulate(plan, Settings(4000))
    found = drivers(plan, runs, Distribution.BETA_PERT)
    assert [each.activity for each in found] == [1, 2]
    assert found[0].early < 0 < found[0].late
    assert found[0].late == pytest.approx(10 + 80 * stats.beta.ppf(0.9, 1.5, 4.5) - 30, abs=1.5)


def test_what_cannot_be_simulated_is_refused_in_words() -> None:
    work = Activity(Estimate.fixed(1))
    for plan, setting, words in (
        ([], Settings(), "nothing to simulate"),
        ([work], Settings(samples=0), "one run"),
        ([work], Settings(seed=-1), "seed"),
        ([work], Settings(correlation=1.0), "correlation"),
        ([Activity(Estimate.fixed(1), (Tie(0),))], Settings(), "follow"),
    ):
        with pytest.raises(ValueError, match=words):
            simulate(plan, setting)


def test_more_dates_than_fit_into_memory_are_refused() -> None:
    with pytest.raises(ValueError, match="fewer runs"):
        simulate([Activity(Estimate.fixed(1))], Settings(samples=300_000_000), watched=[0])


def test_progress_is_told_block_by_block() -> None:
    told: list[int] = []
    simulate([Activity(Estimate(1, 2, 3))], Settings(50), progress=told.append)
    assert told == [50]


def test_figures_of_known_values() -> None:
    values = np.arange(1, 11)
    assert percentile(values, 80) == 8
    assert chance(values, 3) == 0.3
    assert counts(values, [0, 5, 10]) == (5, 5)
