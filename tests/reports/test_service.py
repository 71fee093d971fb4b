import fcntl
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Event, Thread

import pytest
from flask import Flask
from sqlalchemy import delete, func, select, text, update

from planner.access.roles import Role
from planner.basics.errors import NotAllowed, NotFound, RuleBroken
from planner.db import db, transaction
from planner.queue import Job, run_waiting
from planner.reports import gathering_service, queries, render, service, verify_service
from planner.reports.decision import ConditionDraft, Decision, SignOffDraft
from planner.reports.document import fingerprint, parse
from planner.reports.files_service import file_of, kept_file, making, reports_folder, write_whole
from planner.reports.models import Frozen, RenderedFile, SignOff, Snapshot
from planner.reports.report import Report
from planner.reports.seals import seal
from planner.reports.stored_render import pdf_of
from planner.schedule import gate_queries, waiver_service
from planner.schedule.gates import GateState, Standing
from planner.schedule.holding import WaiverDraft
from tests.builders import make_member, make_rollout
from tests.conftest import NOW
from tests.live import ROOT
from tests.personas import Cast
from tests.reports.stage import PASSWORD, called, give_password, give_playbook

LATER = NOW.date() + timedelta(days=10)
BACK = SignOffDraft(Decision.SEND_BACK, "The goal is missing.")


def conditional(cast: Cast) -> SignOffDraft:
    condition = ConditionDraft("Write it", cast.manager.id, LATER)
    return SignOffDraft(Decision.WITH_CONDITIONS, "We can start.", (condition,))


def decide(cast: Cast, row: Snapshot, draft: SignOffDraft = BACK, password: str = PASSWORD) -> SignOff:
    with transaction():
        return service.sign_off(cast.rollout, row, draft, cast.sponsor, password, NOW)


def test_a_review_freezes_the_report_of_its_moment(ready: Cast) -> None:
    row = called(ready.rollout, ready.manager)
    report = parse(row.document)
    assert (row.number, row.gate_key, row.verdict) == (1, "start", "hold")
    assert row.sha256 == fingerprint(row.document)
    assert (report.identity.author, report.identity.data_time) == ("Mara Lind", NOW)
    assert (report.identity.organisation, report.identity.playbook) == ("Northwind", "Small")
    assert report.blockers[0].text == "The goal is written down"


def test_reports_are_numbered_within_their_rollout(ready: Cast) -> None:
    other = make_rollout("Second")
    give_playbook(other)
    manager = make_member(other)
    assert [called(ready.rollout, ready.manager, gate).number for gate in ("start", "design-agreed")] == [1, 2]
    assert called(other, manager).number == 1


def test_calling_freezes_the_criteria_at_the_gate(ready: Cast, report: Snapshot) -> None:
    gate = gate_queries.gate_by_key(ready.rollout, "start", NOW.date()).gate
    assert (gate.state, gate.called_by_id) == (GateState.CALLED, ready.manager.id)
    assert [criterion["ref"] for criterion in gate.criteria] == ["goal", "news"]


def test_a_gate_that_waits_for_its_decision_is_not_called_again(ready: Cast, report: Snapshot) -> None:
    with pytest.raises(RuleBroken, match="called already"):
        called(ready.rollout, ready.manager)
    assert [each.snapshot.number for each in queries.filed(ready.rollout.id)] == [1]


@pytest.mark.parametrize(
    ("decision", "standing"),
    [
        (Decision.WITH_CONDITIONS, Standing.CONDITIONAL_GO),
        (Decision.SEND_BACK, Standing.RECYCLE),
        (Decision.HOLD, Standing.HOLD),
        (Decision.STOP, Standing.STOP),
    ],
)
def test_the_decision_is_the_gates_decision(
    ready: Cast, report: Snapshot, decision: Decision, standing: Standing
) -> None:
    decide(ready, report, replace(conditional(ready), decision=decision))
    view = gate_queries.gate_by_key(ready.rollout, "start", NOW.date())
    assert view.verdict.standing is standing
    assert (view.decisions[0].snapshot, view.decisions[0].decider_id) == (1, ready.sponsor.id)
    assert len(view.conditions) == (decision is Decision.WITH_CONDITIONS)


