"""A plan made ready for simulation: what is certain, what is open, and what the answer says of it."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from scipy import stats

from planner.cli import planner
from planner.schedule.critical_path import scheduled
from planner.schedule.file_network import network_of
from planner.schedule.importing import read_plan_file
from planner.schedule.network import Activity, Link, Network
from planner.schedule.project_file import Constraint, LinkType
from planner.schedule.risk import Asked, Risk, path_alone, risk_of
from planner.schedule.risk_model import Known, Model, model_of
from planner.schedule.risk_values import read, written
from planner.schedule.sampling import Distribution
from planner.schedule.simulation import Settings, finishes
from planner.schedule.three_point import Estimate
from tests.schedule.files import project, task

DAY = 8 * 3600
MONDAY = datetime(2026, 3, 2, 8)


def net(*activities: Activity) -> Network:
    return Network(MONDAY, activities)


def work(uid: int, days: int = 5, after: Sequence[int | Link] = (), **more: Any) -> Activity:
    links = tuple(each if isinstance(each, Link) else Link(each) for each in after)
    return Activity(uid, f"Task {uid}", duration=days * DAY, links=links, **more)


def days(low: float, likely: float, high: float) -> Estimate:
    return Estimate(low * DAY, likely * DAY, high * DAY)


def estimate(model: Model, row: int) -> Estimate:
    return model.activities[model.place[row]].estimate


def asked(model: Model, row: int, planned: datetime | None = None) -> Asked:
    return Asked(row, model.place[row], planned)


def test_plans_with_known_answers_keep_their_dates(shared_data: Path) -> None:
    """With likely durations the model ends every task where the schedule does, whatever its calendar and links."""
    apart = {}
    for path in sorted((shared_data / "mspdi").glob("*.input.xml")):
        plan = read_plan_file(path).plan
        assert plan
        network = network_of(plan)
        schedule, model = scheduled(network), model_of(network, Known())
        done = finishes(model.activities, [round(each.estimate.likely) for each in model.activities])
        moved = [
            row
            for row, place in model.place.items()
            if model.time.work_at(int(schedule.finish[row])) - model.origin != done[place]
        ]
        if moved:
            apart[path.name] = moved
    assert set(apart) <= {"slack9.input.xml"}, "there, one task is pulled before what it waits for by a must-date"
    assert len(apart.get("slack9.input.xml", [])) <= 1


def test_done_work_is_certain_and_only_the_rest_of_begun_work_is_open() -> None:
    tuesday = datetime(2026, 3, 3, 8)
    network = net(
        work(1, 4, actual_start=MONDAY, actual_finish=datetime(2026, 3, 5, 17), percent=100),
        work(2, 10, actual_start=tuesday, percent=60, remaining=4 * DAY),
        work(3, 5, after=[2]),
    )
    known = Known(dict.fromkeys(range(3), days(5, 10, 20)))
    model = model_of(network, known)
    assert estimate(model, 0) == Estimate.fixed(4 * DAY)
    assert estimate(model, 1) == days(8, 10, 14)
    assert model.activities[model.place[1]].floor == DAY
    assert estimate(model, 2) == days(5, 10, 20)


def test_open_work_lies_after_today() -> None:
    today = datetime(2026, 3, 16)
    network = net(work(1, 10, actual_start=MONDAY, percent=50), work(2, 5), work(3, 5, after=[2]))
    model = model_of(network, Known(now=today))
    assert estimate(model, 0).optimistic == (10 + 4) * DAY, "the rest begins today"
    assert model.activities[model.place[1]].floor == 10 * DAY


def test_a_gap_that_the_plan_keeps_on_purpose_is_kept() -> None:
    network = net(work(1), work(2, after=[1]), work(3, after=[2]))
    planned = {0: MONDAY, 1: datetime(2026, 3, 16, 8), 2: datetime(2026, 3, 23, 8)}
    model = model_of(network, Known(planned=planned))
    assert [model.activities[model.place[row]].floor for row in range(3)] == [0, 10 * DAY, 0]


def test_constraints_are_floors_and_deadlines_move_nothing() -> None:
    when = datetime(2026, 3, 16, 8)
    network = net(
        work(1, 1),
        work(2, after=[1], constraint=Constraint.START_NO_EARLIER_THAN, constraint_date=when),
        work(3, after=[1], constraint=Constraint.FINISH_NO_EARLIER_THAN, constraint_date=datetime(2026, 3, 20, 17)),
        work(4, after=[1], deadline=when),
        work(5, 3, constraint=Constraint.MUST_START_ON, constraint_date=when),
    )
    model = model_of(network, Known())
    done = finishes(model.activities, [round(each.estimate.likely) for each in model.activities])
    assert [done[model.place[row]] // DAY for row in range(5)] == [1, 15, 15, 6, 13]


def test_a_summary_dated_by_hand_is_certain_and_not_listed() -> None:
    promised: dict[str, Any] = {"manual": True, "start": datetime(2026, 3, 9, 8), "finish": datetime(2026, 3, 13, 17)}
    network = net(Activity(1, "Part", **promised), work(2, 2, level=2), work(3, 1, after=[1]))
    model = model_of(network, Known())
    assert sorted(model.place) == [1, 2]
    done = finishes(model.activities, [round(each.estimate.pessimistic) for each in model.activities])
    assert [done[model.place[row]] / DAY for row in (1, 2)] == [3, 11.5]


def test_summaries_pass_links_on() -> None:
    network = net(
        work(1, 3),
        Activity(2, "Part", links=(Link(1),)),
        work(3, 2, level=2),
        work(4, 4, level=2),
        work(5, 1, after=[2]),
    )
    model = model_of(network, Known())
    done = finishes(model.activities, [round(each.estimate.likely) for each in model.activities])
    assert done[model.place[4]] == 8 * DAY


def test_rows_without_an_estimate_get_the_usual_spread_and_are_counted() -> None:
    model = model_of(net(work(1), work(2), work(3, 0, milestone=True)), Known({0: days(1, 2, 3)}))
    assert estimate(model, 0) == days(1, 2, 3)
    assert estimate(model, 1) == days(4, 5, 7.5)
    assert model.guessed == 1


def parallel() -> tuple[Model, Risk]:
    """Two equal paths of two tasks that meet in a milestone."""
    network = net(
        work(1, 10),
        work(2, 10, after=[1]),
        work(3, 10),
        work(4, 10, after=[3]),
        work(5, 0, after=[2, 4], milestone=True),
    )
    model = model_of(network, Known(dict.fromkeys(range(4), days(5, 10, 20))))
    end = asked(model, 4, datetime(2026, 3, 27, 17))
    return model, risk_of(model, Settings(4000), end, [end, asked(model, 1)])


def test_where_paths_meet_the_critical_path_alone_is_optimistic() -> None:
    model, risk = parallel()
    assert risk.alone.behind_p50 > 0.5 * DAY
    assert risk.alone.behind_p80 > 0.3 * DAY
    assert risk.alone.chance < 0.4
    expected, variance = path_alone(model.activities, Distribution.BETA_PERT, model.place[4])
    assert expected == pytest.approx(2 * (5 + 40 + 20) / 6 * DAY, rel=1e-4)
    assert variance == pytest.approx(2 * float(stats.beta(7 / 3, 11 / 3).var()) * (15 * DAY) ** 2, rel=0.01)


def test_the_answer_is_whole_and_in_order() -> None:
    _, risk = parallel()
    assert risk.end == risk.judged[0]
    dates = list(risk.end.dates.values())
    assert dates == sorted(dates)
    assert risk.end.chance == pytest.approx(0.12, abs=0.03), "two paths, each in time in about a third of the runs"
    assert risk.bars[-1].until == pytest.approx(1, abs=1e-3)
    assert sum(bar.share for bar in risk.bars) == pytest.approx(1, abs=0.01)
    assert risk.bars[0].first <= dates[0] <= risk.bars[-1].last + timedelta(days=1)
    assert {each.activity for each in risk.drivers} == {0, 1, 2, 3}
    assert risk.critical[0] == risk.critical[1]
    assert risk.critical[0] + risk.critical[2] == pytest.approx(1, abs=0.01)


def test_an_answer_is_read_as_it_was_written() -> None:
    _, risk = parallel()
    assert read(written(risk, 3)) == (risk, 3)
    for other in ('{"version": 0}', "[]", "nonsense", '{"version": 1}'):
        with pytest.raises((ValueError, KeyError, AttributeError)):
            read(other)


def test_a_date_that_nothing_can_move_is_certain() -> None:
    network = net(work(1, 3, actual_start=MONDAY, actual_finish=datetime(2026, 3, 4, 17), percent=100))
    model = model_of(network, Known())
    risk = risk_of(model, Settings(50), asked(model, 0, datetime(2026, 3, 4, 17)), [])
    assert set(risk.end.dates.values()) == {datetime(2026, 3, 4, 17)}
    assert (risk.end.chance, risk.drivers, risk.alone.behind_p80) == (1, (), 0)


def test_the_command_answers_for_a_project_file(tmp_path: Path) -> None:
    path = tmp_path / "plan.xml"
    start: dict[str, Any] = {"Start": "2026-03-02T08:00:00", "Finish": "2026-03-02T17:00:00"}
    path.write_bytes(
        project(
            task(1, "Write", **start),
            task(2, "Check", after=[1]),
            task(3, "Done", after=[2], Milestone=1, Duration="PT0H0M0S"),
        )
    )

    def answer(*more: str) -> dict[str, Any]:
        result = CliRunner().invoke(planner, ["schedule", "simulate", str(path), "--json", "--samples", "500", *more])
        assert result.exit_code == 0, result.output
        found: dict[str, Any] = json.loads(result.stdout)
        return found

    found = answer()
    assert [row["uid"] for row in found["milestones"]] == [3]
    assert found["milestones"][0]["planned"] == "2026-03-03T17:00"
    assert found["milestones"][0]["p10"] < found["milestones"][0]["p90"]
    assert found["criticality"] == {"1": 1, "2": 1, "3": 1}
    assert {row["uid"] for row in found["drivers"]} == {1, 2}
    assert "2 tasks have no three-point estimate" in " ".join(found["warnings"])
    assert answer() == found
    assert answer("--seed", "2") != found
    assert answer("--distribution", "triangular", "--correlation", "0.5") != found
    result = CliRunner().invoke(planner, ["schedule", "simulate", str(path), "--samples", "200"])
    assert "P80  Done" in result.output


@pytest.mark.parametrize("content", [project(task(1, after=[2]), task(2, after=[1])), b"PK\x03\x04", b"", b"<a/>"])
def test_a_file_that_is_no_plan_is_refused_in_a_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "plan.xml"
    path.write_bytes(content)
    result = CliRunner().invoke(planner, ["schedule", "simulate", str(path), "--json"])
    assert result.exit_code == 1
    found = json.loads(result.stdout)
    assert found["accepted"] is False
    assert all(error["where"] and error["message"].endswith(".") for error in found["errors"])
    plain = CliRunner().invoke(planner, ["schedule", "simulate", str(path)])
    assert (plain.exit_code, plain.stdout) == (1, "")
    assert found["errors"][0]["message"] in plain.stderr


def test_links_from_starts_are_kept() -> None:
    network = net(work(1, 5), work(2, 5, after=[Link(1, LinkType.START_START, 2 * DAY)]))
    model = model_of(network, Known())
    tie = model.activities[model.place[1]].ties[0]
    assert (tie.from_start, tie.to_finish, tie.lag) == (True, False, 2 * DAY)


def test_work_as_late_as_possible_begins_on_its_planned_day_in_every_run_and_so_has_no_slack() -> None:
    late = work(2, 1, constraint=Constraint.AS_LATE_AS_POSSIBLE)
    network = net(work(1, 5), late, work(3, 0, after=[1, 2]))
    known = Known({0: days(5, 5, 5), 1: days(1, 1, 3)})
    model = model_of(network, known)
    done = finishes(model.activities, [round(each.estimate.likely) for each in model.activities])
    assert [done[model.place[row]] // DAY for row in range(3)] == [5, 5, 5]
    end = risk_of(model, Settings(500), asked(model, 2), []).end
    assert end.dates[50] > datetime(2026, 3, 6, 17)
    soon = model_of(net(work(1, 5), work(2, 1), work(3, 0, after=[1, 2])), known)
    assert risk_of(soon, Settings(500), asked(soon, 2), []).end.dates[90] == datetime(2026, 3, 6, 17)
