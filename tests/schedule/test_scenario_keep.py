"""What is kept is what was shown: on real plans, each row has the dates of the scenario, and all can be taken back."""

import random
from datetime import datetime
from pathlib import Path

import pytest

from planner.db import db, transaction
from planner.schedule import queries, scenario_service
from planner.schedule.calculation_service import calculate
from planner.schedule.import_service import import_plan
from planner.schedule.importing import read_plan_bytes
from planner.schedule.memory_service import last_change, take_back
from planner.schedule.models import Plan
from planner.schedule.scenario import Add, AddPeople, Change, Drop, Shift, Stretch, Target
from planner.schedule.scenario_keep_service import keep
from planner.schedule.scenario_look_service import base_of, look, made
from planner.schedule.scenario_models import Scenario
from planner.schedule.scenario_picture import Picture
from planner.schedule.scenario_reading import read_changes
from planner.schedule.scenario_service import ScenarioDraft
from tests.conftest import NOW
from tests.personas import Cast

MORNING = datetime(2026, 3, 2, 8)
PLANS = ("order-tracking-system.xml", "mspdirelations.xml", "mspdipriority.xml")
Dates = dict[int, tuple[str, datetime | None, datetime | None]]


def stored(plan: Plan) -> Dates:
    db.session.expire_all()
    rows = queries.rows_of(plan.id)
    return {row.uid: (row.name, row.start, row.finish) for row in rows}


def promised(picture: Picture) -> Dates:
    rows = picture.network.activities
    return {row.uid: (row.name, picture.start(row.uid), picture.finish(row.uid)) for row in rows}


def some_changes(picture: Picture, luck: random.Random) -> list[Change]:
    """Changes of every kind on rows drawn by chance."""
    rows = [Target(row.uid, row.name) for row in picture.network.activities if row.uid]
    one = luck.choice
    return [
        Shift(one(rows), luck.randint(1, 20)), Stretch(one(rows), luck.choice([40, 250])), Drop(one(rows)),
        Add(one(rows), "Something new", luck.randint(0, 5)), AddPeople(one(rows), 1, 2),
        Shift(one(rows), -luck.randint(1, 9)),
        Drop(one(rows)), Add(one(rows), "And more", 1, holds=False),
    ]  # fmt: skip


def scenario_of(cast: Cast, plan: Plan, seed: int) -> Scenario:
    """A scenario with those of the changes that are possible."""
    row = scenario_service.create(cast.rollout, ScenarioDraft(f"Try {seed}"), cast.manager, NOW)
    for change in some_changes(base_of(plan).picture, random.Random(seed)):
        changes = read_changes(row.changes)
        result = made(base_of(plan), [*changes, change], MORNING, same_version=True)
        if not result.problems:
            scenario_service.add_change(row, change, row.version, MORNING)
    return row


@pytest.mark.parametrize("name", PLANS)
def test_every_row_gets_the_dates_that_were_shown(cast: Cast, shared_data: Path, name: str) -> None:
    content = (shared_data / "mspdi" / name).read_bytes()
    with transaction():
        import_plan(cast.rollout, read_plan_bytes(content), file_name=name, sha256="a" * 64, by=None, at=NOW)
    plan = queries.current_plan(cast.rollout.id)
    assert plan
    with transaction():
        calculate(plan)
    for seed in range(2):
        with transaction():
            row = scenario_of(cast, plan, seed)
        before = stored(plan)
        base = base_of(plan)
        shown = look(base, row, MORNING).comparison
        changes = read_changes(row.changes)
        wanted = Picture(made(base, changes, MORNING, same_version=True).network, base.picture.meta, base.picture.day)
        assert changes
        with transaction():
            keep(row, row.version, cast.manager, NOW, MORNING)
        assert stored(plan) == promised(wanted)
        assert shown.end.scenario == wanted.end
        change = last_change(plan)
        assert change
        with transaction():
            take_back(plan, change.id, NOW.date())
        assert stored(plan) == before
