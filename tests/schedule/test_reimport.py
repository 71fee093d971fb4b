"""A newer file over a plan: the differences are shown, any part can be taken, and the rest stays as it is."""

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.db import db, transaction
from planner.schedule import queries, service
from planner.schedule.export_service import csv_table, mspdi
from planner.schedule.import_service import import_plan
from planner.schedule.importing import read_plan_bytes
from planner.schedule.models import PlanTask
from planner.schedule.plan_differences import Group, differences, merged_order
from planner.schedule.plan_values_service import plan_values
from planner.schedule.project_file import Constraint, ImportedLink, ImportedPlan, ImportedTask
from planner.schedule.taking import take_part
from tests.conftest import NOW
from tests.page import Page, text_of
from tests.personas import Cast
from tests.schedule.files import project, task
from tests.schedule.samples import SMALL

BASE = datetime(2026, 1, 5, 8)
DAY = timedelta(hours=8)


def row(uid: int, level: int = 1, after: tuple[int, ...] = (), **values: Any) -> ImportedTask:
    links = tuple(ImportedLink(other) for other in after)
    return ImportedTask(uid, uid, values.pop("name", f"Task {uid}"), level, links=links, duration=DAY, **values)


def plan(*tasks: ImportedTask) -> ImportedPlan:
    return ImportedPlan("p", None, None, 480, None, tasks)


OLD = plan(
    row(1), row(2, 2, start=BASE, finish=BASE + DAY), row(3, 2, (2,), start=BASE + DAY, finish=BASE + 2 * DAY), row(4)
)
NEW = plan(
    row(1),
    row(2, 2, start=BASE, finish=BASE + 3 * DAY, name="Longer"),
    row(5, 2, (2,), start=BASE + 9 * DAY, finish=BASE + 10 * DAY),
    row(3, 2, (2, 5), start=BASE + DAY, finish=BASE + 2 * DAY, percent=50, constraint=Constraint.MUST_START_ON,
        constraint_date=BASE),
)  # fmt: skip


def test_differences_are_told_value_by_value() -> None:
    found = differences(OLD, NEW, {3: {"Owner": "Ann"}}, {3: {"Owner": "Bo", "Wave": None}})
    told = {each.uid: {(change.label, change.old, change.new) for change in each.changes} for each in found.rows}
    assert told[2] == {("Name", "Task 2", "Longer"), ("Finish", "2026-01-05 16:00", "2026-01-06 08:00")}
    assert told[3] == {
        ("Waits for", "2", "2; 5"), ("Progress", "0 %", "50 %"), ("Owner", "Ann", "Bo"),
        ("Constraint", "", "Must start on 2026-01-05 08:00"),
    }  # fmt: skip
    assert [each.uid for each in found.of(Group.NEW)] == [5]
    assert [each.uid for each in found.of(Group.GONE)] == [4]
    assert (found.same, found.reordered) == (1, False)
    assert not differences(OLD, OLD, {}, {}).rows


def test_dates_that_a_file_leaves_to_the_plan_are_no_difference() -> None:
    dated: dict[str, Any] = {"start": BASE, "finish": BASE + 9 * DAY}
    before = plan(row(1, summary=True, **dated), row(2, 2, **dated), row(3, 2, manual=True, **dated))
    after = plan(row(1, summary=True), row(2, 2, name="Longer"), row(3, 2, manual=True))
    whole = replace(before, tasks=(replace(before.tasks[0], duration=9 * DAY), *before.tasks[1:]))
    found = differences(whole, after, {}, {})
    told = {each.uid: [change.label for change in each.changes] for each in found.rows}
    assert told == {2: ["Name"], 3: ["Start", "Finish"]}, "dates set by hand are taken at their word"


