"""Plans are stored whole or not at all; edits are checked; gates keep their decisions."""

import json
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, func, select

from planner.access.audit_models import AuditEntry
from planner.basics.errors import NotFound, RuleBroken, Stale
from planner.db import db, transaction
from planner.schedule import gate_service, queries, service
from planner.schedule.drafts import GateDraft, TaskDraft
from planner.schedule.gate_queries import gate_by_key, gates_of, next_open_gate
from planner.schedule.gates import Condition, Decision, DecisionDraft, Standing
from planner.schedule.import_service import Imported, import_plan
from planner.schedule.importing import read_plan_bytes
from planner.schedule.models import GateCondition, Plan, PlanLink, PlanTask
from planner.schedule.states import Kind, PlanSource, TaskFacts
from tests.builders import make_rollout, make_wave
from tests.conftest import NOW
from tests.personas import Cast
from tests.schedule.files import project, task
from tests.schedule.samples import SMALL

TODAY = date(2026, 3, 2)
THREE = project(
    task(1, "Phase"), task(2, "Write", level=2), task(3, "Check", level=2, after=[2], Milestone=1, Duration="PT0H0M0S")
)


def bring(cast: Cast, content: bytes, mark: str = "a", name: str = "plan.xml") -> Imported:
    with transaction():
        return import_plan(
            cast.rollout, read_plan_bytes(content), file_name=name, sha256=mark * 64, by=cast.manager, at=NOW
        )


def count(model: Any) -> int:
    return int(db.session.scalar(select(func.count()).select_from(model)) or 0)


def propose(cast: Cast) -> Plan:
    with transaction():
        plan, _ = service.propose_plan(cast.rollout, SMALL, at=NOW)
    return plan


def row_named(cast: Cast, name: str) -> TaskFacts:
    plan = queries.current_plan(cast.rollout.id)
    assert plan
    return next(row for row in queries.rows_of(plan.id) if row.name == name)


def test_every_sample_is_stored_with_its_stored_dates(shared_data: Path, app: Flask) -> None:
    names = sorted(path for path in (shared_data / "mspdi").glob("*.xml"))
    assert len(names) == 18
    for path in names:
        rollout = make_rollout(path.stem)
        reading = read_plan_bytes(path.read_bytes())
        with transaction():
            import_plan(rollout, reading, file_name=path.name, sha256=path.stem.ljust(64), by=None, at=NOW)
        plan = queries.current_plan(rollout.id)
        assert plan
        assert reading.plan
        rows = list(db.session.scalars(select(PlanTask).where(PlanTask.plan_id == plan.id).order_by(PlanTask.position)))
        told = [(each.uid, each.start, each.finish, each.duration, each.percent) for each in reading.plan.tasks]
        stored_rows = [(row.uid, row.start, row.finish, row.duration, row.percent) for row in rows]
        if not path.name.endswith(".input.xml"):
            assert stored_rows == told
        assert all(start and finish for _, start, finish, *_ in stored_rows), "what a file leaves open is calculated"
        assert len(queries.links_of(plan.id)) == reading.plan.links == plan.link_count
        if not path.name.endswith(".input.xml"):
            answer = json.loads((shared_data / "mspdi" / f"{path.stem}.expected.json").read_text())
            stored = {row.uid: row.start.isoformat()[:16] for row in rows if row.start}
            assert stored == {each["uid"]: each["start"] for each in answer["tasks"]}
        assert len(json.loads(plan.assignments)) == len(reading.plan.assignments)


def test_the_same_file_again_changes_nothing_and_says_so(cast: Cast) -> None:
    assert bring(cast, THREE).changed
    entries = count(AuditEntry)
    again = bring(cast, THREE)
    assert not again.changed
    assert "nothing was changed" in again.sentence
    assert (count(Plan), count(PlanTask), count(PlanLink), count(AuditEntry)) == (1, 3, 1, entries)


def test_a_new_file_is_the_next_version_and_the_old_one_stays(cast: Cast) -> None:
    bring(cast, THREE)
    bring(cast, project(task(1, "Only")), "b")
    assert [(plan.number, plan.task_count) for plan in queries.plans(cast.rollout.id)] == [(2, 1), (1, 3)]
    old = queries.plan_numbered(cast.rollout.id, 1)
    assert old
    assert [row.name for row in queries.rows_of(old.id)] == ["Phase", "Write", "Check"]
    with pytest.raises(NotFound):
        queries.plan_numbered(cast.rollout.id, 3)


