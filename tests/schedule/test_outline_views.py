"""The picture of the plan is a place to work: rows, links and bars are changed by forms, and changes are taken back."""

from typing import Any

import pytest

from planner.db import db, transaction
from planner.schedule import queries
from planner.schedule.import_service import import_plan
from planner.schedule.importing import read_plan_bytes
from planner.schedule.memory_service import last_change
from planner.schedule.states import TaskFacts
from tests.conftest import NOW
from tests.page import Page, text_of
from tests.personas import Cast
from tests.schedule.test_outline_service import SMALL


@pytest.fixture
def planned(cast: Cast) -> Cast:
    """The cast with a plan of four rows."""
    with transaction():
        import_plan(cast.rollout, read_plan_bytes(SMALL), file_name="p.xml", sha256="a" * 64, by=None, at=NOW)
    return cast


def row(cast: Cast, name: str) -> TaskFacts:
    db.session.expire_all()
    plan = queries.current_plan(cast.rollout.id)
    assert plan
    return next(each for each in queries.rows_of(plan.id) if each.name == name)


def at(cast: Cast, name: str) -> dict[str, Any]:
    return {"rollout_id": cast.rollout.id, "task_id": row(cast, name).id}


def choose(cast: Cast, name: str, step: str) -> dict[str, str]:
    found = row(cast, name)
    return {"task": f"{found.id}.{found.version}", "do": step}


def said(page: Page, cast: Cast, values: dict[str, str]) -> str:
    """What the page says after a button was pressed."""
    client, where = page.client(cast.manager), f"/rollouts/{cast.rollout.id}/plan/arrange"
    moved = client.post(where, data={"csrf_token": page.token(client), **values})
    answer = client.get(moved.headers["Location"])
    assert answer.status_code == 200
    return str(answer.text)


def test_the_picture_offers_its_tools_to_who_may_use_them(page: Page, planned: Cast) -> None:
    where = {"rollout_id": planned.rollout.id}
    tree = page.get("schedule.timeline", as_=planned.manager, **where)
    assert len(tree.cssselect("input[name=task][form=arrange]")) == 4
    assert len(tree.cssselect("g.g-move[data-start]")) == 3
    for person in (planned.viewer, planned.member, planned.sponsor):
        tree = page.get("schedule.timeline", as_=person, **where)
        assert not tree.cssselect("#arrange, .g-move, [data-drag], input[name=task]")


def test_the_table_beside_the_picture_says_slack_and_links(page: Page, planned: Cast) -> None:
    text = text_of(page.get("schedule.timeline", rollout_id=planned.rollout.id, as_=planned.viewer))
    assert "critical" in text
    cells = page.get("schedule.timeline", rollout_id=planned.rollout.id, as_=planned.viewer).cssselect(
        f"#row-{row(planned, 'Check').id} td.extra"
    )
    assert text_of(cells[-1]) == "2"


def test_a_row_is_added_linked_indented_removed_and_all_of_it_undone(page: Page, planned: Cast) -> None:
    manager, rollout = planned.manager, planned.rollout.id
    answer = page.post("schedule.add_task", {"name": "Ask", "days": "2"}, as_=manager, **at(planned, "Write"))
    assert f"#row-{row(planned, 'Ask').id}" in answer.headers["Location"]
    link = {"predecessor": str(row(planned, "Write").id), "type": "FS", "lag": "1", "lag_kind": "working"}
    page.post("schedule.link_task", link, as_=manager, **at(planned, "Ask"))
    assert row(planned, "Ask").first_day.day == 4  # type: ignore[union-attr] # it has a date
    page.post("schedule.arrange", choose(planned, "Other", "in"), as_=manager, rollout_id=rollout)
    assert row(planned, "Other").outline_level == 2
    version = {"version": str(row(planned, "Ask").version)}
    page.post("schedule.remove_task", version, as_=manager, **at(planned, "Ask"))
    plan = queries.current_plan(rollout)
    assert plan
    for _ in range(4):
        change = last_change(plan)
        assert change
        page.post("schedule.undo", {"change": str(change.id)}, as_=manager, rollout_id=rollout)
    assert [each.name for each in queries.rows_of(plan.id)] == ["Phase", "Write", "Check", "Other"]
    assert "Undo" not in text_of(page.get("schedule.timeline", rollout_id=rollout, as_=manager))


@pytest.mark.parametrize("step", ["add", "link", "edit", "remove", "open"])
def test_a_button_opens_the_page_that_does_it(page: Page, planned: Cast, step: str) -> None:
    answer = page.post(
        "schedule.arrange", choose(planned, "Write", step), as_=planned.manager, rollout_id=planned.rollout.id
    )
    assert f"/plan/tasks/{row(planned, 'Write').id}" in answer.headers["Location"]
    assert page.client(planned.manager).get(answer.headers["Location"]).status_code == 200


@pytest.mark.parametrize("values", [{}, {"task": "x"}, {"task": "1", "do": "in"}, {"task": "²._", "do": "in"}])
def test_without_a_row_the_page_says_what_to_do(page: Page, planned: Cast, values: dict[str, str]) -> None:
    assert "Choose a row of the plan first" in said(page, planned, values)


def test_what_cannot_be_moved_says_why(page: Page, planned: Cast) -> None:
    assert "first of its level" in said(page, planned, choose(planned, "Phase", "up"))


