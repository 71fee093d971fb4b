"""The picture of the plan: what it draws of each row, and how wide its days are."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from planner.db import transaction
from planner.rollouts.playbook_service import take_copy
from planner.schedule import queries, service
from planner.schedule.chart import FITTING, PIXELS, Zoom
from planner.schedule.states import Kind, TaskFacts
from tests.builders import make_wave
from tests.conftest import NOW
from tests.page import Page, text_of
from tests.personas import Cast
from tests.schedule.samples import SMALL

TODAY = date(2026, 1, 2)


@pytest.fixture
def small(cast: Cast) -> Cast:
    """The cast with two waves, whose gates hold everything but the first phase."""
    make_wave(cast.rollout, 1)
    make_wave(cast.rollout, 2)
    with transaction():
        take_copy(cast.rollout.id, SMALL, NOW)
        service.prepare(cast.rollout, SMALL, TODAY)
    return cast


def rows(cast: Cast) -> list[TaskFacts]:
    plan = queries.current_plan(cast.rollout.id)
    assert plan
    return queries.rows_of(plan.id)


def draw(page: Page, cast: Cast, **asked: str) -> Any:
    where: dict[str, Any] = {"rollout_id": cast.rollout.id, "as_": cast.manager, **asked}
    return page.get("schedule.timeline", **where)


def bars(tree: Any) -> Mapping[int, Any]:
    """What is drawn of each row, by the number of the row."""
    return {int(bar.get("id")[4:]): bar for bar in tree.cssselect(".timeline-picture .g-bars > g")}


def drawn_with(tree: Any, part: str) -> set[int]:
    """The rows that have a certain sign."""
    return {row for row, bar in bars(tree).items() if bar.cssselect(part)}


def number(element: Any, name: str) -> float:
    return float(element.get(name))


def test_progress_fills_a_bar_as_far_as_the_work_is(page: Page, small: Cast) -> None:
    ask = next(row for row in rows(small) if row.name == "Ask")
    where: dict[str, Any] = {"rollout_id": small.rollout.id, "task_id": ask.id, "as_": small.manager}
    form: Any = page.get("schedule.edit_task", **where).cssselect("main form.form")[0]
    values = {key: value for key, value in form.form_values() if key != "csrf_token"}
    assert drawn_with(draw(page, small), ".g-done") == set()
    page.post("schedule.edit_task", values | {"percent": "25"}, **where)
    tree = draw(page, small, zoom="day")
    assert drawn_with(tree, ".g-done") == {ask.id}
    bar = bars(tree)[ask.id]
    (done,), (whole,) = bar.cssselect("rect.g-done"), bar.cssselect("rect.g-bar")
    assert number(done, "width") == number(whole, "width") / 4
    assert done.get("x") == whole.get("x")


def test_slack_reaches_from_the_end_of_a_bar_to_the_day_it_may_slip_to(page: Page, small: Cast) -> None:
    tree = draw(page, small, zoom="day")
    loose = {row.id for row in rows(small) if row.kind is not Kind.SUMMARY and not row.critical}
    assert loose
    assert drawn_with(tree, ".g-slack") == loose
    for row in rows(small):
        if row.id in loose and row.kind is Kind.TASK:
            bar = bars(tree)[row.id]
            (path,), (rect,) = bar.cssselect("path.g-slack"), bar.cssselect("rect.g-bar")
            assert row.late_finish
            assert row.last_day
            room = (row.late_finish.date() - row.last_day).days * PIXELS[Zoom.DAY]
            found = re.fullmatch(r"M([\d.]+) [\d.]+h([\d.]+)m.*", path.get("d"))
            assert found
            assert float(found[1]) == number(rect, "x") + number(rect, "width")
            assert float(found[2]) == room > 0


def test_gates_are_named_and_what_they_hold_is_dashed_and_marked(page: Page, small: Cast) -> None:
    tree = draw(page, small)
    assert drawn_with(tree, "text.g-gate") == {row.id for row in rows(small) if row.name.startswith("Gate:")}
    tasks = {row.id: row.name for row in rows(small) if row.kind is Kind.TASK}
    held = drawn_with(tree, "rect.g-held")
    assert {tasks[row] for row in tasks.keys() - held} == {"Ask", "Sign"}
    assert held <= tasks.keys()
    assert "held by a gate: dashed" in text_of(tree.cssselect(".chart-key")[0])
    for row in held:
        (mark,) = tree.cssselect(f"#row-{row} a.held-mark")
        assert text_of(mark) == f"Held by a gate: {tasks[row]}"


def test_waves_are_summaries_of_their_own_and_can_be_looked_at_alone(page: Page, small: Cast) -> None:
    waves = {row.id: row.wave for row in rows(small)}
    tree = draw(page, small)
    for wave in (1, 2):
        heads = {row.id for row in rows(small) if row.kind is Kind.SUMMARY and row.name.endswith(f"Wave {wave}")}
        assert heads
        assert heads <= drawn_with(tree, "polygon.g-summary")
        assert {waves[row] for row in heads} == {wave}
        alone = draw(page, small, wave=str(wave))
        assert {waves[row] for row in bars(alone) if waves[row] is not None} == {wave}
        assert {row for row in waves if waves[row] == wave} <= bars(alone).keys()


@pytest.mark.parametrize("zoom", list(Zoom))
def test_a_day_is_as_wide_as_was_asked_for(page: Page, small: Cast, zoom: Zoom) -> None:
    tree = draw(page, small, zoom=zoom.value)
    (picture,) = tree.cssselect(".timeline-picture")
    scale, width = number(picture, "data-scale"), number(picture.cssselect("svg")[0], "width")
    if zoom is Zoom.FIT:
        assert FITTING - width / scale < width <= FITTING, "all of it, in the place that the page has"
    else:
        assert scale == PIXELS[zoom]
    spans = {row.id: (row.first_day, row.last_day) for row in rows(small) if row.kind is Kind.TASK}
    begins = {}
    for row, (first, last) in spans.items():
        (rect,) = bars(tree)[row].cssselect("rect.g-bar")
        assert first
        assert last
        assert number(rect, "width") == max(((last - first).days + 1) * scale, 4)
        begins[row] = number(rect, "x") - (first - TODAY).days * scale
    assert len(set(begins.values())) == 1, "each bar begins at its day"
    (chosen,) = tree.cssselect(".zoom a[aria-current]")
    assert f"zoom={zoom.value}" in chosen.get("href")


@pytest.mark.parametrize(
    ("zoom", "words"),
    [
        (Zoom.DAY, ["Jan 2026", "Feb 2026", "5", "12", "19", "26", "2", "9", "16", "23"]),
        (Zoom.WEEK, ["Jan 2026", "Feb 2026", "5", "12", "19", "26", "2", "9", "16", "23"]),
        (Zoom.MONTH, ["Jan 2026", "Feb 2026"]),
        (Zoom.QUARTER, ["2026", "Feb"]),
    ],
)
def test_the_head_says_weeks_or_months_and_always_the_year(
    page: Page, small: Cast, zoom: Zoom, words: list[str]
) -> None:
    tree = draw(page, small, zoom=zoom.value)
    found = [text_of(each) for each in tree.cssselect(".g-head text")]
    assert sorted(each for each in found if each) == sorted(words)
