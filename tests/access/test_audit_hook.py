"""The trail that writes itself: whatever a session changes is noted in the same transaction, or not at all."""

import json
from datetime import date
from threading import Thread

import pytest
from flask import Flask
from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.exc import DatabaseError

from planner import queue
from planner.access import audit_service
from planner.access.audit_hook_service import is_audited
from planner.access.audit_models import AuditEntry, AuditHead
from planner.access.models import Submission, User
from planner.basics.errors import PlannerError, RuleBroken
from planner.db import db, transaction
from planner.rollouts.models import Rollout, Unit, Wave
from tests.builders import make_rollout, make_user, make_wave
from tests.conftest import NOW
from tests.rows import open_to_tampering


def trail() -> list[AuditEntry]:
    return list(db.session.scalars(select(AuditEntry).order_by(AuditEntry.seq)))


def last() -> AuditEntry:
    return trail()[-1]


def test_a_new_row_is_noted_with_its_rollout_and_values(app: Flask) -> None:
    rollout = make_rollout("Northwind CRM")
    entry = last()
    assert (entry.action, entry.object_type, entry.object_id) == ("created", "rollout", str(rollout.id))
    assert entry.rollout_id == rollout.id
    assert entry.at == NOW
    assert entry.after is not None
    assert entry.after["name"] == "Northwind CRM"
    assert entry.after["start_date"] == "2026-01-05"
    assert "version" not in entry.after
    assert entry.before is None


def test_a_change_is_noted_with_what_was_before_even_when_the_session_has_forgotten_it(app: Flask) -> None:
    wave = make_wave(make_rollout(), go_live=date(2026, 9, 1))
    with transaction():
        wave.go_live = date(2026, 10, 1)
        wave.name = wave.name
    entry = last()
    assert (entry.action, entry.object_type, entry.rollout_id) == ("changed", "wave", wave.rollout_id)
    assert (entry.before, entry.after) == ({"go_live": "2026-09-01"}, {"go_live": "2026-10-01"})


def test_a_deleted_row_is_noted_with_what_it_was(app: Flask) -> None:
    wave = make_wave(make_rollout())
    number = wave.rollout_id
    with transaction():
        db.session.delete(wave)
    entry = last()
    assert (entry.action, entry.object_type, entry.rollout_id) == ("deleted", "wave", number)
    assert entry.before is not None
    assert entry.before["name"] == "Wave 1"
    assert entry.after is None


def test_setting_what_was_there_before_is_no_change(app: Flask) -> None:
    user = make_user()
    before = len(trail())
    with transaction():
        user.name = str(user.name)
    assert len(trail()) == before


def test_a_password_hash_is_never_written(app: Flask) -> None:
    user = make_user()
    with transaction():
        user.password_hash = "$argon2id$secret"
    assert last().after == {"password_hash": "(hidden)"}
    assert "argon2" not in json.dumps([[e.before, e.after] for e in trail()])


def half_way() -> None:
    with transaction():
        db.session.add(User(email="x@example.org", name="X", active=True, created_at=NOW))
        db.session.flush()
        audit_service.record("export")
        raise RuleBroken("too late")


def test_what_is_rolled_back_leaves_no_entry(app: Flask) -> None:
    before = len(trail())
    with pytest.raises(RuleBroken, match="too late"):
        half_way()
    assert len(trail()) == before
    make_user("Later")
    assert len(trail()) == before + 1


def test_a_savepoint_that_is_rolled_back_takes_its_entries_with_it(app: Flask) -> None:
    rollout = make_rollout()
    before = len(trail())
    with transaction():
        db.session.add(Unit(rollout_id=rollout.id, name="Kept"))
        db.session.flush()
        point = db.session.begin_nested()
        db.session.add(Unit(rollout_id=rollout.id, name="Undone"))
        db.session.flush()
        point.rollback()
        with db.session.begin_nested():
            db.session.add(Unit(rollout_id=rollout.id, name="Also kept"))
    names = [entry.after["name"] for entry in trail()[before:] if entry.after]
    assert names == ["Kept", "Also kept"]


