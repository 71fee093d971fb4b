"""The pages of the plan, of imports and of gates, as people of each role see them."""

import io
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from icalendar import Calendar
from lxml import html
from sqlalchemy import event

from planner.db import db, transaction
from planner.rollouts.playbook_service import take_copy
from planner.schedule import feed_service, gate_service, queries, service
from planner.schedule.calendar_feed import FeedKind
from planner.schedule.drafts import GateDraft, TaskDraft
from planner.schedule.gate_queries import gate_by_key
from planner.schedule.gates import Condition, Decision, DecisionDraft, GateState
from planner.schedule.import_service import import_plan
from planner.schedule.importing import read_plan_bytes
from planner.schedule.states import Kind, TaskFacts
from tests.builders import make_rollout, make_wave
from tests.conftest import NOW
from tests.page import Page, text_of
from tests.personas import Cast
from tests.schedule.files import project, task
from tests.schedule.samples import SMALL

TODAY = date(2026, 3, 2)
DATED: dict[str, Any] = {"Start": "2026-03-02T08:00:00", "Finish": "2026-03-03T17:00:00"}
PLAN = project(
    task(1, "Phase", **DATED),
    task(2, "Write <b>", level=2, Critical=1, **DATED),
    task(3, "Check", level=2, after=[2], Milestone=1, Start="2026-02-20T17:00:00", Finish="2026-02-20T17:00:00"),
    task(4, "Undated", Duration=""),
)


@pytest.fixture
def small(cast: Cast) -> Cast:
    """The cast with a playbook, a plan and gates."""
    make_wave(cast.rollout, 1)
    with transaction():
        take_copy(cast.rollout.id, SMALL, NOW)
        service.prepare(cast.rollout, SMALL, TODAY)
    return cast


@pytest.fixture
def imported(cast: Cast) -> Cast:
    """The cast with an imported plan."""
    with transaction():
        import_plan(cast.rollout, read_plan_bytes(PLAN), file_name="p.xml", sha256="a" * 64, by=cast.manager, at=NOW)
    return cast


def row(cast: Cast, name: str) -> TaskFacts:
    plan = queries.current_plan(cast.rollout.id)
    assert plan
    return next(each for each in queries.rows_of(plan.id) if each.name == name)


def give(cast: Cast, name: str, user_id: int) -> TaskFacts:
    found = row(cast, name)
    stored = queries.task(cast.rollout.id, found.id)
    with transaction():
        service.edit_task(
            stored,
            TaskDraft(found.first_day, found.last_day, found.percent, user_id, ""),
            stored.version,
            cast.rollout.id,
            today=TODAY,
        )
    return row(cast, name)


def names(tree: html.HtmlElement) -> list[str]:
    return [text_of(each) for each in tree.cssselect("table.plan tbody th")]


PAGES = ("plan", "timeline", "versions", "gates")


@pytest.mark.parametrize("endpoint", PAGES)
def test_every_member_opens_the_pages_and_a_stranger_does_not(page: Page, small: Cast, endpoint: str) -> None:
    for person in (small.manager, small.sponsor, small.trainer, small.member, small.viewer):
        page.get(f"schedule.{endpoint}", rollout_id=small.rollout.id, as_=person)
    page.get(f"schedule.{endpoint}", rollout_id=small.rollout.id, as_=small.stranger, status=404)


@pytest.mark.parametrize("endpoint", PAGES)
def test_pages_without_a_plan_say_what_to_do(page: Page, cast: Cast, endpoint: str) -> None:
    tree = page.get(f"schedule.{endpoint}", rollout_id=cast.rollout.id, as_=cast.manager)
    assert tree.cssselect(".empty a.button")


