"""The P80 of go-lives as a live figure: kept by the background, never simulated on a page."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from planner.db import db, transaction
from planner.playbook.facts import Per
from planner.queue import run_waiting
from planner.rollouts import queries as rollouts
from planner.rollouts.figures_service import Figure, Question, ask
from planner.rollouts.playbook_service import take_copy
from planner.rollouts.stages import Stage
from planner.schedule import outlook_service, queries, service
from planner.schedule.drafts import EstimateDraft
from planner.schedule.models import PlanTask
from planner.schedule.outlook import days_late, latest
from planner.schedule.outlook_models import PlanOutlook
from tests.builders import make_wave
from tests.conftest import NOW
from tests.personas import Cast
from tests.schedule.samples import SMALL

TODAY = NOW.date()
NAME = "plan.golive_p80_days_late"
MONDAY = date(2026, 5, 4)


def test_a_wave_is_in_time_when_it_is_live_before_the_promised_day() -> None:
    assert days_late(date(2026, 5, 3), MONDAY) == 0
    assert days_late(date(2026, 5, 1), MONDAY) == -2
    assert days_late(MONDAY, MONDAY) == 1


def test_of_several_waves_the_latest_counts_and_one_without_a_promise_none() -> None:
    p80 = {1: date(2026, 5, 1), 2: date(2026, 6, 8), 3: date(2026, 9, 1)}
    promised = {1: MONDAY, 2: date(2026, 6, 1), 4: date(2026, 7, 1)}
    assert latest(p80, promised, [1, 2, 3, 4]) == (8, 2)
    assert latest(p80, promised, [1]) == (-2, 1)
    assert latest(p80, promised, [3, 4]) is None


def figure(cast: Cast, wave: int | None = None, today: date = TODAY) -> Figure:
    return ask(Question(cast.rollout, today, wave), {NAME}, Per.WAVE)[NAME]


def task_of(cast: Cast, name: str, wave: int) -> PlanTask:
    plan = queries.current_plan(cast.rollout.id)
    assert plan
    rows = queries.rows_of(plan.id)
    return queries.task(cast.rollout.id, next(row.id for row in rows if (row.name, row.wave) == (name, wave)))


@pytest.fixture
def planned(cast: Cast) -> Cast:
    """A running rollout with a plan of two waves, whose hand-overs say that the wave is live."""
    make_wave(cast.rollout, 1, date(2026, 7, 1))
    make_wave(cast.rollout, 2, date(2026, 3, 9))
    with transaction():
        cast.rollout.stage = Stage.RUNNING
        take_copy(cast.rollout.id, SMALL, NOW)
        service.prepare(cast.rollout, SMALL, TODAY)
    with transaction():
        for wave in (1, 2):
            task_of(cast, "Hand over", wave).name = "Everybody is live"
    return cast


def rounds(at: datetime = NOW) -> int:
    """What the background does each minute; how many plans were asked for."""
    with transaction():
        asked = outlook_service.ask_for_due(at)
    run_waiting(at)
    return asked


def test_the_figure_is_known_once_the_background_has_simulated(planned: Cast) -> None:
    assert figure(planned).value is None
    assert "simulated again in the background" in figure(planned).source
    assert rounds() == 1
    late, early = figure(planned, 2), figure(planned, 1)
    assert late.value is not None
    assert late.value > 0 > (early.value or 0)
    assert figure(planned).value == late.value, "of the whole rollout the latest wave counts"
    assert late.as_of == TODAY
    plan = queries.current_plan(planned.rollout.id)
    assert plan
    p80 = date.fromisoformat(db.session.get_one(PlanOutlook, plan.id).go_lives["2"])
    assert late.value == (p80 - date(2026, 3, 8)).days
    assert late.source == f"Simulated on 2026-03-02: wave 2 is live by {p80} in 80 of 100 runs"


def test_a_new_promise_counts_at_once(planned: Cast) -> None:
    rounds()
    before = figure(planned, 2).value
    assert before is not None
    with transaction():
        rollouts.waves(planned.rollout.id)[1].go_live = date(2026, 3, 9) + timedelta(days=10)
    assert figure(planned, 2).value == before - 10


def test_what_was_said_of_the_plan_before_a_change_is_not_said_of_it_after(planned: Cast) -> None:
    rounds()
    before = figure(planned, 2).value
    assert before is not None
    lengthen(planned, at=NOW)
    assert figure(planned, 2).value is None
    assert rounds(NOW + timedelta(minutes=1)) == 0, "somebody is still at work on the plan"
    assert figure(planned, 2).value is None
    assert rounds(NOW + outlook_service.QUIET) == 1
    after = figure(planned, 2).value
    assert after is not None
    assert after > before


def lengthen(cast: Cast, at: datetime) -> None:
    """Somebody expects the help after the go-live of wave 2 to take much longer."""
    task = task_of(cast, "Help", 2)
    draft = replace(service.stored_draft(task), estimate=EstimateDraft(30, 40, 90))
    with transaction():
        service.edit_task(task, draft, task.version, cast.rollout.id, today=TODAY, by=cast.manager, at=at)


def test_a_plan_is_asked_for_once_and_again_the_next_day_or_when_its_simulation_was_lost(planned: Cast) -> None:
    with transaction():
        assert outlook_service.ask_for_due(NOW) == 1
    with transaction():
        assert outlook_service.ask_for_due(NOW + timedelta(minutes=1)) == 0, "it is on its way"
    with transaction():
        assert outlook_service.ask_for_due(NOW + outlook_service.PATIENCE) == 1, "it was lost"
    run_waiting(NOW)
    assert rounds(NOW + timedelta(hours=1)) == 0
    assert rounds(NOW + timedelta(days=1)) == 1


@pytest.mark.parametrize("why", ["closed", "not promised"])
def test_no_plan_is_simulated_for_nothing(planned: Cast, why: str) -> None:
    with transaction():
        if why == "closed":
            planned.rollout.stage = Stage.CLOSED
        for wave in rollouts.waves(planned.rollout.id):
            wave.go_live = None if why == "not promised" else wave.go_live
    assert rounds() == 0


def test_what_is_too_old_is_said_to_be_out_of_date(planned: Cast) -> None:
    rounds()
    assert figure(planned, 1, TODAY + timedelta(days=7)).value is not None
    old = figure(planned, 1, TODAY + timedelta(days=8))
    assert old.value is None
    assert old.source.startswith("Out of date: Simulated on 2026-03-02")
    assert old.source.endswith("such a figure counts for 7 days")


def test_why_nothing_can_be_said_is_told(planned: Cast) -> None:
    with transaction():
        for wave in (1, 2):
            task_of(planned, "Everybody is live", wave).name = "Hand over"
    rounds()
    assert figure(planned).source == "No milestone of the plan says that the wave is live"
    assert figure(planned, 3).source == "No go-live is promised that is still to come"
    assert figure(planned, today=date(2026, 8, 1)).source == "No go-live is promised that is still to come"


def test_the_tasks_a_gate_waits_for_are_counted_and_named(planned: Cast) -> None:
    def at(gate: str) -> Figure:
        question = Question(planned.rollout, TODAY, gate=gate)
        return ask(question, {"plan.open_must_tasks"}, Per.GATE)["plan.open_must_tasks"]

    assert at("train-exit@1").value == Decimal(2)
    assert at("train-exit@1").about == ("Prepare", "Teach")
    task = task_of(planned, "Prepare", 1)
    with transaction():
        task.percent = 100
    assert at("train-exit@1").about == ("Teach",)
    assert at("train-exit@2").value == Decimal(2)
    assert at("no-such-gate").value is None