def test_the_next_report_lists_the_conditions_and_where_they_stand(ready: Cast, report: Snapshot) -> None:
    decide(ready, report, conditional(ready))
    late = NOW + timedelta(days=30)
    listed = gathering_service.report_now(ready.rollout, "design-agreed", "x", late).conditions
    assert [(each.text, each.owner, each.due, each.state, each.gate) for each in listed] == [
        ("Write it", "Mara Lind", LATER, "overdue", "Start")
    ]


def test_a_waived_gate_is_told_until_its_last_day(ready: Cast) -> None:
    with transaction():
        view = gate_queries.gate_by_key(ready.rollout, "start", NOW.date())
        draft = WaiverDraft("Rooms are booked.", LATER, ready.sponsor.id)
        waiver_service.waive(view, draft, NOW, NOW.date())
    (line,) = gathering_service.report_now(ready.rollout, "start", "x", NOW).conditions
    assert (line.state, line.owner, line.due, line.gate) == ("waived", "Sven Holm", LATER, "Start")
    assert line.text.endswith("Rooms are booked.")
    after = NOW + timedelta(days=30)
    assert gathering_service.report_now(ready.rollout, "start", "x", after).conditions == ()


def test_the_report_tells_where_the_plan_stands(ready: Cast, report: Snapshot) -> None:
    plan = parse(report.document).plan
    assert plan is not None
    assert plan.source == "Small 1.0.0"
    assert (plan.done, plan.late > 0, plan.waiting > 0) == (0, True, True)
    assert plan.late_tasks[0].startswith("Decide 1, due")
    assert parse(report.document).decisions[0].by is not None


def test_a_report_is_compared_with_the_last_of_its_gate(ready: Cast) -> None:
    decide(ready, called(ready.rollout, ready.manager))
    called(ready.rollout, ready.manager, "design-agreed")
    third = parse(called(ready.rollout, ready.manager).document)
    assert third.changes is not None
    assert third.changes.since_number == 1
    assert third.changes.items == ()


def test_a_draft_has_no_number_and_stores_nothing(ready: Cast) -> None:
    draft = gathering_service.report_now(ready.rollout, "start", "Mara Lind", NOW)
    assert draft.snapshot.number is None
    assert db.session.scalar(select(func.count(Snapshot.id))) == 0
    with pytest.raises(RuleBroken, match="draft"):
        service.keep(ready.rollout.id, draft, ready.manager.id, NOW)


def test_an_unknown_gate_is_not_found(ready: Cast) -> None:
    with pytest.raises(NotFound):
        gathering_service.report_now(ready.rollout, "nowhere", "x", NOW)


def test_what_is_frozen_cannot_be_changed_or_deleted(ready: Cast, report: Snapshot) -> None:
    decided = decide(ready, report)
    for row, field in ((report, "document"), (decided, "reason")):
        with pytest.raises(Frozen), transaction():
            setattr(row, field, "something else")
        with pytest.raises(Frozen), transaction():
            db.session.delete(row)
    for statement in (update(Snapshot).values(verdict="go"), delete(Snapshot), delete(SignOff)):
        with pytest.raises(Frozen), transaction():
            db.session.execute(statement)
    assert verify_service.problems(reports_folder()) == []


def test_a_decision_is_stored_with_all_its_parts(ready: Cast, report: Snapshot) -> None:
    decided = decide(ready, report, conditional(ready))
    assert (decided.decision, decided.reason) == (Decision.WITH_CONDITIONS, "We can start.")
    assert decided.conditions == [{"text": "Write it", "owner": "Mara Lind", "due": LATER.isoformat()}]
    assert decided.password_entered
    found = queries.filed(ready.rollout.id)[0]
    assert found.author == "Mara Lind"
    assert found.decided is not None
    assert found.decided.decider == "Sven Holm"


def test_conditions_typed_beside_another_decision_are_not_kept(ready: Cast, report: Snapshot) -> None:
    assert decide(ready, report, replace(conditional(ready), decision=Decision.SEND_BACK)).conditions == []


def test_a_wrong_password_signs_nothing(ready: Cast, report: Snapshot) -> None:
    with pytest.raises(RuleBroken) as refused:
        decide(ready, report, password="guess")
    assert refused.value.field == "password"
    assert queries.decision_on(report) is None