def test_the_plan_shows_rows_states_and_figures(page: Page, imported: Cast) -> None:
    tree = page.get("schedule.plan", rollout_id=imported.rollout.id, as_=imported.viewer)
    assert names(tree) == ["Phase", "Write <b> critical", "Check milestone", "Undated"]
    text = text_of(tree)
    assert "imported from p.xml" in text
    assert "Without a date" in text
    figures = {text_of(each[0]): text_of(each[1]) for each in tree.cssselect(".figures > div")}
    assert figures["Late"] == "1"
    assert figures["Tasks done"] == "0 of 3"
    assert not tree.cssselect("a[href$='/plan/import']"), "a viewer cannot import"


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ({"show": "late"}, ["Phase", "Check milestone"]),
        ({"show": "undated"}, ["Undated"]),
        ({"show": "critical"}, ["Phase", "Write <b> critical"]),
        ({"show": "milestones"}, ["Phase", "Check milestone"]),
        ({"show": "unowned", "part": "3"}, ["Undated"]),
        ({"show": "nonsense", "part": "0"}, ["Phase", "Write <b> critical", "Check milestone"]),
        ({"owner": "1"}, ["Phase", "Write <b> critical"]),
        ({"owner": "2"}, []),
        ({"show": "open", "page": "99"}, ["Phase", "Write <b> critical", "Check milestone", "Undated"]),
    ],
)
def test_filters(page: Page, imported: Cast, query: dict[str, Any], wanted: list[str]) -> None:
    assert imported.manager.id == 1
    give(imported, "Write <b>", imported.manager.id)
    tree = page.get("schedule.plan", rollout_id=imported.rollout.id, as_=imported.viewer, **query)
    assert names(tree) == wanted


def test_waves_can_be_filtered(page: Page, small: Cast) -> None:
    tree = page.get("schedule.plan", rollout_id=small.rollout.id, as_=small.viewer, wave="1", show="milestones")
    found = names(tree)
    assert not any(name.startswith("Gate: Decide passed") for name in found)
    assert any(name.startswith("Gate: Train passed milestone") for name in found)


def test_the_timeline_draws_bars_links_and_today(page: Page, imported: Cast) -> None:
    tree = page.get("schedule.timeline", rollout_id=imported.rollout.id, as_=imported.viewer, zoom="day")
    picture = tree.cssselect(".timeline-picture svg")[0]
    assert picture.cssselect("rect.g-bar")
    assert picture.cssselect("polygon.g-late"), "the late milestone is drawn as late"
    assert picture.cssselect("path.g-critical")
    assert len(picture.cssselect("path.g-link")) == 1
    assert picture.cssselect("path.g-today")
    assert len(tree.cssselect(".timeline-names tbody tr")) == 4


def test_an_older_version_is_shown_as_such(page: Page, imported: Cast) -> None:
    with transaction():
        import_plan(
            imported.rollout,
            read_plan_bytes(project(task(9, "New"))),
            file_name="n.xml",
            sha256="b" * 64,
            by=None,
            at=NOW,
        )
    tree = page.get("schedule.plan", rollout_id=imported.rollout.id, as_=imported.viewer, version=1)
    assert "You are looking at version 1" in text_of(tree)
    assert not tree.cssselect("table.plan tbody a"), "rows of an older version cannot be opened"
    page.get("schedule.plan", rollout_id=imported.rollout.id, as_=imported.viewer, version=9, status=404)
    tree = page.get("schedule.versions", rollout_id=imported.rollout.id, as_=imported.viewer)
    assert [text_of(each) for each in tree.cssselect("tbody th")] == ["Version 2 in use", "Version 1"]


def test_questions_to_the_database_do_not_grow_with_the_plan(page: Page, cast: Cast, app: Flask) -> None:
    counts = []
    for number, size in enumerate((10, 600)):
        content = project(*(task(n, after=[n - 1] if n > 1 else [], **DATED) for n in range(1, size)))
        with transaction():
            import_plan(cast.rollout, read_plan_bytes(content), file_name="p", sha256=str(number) * 64, by=None, at=NOW)
        for endpoint in ("plan", "timeline", "gates"):
            seen: list[str] = []
            listener = lambda *args: seen.append(args[2])  # noqa: B023, E731 - removed in the same round, so it needs a name
            event.listen(db.engine, "before_cursor_execute", listener)
            page.get(f"schedule.{endpoint}", rollout_id=cast.rollout.id, as_=cast.viewer)
            event.remove(db.engine, "before_cursor_execute", listener)
            counts.append(len(seen))
    assert counts[:3] == counts[3:]
    assert max(counts) < 35