def test_a_part_is_taken_and_the_rest_stays() -> None:
    taken = take_part(OLD, NEW, {5, 4})
    assert taken.reading.plan
    found = {each.uid: each for each in taken.reading.plan.tasks}
    assert list(found) == [1, 2, 5, 3]
    assert (found[2].name, found[3].percent, found[3].links) == ("Task 2", 0, (ImportedLink(2),))
    assert (found[1].start, found[1].finish) == (BASE, BASE + 10 * DAY)
    assert taken.kept == {1, 2, 3}


def test_a_link_to_a_row_that_is_not_taken_is_left_out_and_told() -> None:
    taken = take_part(OLD, NEW, {3})
    assert taken.reading.plan
    assert next(each for each in taken.reading.plan.tasks if each.uid == 3).links == (ImportedLink(2),)
    assert "waits for task number 5" in taken.reading.warnings[0].what


def test_a_mix_that_makes_a_circle_is_refused() -> None:
    before, after = plan(row(1, after=(2,)), row(2)), plan(row(1), row(2, after=(1,)))
    assert not take_part(before, after, {2}).reading.accepted


UIDS = st.lists(st.integers(0, 12), unique=True, max_size=10)


@given(UIDS, UIDS)
def test_the_common_order_holds_all_rows_once_in_the_order_of_the_file(before: list[int], after: list[int]) -> None:
    order = merged_order(before, after)
    assert sorted(order) == sorted({*before, *after})
    assert [uid for uid in order if uid in after] == after


@given(UIDS, UIDS, st.sets(st.integers(0, 12)))
def test_taking_all_is_the_file_and_taking_nothing_is_the_plan(
    before: list[int], after: list[int], some: set[int]
) -> None:
    old, new = plan(*(row(uid) for uid in before)), plan(*(row(uid, name="other") for uid in after))

    def uids(chosen: set[int]) -> dict[int, str]:
        found = take_part(old, new, chosen).reading.plan
        return {each.uid: each.name for each in found.tasks} if found else {}

    assert uids({*before, *after}) == dict.fromkeys(after, "other")
    assert uids(set()) == {uid: f"Task {uid}" for uid in before}
    mixed = uids(some)
    assert all((uid in mixed) == (uid in (after if uid in some else before)) for uid in {*before, *after})


DATED: dict[str, Any] = {"Start": "2026-03-02T08:00:00", "Finish": "2026-03-02T17:00:00"}
COST = "<Cost>7</Cost></Task>"


@pytest.fixture
def uploaded(page: Page, cast: Cast) -> Callable[[bytes], str]:
    """Brings a newer file for a plan of three rows; gives its mark."""
    first = project(*(task(n, **DATED).replace("</Task>", COST) for n in (1, 2, 3)))
    with transaction():
        reading = read_plan_bytes(first)
        import_plan(
            cast.rollout, reading, file_name="p.xml", sha256="a" * 64, by=None, at=NOW, source=io.BytesIO(first)
        )

    def bring(content: bytes) -> str:
        form = {"file": (io.BytesIO(content), "plan.xml")}
        answer = page.post("schedule.upload", form, rollout_id=cast.rollout.id, as_=cast.manager, status=303)
        return str(answer.location.rsplit("/", 1)[1])

    return bring


def names(cast: Cast) -> list[str]:
    current = queries.current_plan(cast.rollout.id)
    return [each.name for each in queries.rows_of(current.id)] if current else []


