"""A plan with its gates survives the export and import of its whole rollout."""

import json
from pathlib import Path

from planner.db import transaction
from planner.portfolio.service import export_rollout, import_rollout
from planner.rollouts.models import Rollout
from planner.schedule import queries, service
from planner.schedule.gate_queries import gates_of
from planner.schedule.import_service import import_plan
from planner.schedule.importing import read_plan_file
from tests.conftest import NOW
from tests.personas import Cast
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
    from planner.db import db

    return db.session.get_one(Rollout, rollout_id)
