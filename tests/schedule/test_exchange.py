"""A plan with its gates survives the export and import of its whole rollout."""

import json
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from planner.db import db, transaction
from planner.portfolio.service import export_rollout, import_rollout
from planner.rollouts.models import Rollout
from planner.schedule import queries, service
from planner.schedule.exchange_models import StoredSource
from planner.schedule.export_service import mspdi
from planner.schedule.gate_queries import gates_of
from planner.schedule.import_service import import_plan
from planner.schedule.importing import read_plan_bytes, read_plan_file
from planner.schedule.models import Plan, PlanTask
from planner.schedule.mspdi_writing import new_file
from planner.schedule.plan_values_service import plan_values
from planner.schedule.source_service import fingerprint, source_of, unpacked
from tests.conftest import NOW, SHARED
from tests.personas import Cast
from tests.schedule.files import elements, in_progress
from tests.schedule.samples import SMALL


def seen(rollout_id: int) -> tuple[object, ...]:
    """What a reader of the plan sees."""
    plan = queries.current_plan(rollout_id)
    assert plan
    rows = queries.rows_of(plan.id)
    places = {row.id: row.position for row in rows}
    links = ((places[each.predecessor_id], places[each.successor_id], each.type) for each in queries.links_of(plan.id))
    facts = ((row.uid, row.name, row.kind, row.start, row.finish, row.duration, row.percent) for row in rows)
    return (*facts, *sorted(links))


def test_a_plan_and_its_gates_survive(cast: Cast, tmp_path: Path, shared_data: Path) -> None:
    reading = read_plan_file(shared_data / "mspdi" / "order-tracking-system.xml")
    with transaction():
        service.prepare(cast.rollout, SMALL, NOW.date())
        import_plan(cast.rollout, reading, file_name="o.xml", sha256="a" * 64, by=cast.manager, at=NOW)
    document = json.loads(json.dumps(export_rollout(cast.rollout.id, tmp_path)))
    with transaction():
        copy = import_rollout(document, tmp_path, NOW)
    assert seen(copy) == seen(cast.rollout.id)
    assert len(queries.plans(copy)) == 2
    keys = [[view.gate.key for view in gates_of(rollout, NOW.date())] for rollout in (cast.rollout, _stored(copy))]
    assert keys[0] == keys[1] != []


def _stored(rollout_id: int) -> Rollout:
    return db.session.get_one(Rollout, rollout_id)


PLANS = sorted(path for folder in ("mspdi", "mspdi_parse", "networks") for path in (SHARED / folder).glob("*.xml"))


def taken(rollout: Rollout, path: Path) -> Plan:
    """A project file as the plan of a rollout, kept with it."""
    with path.open("rb") as source, transaction():
        reading = read_plan_file(path)
        mark = fingerprint(source)
        return import_plan(rollout, reading, file_name="o.xml", sha256=mark, by=None, at=NOW, source=source).plan


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.name)
def test_an_imported_plan_is_written_with_all_its_file_holds(cast: Cast, path: Path) -> None:
    content = mspdi(taken(cast.rollout, path))
    before, after = Counter(elements(path.read_bytes())), Counter(elements(content))
    if ".input." not in path.name:
        assert before == after
    lost = {tag.rpartition("}")[2] for tag, _, _ in before - after}
    assert lost <= {"Duration", "PercentComplete", "Critical"}, "of a file without dates only computed values differ"


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.name)
def test_without_its_file_the_plan_itself_is_still_whole(cast: Cast, path: Path) -> None:
    plan = taken(cast.rollout, path)
    values = plan_values(plan)
    again = read_plan_bytes(new_file(values)).plan
    assert again == values
    reading = read_plan_file(path).plan
    assert reading
    for mine, theirs in zip(values.tasks, reading.tasks, strict=True):
        assert (mine.uid, mine.name) == (theirs.uid, theirs.name or "(no name)")
        assert (mine.links, mine.baselines) == (theirs.links, theirs.baselines)
        assert mine.start == theirs.start or theirs.start is None