def test_ticked_rows_are_taken_and_the_rest_waits(page: Page, cast: Cast, uploaded: Callable[[bytes], str]) -> None:
    mark = uploaded(project(task(1, "One", **DATED), task(3, "Three", **DATED), task(4, "Four", **DATED)))
    where: dict[str, Any] = {"rollout_id": cast.rollout.id, "mark": mark, "as_": cast.manager}
    page.post("schedule.confirm", {"what": "ticked", "row": ["1", "4"]}, status=303, **where)
    assert names(cast) == ["One", "Task 2", "Task 3", "Four"]
    tree = page.get("schedule.preview", **where)
    assert "2 rows differ" in text_of(tree)
    current = queries.current_plan(cast.rollout.id)
    assert current
    assert mspdi(current).count(b"<Cost>7</Cost>") == 2
    page.post("schedule.confirm", {"what": "ticked", "row": ["1", "4"]}, status=303, **where)
    again = queries.current_plan(cast.rollout.id)
    assert again
    assert again.number == current.number, "sent twice, it is taken once"
    page.post("schedule.confirm", {"what": "gone"}, status=303, **where)
    assert names(cast) == ["One", "Task 3", "Four"]
    page.post("schedule.confirm", {"what": "all"}, status=303, **where)
    assert names(cast) == ["One", "Three", "Four"]


def test_nothing_ticked_is_said(page: Page, cast: Cast, uploaded: Callable[[bytes], str]) -> None:
    mark = uploaded(project(task(1, "One")))
    client = page.client(cast.manager)
    token = {"csrf_token": page.token(client), "what": "ticked"}
    answer = client.post(f"/rollouts/{cast.rollout.id}/plan/import/{mark}/take", data=token)
    assert "Tick the rows to take" in client.get(answer.location).get_data(as_text=True)
    assert names(cast) == ["Task 1", "Task 2", "Task 3"]


def test_what_people_gave_stays_with_a_row_that_is_renamed(
    page: Page, cast: Cast, uploaded: Callable[[bytes], str]
) -> None:
    with transaction():
        current = queries.current_plan(cast.rollout.id)
        assert current
        second = db.session.query(PlanTask).filter_by(plan_id=current.id, uid=2).one()
        second.owner_id = cast.member.id
    mark = uploaded(project(task(1, **DATED), task(2, "Renamed", **DATED), task(3, **DATED)))
    page.post("schedule.confirm", {"what": "name"}, rollout_id=cast.rollout.id, mark=mark, as_=cast.manager, status=303)
    current = queries.current_plan(cast.rollout.id)
    assert current
    second = db.session.query(PlanTask).filter_by(plan_id=current.id, uid=2).one()
    assert (second.name, second.owner_id) == ("Renamed", cast.member.id)


def test_differences_come_a_page_at_a_time(page: Page, cast: Cast, uploaded: Callable[[bytes], str]) -> None:
    mark = uploaded(project(*(task(n, f"New {n}") for n in range(10, 360))))
    where: dict[str, Any] = {"rollout_id": cast.rollout.id, "mark": mark, "as_": cast.manager}
    tree = page.get("schedule.preview", show="new", page=4, **where)
    assert len(tree.cssselect("input[name=row]")) == 50
    assert "301–350 of 350" in text_of(tree)


def test_an_exported_plan_of_the_playbook_is_known_again(page: Page, cast: Cast) -> None:
    with transaction():
        service.prepare(cast.rollout, SMALL, NOW.date())
    current = queries.current_plan(cast.rollout.id)
    assert current
    for content, name in ((mspdi(current), "p.xml"), (csv_table(current), "p.csv")):
        form = {"file": (io.BytesIO(content), name)}
        answer = page.post("schedule.upload", form, rollout_id=cast.rollout.id, as_=cast.manager, status=303)
        tree = page.get(
            "schedule.preview", rollout_id=cast.rollout.id, mark=answer.location.rsplit("/", 1)[1], as_=cast.manager
        )
        assert "No row differs" in text_of(tree), name


def test_a_real_plan_is_equal_to_its_own_values(cast: Cast, shared_data: Path) -> None:
    from tests.schedule.test_exchange import taken

    stored = taken(cast.rollout, shared_data / "mspdi" / "order-tracking-system.xml")
    values = plan_values(stored)
    assert not differences(values, values, {}, {}).rows
    moved = replace(values, tasks=(replace(values.tasks[0], note="x"), *values.tasks[1:]))
    assert len(differences(values, moved, {}, {}).rows) == 1