def test_a_long_plan_is_shown_a_page_at_a_time(page: Page, cast: Cast) -> None:
    content = project(*(task(n, **DATED) for n in range(1, 251)))
    with transaction():
        import_plan(cast.rollout, read_plan_bytes(content), file_name="p", sha256="c" * 64, by=None, at=NOW)
    tree = page.get("schedule.plan", rollout_id=cast.rollout.id, as_=cast.viewer, page=3)
    assert names(tree) == [f"Task {n}" for n in range(201, 251)]
    assert "201–250 of 250" in text_of(tree)


def upload(page: Page, cast: Cast, content: bytes, status: int = 303, name: str = "plan.xml") -> Any:
    form = {"file": (io.BytesIO(content), name)}
    return page.post("schedule.upload", form, rollout_id=cast.rollout.id, as_=cast.manager, status=status)


def test_a_file_is_looked_at_and_then_taken(page: Page, cast: Cast) -> None:
    answer = upload(page, cast, PLAN)
    mark = answer.location.rsplit("/", 1)[1]
    tree = page.get("schedule.preview", rollout_id=cast.rollout.id, mark=mark, as_=cast.manager)
    assert "Nothing is stored yet" in text_of(tree)
    assert queries.current_plan(cast.rollout.id) is None
    once = tree.cssselect("input[name=once]")[0].get("value")
    for _ in range(2):
        page.post("schedule.confirm", {"once": once}, rollout_id=cast.rollout.id, mark=mark, as_=cast.manager)
    assert [plan.number for plan in queries.plans(cast.rollout.id)] == [1]
    tree = page.get("schedule.preview", rollout_id=cast.rollout.id, mark=mark, as_=cast.manager)
    assert "changes nothing" in text_of(tree)


def test_the_preview_says_what_a_newer_file_changes(page: Page, imported: Cast) -> None:
    newer = project(task(2, "Write all", **DATED), task(3, "Check", after=[77], **DATED), task(9, "New"))
    mark = upload(page, imported, newer).location.rsplit("/", 1)[1]
    tree = page.get("schedule.preview", rollout_id=imported.rollout.id, mark=mark, as_=imported.manager)
    tabs = [text_of(each) for each in tree.cssselect('nav[aria-label="Kinds of differences"] li')]
    assert tabs[:4] == ["All 5", "New 1", "Gone 2", "Other dates 1"]
    assert "Write all" in text_of(tree.cssselect("form ins")[0])
    assert "row 3, Check" in text_of(tree)


def test_a_refused_file_lists_its_rows_and_stores_nothing(page: Page, cast: Cast) -> None:
    answer = upload(page, cast, project(task(1, "=cmd", after=[2]), task(2, "B", after=[1])), status=422)
    tree = page.parse(answer)
    assert "row 1 =cmd → row 2 B → row 1 =cmd" in text_of(tree)
    address = tree.cssselect("a[href$='problems.csv']")[0].get("href")
    listed = page.client(cast.manager).get(address)
    assert listed.headers["Content-Disposition"].startswith("attachment")
    assert "row 1, =cmd" in listed.text
    assert queries.current_plan(cast.rollout.id) is None
    waiting = list((Path(page.app.config["PLANNER"].instance) / "imports").rglob("*.gz"))
    assert waiting == [], "a refused file is not kept"


def test_every_hostile_file_gets_an_answer(page: Page, cast: Cast, shared_data: Path) -> None:
    for path in sorted((shared_data / "hostile").glob("*.xml")):
        form = {"file": (io.BytesIO(path.read_bytes()), path.name)}
        client = page.client(cast.manager)
        answer = client.post(
            f"/rollouts/{cast.rollout.id}/plan/import", data={**form, "csrf_token": page.token(client)}
        )
        assert answer.status_code in {303, 422}, path.name
        assert "root:" not in answer.text


def test_no_file_is_asked_for(page: Page, cast: Cast) -> None:
    answer = page.post("schedule.upload", {}, rollout_id=cast.rollout.id, as_=cast.manager, status=422)
    assert "Choose a file first" in text_of(page.parse(answer))


@pytest.mark.parametrize("mark", ["0" * 64, "..%2f..%2fplanner.sqlite", "A" * 64])
def test_an_unknown_upload_is_not_found(page: Page, cast: Cast, mark: str) -> None:
    for address in (
        f"/rollouts/{cast.rollout.id}/plan/import/{mark}",
        f"/rollouts/{cast.rollout.id}/plan/import/{mark}/problems.csv",
    ):
        assert page.client(cast.manager).get(address).status_code == 404