def test_a_bar_drawn_elsewhere_moves_the_task_and_what_waits(page: Page, planned: Cast) -> None:
    values = {"version": str(row(planned, "Write").version), "start": "2026-03-05", "finish": "2026-03-06"}
    page.post("schedule.drag", values, as_=planned.manager, **at(planned, "Write"))
    assert row(planned, "Write").first_day.isoformat() == "2026-03-05"  # type: ignore[union-attr] # it has a date
    assert row(planned, "Check").first_day.isoformat() == "2026-03-09"  # type: ignore[union-attr] # it has a date
    page.post("schedule.drag", values, as_=planned.manager, status=409, **at(planned, "Write"))


def test_a_circle_is_refused_in_the_form_and_a_link_is_removed(page: Page, planned: Cast) -> None:
    link = {"predecessor": str(row(planned, "Check").id), "type": "FS", "lag": "0", "lag_kind": "working"}
    answer = page.post("schedule.link_task", link, as_=planned.manager, status=422, **at(planned, "Write"))
    assert "circle" in answer.text
    tree = page.get("schedule.task", as_=planned.manager, **at(planned, "Check"))
    action = tree.cssselect("form[action*='/links/']")[0].get("action")
    number = int(str(action).split("/links/")[1].split("/")[0])
    page.post("schedule.unlink_task", {}, as_=planned.manager, plan_link_id=number, **at(planned, "Check"))
    assert row(planned, "Check").first_day == row(planned, "Write").first_day


@pytest.mark.parametrize(
    ("values", "words"),
    [({"name": "", "days": "1"}, "Give the task a name"), ({"name": "X", "days": "-1"}, "between 0 and"),
     ({"name": "X", "days": "many"}, "")],
)  # fmt: skip
def test_a_wrong_row_is_told_at_its_field(page: Page, planned: Cast, values: dict[str, str], words: str) -> None:
    answer = page.post("schedule.add_task", values, as_=planned.manager, status=422, **at(planned, "Write"))
    assert words in answer.text


@pytest.mark.parametrize("endpoint", ["add_task", "link_task", "remove_task"])
def test_members_change_no_shape(page: Page, planned: Cast, endpoint: str) -> None:
    page.get(f"schedule.{endpoint}", as_=planned.member, status=403, **at(planned, "Write"))


def test_a_row_gets_a_name_a_duration_and_a_constraint(page: Page, planned: Cast) -> None:
    where = at(planned, "Check")
    values = {
        "name": "Check twice", "days": "2.5", "constraint": "start-no-earlier-than", "constraint_date": "2026-03-09",
        "deadline": "2026-03-10", "version": str(row(planned, "Check").version),
    }  # fmt: skip
    page.post("schedule.constrain", values, as_=planned.manager, **where)
    changed = row(planned, "Check twice")
    assert (str(changed.first_day), str(changed.last_day)) == ("2026-03-09", "2026-03-11")
    assert changed.slack
    assert changed.slack.total_seconds() < 0, "the deadline is missed"
    page.post("schedule.constrain", values, as_=planned.manager, status=409, **where)
    held = values | {"version": str(changed.version), "manual": "y", "constraint": "as-soon-as-possible"}
    page.post("schedule.constrain", held, as_=planned.manager, **where)
    link = {"predecessor": str(row(planned, "Other").id), "type": "FS", "lag": "9", "lag_kind": "working"}
    page.post("schedule.link_task", link, as_=planned.manager, **where)
    assert str(row(planned, "Check twice").first_day) == "2026-03-09", "dates kept by hand do not move"


@pytest.mark.parametrize(
    ("name", "values", "words"),
    [
        ("Check", {"constraint": "must-start-on", "constraint_date": ""}, "needs a day"),
        ("Check", {"constraint_date": "2999-01-01", "constraint": "must-start-on"}, "between 1990 and 2100"),
        ("Phase", {"constraint": "must-finish-on", "constraint_date": "2026-03-09"}, "constrain its tasks"),
        ("Check", {"name": " "}, "Give the task a name"),
    ],
)
def test_a_wrong_constraint_is_told(page: Page, planned: Cast, name: str, values: dict[str, str], words: str) -> None:
    usual = {"name": name, "days": "1", "constraint": "as-soon-as-possible", "version": str(row(planned, name).version)}
    answer = page.post("schedule.constrain", usual | values, as_=planned.manager, status=422, **at(planned, name))
    assert words in answer.text


def test_a_summary_is_limited_and_dated_by_hand(page: Page, planned: Cast) -> None:
    where = at(planned, "Phase")
    values = {"name": "Phase", "constraint": "finish-no-later-than", "constraint_date": "2026-03-02"}
    page.post(
        "schedule.constrain", values | {"version": str(row(planned, "Phase").version)}, as_=planned.manager, **where
    )
    slack = row(planned, "Check").slack
    assert slack is not None
    assert slack.total_seconds() < 0, "the phase ends a day too late"
    held = {"name": "Phase", "constraint": "as-soon-as-possible", "manual": "y"}
    page.post(
        "schedule.constrain", held | {"version": str(row(planned, "Phase").version)}, as_=planned.manager, **where
    )
    longer = {"name": "Check", "days": "9", "constraint": "as-soon-as-possible"}
    page.post(
        "schedule.constrain", longer | {"version": str(row(planned, "Check").version)}, as_=planned.manager,
        **at(planned, "Check"),
    )  # fmt: skip
    assert str(row(planned, "Phase").last_day) == "2026-03-03"
    assert row(planned, "Check").last_day != row(planned, "Phase").last_day
    page.post(
        "schedule.constrain",
        {"name": "Phase", "constraint": "as-soon-as-possible", "version": str(row(planned, "Phase").version)},
        as_=planned.manager, **where,
    )  # fmt: skip
    assert row(planned, "Phase").last_day == row(planned, "Check").last_day
