"""A baseline keeps what was promised; slip is counted in working days; rows are found again in later plans."""

import json
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from planner.basics.errors import NotFound, PlannerError, RuleBroken
from planner.db import db, transaction
from planner.portfolio import service as bundles
from planner.rollouts.models import Rollout
from planner.rollouts.playbook_service import take_copy
from planner.schedule import baseline_queries, baseline_service, queries, service
from planner.schedule.baseline_chart import months, slip_chart
from planner.schedule.baseline_models import Baseline, BaselineRow
from planner.schedule.baselines import (
    MOST,
    BaselineDraft,
    Before,
    FrozenRow,
    PointKind,
    before,
    check_draft,
    gone,
    in_words,
    matched,
    slips,
    working_days,
)
from planner.schedule.calendars import FREE, OFFICE_WEEK, WORKDAY, WorkingHours
from planner.schedule.import_service import import_plan
from planner.schedule.importing import read_plan_bytes
from planner.schedule.models import PlanTask
from planner.schedule.states import Kind, TaskFacts
from tests.builders import make_wave
from tests.conftest import NOW
from tests.page import Page, text_of
from tests.personas import Cast
from tests.schedule.files import project, task
from tests.schedule.samples import SMALL

OFFICE = WorkingHours(tuple(hours or FREE for hours in OFFICE_WEEK))
DAYS = st.dates(date(2020, 1, 1), date(2035, 1, 1))