def test_an_upload_belongs_to_its_rollout(page: Page, cast: Cast) -> None:
    mark = upload(page, cast, PLAN).location.rsplit("/", 1)[1]
    other = make_rollout("Other")
    from planner.access.roles import Role
    from planner.rollouts.models import Membership

    with transaction():
        db.session.add(Membership(rollout_id=other.id, user_id=cast.manager.id, role=Role.MANAGER))
    page.get("schedule.preview", rollout_id=other.id, mark=mark, as_=cast.manager, status=404)


def test_only_the_five_latest_uploads_are_kept(page: Page, cast: Cast) -> None:
    for number in range(8):
        upload(page, cast, project(task(1, f"Plan {number}")))
    assert len(list((Path(page.app.config["PLANNER"].instance) / "imports").rglob("*.gz"))) == 5


@pytest.mark.parametrize("endpoint", ["upload", "propose"])
def test_who_may_change_the_whole_plan(page: Page, small: Cast, endpoint: str) -> None:
    page.get(f"schedule.{endpoint}", rollout_id=small.rollout.id, as_=small.manager)
    for person in (small.member, small.trainer, small.sponsor, small.viewer):
        page.get(f"schedule.{endpoint}", rollout_id=small.rollout.id, as_=person, status=403)


def test_the_playbook_is_planned_once(page: Page, cast: Cast) -> None:
    with transaction():
        take_copy(cast.rollout.id, SMALL, NOW)
    tree = page.get("schedule.propose", rollout_id=cast.rollout.id, as_=cast.manager)
    once = tree.cssselect("input[name=once]")[0].get("value")
    page.post("schedule.propose", {"once": once}, rollout_id=cast.rollout.id, as_=cast.manager)
    page.post("schedule.propose", {}, rollout_id=cast.rollout.id, as_=cast.manager)
    assert [plan.number for plan in queries.plans(cast.rollout.id)] == [1]


def edit_values(tree: html.HtmlElement) -> dict[str, str]:
    form: Any = tree.cssselect("main form.form")[0]
    return {key: value for key, value in form.form_values() if key != "csrf_token"}


def test_a_task_is_edited(page: Page, imported: Cast) -> None:
    found = row(imported, "Undated")
    where = {"rollout_id": imported.rollout.id, "task_id": found.id}
    values = edit_values(page.get("schedule.edit_task", as_=imported.manager, **where))
    values |= {"start": "2026-03-05", "finish": "2026-03-06", "percent": "20", "owner": str(imported.member.id)}
    page.post("schedule.edit_task", values, as_=imported.manager, **where)
    changed = row(imported, "Undated")
    assert (changed.first_day, changed.last_day, changed.percent) == (date(2026, 3, 5), date(2026, 3, 6), 20)
    assert "Miro Petrov" in text_of(page.get("schedule.task", as_=imported.viewer, **where))


def test_a_wrong_edit_is_shown_at_its_field_and_a_stale_one_with_both_versions(page: Page, imported: Cast) -> None:
    found = row(imported, "Undated")
    where = {"rollout_id": imported.rollout.id, "task_id": found.id}
    values = edit_values(page.get("schedule.edit_task", as_=imported.manager, **where))
    answer = page.post(
        "schedule.edit_task",
        values | {"start": "2026-03-09", "finish": "2026-03-02"},
        as_=imported.manager,
        status=422,
        **where,
    )
    assert "lies before the first day" in answer.text
    give(imported, "Undated", imported.member.id)
    answer = page.post("schedule.edit_task", values | {"percent": "70"}, as_=imported.manager, status=409, **where)
    assert "Miro Petrov" in answer.text


def test_members_edit_their_own_tasks_and_no_others(page: Page, imported: Cast) -> None:
    mine = give(imported, "Undated", imported.member.id)
    where = {"rollout_id": imported.rollout.id, "task_id": mine.id}
    tree = page.get("schedule.edit_task", as_=imported.member, **where)
    assert not tree.cssselect("#owner")
    page.post("schedule.edit_task", edit_values(tree) | {"percent": "40", "owner": "0"}, as_=imported.member, **where)
    changed = row(imported, "Undated")
    assert (changed.percent, changed.owner_id) == (40, imported.member.id)
    other = row(imported, "Check")
    page.get("schedule.edit_task", rollout_id=imported.rollout.id, task_id=other.id, as_=imported.member, status=403)
    page.get("schedule.edit_task", as_=imported.viewer, status=403, **where)