def test_a_changed_plan_keeps_what_the_product_does_not_know(cast: Cast, shared_data: Path) -> None:
    path = shared_data / "mspdi" / "order-tracking-system.xml"
    plan = taken(cast.rollout, path)
    with transaction():
        task = db.session.scalars(select(PlanTask).where(PlanTask.plan_id == plan.id, PlanTask.kind == "task")).first()
        assert task
        draft = replace(service.stored_draft(task), percent=40, note="asked = 1 & <more>")
        service.edit_task(task, draft, task.version, cast.rollout.id, today=NOW.date())
    before, after = list(elements(path.read_bytes())), list(elements(mspdi(plan)))
    names = {tag.rpartition("}")[2] for tag, text, _ in set(after) ^ set(before)}
    assert names <= {"Notes", "PercentComplete", "ActualDuration", "RemainingDuration", "EarlyStart", "EarlyFinish",
                     "LateStart", "LateFinish", "FreeSlack", "TotalSlack", "Start", "Finish",
                     "ActualStart"}  # fmt: skip
    kept = [each for each in before if each[0].endswith("}Priority")]
    assert [each for each in after if each[0].endswith("}Priority")] == kept != []


def test_the_file_travels_with_the_rollout_and_goes_with_it(cast: Cast, tmp_path: Path, shared_data: Path) -> None:
    path = shared_data / "mspdi" / "slack9.xml"
    taken(cast.rollout, path)
    document = json.loads(json.dumps(export_rollout(cast.rollout.id, tmp_path)))
    with transaction():
        copy = import_rollout(document, tmp_path, NOW)
    plan = queries.current_plan(copy)
    assert plan
    assert list(elements(mspdi(plan))) == list(elements(path.read_bytes()))
    with transaction():
        db.session.delete(plan)
    assert db.session.query(StoredSource).count() == 1


def test_a_later_version_without_a_file_uses_the_one_it_came_from(cast: Cast, shared_data: Path) -> None:
    first = taken(cast.rollout, shared_data / "mspdi" / "slack9.xml")
    with transaction():
        reading = read_plan_bytes(new_file(plan_values(first)))
        later = import_plan(cast.rollout, reading, file_name="p", sha256="b" * 64, by=None, at=NOW).plan
    assert b"<FixedCostAccrual>" in mspdi(later)
    with transaction():
        service.prepare(cast.rollout, SMALL, NOW.date())
    playbook = queries.current_plan(cast.rollout.id)
    assert playbook
    assert source_of(playbook) is None
    assert read_plan_bytes(mspdi(playbook)).accepted


def test_damaged_content_is_no_file() -> None:
    assert unpacked(b"not packed") is None


def test_a_plan_in_progress_comes_back_whole(cast: Cast, tmp_path: Path) -> None:
    path = tmp_path / "plan.xml"
    path.write_bytes(in_progress())
    plan = taken(cast.rollout, path)
    lost = Counter(elements(path.read_bytes())) - Counter(elements(mspdi(plan)))
    assert {tag.rpartition("}")[2] for tag, _, _ in lost} <= {"Duration"}, "that of an automatic summary"
    values = plan_values(plan)
    assert read_plan_bytes(new_file(values)).plan == values
    reading = read_plan_file(path).plan
    assert reading
    kept = (
        "uid",
        "name",
        "manual",
        "constraint",
        "constraint_date",
        "actual_start",
        "actual_finish",
        "resume",
        "links",
    )
    for mine, theirs in zip(values.tasks, reading.tasks, strict=True):
        assert [getattr(mine, name) for name in kept] == [getattr(theirs, name) for name in kept]
    hand, under_way = values.tasks[:2]
    assert (hand.start, hand.finish) == (reading.tasks[0].start, reading.tasks[0].finish)
    assert (under_way.percent, under_way.remaining) == (30, timedelta(hours=56))
    assert values.status_date == reading.status_date