def test_owners_are_carried_over_to_the_same_rows_of_a_newer_file(cast: Cast) -> None:
    bring(cast, THREE)
    write = row_named(cast, "Write")
    with transaction():
        change(cast, write, owner_id=cast.member.id, percent=50)
    done = bring(cast, project(task(1, "Phase"), task(2, "Write", level=2), task(3, "New", level=2)), "b")
    assert done.carried == 1
    assert row_named(cast, "Write").owner_id == cast.member.id
    assert row_named(cast, "New").owner_id is None


def test_a_refused_file_stores_nothing(cast: Cast) -> None:
    with pytest.raises(RuleBroken, match="row 1, Task 1: Tasks wait for each other"):
        bring(cast, project(task(1, after=[2]), task(2, after=[1])))
    assert count(Plan) == count(PlanTask) == 0


def test_an_import_that_fails_in_the_middle_leaves_nothing(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("the power went")

    monkeypatch.setattr("planner.schedule.plan_service._store_links", fail)
    with pytest.raises(RuntimeError, match="the power went"):
        bring(cast, THREE)
    assert count(Plan) == count(PlanTask) == 0


KILLED = """
import os, sys
from pathlib import Path
from planner.app import create_app
from planner.db import transaction
from planner.rollouts.models import Rollout
from planner.db import db
from planner.schedule import plan_service
from planner.schedule.import_service import import_plan
from planner.schedule.importing import read_plan_file
from tests.conftest import NOW, settings_for
def stop(*_):
    print("storing", flush=True)
    os.kill(os.getpid(), 9)
plan_service._store_links = stop
app = create_app(settings_for(Path(sys.argv[1]), sys.argv[4]))
with app.app_context(), transaction():
    rollout = db.session.get(Rollout, int(sys.argv[3]))
    import_plan(rollout, read_plan_file(Path(sys.argv[2])), file_name="p", sha256="k" * 64, by=None, at=NOW)
"""


def test_a_kill_in_the_middle_of_an_import_leaves_nothing_half_written(cast: Cast, tmp_path: Path) -> None:
    path = tmp_path / "plan.xml"
    path.write_bytes(THREE)
    db_url = db.engine.url.render_as_string(hide_password=False)
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, str(tmp_path), str(path), str(cast.rollout.id), db_url],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (killed.returncode, killed.stdout) == (-9, "storing\n"), killed.stderr
    assert count(Plan) == count(PlanTask) == 0
    assert bring(cast, THREE).changed


def test_tasks_are_stored_many_at_a_time(cast: Cast) -> None:
    """Ten thousand tasks and links take a few dozen statements: a slow machine makes that long, never endless."""
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        bring(cast, project(*(task(n, after=[n - 1] if n > 1 else []) for n in range(1, 10_001))))
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    assert len(asked) < 50
    assert (count(PlanTask), count(PlanLink)) == (10_000, 9_999)


def test_a_playbook_becomes_a_dated_plan_with_gates(cast: Cast) -> None:
    for number in (1, 2):
        make_wave(cast.rollout, number)
    plan = propose(cast)
    assert (plan.number, plan.source) == (1, PlanSource.PLAYBOOK)
    rows = queries.rows_of(plan.id)
    assert all(row.start and row.finish and row.start <= row.finish for row in rows)
    gates = gates_of(cast.rollout, TODAY)
    assert [view.gate.key for view in gates][:2] == ["decide-exit", "train-exit@1"]
    milestone = row_named(cast, "Gate: Decide passed")
    assert gates[0].gate.due == milestone.last_day
    first = next_open_gate(cast.rollout, TODAY)
    assert first
    assert first.gate.key == "decide-exit"
    status = queries.plan_status(cast.rollout, TODAY)
    assert status
    assert status.tasks == sum(row.kind is not Kind.SUMMARY for row in rows)
    assert status.without_owner == status.tasks - sum(bool(row.gate_key) for row in rows), (
        "gates have owners of their own"
    )
    assert status.late > 0