def at(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T17:00")


def row(
    uid: int, name: str, day: str | None = None, *, kind: Kind = Kind.MILESTONE, wave: int | None = None
) -> TaskFacts:
    when = at(day) if day else None
    return TaskFacts(uid + 100, uid, uid, uid, name, 1, kind, wave=wave, start=when, finish=when)


def frozen(
    uid: int, name: str, day: str | None = None, *, kind: Kind = Kind.MILESTONE, wave: int | None = None
) -> FrozenRow:
    when = at(day) if day else None
    return FrozenRow(uid, name, kind, wave, "", when, when)


def test_working_days_between_two_days() -> None:
    friday, monday = date(2026, 3, 6), date(2026, 3, 9)
    assert working_days(friday, monday, OFFICE) == 1
    assert working_days(monday, friday, OFFICE) == -1
    assert working_days(monday, monday, OFFICE) == 0
    assert working_days(date(2026, 3, 7), date(2026, 3, 8), OFFICE) == 0
    holiday = WorkingHours(OFFICE.week, {monday: FREE, date(2026, 3, 7): WORKDAY})
    assert working_days(friday, date(2026, 3, 10), holiday) == 2


@given(DAYS, DAYS, DAYS, st.dictionaries(DAYS, st.sampled_from([FREE, WORKDAY]), max_size=20))
def test_working_days_add_up_and_count_what_a_walk_counts(
    one: date, two: date, three: date, special: dict[date, tuple[tuple[int, int], ...]]
) -> None:
    hours = WorkingHours(OFFICE.week, special)
    assert working_days(one, two, hours) + working_days(two, three, hours) == working_days(one, three, hours)
    first, last = min(one, two), max(one, two)
    walked = sum(bool(hours.on(first + timedelta(days=n))) for n in range(1, (last - first).days + 1))
    assert abs(working_days(one, two, hours)) == walked


def test_rows_are_known_by_number_and_name_then_by_name_and_wave() -> None:
    now = [row(1, "A"), row(2, "C"), row(3, "B"), row(4, "Go", wave=1), row(5, "Go", wave=2), row(6, "New")]
    was = [
        frozen(1, "A"),
        frozen(2, "B"),
        frozen(3, "C"),
        frozen(8, "Go", wave=1),
        frozen(9, "Go", wave=2),
        frozen(6, "Old"),
    ]
    found = matched(now, was, same_plan=False)
    assert {uid: each.uid for uid, each in found.items()} == {1: 1, 2: 3, 3: 2, 4: 8, 5: 9}
    assert [each.name for each in gone(now, was, found)] == ["Old"]
    assert matched(now, was, same_plan=True)[6].name == "Old"


def test_a_name_that_stands_twice_is_not_guessed() -> None:
    assert matched([row(1, "Go"), row(2, "Go")], [frozen(7, "Go")], same_plan=False) == {}


def test_the_slip_of_milestones_and_of_waves() -> None:
    rows = [
        row(1, "Sign", "2026-03-09"),
        row(2, "Teach", "2026-03-20", kind=Kind.TASK, wave=1),
        row(3, "Fresh", "2026-03-01"),
    ]
    was = [frozen(1, "Sign", "2026-03-06"), frozen(2, "Teach", "2026-03-25", kind=Kind.TASK, wave=1)]
    found = slips(rows, matched(rows, was, same_plan=True), OFFICE)
    told = [(slip.name, slip.kind, slip.days, in_words(slip.days)) for slip in found]
    assert told == [
        ("Fresh", PointKind.MILESTONE, None, ""),
        ("Sign", PointKind.MILESTONE, 1, "1 day late"),
        ("End of wave 1", PointKind.WAVE, -3, "3 days early"),
        ("End of the plan", PointKind.PLAN, -3, "3 days early"),
    ]
    assert in_words(0) == "as planned"


def test_the_chart_places_every_date_within_the_picture() -> None:
    rows = [row(1, "Sign", "2026-06-09"), row(2, "Undated")]
    found = slips(rows, {1: frozen(1, "Sign", "2026-03-06")}, OFFICE)
    chart = slip_chart(found, [{1: date(2026, 4, 1)}], date(2026, 3, 10))
    line = chart.lines[0]
    assert (line.then, line.now) == (3.0, 97.0)
    assert 3 < line.ticks[0] < 97
    assert chart.lines[-1].now is None
    assert chart.today is not None
    assert [label.words for label in chart.labels] == ["Apr 2026", "May 2026", "Jun 2026"]
    assert slip_chart(slips([row(2, "Undated")], {}, OFFICE), [], date(2026, 3, 10)).labels == ()


@given(DAYS, DAYS)
def test_a_scale_names_few_months(one: date, two: date) -> None:
    named = months(min(one, two), max(one, two))
    assert len(named) <= 8
    assert all(min(one, two) <= day <= max(one, two) and day.day == 1 for day in named)


@pytest.mark.parametrize(
    ("name", "taken", "dated", "told"),
    [
        ("  ", [], 1, "Give"),
        ("First", ["FIRST"], 1, "never replaced"),
        ("X", ["a"] * MOST, 1, "at most"),
        ("X", [], 0, "dates"),
    ],
)
def test_what_is_refused(name: str, taken: list[str], dated: int, told: str) -> None:
    with pytest.raises(RuleBroken, match=told):
        check_draft(BaselineDraft(name), taken, dated)


@pytest.fixture
def planned(cast: Cast) -> Cast:
    """The cast with a plan from a playbook and a first baseline."""
    make_wave(cast.rollout, 1)
    with transaction():
        take_copy(cast.rollout.id, SMALL, NOW)
        service.prepare(cast.rollout, SMALL, date(2026, 3, 2))
        baseline_service.set_baseline(cast.rollout, BaselineDraft("Agreed", "By all."), cast.manager, NOW)
    return cast


def compare(cast: Cast, key: str | None = None) -> baseline_queries.Compared:
    plan = queries.current_plan(cast.rollout.id)
    assert plan
    offer = baseline_queries.chosen(baseline_queries.offers(cast.rollout.id, plan), key)
    assert offer
    return baseline_queries.compared(plan, offer)


def move(cast: Cast, name: str, days: int) -> None:
    plan = queries.current_plan(cast.rollout.id)
    with transaction():
        found = db.session.query(PlanTask).filter_by(plan_id=plan.id if plan else 0, name=name).first()
        assert found is not None
        found.start = found.finish = (found.finish or NOW) + timedelta(days=days)


def test_a_baseline_stays_while_the_plan_moves(planned: Cast) -> None:
    assert {slip.days for slip in compare(planned).slips} == {0}
    move(planned, "Gate: Decide passed", 7)
    late = {slip.name: slip.days for slip in compare(planned).slips if slip.days}
    assert late == {"Gate: Decide passed": 5}


def test_a_baseline_outlives_the_version_of_the_plan(planned: Cast) -> None:
    text = project(
        task(77, "Gate: Decide passed", Milestone=1, Start="2026-05-04T17:00:00", Finish="2026-05-04T17:00:00")
    )
    with transaction():
        import_plan(planned.rollout, read_plan_bytes(text), file_name="p.xml", sha256="a" * 64, by=None, at=NOW)
    found = compare(planned)
    assert [slip.name for slip in found.slips] == ["Gate: Decide passed", "End of the plan"]
    assert (found.slips[0].days or 0) > 0
    assert len(found.gone) > 3


def test_a_baseline_never_changes(planned: Cast) -> None:
    with pytest.raises(RuleBroken, match="never replaced"), transaction():
        baseline_service.set_baseline(planned.rollout, BaselineDraft("agreed"), planned.manager, NOW)
    for row in (db.session.get_one(Baseline, 1), db.session.get_one(BaselineRow, 1)):
        row.name = "Else"
        with pytest.raises(PlannerError, match="never changes"):
            db.session.flush()
        db.session.rollback()
    with pytest.raises(NotFound):
        compare(planned, "9")


def test_a_baseline_goes_out_and_in_with_its_rollout_and_ends_with_it(
    planned: Cast, app: Flask, tmp_path: Path
) -> None:
    document = json.loads(json.dumps(bundles.export_rollout(planned.rollout.id, tmp_path)))
    with transaction():
        number = bundles.import_rollout(document, tmp_path, NOW)
    [copy] = baseline_queries.baselines(number)
    assert (copy.name, copy.why) == ("Agreed", "By all.")
    assert db.session.query(BaselineRow).filter_by(baseline_id=copy.id).count() == copy.task_count
    with transaction():
        db.session.delete(db.session.get_one(Rollout, number))
    assert baseline_queries.baselines(number) == []


def test_baselines_of_a_project_file_are_offered(cast: Cast, page: Page) -> None:
    stored = "<Baseline><Number>0</Number><Finish>2026-02-20T17:00:00</Finish></Baseline></Task>"
    check = task(3, "Check", Milestone=1, Start="2026-02-24T17:00:00", Finish="2026-02-24T17:00:00")
    text = project(check.replace("</Task>", stored))
    with transaction():
        import_plan(cast.rollout, read_plan_bytes(text), file_name="p.xml", sha256="a" * 64, by=cast.manager, at=NOW)
    tree = page.get("schedule.baselines", rollout_id=cast.rollout.id, as_=cast.viewer)
    assert "Baseline from the file" in text_of(tree)
    assert "2 days late" in text_of(tree)


def test_the_page_and_setting_one(planned: Cast, page: Page) -> None:
    rollout_id = planned.rollout.id
    move(planned, "Gate: Decide passed", 7)
    tree = page.get("schedule.baselines", rollout_id=rollout_id, as_=planned.viewer)
    assert "5 days late" in text_of(tree)
    assert not tree.xpath("//a[contains(., 'Set a baseline')]")
    page.post("schedule.set_baseline", {"name": "Agreed"}, rollout_id=rollout_id, as_=planned.manager, status=422)
    page.post("schedule.set_baseline", {"name": "After the gate"}, rollout_id=rollout_id, as_=planned.manager)
    tree = page.get("schedule.baselines", rollout_id=rollout_id, as_=planned.manager)
    assert "Slip against “After the gate”" in text_of(tree)
    assert "Slip against “Agreed”" in text_of(
        page.get("schedule.baselines", rollout_id=rollout_id, against="1", as_=planned.manager)
    )
    page.post("schedule.set_baseline", {"name": "Mine"}, rollout_id=rollout_id, as_=planned.member, status=403)


def timeline(page: Page, cast: Cast, **asked: Any) -> html.HtmlElement:
    return page.get("schedule.timeline", rollout_id=cast.rollout.id, as_=cast.viewer, **asked)


def sent(tree: html.HtmlElement, name: str) -> dict[str, str]:
    """What a form of a page would send."""
    form = next(form for form in tree.forms if form.get("class") == name)
    return dict(form.fields)


def test_the_timeline_shows_a_baseline_under_the_bars(planned: Cast, page: Page) -> None:
    move(planned, "Gate: Decide passed", 7)
    tree = timeline(page, planned, zoom="week", show="milestones")
    drawn = len(tree.cssselect(".timeline-picture .g-baseline"))
    assert drawn == len(tree.cssselect(".timeline-names tbody tr"))
    assert "baseline “Agreed”" in text_of(tree.cssselect(".chart-key")[0])
    assert [text_of(each) for each in tree.cssselect("td.extra.strong")] == ["5 days late"]
    assert sent(tree, "compare-with") == {"zoom": "week", "show": "milestones", "against": "1"}
    asked = {"zoom": "week", "show": "milestones", "against": "none"}
    without = timeline(page, planned, **asked)
    assert not without.cssselect(".g-baseline")
    assert sent(without, "compare-with") == asked
    assert sent(without, "plan-filter")["against"] == "none"
    page.get("schedule.timeline", rollout_id=planned.rollout.id, against="99", as_=planned.viewer, status=404)


def test_a_timeline_without_baselines_offers_none(cast: Cast, page: Page) -> None:
    text = project(task(3, "Check", Milestone=1, Start="2026-02-24T17:00:00", Finish="2026-02-24T17:00:00"))
    with transaction():
        import_plan(cast.rollout, read_plan_bytes(text), file_name="p.xml", sha256="a" * 64, by=cast.manager, at=NOW)
    assert not timeline(page, cast).cssselect("form.compare-with, .g-baseline")


def test_rows_keep_what_they_were() -> None:
    rows = [row(1, "A", "2026-03-09"), row(2, "B"), row(3, "C", "2026-03-09"), row(4, "D", "2026-03-09")]
    known = {1: frozen(1, "A", "2026-03-06"), 2: frozen(2, "B", "2026-03-06"), 3: frozen(3, "C")}
    then = date(2026, 3, 6)
    assert before(rows, known, OFFICE) == {101: Before(then, then, 1), 102: Before(then, then, None)}
    half = FrozenRow(4, "D", finish=at("2026-03-09"))
    assert before(rows, {4: half}, OFFICE)[104] == Before(date(2026, 3, 9), date(2026, 3, 9), 0)


def test_without_a_plan_or_a_baseline_the_page_says_what_to_do(cast: Cast, page: Page) -> None:
    assert "No plan yet" in text_of(page.get("schedule.baselines", rollout_id=cast.rollout.id, as_=cast.manager))
    page.post("schedule.set_baseline", {"name": "None"}, rollout_id=cast.rollout.id, as_=cast.manager, status=422)


def test_the_baselines_of_a_real_file(cast: Cast, shared_data: Path) -> None:
    reading = read_plan_bytes((shared_data / "mspdi_parse" / "baselines.xml").read_bytes())
    with transaction():
        import_plan(cast.rollout, reading, file_name="b.xml", sha256="b" * 64, by=None, at=NOW)
    plan = queries.current_plan(cast.rollout.id)
    assert plan
    found = baseline_queries.offers(cast.rollout.id, plan)
    assert [offer.key for offer in found] == [f"file-{number}" for number in range(1, 11)]
    end = compare(cast, "file-2").slips[-1]
    assert (end.name, end.then) == ("End of the plan", date(2000, 1, 2))