def test_an_unfinished_transaction_has_written_nothing_yet(app: Flask) -> None:
    before = len(trail())
    db.session.add(User(email="x@example.org", name="X", active=True, created_at=NOW))
    db.session.flush()
    assert len(trail()) == before
    db.session.commit()
    assert len(trail()) == before + 1


def test_tables_of_sessions_and_of_the_trail_itself_are_left_out(app: Flask) -> None:
    assert not is_audited(Submission)
    assert not is_audited(AuditEntry)
    assert not is_audited(AuditHead)
    assert is_audited(User)
    assert not is_audited(int)


def test_the_session_refuses_to_change_delete_or_forge_an_entry(app: Flask) -> None:
    make_user()
    entry = last()
    entry.action = "nothing"
    with pytest.raises(PlannerError, match="only ever added"):
        db.session.commit()
    db.session.rollback()
    db.session.delete(last())
    with pytest.raises(PlannerError, match="only ever added"):
        db.session.flush()
    db.session.rollback()
    forged = AuditEntry(seq=99, at=NOW, action="x", previous_hash="0", hash="1")
    db.session.add(forged)
    with pytest.raises(PlannerError, match="only ever added"):
        db.session.flush()
    db.session.rollback()
    for statement in (update(AuditEntry).values(action="x"), delete(AuditEntry)):
        with pytest.raises(PlannerError, match="only ever added"):
            db.session.execute(statement)


@pytest.mark.parametrize("sql", ["UPDATE audit_entry SET action = 'x'", "DELETE FROM audit_entry"])
def test_the_database_itself_refuses_too(app: Flask, sql: str) -> None:
    make_user()
    with pytest.raises(DatabaseError, match="only ever added"):
        db.session.execute(text(sql))
    db.session.rollback()


def test_statements_on_many_rows_are_one_entry_each(app: Flask) -> None:
    rollout = make_rollout()
    before = len(trail())
    with transaction():
        db.session.execute(insert(Unit), [{"rollout_id": rollout.id, "name": f"U{n}", "version": 1} for n in range(40)])
        db.session.execute(update(Unit).where(Unit.name == "U1").values(name="One"))
        db.session.execute(delete(Unit).where(Unit.name.like("U%")))
        db.session.execute(delete(Submission))
    said = [(e.action, e.object_type, e.after) for e in trail()[before:]]
    assert said == [
        ("created many", "unit", {"rows": 40}),
        ("changed many", "unit", {"rows": 1}),
        ("deleted many", "unit", {"rows": 39}),
    ]


def test_an_import_of_ten_thousand_rows_is_one_entry(app: Flask) -> None:
    rollout = make_rollout()
    before = len(trail())
    with transaction(), audit_service.bulk("plan.import", "10,000 units from a file", rollout_id=rollout.id):
        db.session.add_all(Unit(rollout_id=rollout.id, name=f"Unit {n}") for n in range(10_000))
        db.session.flush()
        rollout.name = "Renamed"
        db.session.execute(insert(Wave), [{"rollout_id": rollout.id, "number": 1, "name": "W", "version": 1}])
    [entry] = trail()[before:]
    assert (entry.action, entry.rollout_id) == ("plan.import", rollout.id)
    assert entry.after == {
        "summary": "10,000 units from a file",
        "created": {"unit": 10_000, "wave": 1},
        "changed": {"rollout": 1},
    }


def test_after_a_bulk_that_failed_rows_are_noted_one_by_one_again(app: Flask) -> None:
    with pytest.raises(RuleBroken), transaction(), audit_service.bulk("plan.import", "broken"):
        raise RuleBroken("no")
    make_user()
    assert last().action == "created"


def test_explicit_events_say_who_and_what(app: Flask) -> None:
    user = make_user()
    with transaction(), audit_service.acting(user.id):
        audit_service.record("export", object_type="plan", rollout_id=7, after={"format": "csv"})
    entry = last()
    assert (entry.action, entry.user_id, entry.rollout_id, entry.after) == ("export", user.id, 7, {"format": "csv"})
    assert entry.request_id == "command"


def test_the_chain_verifies_after_all_that(app: Flask) -> None:
    rollout = make_rollout()
    for number in range(1, 6):
        make_wave(rollout, number)
    result = audit_service.verify_trail()
    assert (result.intact, result.entries) == (True, len(trail()))