def test_the_same_proposal_again_changes_nothing(cast: Cast) -> None:
    propose(cast)
    with transaction():
        _, new = service.propose_plan(cast.rollout, SMALL, at=NOW)
    assert not new
    assert count(Plan) == 1


def test_a_rollout_without_a_plan_has_no_status(cast: Cast) -> None:
    assert queries.plan_status(cast.rollout, TODAY) is None
    assert next_open_gate(cast.rollout, TODAY) is None


def change(cast: Cast, row: TaskFacts, **values: Any) -> PlanTask:
    stored = queries.task(cast.rollout.id, row.id)
    kept: dict[str, Any] = {
        "start": row.first_day, "finish": row.last_day, "percent": row.percent, "owner_id": row.owner_id,
        "note": stored.note,
    }  # fmt: skip
    draft = TaskDraft(**{**kept, **values})
    return service.edit_task(stored, draft, values.pop("version", stored.version), cast.rollout.id, today=TODAY)


def test_summaries_follow_an_edited_task(cast: Cast) -> None:
    propose(cast)
    ask = row_named(cast, "Ask")
    with transaction():
        change(cast, ask, finish=date(2026, 6, 5), percent=100, owner_id=cast.member.id)
    assert row_named(cast, "Ask").owner_id == cast.member.id
    assert row_named(cast, "Ask").last_day == date(2026, 6, 5)
    assert row_named(cast, "Sign").first_day == date(2026, 6, 9)
    assert row_named(cast, "Decide").last_day == row_named(cast, "Sign").last_day
    assert 0 < row_named(cast, "Decide").percent < 100


def test_an_unchanged_day_keeps_its_hour(cast: Cast) -> None:
    bring(cast, project(task(1, Start="2026-03-02T10:30:00", Finish="2026-03-04T11:15:00")))
    with transaction():
        change(cast, row_named(cast, "Task 1"), finish=date(2026, 3, 5))
    row = row_named(cast, "Task 1")
    assert row.start
    assert row.finish
    assert (row.start.isoformat(), row.finish.isoformat()) == ("2026-03-02T10:30:00", "2026-03-05T11:15:00")


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"start": None}, "start"),
        ({"finish": date(2020, 1, 1)}, "finish"),
        ({"percent": 101}, "percent"),
        ({"owner_id": 999}, "owner"),
        ({"finish": date(2999, 1, 1)}, "finish"),
    ],
)
def test_wrong_edits_are_refused_at_their_field(cast: Cast, values: dict[str, Any], field: str) -> None:
    propose(cast)
    with pytest.raises(RuleBroken) as refused, transaction():
        change(cast, row_named(cast, "Ask"), **values)
    assert refused.value.field == field


def test_a_stale_edit_is_told(cast: Cast) -> None:
    propose(cast)
    row = row_named(cast, "Ask")
    stored = queries.task(cast.rollout.id, row.id)
    with pytest.raises(Stale):
        service.finish_task(stored, stored.version - 1, TODAY)


def test_a_milestone_is_marked_as_reached_on_the_day_it_is(cast: Cast) -> None:
    called(cast)
    row = row_named(cast, "Gate: Decide passed")
    with pytest.raises(RuleBroken, match="reached when its gate is open"):
        service.finish_task(queries.task(cast.rollout.id, row.id), row.version, TODAY)
    decide(cast, DecisionDraft(Decision.GO, cast.sponsor.id, "Go."))
    with transaction():
        stored = queries.task(cast.rollout.id, row.id)
        service.finish_task(stored, stored.version, TODAY)
    stored = queries.task(cast.rollout.id, row.id)
    assert stored.percent == 100
    assert stored.finish == stored.actual_finish
    assert stored.actual_finish
    assert stored.actual_finish.date() == TODAY


def test_a_task_of_another_rollout_or_version_is_not_found(cast: Cast) -> None:
    propose(cast)
    row = row_named(cast, "Ask")
    with pytest.raises(NotFound):
        queries.task(make_rollout("Other").id, row.id)
    bring(cast, THREE)
    with pytest.raises(NotFound):
        queries.task(cast.rollout.id, row.id)


def test_a_phase_given_to_a_summary_reaches_the_rows_under_it(cast: Cast) -> None:
    bring(cast, THREE)
    with transaction():
        change(cast, row_named(cast, "Phase"), phase_ref="train")
    assert row_named(cast, "Check").phase_ref == "train"