def test_a_milestone_is_marked_as_reached(page: Page, imported: Cast) -> None:
    found = row(imported, "Check")
    where = {"rollout_id": imported.rollout.id, "task_id": found.id}
    version = page.get("schedule.task", as_=imported.manager, **where).cssselect("input[name=version]")[0].get("value")
    page.post("schedule.finish_task", {"version": version}, as_=imported.manager, **where)
    assert row(imported, "Check").percent == 100
    page.post("schedule.finish_task", {"version": version}, as_=imported.manager, status=409, **where)
    summary = row(imported, "Phase")
    stored = queries.task(imported.rollout.id, summary.id)
    answer = page.post(
        "schedule.finish_task",
        {"version": str(stored.version)},
        rollout_id=imported.rollout.id,
        task_id=summary.id,
        as_=imported.manager,
        status=422,
    )
    assert "all that stands under it" in answer.text
    assert stored.kind is Kind.SUMMARY


def gate_id(cast: Cast, key: str = "decide-exit") -> int:
    return gate_by_key(cast.rollout, key, TODAY).gate.id


def test_gates_stand_in_order_and_their_owner_and_day_can_change(page: Page, small: Cast) -> None:
    tree = page.get("schedule.gates", rollout_id=small.rollout.id, as_=small.viewer)
    assert text_of(tree.cssselect("tbody th")[0]) == "Decide passed next"
    where = {"rollout_id": small.rollout.id, "gate_id": gate_id(small)}
    values = edit_values(page.get("schedule.edit_gate", as_=small.manager, **where))
    page.post(
        "schedule.edit_gate", values | {"owner": str(small.member.id), "due": "2026-04-01"}, as_=small.manager, **where
    )
    gate = gate_by_key(small.rollout, "decide-exit", TODAY).gate
    assert (gate.owner_id, gate.due) == (small.member.id, date(2026, 4, 1))
    page.post("schedule.edit_gate", values, as_=small.manager, status=409, **where)
    again = edit_values(page.get("schedule.edit_gate", as_=small.manager, **where))
    page.post("schedule.edit_gate", again | {"due": "0206-04-01"}, as_=small.manager, status=422, **where)
    page.get("schedule.edit_gate", as_=small.sponsor, status=403, **where)


def test_reviews_follow_the_plan_on_one_word(page: Page, small: Cast) -> None:
    where: dict[str, Any] = {"rollout_id": small.rollout.id}
    gate = gate_by_key(small.rollout, "decide-exit", TODAY).gate
    planned = gate.due
    assert planned
    assert "before the work they judge" not in text_of(page.get("schedule.gates", as_=small.manager, **where))
    with transaction():
        gate.due = planned - timedelta(days=9)
    assert "1 review is due before the work" in text_of(page.get("schedule.gates", as_=small.manager, **where))
    assert "Move these reviews" in text_of(page.get("schedule.checks", as_=small.manager, **where))
    page.post("schedule.follow_plan", {}, as_=small.sponsor, status=403, **where)
    page.post("schedule.follow_plan", {}, as_=small.manager, **where)
    db.session.expire_all()
    assert gate_by_key(small.rollout, "decide-exit", TODAY).gate.due == planned
    with transaction():
        gate.due, gate.state = planned - timedelta(days=9), GateState.CALLED
    page.post("schedule.follow_plan", {}, as_=small.manager, **where)
    db.session.expire_all()
    assert gate_by_key(small.rollout, "decide-exit", TODAY).gate.due == planned - timedelta(days=9), "it was called"