@pytest.mark.parametrize("role", [Role.MANAGER, Role.TRAINER, Role.MEMBER, Role.VIEWER])
def test_only_a_sponsor_decides(ready: Cast, report: Snapshot, role: Role) -> None:
    other = make_member(ready.rollout, role, "Somebody Else")
    give_password(other)
    with pytest.raises(NotAllowed), transaction():
        service.sign_off(ready.rollout, report, BACK, other, PASSWORD, NOW)


def test_a_sponsor_of_another_rollout_finds_nothing(ready: Cast, report: Snapshot) -> None:
    stranger = make_member(make_rollout("Other"), Role.SPONSOR)
    give_password(stranger)
    with pytest.raises(NotFound), transaction():
        service.sign_off(ready.rollout, report, BACK, stranger, PASSWORD, NOW)


def test_the_author_may_not_decide_even_as_sponsor(ready: Cast) -> None:
    own = called(ready.rollout, ready.sponsor)
    with pytest.raises(RuleBroken, match="called this report yourself"):
        decide(ready, own)


def test_a_report_is_decided_once(ready: Cast, report: Snapshot) -> None:
    decide(ready, report)
    with pytest.raises(RuleBroken, match="decided already"):
        decide(ready, report)


def test_only_the_newest_report_of_a_gate_is_decided(ready: Cast, report: Snapshot) -> None:
    with transaction():  # as a rollout that was carried over could have it
        values = {"document": report.document, "sha256": "0" * 64, "author": ready.manager.id}
        db.session.execute(text(
            "INSERT INTO snapshot (rollout_id, number, gate_key, verdict, created_at, author_id, data_time,"
            " scoring_version, document, sha256) SELECT rollout_id, 2, gate_key, verdict, created_at, :author,"
            " data_time, scoring_version, :document, :sha256 FROM snapshot"), values)  # fmt: skip
    with pytest.raises(RuleBroken, match="Report 2 was called for this gate"):
        decide(ready, report)


def test_the_next_gate_is_the_first_that_nobody_let_pass(ready: Cast, report: Snapshot) -> None:
    def next_gate() -> str:
        return gathering_service.next_gate(ready.rollout, NOW.date())

    assert next_gate() == "start"
    decide(ready, report)
    assert next_gate() == "start"
    decide(ready, called(ready.rollout, ready.manager), conditional(ready))
    assert next_gate() == "design-agreed"
    decide(ready, called(ready.rollout, ready.manager, "design-agreed"), conditional(ready))
    with pytest.raises(NotFound, match="Every gate"):
        next_gate()


def kept_files() -> list[Path]:
    return sorted(reports_folder().glob("*.pdf"))


def test_the_pdf_is_made_in_the_background_and_kept(report: Snapshot) -> None:
    job = db.session.scalars(select(Job)).one()
    assert (job.name, job.payload) == ("reports.pdf", {"snapshot_id": report.id})
    assert run_waiting(NOW) == 1
    path = file_of(reports_folder(), report.sha256, render.TEMPLATE_VERSION)
    assert kept_files() == [path]
    assert path.read_bytes() == render.pdf(parse(report.document)) == pdf_of(report)
    assert db.session.scalars(select(RenderedFile)).one().snapshot_id == report.id


def test_a_pdf_that_was_touched_is_made_again(report: Snapshot) -> None:
    good = pdf_of(report)
    path = file_of(reports_folder(), report.sha256, render.TEMPLATE_VERSION)
    path.write_bytes(good[:-50])
    assert kept_file(reports_folder(), report, render.TEMPLATE_VERSION) is None
    assert verify_service.problems(reports_folder()) == [f"rollout 1, report 1: the PDF file {path.name} was altered."]
    assert pdf_of(report) == good == path.read_bytes()
    path.unlink()
    assert pdf_of(report) == good