TAMPERING = {
    "change": "UPDATE audit_entry SET action = 'read' WHERE seq = 3",
    "change of a value": 'UPDATE audit_entry SET after = \'{"name":"Mallory"}\' WHERE seq = 3',
    "change of the person": "UPDATE audit_entry SET user_id = 9 WHERE seq = 3",
    "change of the time": "UPDATE audit_entry SET at = '2020-01-01 00:00:00' WHERE seq = 3",
    "delete": "DELETE FROM audit_entry WHERE seq = 3",
    "insert": "INSERT INTO audit_entry SELECT 7, at, action, user_id, rollout_id, object_type, object_id, before,"
    " after, request_id, address, previous_hash, 'x' || substr(hash, 2) FROM audit_entry WHERE seq = 6",
    "swap": "UPDATE audit_entry SET seq = -3 WHERE seq = 3; UPDATE audit_entry SET seq = 3 WHERE seq = 4;"
    "UPDATE audit_entry SET seq = 4 WHERE seq = -3",
    "tail": "DELETE FROM audit_entry WHERE seq > 4",
    "head": "UPDATE audit_head SET seq = 4",
    "head gone": "DELETE FROM audit_head",
}


@pytest.mark.parametrize("kind", TAMPERING)
def test_every_kind_of_tampering_by_sql_is_found(app: Flask, kind: str) -> None:
    rollout = make_rollout()
    for number in range(1, 6):
        make_wave(rollout, number)
    with open_to_tampering() as connection:
        for statement in TAMPERING[kind].split(";"):
            connection.execute(text(statement))
    result = audit_service.verify_trail()
    assert result.finding is not None
    expected = {"insert": 7, "tail": 5, "head": 6, "head gone": 6}.get(kind, 3)
    assert abs(result.finding.seq - expected) <= (1 if kind == "head" else 0), result.finding


def test_writing_goes_on_after_a_tampered_tail_but_not_without_the_note_of_its_end(app: Flask) -> None:
    make_user()
    with db.engine.execution_options(write=True).begin() as connection:
        connection.execute(text("DELETE FROM audit_head"))
    with pytest.raises(PlannerError, match="audit verify"):
        make_user("Somebody Else")


def test_a_long_text_is_kept_by_its_beginning_and_its_seal(app: Flask) -> None:
    with transaction():
        audit_service.record("export", after={"text": "x" * 5000, "many": {"a": list(range(1000))}})
    after = last().after or {}
    assert "5000 characters, SHA-256" in after["text"]
    assert len(json.dumps(after)) < 1600


def test_who_acts_must_be_known(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit_service, "_actor", [])
    with pytest.raises(PlannerError, match="who is acting"):
        audit_service.record("export")


def test_a_rollout_itself_is_named(app: Flask) -> None:
    rollout = make_rollout()
    with transaction():
        db.session.delete(db.session.get(Rollout, rollout.id))
    assert (last().action, last().object_type) == ("deleted", "rollout")


def test_background_work_is_noted_under_the_name_of_whoever_asked_for_it(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = make_user()
    monkeypatch.setitem(queue._works, "test.rename", lambda: make_user("Made By A Job"))
    with transaction():
        job = queue.enqueue("test.rename", NOW, user.id)
    queue.run_job(job.id, NOW)
    assert (last().user_id, last().request_id) == (user.id, "job")
    make_user("Made By Hand")
    assert last().user_id is None


def test_people_who_save_at_once_leave_one_unbroken_trail(app: Flask) -> None:
    rollout = make_rollout().id
    before = len(trail())
    troubles: list[BaseException] = []

    def work(person: int) -> None:
        try:
            with app.app_context():
                for number in range(8):
                    with transaction():
                        db.session.add(Unit(rollout_id=rollout, name=f"Unit {person}-{number}"))
                        db.session.flush()
                        db.session.get_one(Rollout, rollout)
                db.session.remove()
        except BaseException as trouble:  # noqa: BLE001 - told by the test itself
            troubles.append(trouble)

    threads = [Thread(target=work, args=(person,)) for person in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.rollback()
    assert troubles == []
    result = audit_service.verify_trail()
    assert (result.finding, result.entries) == (None, before + 40)