def test_a_gate_shows_its_decision_and_a_condition_is_met_by_its_owner(page: Page, small: Cast) -> None:
    view = gate_by_key(small.rollout, "decide-exit", TODAY)
    condition = Condition("Clean the <i>data</i>", small.member.id, date(2026, 3, 6))
    with transaction():
        gate_service.edit_gate(view.gate, GateDraft(small.trainer.id, TODAY), view.gate.version)
        gate_service.call_review(view, small.manager, NOW, [{"ref": "a", "text": "Everybody is trained"}])
        draft = DecisionDraft(Decision.CONDITIONAL_GO, small.sponsor.id, "Nearly there.", (condition,))
        gate_service.decide(gate_by_key(small.rollout, "decide-exit", TODAY), draft, NOW, TODAY, 3)
    where = {"rollout_id": small.rollout.id, "gate_id": gate_id(small)}
    text = text_of(page.get("schedule.gate", as_=small.viewer, **where))
    for part in ("Go with conditions", "Nearly there.", "Clean the <i>data</i>", "on report 3", "Everybody is trained"):
        assert part in text
    stored = gate_by_key(small.rollout, "decide-exit", TODAY).conditions[0]
    meet = {**where, "condition_id": stored.id}
    page.get("schedule.meet_condition", as_=small.viewer, status=403, **meet)
    page.get("schedule.meet_condition", as_=small.manager, **{**meet, "condition_id": 999}, status=404)
    values = edit_values(page.get("schedule.meet_condition", as_=small.member, **meet))
    page.post("schedule.meet_condition", {**values, "how": ""}, as_=small.member, status=422, **meet)
    page.post("schedule.meet_condition", {**values, "how": "Report of Monday"}, as_=small.member, **meet)
    assert "Report of Monday" in text_of(page.get("schedule.gate", as_=small.viewer, **where))


def test_a_gate_of_another_rollout_is_not_found(page: Page, small: Cast) -> None:
    other = make_rollout("Other")
    with transaction():
        service.prepare(other, SMALL, TODAY)
    foreign = gate_by_key(other, "decide-exit", TODAY).gate.id
    page.get("schedule.gate", rollout_id=small.rollout.id, gate_id=foreign, as_=small.manager, status=404)
    plan = queries.current_plan(other.id)
    assert plan
    task_id = queries.rows_of(plan.id)[0].id
    page.get("schedule.task", rollout_id=small.rollout.id, task_id=task_id, as_=small.manager, status=404)


@pytest.mark.parametrize("number", ["-1", "abc", "9" * 20, "٣", "<script>"])
def test_questions_in_an_address_that_cannot_be_read_ask_for_nothing(page: Page, imported: Cast, number: str) -> None:
    asked: dict[str, Any] = {"version": number, "page": number, "owner": number, "wave": number, "part": number}
    page.get("schedule.plan", rollout_id=imported.rollout.id, as_=imported.manager, **asked)


def test_a_date_is_the_same_in_every_view(page: Page, small: Cast) -> None:
    name, where = "Sign", {"rollout_id": small.rollout.id}
    stored = queries.task(small.rollout.id, row(small, name).id)
    with transaction():
        draft = TaskDraft(date(2026, 4, 7), date(2026, 4, 9), 0, small.member.id, "")
        service.edit_task(stored, draft, stored.version, small.rollout.id, today=TODAY)
        token = feed_service.add_feed(small.rollout, small.member, FeedKind.ALL, NOW)[1]
    found = row(small, name)
    assert found.last_day
    days = [f"{day:%-d %b}" for day in (found.first_day, found.last_day) if day]
    assert days[-1] == "9 Apr"
    seen = {
        "table": page.get("schedule.plan", as_=small.manager, **where).xpath(f"//tr[contains(., '{name}')]")[0],
        "timeline": page.get("schedule.timeline", as_=small.manager, **where).xpath(f"//tr[contains(., '{name}')]")[0],
        "network": page.get("schedule.network", as_=small.manager, **where).xpath(f"//a[contains(., '{name}')]")[0],
        "task": page.get("schedule.task", task_id=found.id, as_=small.manager, **where),
        "my work": page.get("schedule.my_work", as_=small.member, **where),
    }
    missing = {view: text_of(tree)[:300] for view, tree in seen.items() if days[-1] not in text_of(tree)}
    assert missing == {}
    table = page.client(small.manager).get(f"/rollouts/{small.rollout.id}/plan/export/csv").get_data(as_text=True)
    assert any(name in line and "2026-04-09" in line for line in table.splitlines()), table[:500]
    calendar = Calendar.from_ical(page.client(None).get(f"/calendar/{token}.ics").data)
    (event_of,) = [each for each in calendar.walk("VEVENT") if each["summary"] == name]
    assert event_of.decoded("dtend") == date(2026, 4, 10), "the day after the last one"