CRITERIA = [{"ref": "trained", "text": "Everybody is trained", "must": True}]


def called(cast: Cast, key: str = "decide-exit") -> None:
    propose(cast)
    with transaction():
        gate = gate_by_key(cast.rollout, key, TODAY)
        gate_service.edit_gate(gate.gate, GateDraft(cast.member.id, date(2026, 3, 9)), gate.gate.version)
        gate_service.call_review(gate, cast.manager, NOW, CRITERIA)


def decide(cast: Cast, draft: DecisionDraft, key: str = "decide-exit") -> None:
    with transaction():
        gate_service.decide(gate_by_key(cast.rollout, key, TODAY), draft, NOW, TODAY, snapshot=7)


def test_a_gate_is_called_decided_and_opened_again(cast: Cast) -> None:
    called(cast)
    assert gate_by_key(cast.rollout, "decide-exit", TODAY).verdict.standing is Standing.CALLED
    decide(cast, DecisionDraft(Decision.HOLD, cast.sponsor.id, "Not yet."))
    with transaction():
        gate_service.call_review(gate_by_key(cast.rollout, "decide-exit", TODAY), cast.manager, NOW, CRITERIA)
    decide(cast, DecisionDraft(Decision.GO, cast.sponsor.id, "Now."))
    view = gate_by_key(cast.rollout, "decide-exit", TODAY)
    assert [each.decision for each in view.decisions] == [Decision.GO, Decision.HOLD]
    assert view.decisions[1].criteria == CRITERIA
    assert view.decisions[0].snapshot == 7
    assert view.verdict.standing is Standing.GO
    following = next_open_gate(cast.rollout, TODAY)
    assert following
    assert following.gate.key == "train-exit@1"


def test_the_owner_and_the_caller_cannot_decide(cast: Cast) -> None:
    called(cast)
    for person in (cast.member, cast.manager):
        with pytest.raises(RuleBroken, match="cannot decide"):
            decide(cast, DecisionDraft(Decision.GO, person.id, "Go."))


def test_an_overdue_condition_turns_the_gate_back_by_itself(cast: Cast) -> None:
    called(cast)
    condition = Condition("Clean the data", cast.member.id, date(2026, 3, 6))
    decide(cast, DecisionDraft(Decision.CONDITIONAL_GO, cast.sponsor.id, "Nearly.", (condition,)))
    standing = {
        day: gate_by_key(cast.rollout, "decide-exit", day).verdict.standing for day in (TODAY, date(2026, 3, 7))
    }
    assert standing == {TODAY: Standing.CONDITIONAL_GO, date(2026, 3, 7): Standing.HOLD}
    stored = db.session.scalars(select(GateCondition)).one()
    with transaction():
        gate_service.meet_condition(stored, cast.member, NOW, "Report of 3 March", stored.version)
    later = gate_by_key(cast.rollout, "decide-exit", date(2026, 3, 7))
    assert later.verdict.standing is Standing.GO
    with pytest.raises(RuleBroken, match="met already"):
        gate_service.meet_condition(stored, cast.member, NOW, "Again", stored.version)


def test_conditions_belong_to_people_of_the_rollout(cast: Cast) -> None:
    called(cast)
    condition = Condition("Clean the data", cast.stranger.id, TODAY + timedelta(days=3))
    with pytest.raises(RuleBroken, match="take part"):
        decide(cast, DecisionDraft(Decision.CONDITIONAL_GO, cast.sponsor.id, "Nearly.", (condition,)))


def test_an_unknown_gate_names_those_there_are(cast: Cast) -> None:
    propose(cast)
    with pytest.raises(NotFound, match="decide-exit, train-exit@1"):
        gate_by_key(cast.rollout, "nowhere", TODAY)


def test_gates_that_are_there_keep_their_date_and_owner(cast: Cast) -> None:
    called(cast)
    with transaction():
        service.propose_plan(cast.rollout, SMALL, at=NOW)
    gate = gate_by_key(cast.rollout, "decide-exit", TODAY).gate
    assert (gate.due, gate.owner_id) == (date(2026, 3, 9), cast.member.id)