def test_a_pdf_asked_for_twice_at_once_is_made_once(
    app: Flask, report: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    draw, begun, go_on = render.pdf, Event(), Event()
    drawn: list[int] = []
    got: list[bytes] = []

    def slowly(document: Report, heard: Callable[[str], None]) -> bytes:
        drawn.append(1)
        begun.set()
        assert go_on.wait(60)
        return draw(document, heard)

    def ask(number: int) -> None:
        with app.app_context():
            got.append(pdf_of(db.session.get_one(Snapshot, number)))

    monkeypatch.setattr(render, "pdf", slowly)
    askers = [Thread(target=ask, args=(report.id,)) for _ in range(3)]
    db.session.rollback()
    for each in askers:
        each.start()
        assert begun.wait(60)
    go_on.set()
    for each in askers:
        each.join()
    assert (len(drawn), len(set(got)), len(got)) == (1, 1, 3)


HOLD = """
import sys
from pathlib import Path
from planner.reports.files_service import making
with making(Path(sys.argv[1]), "abc"):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_one_process_makes_a_pdf_at_a_time_and_a_dead_one_holds_nobody_up(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, tmp_path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        with (tmp_path / ".making-a.lock").open("ab") as lock, pytest.raises(BlockingIOError):
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        with making(tmp_path, "bcd"):
            pass  # another report need not wait
        other.kill()
    with making(tmp_path, "abc"):
        pass


def test_a_file_that_could_not_be_written_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "x.pdf"
    write_whole(target, b"old")
    monkeypatch.setattr("os.fsync", _disk_full)
    with pytest.raises(OSError, match="disk full"):
        write_whole(target, b"new")
    assert [path.name for path in tmp_path.iterdir()] == ["x.pdf"]
    assert target.read_bytes() == b"old"


def test_what_a_killed_writer_left_is_swept_away_and_nothing_else(tmp_path: Path) -> None:
    for name in (".writing-x.pdf-abc", ".writing-y.pdf-abc", "z.pdf"):
        (tmp_path / name).write_bytes(b"half")
    write_whole(tmp_path / "x.pdf", b"whole")
    assert sorted(path.name for path in tmp_path.iterdir()) == [".writing-y.pdf-abc", "x.pdf", "z.pdf"]


def _disk_full(_descriptor: int) -> None:
    raise OSError("disk full")


@pytest.mark.parametrize(
    ("table", "change", "told"),
    [
        ("snapshot", "document = replace(document, 'Northwind', 'Southwind')", "the document does not have"),
        ("snapshot", "document = '{'", "cannot be read"),
        ("snapshot", "verdict = 'go'", "differ from the document"),
        ("snapshot", "gate_key = 'other'", "differ from the document"),
        ("snapshot", "author_id = 2", "the history says"),
        ("sign_off", "decision = 'approve'", "the decision was altered"),
        ("sign_off", "reason = 'Fine.'", "the decision was altered"),
        ("sign_off", "conditions = '[]'", "the decision was altered"),
        ("sign_off", "decider_id = 3", "the decision was altered"),
        ("sign_off", "decided_at = '2026-03-01 00:00:00'", "the decision was altered"),
        (
            "sign_off",
            "password_entered = false",
            "the decision differs from what the history says of it (password entered)",
        ),
        (
            "snapshot",
            "created_at = '2026-03-01 00:00:00'",
            "the report differs from what the history says of it (created",
        ),
        ("gate_decision", "decision = 'go'", "the decision on the gate differs"),
        ("gate_decision", "at = '2026-03-01 00:00:00'", "the decision on the gate differs"),
        ("gate_condition", "due = '2029-01-01'", "a condition differs from what the history says of it (due)"),
        (
            "gate_condition",
            "met_at = '2026-03-09 00:00:00'",
            "a condition differs from what the history says of it (met at)",
        ),
    ],
)
def test_any_alteration_is_found_and_named(ready: Cast, report: Snapshot, table: str, change: str, told: str) -> None:
    decide(ready, report, conditional(ready))
    assert verify_service.problems(reports_folder()) == []
    with transaction():
        db.session.execute(text(f"UPDATE {table} SET {change}"))
    problems = verify_service.problems(reports_folder())
    assert any(told in problem for problem in problems), problems
    assert all(problem.startswith(("rollout 1, report 1: ", "rollout 1, gate ")) for problem in problems)


def test_a_decision_rewritten_with_a_seal_that_fits_is_found_by_the_history(ready: Cast, report: Snapshot) -> None:
    decide(ready, report, conditional(ready))
    row = db.session.scalars(select(SignOff)).one()
    forged = seal(report.sha256, row.decision, "Fine.", [], ready.sponsor.email, row.decided_at)
    with transaction():
        values = {"reason": "Fine.", "seal": forged}
        db.session.execute(text("UPDATE sign_off SET reason = :reason, conditions = '[]', seal = :seal"), values)
    assert verify_service.problems(reports_folder()) == [
        "rollout 1, report 1: the decision differs from what the history says of it (reason, conditions, seal)."
    ]


@pytest.mark.parametrize(
    ("table", "told"),
    [
        ("sign_off", "rollout 1, report 1: the decision is known to the history, but it is gone."),
        ("gate_condition", "a condition is known to the history, but it is gone."),
        ("gate_decision", "the decision on the gate is known to the history, but it is gone."),
    ],
)
def test_a_decision_that_was_taken_away_is_missed(ready: Cast, report: Snapshot, table: str, told: str) -> None:
    decide(ready, report, conditional(ready))
    with transaction():
        db.session.execute(text(f"DELETE FROM {table}"))
    assert any(problem.endswith(told) for problem in verify_service.problems(reports_folder()))


def test_a_decision_of_a_kind_that_does_not_exist_is_told_not_a_crash(ready: Cast, report: Snapshot) -> None:
    decide(ready, report, conditional(ready))
    with transaction():
        db.session.execute(text("UPDATE sign_off SET decision = 'perhaps'"))
    problems = verify_service.problems(reports_folder())
    assert any("Decisions on reports: a row was altered so that it cannot be read" in each for each in problems)


def test_a_decision_put_in_by_hand_is_not_known_to_the_history(ready: Cast, report: Snapshot) -> None:
    signed = seal(report.sha256, Decision.APPROVE, "Fine.", [], ready.sponsor.email, NOW)
    values = {"snapshot_id": report.id, "by": ready.sponsor.id, "at": NOW.replace(tzinfo=None), "seal": signed}
    with transaction():
        db.session.execute(
            text(
                "INSERT INTO sign_off (snapshot_id, decider_id, decision, reason, conditions, decided_at,"
                " password_entered, seal) VALUES (:snapshot_id, :by, 'approve', 'Fine.', '[]', :at, true, :seal)"
            ),
            values,
        )
    assert verify_service.problems(reports_folder()) == [
        "rollout 1, report 1: the decision is not known to the history."
    ]


def test_a_forged_report_with_a_matching_fingerprint_is_found_by_the_history(ready: Cast, report: Snapshot) -> None:
    forged = report.document.replace("Northwind", "Southwind")
    with transaction():
        values = {"document": forged, "sha256": fingerprint(forged)}
        db.session.execute(text("UPDATE snapshot SET document = :document, sha256 = :sha256"), values)
    assert verify_service.problems(reports_folder()) == [
        "rollout 1, report 1: the report differs from what the history says of it (sha256).",
        "rollout 1, report 1: it does not follow the report before it.",
    ]


def test_a_deleted_report_is_missed(ready: Cast, report: Snapshot) -> None:
    called(ready.rollout, ready.manager, "design-agreed")
    with transaction():
        db.session.execute(text("DELETE FROM snapshot WHERE number = 1"))
    assert "rollout 1, report 1: it is missing." in verify_service.problems(reports_folder())
    with transaction():
        db.session.execute(text("DELETE FROM snapshot"))
    assert verify_service.problems(reports_folder()) == [
        "rollout 1, report 1: the history knows it, but it is gone.",
        "rollout 1, report 2: the history knows it, but it is gone.",
    ]


def test_a_rollout_takes_its_reports_with_it(ready: Cast, report: Snapshot) -> None:
    decide(ready, report)
    pdf_of(report)
    db.session.delete(ready.rollout)
    db.session.flush()
    db.session.rollback()
    with transaction():
        ready.rollout.name = "Not removed after all"
    assert kept_files() == [file_of(reports_folder(), report.sha256, render.TEMPLATE_VERSION)]
    with transaction():
        db.session.delete(ready.rollout)
    assert kept_files() == []
    assert db.session.scalar(select(func.count(Snapshot.id))) == 0
    assert verify_service.problems(reports_folder()) == []
