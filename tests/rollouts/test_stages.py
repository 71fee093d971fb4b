"""The life of a rollout: which steps are open, and what is in their way."""

from datetime import date

import pytest

from planner.rollouts.stages import Stage, Standing, steps

TODAY = date(2026, 3, 2)
PAST, FUTURE = date(2026, 3, 2), date(2026, 3, 3)


def open_steps(stage: Stage, sponsors: int = 1, *go_lives: date | None) -> dict[Stage, tuple[bool, bool]]:
    found = steps(Standing(stage, sponsors, go_lives), TODAY)
    return {step.to: (not step.obstacles, step.needs_reason) for step in found}


def test_a_draft_starts_with_a_sponsor_and_a_date() -> None:
    assert open_steps(Stage.DRAFT, 1, FUTURE)[Stage.RUNNING] == (True, False)
    assert open_steps(Stage.DRAFT, 0, FUTURE)[Stage.RUNNING] == (False, False)
    assert open_steps(Stage.DRAFT, 1, None)[Stage.RUNNING] == (False, False)


@pytest.mark.parametrize(("day", "free"), [(PAST, True), (FUTURE, False), (None, False)])
def test_live_from_the_first_go_live_day_on(day: date | None, *, free: bool) -> None:
    assert open_steps(Stage.RUNNING, 1, day)[Stage.LIVE] == (free, False)


def test_closing_early_asks_for_a_reason() -> None:
    assert open_steps(Stage.LIVE, 1, PAST, FUTURE) == {Stage.CLOSED: (True, True)}
    assert open_steps(Stage.LIVE, 1, PAST, None) == {Stage.CLOSED: (True, True)}
    assert open_steps(Stage.LIVE, 1, PAST) == {Stage.CLOSED: (True, False)}
    assert open_steps(Stage.RUNNING, 1, PAST)[Stage.CLOSED] == (True, True)


def test_a_closed_rollout_opens_again_with_a_reason() -> None:
    assert open_steps(Stage.CLOSED) == {Stage.RUNNING: (True, True)}


def test_every_obstacle_is_a_sentence() -> None:
    found = steps(Standing(Stage.DRAFT, 0, ()), TODAY)
    assert [obstacle for step in found for obstacle in step.obstacles] == [
        "No sponsor is named among the people.",
        "No wave has a go-live date.",
    ]
    assert {stage.words for stage in Stage} == {"Draft", "Running", "Live", "Closed"}
