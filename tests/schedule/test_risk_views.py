"""The page Risk of dates, what is kept of its answers, and estimates on the form of a task."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from planner.db import db, transaction
from planner.queue import Job, run_waiting
from planner.rollouts import queries as rollouts
from planner.rollouts.playbook_service import take_copy
from planner.schedule import queries, risk_service, service
from planner.schedule.drafts import EstimateDraft, TaskDraft
from planner.schedule.import_service import import_plan
from planner.schedule.importing import read_plan_bytes
from planner.schedule.risk import Risk
from planner.schedule.risk_plan import END, RiskRow, default_target, milestones
from planner.schedule.risk_service import Question, plan_in_use
from planner.schedule.simulation import Settings
from tests.builders import make_wave
from tests.conftest import NOW
from tests.page import Page, text_of
from tests.personas import Cast
from tests.schedule.files import project, task
from tests.schedule.samples import SMALL

TODAY = NOW.date()


@pytest.fixture
def planned(cast: Cast) -> Cast:
    """The cast with a plan from a playbook and two waves."""
    make_wave(cast.rollout, 1)
    make_wave(cast.rollout, 2)
    with transaction():
        take_copy(cast.rollout.id, SMALL, NOW)
        service.prepare(cast.rollout, SMALL, TODAY)
    return cast


def task_of(cast: Cast, name: str) -> Any:
    plan = queries.current_plan(cast.rollout.id)
    assert plan
    found = next(row for row in queries.rows_of(plan.id) if row.name == name)
    return queries.task(cast.rollout.id, found.id)


def test_every_member_sees_chances_and_a_stranger_nothing(page: Page, planned: Cast) -> None:
    for person in (planned.manager, planned.sponsor, planned.viewer):
        tree = page.get("schedule.risk", rollout_id=planned.rollout.id, as_=person)
        text = text_of(tree)
        assert "merge bias" in text
        assert "Every open task has one" in text
    page.get("schedule.risk", rollout_id=planned.rollout.id, as_=planned.stranger, status=404)


def test_the_page_names_gates_waves_and_the_end(page: Page, planned: Cast) -> None:
    tree = page.get("schedule.risk", rollout_id=planned.rollout.id, as_=planned.manager)
    judged = [text_of(each) for each in tree.cssselect("table.table tbody th")]
    assert judged[-3:] == ["End of wave 1", "End of wave 2", "End of the plan"]
    assert any("passed" in name for name in judged)
    assert len(tree.cssselect(".risk-bars")) == 2
    assert tree.cssselect("svg.risk-picture title")
    assert tree.cssselect("figure details table tbody tr"), "the numbers stand beside the picture"


TEAMS = 5


@pytest.fixture
def shown(page: Page, cast: Cast) -> tuple[list[RiskRow], Risk, Any]:
    """A plan in which teams that began at once wait for the last of them: its rows, its chances, and their page."""
    work = [task(number, f"Team {number}", Duration="PT160H0M0S") for number in range(1, TEAMS + 1)]
    content = project(*work, task(TEAMS + 1, "Go live", after=range(1, TEAMS + 1)),
                      more="<StartDate>2026-03-02T08:00:00</StartDate>")  # fmt: skip
    with transaction():
        import_plan(cast.rollout, read_plan_bytes(content), file_name="p.xml", sha256="a" * 64, by=None, at=NOW)
    tree = page.get("schedule.risk", rollout_id=cast.rollout.id, as_=cast.manager)
    found = plan_in_use(cast.rollout.id)
    assert found
    plan, rows, mark = found
    question = risk_service.question_of(2_000, 1, "beta_pert", 0.0, default_target(rows))
    told = risk_service.answer(plan, rows, mark, question, NOW, TODAY)
    assert told.risk
    return rows, told.risk, tree


def test_the_page_says_by_how_much_the_critical_path_alone_is_optimistic(shown: tuple[Any, Risk, Any]) -> None:
    _, risk, tree = shown
    behind = risk.alone.behind_p80 / (8 * 3600)
    assert behind > 0.5, "the latest of five teams counts"
    assert risk.alone.p80 < risk.end.dates[80]
    (told,) = [text_of(each) for each in tree.cssselect("main p") if "merge bias" in text_of(each)]
    assert told.startswith("The critical path alone is optimistic.")
    assert f"with a chance of 80 % by {risk.alone.p80:%-d %b %Y}" in told
    assert f"reached on {risk.end.dates[80]:%-d %b %Y}, {behind:.1f} working days later" in told
    assert f"only {round(100 * risk.alone.chance)} % of the runs are over by {risk.alone.expected:%-d %b %Y}" in told


def test_the_curve_rises_with_the_chances_that_stand_beside_it(shown: tuple[Any, Risk, Any]) -> None:
    _, risk, tree = shown
    (curve,) = tree.cssselect("svg.risk-picture path.c-line")
    points = [[float(part) for part in point.split()] for point in curve.get("d")[1:].split("L")]
    assert points[0] == [0, 100]
    assert points[-1] == [100, 0], "in the end all runs are over"
    assert points == sorted(points, key=lambda point: (point[0], -point[1]))
    told = [float(text_of(each).split()[0]) for each in tree.cssselect("figure details tbody td:last-child")]
    assert [100 - height for _, height in points[1:]] == pytest.approx(told, abs=0.06)
    assert [100 * bar.until for bar in risk.bars] == pytest.approx(told, abs=0.06)
    assert len(tree.cssselect("svg.risk-picture rect.c-mark-soft")) == len(risk.bars)


def test_the_page_says_how_often_each_task_is_critical(shown: tuple[list[RiskRow], Risk, Any]) -> None:
    rows, risk, tree = shown
    (table,) = tree.xpath("//section[h2 = 'How often a task is critical']//tbody")
    found = {text_of(line[0]): int(text_of(line[2]).split()[0]) for line in table}
    assert found == {rows[place].name: round(100 * share) for place, share in risk.critical.items()}
    assert found.pop("Go live") == 100
    assert len(found) == TEAMS
    assert all(10 < share < 30 for share in found.values()), "each team is the late one in about a fifth of the runs"
    indexes = [int(text_of(line[2]).split()[0]) for line in table]
    assert indexes == sorted(indexes, reverse=True)
    drawn = [float(line.cssselect("rect.c-mark")[0].get("width").rstrip("%")) for line in table]
    assert drawn == pytest.approx(indexes, abs=0.51)


def test_without_a_plan_the_page_says_what_to_do(page: Page, cast: Cast) -> None:
    tree = page.get("schedule.risk", rollout_id=cast.rollout.id, as_=cast.manager)
    assert tree.cssselect(".empty a.button")


def test_the_same_question_gets_the_same_answer_from_what_is_kept(
    app: Flask, page: Page, planned: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    where: dict[str, Any] = {"rollout_id": planned.rollout.id, "as_": planned.viewer, "samples": "300"}
    first = text_of(page.get("schedule.risk", **where))
    assert len(list(risk_service.folder().glob("*.json"))) == 1
    with monkeypatch.context() as patch:
        patch.setattr(risk_service, "risk_of", lambda *_: pytest.fail("computed anew"))
        assert text_of(page.get("schedule.risk", **where)) == first
    with transaction():
        stored = task_of(planned, "Sign")
        stored.pessimistic_days = 60
    assert text_of(page.get("schedule.risk", **where)) != first


def test_a_broken_file_among_the_kept_is_computed_anew(page: Page, planned: Cast) -> None:
    where: dict[str, Any] = {"rollout_id": planned.rollout.id, "as_": planned.viewer, "samples": "200"}
    first = text_of(page.get("schedule.risk", **where))
    for each in risk_service.folder().glob("*.json"):
        each.write_text("[1]", encoding="utf-8")
    assert text_of(page.get("schedule.risk", **where)) == first


@pytest.mark.parametrize(
    "asked",
    [{"samples": "5"}, {"samples": "many"}, {"distribution": "normal"}, {"correlation": "7"}, {"target": "999"}],
)
def test_what_cannot_be_asked_is_told_at_its_field(page: Page, planned: Cast, asked: dict[str, Any]) -> None:
    tree = page.get("schedule.risk", rollout_id=planned.rollout.id, as_=planned.viewer, status=422, **asked)
    assert tree.cssselect(".error-summary")
    assert tree.cssselect("[aria-invalid]")


def test_each_distribution_correlation_and_date_can_be_asked_for(page: Page, planned: Cast) -> None:
    more: dict[str, Any] = {
        "samples": "200",
        "distribution": "triangular",
        "correlation": "0.4",
        "target": "-102",
        "seed": "9",
    }
    text = text_of(page.get("schedule.risk", rollout_id=planned.rollout.id, as_=planned.viewer, **more))
    assert "200 runs with seed 9" in text


def test_a_long_simulation_runs_in_the_background_and_says_how_far_it_is(
    page: Page, planned: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(risk_service, "AT_ONCE", 0)
    where: dict[str, Any] = {"rollout_id": planned.rollout.id, "as_": planned.viewer, "samples": "400"}
    for _ in range(2):
        assert "0 of 400 runs" in text_of(page.get("schedule.risk", **where))
    assert db.session.query(Job).filter(Job.name == "schedule.risk").count() == 1, "asked twice, begun once"
    run_waiting(NOW)
    assert "merge bias" in text_of(page.get("schedule.risk", **where))
    assert not list(risk_service.folder().glob("*.progress"))


@pytest.mark.parametrize("at_once", [0, 10**9])
def test_a_plan_that_leaves_the_calendar_is_told_and_not_tried_for_ever(
    page: Page, planned: Cast, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    with transaction():
        stored = task_of(planned, "Improve")
        stored.optimistic_days = stored.likely_days = 2_000
        stored.pessimistic_days = 99_000_000
    monkeypatch.setattr(risk_service, "AT_ONCE", at_once)
    where: dict[str, Any] = {"rollout_id": planned.rollout.id, "as_": planned.viewer, "samples": "200"}
    page.get("schedule.risk", **where)
    run_waiting(NOW)
    text = text_of(page.get("schedule.risk", **where))
    assert "cannot be simulated" in text
    assert "1985 to 2115" in text


def test_an_imported_plan_without_estimates_says_so(page: Page, cast: Cast) -> None:
    dates: dict[str, Any] = {"Start": "2026-03-02T08:00:00", "Finish": "2026-03-02T17:00:00"}
    content = project(task(1, "Write", **dates), task(2, "Check", after=[1], **dates))
    with transaction():
        import_plan(cast.rollout, read_plan_bytes(content), file_name="p.xml", sha256="a" * 64, by=None, at=NOW)
    text = text_of(page.get("schedule.risk", rollout_id=cast.rollout.id, as_=cast.manager))
    assert "2 tasks have none: for them 80 % to 150 %" in text


def test_a_finished_plan_has_no_chart_and_no_drivers(page: Page, planned: Cast) -> None:
    with transaction():
        plan = queries.current_plan(planned.rollout.id)
        assert plan
        for row in queries.rows_of(plan.id):
            queries.task(planned.rollout.id, row.id).percent = 100
    tree = page.get("schedule.risk", rollout_id=planned.rollout.id, as_=planned.manager)
    assert "in every run" in text_of(tree)
    assert not tree.cssselect(".risk-bars")


def test_the_rollout_is_asked_for_its_go_live_first(planned: Cast) -> None:
    with transaction():
        task_of(planned, "Hand over").name = "Everybody is live"
        task_of(planned, "Gate: Care passed").finish = datetime(2026, 12, 1, 17)
    found = plan_in_use(planned.rollout.id)
    assert found
    plan, rows, mark = found
    assert rows[default_target(rows)].name == "Everybody is live"
    assert default_target([row for row in rows if "live" not in row.name]) == END
    assert all(rows[place].open_milestone for place in milestones(rows))
    told = risk_service.answer(plan, rows, mark, Question(Settings(100), default_target(rows)), NOW, TODAY)
    assert told.risk
    assert told.risk.end.dates[50] >= datetime(2026, 3, 2)


def test_a_promised_go_live_is_judged_by_the_morning_of_its_day(page: Page, planned: Cast) -> None:
    with transaction():
        task_of(planned, "Hand over").name = "Everybody is live"
        task_of(planned, "Gate: Care passed").finish = datetime(2026, 12, 1, 17)
    found = plan_in_use(planned.rollout.id)
    assert found
    plan, rows, mark = found
    place = default_target(rows)
    wave = next(each for each in rollouts.waves(planned.rollout.id) if each.number == rows[place].wave)
    told = risk_service.answer(plan, rows, mark, Question(Settings(400), place), NOW, TODAY)
    assert told.risk
    with transaction():
        wave.go_live = told.risk.end.dates[80].date() + timedelta(days=1)
    tree = page.get("schedule.risk", rollout_id=planned.rollout.id, as_=planned.viewer, samples="400")
    cells = next(row for row in tree.cssselect("table.table tbody tr") if "Promised go-live" in text_of(row[0]))
    assert 80 <= int(text_of(cells[2]).split()[0]) <= 92
    more: dict[str, Any] = {"samples": "400", "target": str(-10_000 - wave.number)}
    page.get("schedule.risk", rollout_id=planned.rollout.id, as_=planned.viewer, **more)


def test_estimates_are_edited_on_the_form_of_a_task(page: Page, planned: Cast) -> None:
    stored = task_of(planned, "Sign")
    where: dict[str, Any] = {"rollout_id": planned.rollout.id, "task_id": stored.id, "as_": planned.manager}
    tree = page.get("schedule.edit_task", **where)
    fields: list[Any] = [each for each in tree.cssselect("main form [name]") if each.get("name") != "csrf_token"]
    values = {each.get("name"): each.value or "" for each in fields}
    assert (values["optimistic_days"], values["likely_days"], values["pessimistic_days"]) == ("0", "1", "2")
    wrong = page.post("schedule.edit_task", values | {"optimistic_days": "4"}, status=422, **where)
    assert "longer than the likely one" in wrong.text
    half = page.post("schedule.edit_task", values | {"likely_days": ""}, status=422, **where)
    assert "all three" in half.text
    page.post("schedule.edit_task", values | {"optimistic_days": "1", "pessimistic_days": "9"}, **where)
    db.session.expire_all()
    stored = task_of(planned, "Sign")
    assert (stored.optimistic_days, stored.likely_days, stored.pessimistic_days) == (1, 1, 9)


def test_a_change_without_an_estimate_leaves_it_alone(planned: Cast) -> None:
    stored = task_of(planned, "Sign")
    facts = stored.facts
    plain = TaskDraft(facts.first_day, facts.last_day, 0, None, "", stored.phase_ref)
    with transaction():
        service.edit_task(stored, plain, stored.version, planned.rollout.id, today=TODAY)
    assert task_of(planned, "Sign").pessimistic_days == 2
    empty = TaskDraft(facts.first_day, facts.last_day, 0, None, "", stored.phase_ref, EstimateDraft())
    with transaction():
        service.edit_task(stored, empty, stored.version, planned.rollout.id, today=TODAY)
    assert task_of(planned, "Sign").pessimistic_days is None
