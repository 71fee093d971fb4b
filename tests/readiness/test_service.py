from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from planner.access.roles import Role
from planner.basics.errors import NotFound, RuleBroken, Stale
from planner.db import db, transaction
from planner.playbook.words import Choice
from planner.readiness import answer_service, files_service, override_service, queries, service
from planner.readiness.answers import AnswerDraft
from planner.readiness.evidence import Grade, Standing, State
from planner.readiness.files_service import Upload
from planner.readiness.models import Answer, AnswerRevision, EvidenceFile
from planner.readiness.override_service import OverrideDraft
from planner.readiness.verdict import VerdictState
from planner.schedule import gate_queries
from planner.schedule.facts_service import PLAN_FACTS
from planner.schedule.service import propose_plan
from planner.suitability import service as suitability
from planner.suitability.stopping import StopAt
from tests.builders import make_member, make_rollout
from tests.conftest import NOW
from tests.personas import Cast
from tests.readiness.samples import TODAY
from tests.readiness.stored import PLAYBOOK, give, verify, with_playbook


def result_of(cast: Cast, ref: str, gate: str = "") -> Standing:
    return service.criterion_result(cast.rollout, gate, ref, TODAY).standing


def test_an_answer_counts_from_the_moment_it_is_given(cast: Cast) -> None:
    with_playbook(cast.rollout)
    give(cast.rollout, "sponsor-visible", 3, cast.manager)
    factor = service.assessment(cast.rollout, TODAY).factors[0]
    assert factor.score.value == 75
    assert factor.criteria[0].statement is not None
    assert factor.criteria[0].statement.author == "Mara Lind"


def test_the_author_cannot_verify_his_own_answer(cast: Cast) -> None:
    with_playbook(cast.rollout)
    answer = give(cast.rollout, "sponsor-charter", 1, cast.manager)
    assert result_of(cast, "sponsor-charter") is Standing.UNVERIFIED
    with pytest.raises(RuleBroken, match="Somebody else"):
        verify(answer, cast.manager)
    verify(answer, cast.sponsor)
    assert result_of(cast, "sponsor-charter") is Standing.KNOWN


def test_changing_an_answer_clears_its_verification_and_changes_its_author(cast: Cast) -> None:
    with_playbook(cast.rollout)
    answer = verify(give(cast.rollout, "sponsor-charter", 1, cast.manager), cast.sponsor)
    changed = give(cast.rollout, "sponsor-charter", 1, cast.sponsor)
    assert changed.id == answer.id
    assert (changed.author_id, changed.verified_by_id, changed.verified_at) == (cast.sponsor.id, None, None)
    assert result_of(cast, "sponsor-charter") is Standing.UNVERIFIED


def test_an_answer_is_verified_once_and_only_when_there_is_something_to_verify(cast: Cast) -> None:
    with_playbook(cast.rollout)
    answer = verify(give(cast.rollout, "sponsor-charter", 1, cast.manager), cast.sponsor)
    with pytest.raises(RuleBroken, match="already"):
        verify(answer, cast.trainer)
    with pytest.raises(RuleBroken, match="nothing to verify"):
        verify(give(cast.rollout, "data-owner", None, cast.manager), cast.sponsor)


def test_an_edit_that_began_before_somebody_elses_is_stale(cast: Cast) -> None:
    with_playbook(cast.rollout)
    give(cast.rollout, "data-owner", 2, cast.manager)
    criterion = answer_service.find_criterion(PLAYBOOK, "", "data-owner")
    draft = AnswerDraft(State.SCORED, Decimal(4))
    with pytest.raises(Stale) as stale, transaction():
        answer_service.give(cast.rollout.id, "", criterion, draft, by=cast.sponsor, today=TODAY, now=NOW, version=None)
    assert stale.value.current["choice"] == "2"


def test_verifying_an_answer_that_was_changed_meanwhile_is_stale(cast: Cast) -> None:
    with_playbook(cast.rollout)
    answer = give(cast.rollout, "data-owner", 2, cast.manager)
    seen = answer.version
    give(cast.rollout, "data-owner", 4, cast.manager)
    with pytest.raises(Stale), transaction():
        answer_service.verify(answer, by=cast.sponsor, now=NOW, version=seen)


def test_every_earlier_answer_is_kept(cast: Cast) -> None:
    with_playbook(cast.rollout)
    give(cast.rollout, "data-owner", 1, cast.manager)
    verify(give(cast.rollout, "data-owner", 3, cast.manager), cast.sponsor)
    told = [
        (each.statement.value, each.statement.verified_by)
        for each in queries.history(cast.rollout.id, "", "data-owner")
    ]
    assert told == [(Decimal(3), "Sven Holm"), (Decimal(3), ""), (Decimal(1), "")]


def test_the_database_keeps_one_answer_for_each_question(cast: Cast) -> None:
    with_playbook(cast.rollout)
    row = give(cast.rollout, "data-owner", 1, cast.manager)
    with pytest.raises(IntegrityError), transaction():
        db.session.add(
            Answer(
                rollout_id=row.rollout_id,
                gate_key="",
                criterion_ref="data-owner",
                state=State.UNKNOWN,
                author_id=row.author_id,
                answered_on=TODAY,
            )
        )


@pytest.mark.parametrize(
    ("ref", "draft", "field"),
    [
        ("data-owner", AnswerDraft(State.SCORED, Decimal(5)), "choice"),
        ("data-owner", AnswerDraft(State.SCORED, Decimal("2.5")), "choice"),
        ("data-owner", AnswerDraft(State.SCORED, Decimal(-1)), "choice"),
        ("data-owner", AnswerDraft(State.SCORED), "choice"),
        ("data-owner", AnswerDraft(State.SCORED, Decimal(3), Grade.OBSERVED), "evidence"),
        ("data-rules", AnswerDraft(State.SCORED, Decimal(1)), "evidence"),
        ("data-rules", AnswerDraft(State.NOT_APPLICABLE), "na_reason"),
        ("data-rules", AnswerDraft(State.UNKNOWN, answered_on=TODAY + timedelta(days=1)), "answered_on"),
        ("data-rules", AnswerDraft(State.UNKNOWN, answered_on=TODAY.replace(year=26)), "answered_on"),
        ("tool-open", AnswerDraft(State.SCORED, Decimal(10) ** 15), "figure"),
        ("tool-open", AnswerDraft(State.SCORED), "figure"),
    ],
)
def test_an_answer_that_does_not_fit_is_refused_at_its_field(
    cast: Cast, ref: str, draft: AnswerDraft, field: str
) -> None:
    with_playbook(cast.rollout)
    criterion = answer_service.find_criterion(PLAYBOOK, "", ref)
    with pytest.raises(RuleBroken) as refused, transaction():
        answer_service.give(cast.rollout.id, "", criterion, draft, by=cast.manager, today=TODAY, now=NOW)
    assert refused.value.field == field
    assert db.session.scalar(select(func.count()).select_from(AnswerRevision)) == 0


def test_a_question_that_the_playbook_does_not_ask_cannot_be_answered(cast: Cast) -> None:
    with_playbook(cast.rollout)
    for gate, ref in (("", "no-such"), ("no-gate", "case-approved"), ("live", "data-ready"), ("", "case-approved")):
        with pytest.raises(NotFound):
            answer_service.find_criterion(PLAYBOOK, gate, ref)


def test_a_figure_of_a_later_area_may_be_recorded_by_hand(cast: Cast) -> None:
    with_playbook(cast.rollout)
    give(cast.rollout, "tool-open", 0, cast.manager)
    result = service.criterion_result(cast.rollout, "", "tool-open", TODAY)
    assert (result.passed, result.grade, result.live) == (True, Grade.OBSERVED, False)


def test_the_answers_of_one_wave_are_not_those_of_another(cast: Cast) -> None:
    with_playbook(cast.rollout)
    give(cast.rollout, "rehearsed", 1, cast.manager, gate="live@1")
    found = {each.gate.key: each for each in service.gate_assessments(cast.rollout, TODAY)}
    assert list(found) == ["decided", "live@1", "live@2"]
    assert [found[key].criteria[0].met for key in ("live@1", "live@2")] == [True, None]


def test_a_gate_is_judged_from_answers_live_figures_and_critical_factors(cast: Cast) -> None:
    with_playbook(cast.rollout)
    found = service.gate_assessment(cast.rollout, "decided", TODAY)
    assert found.verdict.state is VerdictState.HOLD
    assert {each.ref for each in found.blockers} == {"case-approved", "sponsor-stands-behind"}
    assert found.to_green[0].owner == "Project manager (Mara Lind)"
    figures = {each.name: each.value for each in found.facts}
    assert figures["rollout.members_with_sponsor_role"] == 1
    assert figures["rollout.waves_dated_share"] == 50
    assert figures["readiness.coverage"] == 0
    assert figures["readiness.verified_share"] is None


def test_a_gate_goes_once_everything_is_answered_and_verified(cast: Cast) -> None:
    with_playbook(cast.rollout)
    for ref, value, gate in (("sponsor-visible", 4, ""), ("sponsor-charter", 1, ""), ("case-approved", 1, "decided")):
        verify(give(cast.rollout, ref, value, cast.manager, gate=gate), cast.sponsor)
    found = service.gate_assessment(cast.rollout, "decided", TODAY)
    assert found.verdict.state is VerdictState.CONDITIONAL_GO
    give(cast.rollout, "experts-heard", 1, cast.manager, gate="decided")
    assert service.gate_assessment(cast.rollout, "decided", TODAY).verdict.state is VerdictState.GO
    later = service.gate_assessment(cast.rollout, "decided", TODAY + timedelta(days=61))
    assert later.verdict.state is VerdictState.HOLD


def test_another_rollouts_answers_do_not_count(cast: Cast) -> None:
    with_playbook(cast.rollout)
    other = with_playbook(make_rollout("Other"))
    stranger = make_member(other, Role.MANAGER)
    give(other, "sponsor-visible", 4, stranger)
    assert service.assessment(cast.rollout, TODAY).programme.coverage == 0


def test_an_unknown_gate_is_not_found(cast: Cast) -> None:
    with_playbook(cast.rollout)
    for key in ("live", "live@3", "nothing"):
        with pytest.raises(NotFound):
            service.gate_assessment(cast.rollout, key, TODAY)


def override(cast: Cast, **fields: object) -> None:
    draft = OverrideDraft(VerdictState.GO, "The board accepts the risk.", TODAY + timedelta(days=10))
    for name, value in fields.items():
        draft = replace(draft, **{name: value})  # type: ignore[arg-type] # fields by name
    row = queries.override_row(cast.rollout.id, "decided")
    with transaction():
        override_service.set_by_hand(
            cast.rollout.id,
            "decided",
            draft,
            by=cast.sponsor,
            today=TODAY,
            now=NOW,
            version=row.version if row else None,
        )


def test_an_override_shows_both_verdicts_until_its_last_day(cast: Cast) -> None:
    with_playbook(cast.rollout)
    override(cast)
    found = service.gate_assessment(cast.rollout, "decided", TODAY + timedelta(days=10)).verdict
    assert (found.state, found.computed) == (VerdictState.GO, VerdictState.HOLD)
    assert found.override is not None
    assert found.override.by == "Sven Holm"
    after = service.gate_assessment(cast.rollout, "decided", TODAY + timedelta(days=11)).verdict
    assert (after.state, after.override) == (VerdictState.HOLD, None)


def test_an_override_can_be_changed_and_taken_back(cast: Cast) -> None:
    with_playbook(cast.rollout)
    override(cast)
    override(cast, state=VerdictState.STOP)
    assert service.gate_assessment(cast.rollout, "decided", TODAY).verdict.state is VerdictState.STOP
    with transaction():
        override_service.take_back(cast.rollout.id, "decided")
    assert service.gate_assessment(cast.rollout, "decided", TODAY).verdict.override is None
    with pytest.raises(NotFound):
        override_service.take_back(cast.rollout.id, "decided")


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"reason": " "}, "reason"),
        ({"until": TODAY - timedelta(days=1)}, "until"),
        ({"until": TODAY + timedelta(days=181)}, "until"),
    ],
)
def test_an_override_needs_a_reason_and_a_near_end(cast: Cast, fields: dict[str, object], field: str) -> None:
    with_playbook(cast.rollout)
    with pytest.raises(RuleBroken) as refused:
        override(cast, **fields)
    assert refused.value.field == field


PDF = Upload("Minutes.pdf", b"%PDF-1.7 minutes")


def kept(cast: Cast, upload: Upload, folder: Path) -> EvidenceFile:
    with transaction():
        return files_service.keep(cast.rollout.id, upload, folder, cast.manager, NOW)


def test_a_file_is_kept_under_the_hash_of_its_content_and_once(cast: Cast, tmp_path: Path) -> None:
    folder = tmp_path / "uploads"
    first, second = kept(cast, PDF, folder), kept(cast, Upload("Copy.pdf", PDF.content), folder)
    assert [each.name for each in sorted(folder.iterdir())] == [first.sha256]
    assert (first.sha256, first.size) == (second.sha256, len(PDF.content))
    assert files_service.read(second, folder) == PDF.content


def test_a_file_that_was_altered_or_lost_is_not_handed_out(cast: Cast, tmp_path: Path) -> None:
    file = kept(cast, PDF, tmp_path)
    files_service.place_of(tmp_path, file.sha256).write_bytes(b"%PDF-1.7 forged")
    with pytest.raises(NotFound, match="altered"):
        files_service.read(file, tmp_path)
    files_service.place_of(tmp_path, file.sha256).unlink()
    with pytest.raises(NotFound, match="missing"):
        files_service.read(file, tmp_path)


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("page.html", b"<script>alert(1)</script>", "not taken"),
        ("picture.svg", b"<svg/>", "not taken"),
        ("nothing", b"x", "not taken"),
        ("empty.pdf", b"", "empty"),
        ("page.pdf", b"<html>", "does not look like"),
        ("page.png", b"GIF89a", "does not look like"),
        ("notes.txt", b"a\0b", "does not look like"),
        ("notes.txt", b"\xff\xfe", "does not look like"),
        ("large.txt", b"a" * (files_service.LARGEST_FILE + 1), "larger"),
    ],
)
def test_files_that_are_not_what_they_say_or_too_large_are_refused(
    cast: Cast, tmp_path: Path, name: str, content: bytes, says: str
) -> None:
    with pytest.raises(RuleBroken, match=says) as refused:
        kept(cast, Upload(name, content), tmp_path / "uploads")
    assert refused.value.field == "file"
    assert not (tmp_path / "uploads").exists()


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\x\\Plan.PDF", "Plan.PDF"),
        ('a"b;c\r\n.txt', "a_b_c__.txt"),
        ("Ünïcode (final).docx", "Ünïcode (final).docx"),
    ],
)
def test_a_files_name_means_nothing_to_a_folder_or_a_header(name: str, safe: str) -> None:
    assert files_service.safe_name(name) == safe


def test_the_file_stays_with_its_answer_until_it_is_removed(cast: Cast, tmp_path: Path) -> None:
    with_playbook(cast.rollout)
    criterion = answer_service.find_criterion(PLAYBOOK, "", "data-rules")

    def answered(draft: AnswerDraft, upload: Upload | None = None) -> Answer:
        row = queries.answer_at(cast.rollout.id, "", "data-rules")
        with transaction():
            return answer_service.give(
                cast.rollout.id,
                "",
                criterion,
                draft,
                by=cast.manager,
                today=TODAY,
                now=NOW,
                version=row.version if row else None,
                upload=(upload, tmp_path) if upload else None,
            )

    with_file = AnswerDraft(State.SCORED, Decimal(1), has_file=True)
    row = answered(with_file, PDF)
    assert service.criterion_result(cast.rollout, "", "data-rules", TODAY).statement.file_name == "Minutes.pdf"  # type: ignore[union-attr] # it is answered
    kept_id = row.file_id
    assert answered(replace(with_file, evidence="And more.")).file_id == kept_id
    assert answered(AnswerDraft(State.SCORED, Decimal(0))).file_id is None


def told(cast: Cast, gate: str = "decided") -> dict[str, Decimal | None]:
    return {each.name: each.value for each in service.gate_assessment(cast.rollout, gate, TODAY).facts}


def test_without_a_plan_nothing_is_said_about_tasks(cast: Cast) -> None:
    with_playbook(cast.rollout)
    figures = told(cast)
    assert [figures[each.name] for each in PLAN_FACTS] == [None] * 5
    assert figures["plan.days_to_gate"] is None


def test_the_figures_of_the_plan_and_the_date_of_the_gate_come_from_the_plan(cast: Cast) -> None:
    with_playbook(cast.rollout)
    with transaction():
        propose_plan(cast.rollout, PLAYBOOK, at=NOW)
        gate = next(each.gate for each in gate_queries.gates_of(cast.rollout, TODAY) if each.gate.key == "decided")
        gate.due = TODAY + timedelta(days=12)
    figures = told(cast)
    assert all(figures[each.name] is not None for each in PLAN_FACTS)
    assert figures["plan.days_to_gate"] == 12
    head = service.gate_assessment(cast.rollout, "decided", TODAY).gate
    assert (head.due, head.decider, head.state) == (TODAY + timedelta(days=12), "Sven Holm", "not-called")


def answer_start(cast: Cast, ref: str, value: Choice) -> None:
    draft = suitability.AnswerDraft(value, "Because.", "", None, None)
    question = suitability.question_of(cast.rollout, ref)
    with transaction():
        suitability.give_answer(cast.rollout, question, draft, cast.manager, NOW, None)


def test_open_conditions_are_unknown_while_questions_are_unanswered(cast: Cast) -> None:
    with_playbook(cast.rollout)
    assert told(cast)["suitability.open_conditions"] is None
    answer_start(cast, "benefit", Choice.YES)
    assert told(cast)["suitability.answered_share"] == 50
    assert told(cast)["suitability.open_conditions"] is None
    answer_start(cast, "awareness", Choice.YES)
    assert told(cast)["suitability.open_conditions"] == 0


@pytest.mark.parametrize(
    ("ref", "state", "words"),
    [("benefit", VerdictState.STOP, "do not proceed"), ("awareness", VerdictState.HOLD, "postpone")],
)
def test_the_start_decision_settles_every_later_gate(cast: Cast, ref: str, state: VerdictState, words: str) -> None:
    with_playbook(cast.rollout)
    for each in ("benefit", "awareness"):
        answer_start(cast, each, Choice.NO if each == ref else Choice.YES)
    for found in service.gate_assessments(cast.rollout, TODAY):
        assert found.verdict.state is state
        assert words in found.verdict.reasons[0].text


def test_a_stop_criterion_that_is_met_stops_every_gate(cast: Cast) -> None:
    with_playbook(cast.rollout)
    question = suitability.question_of(cast.rollout, "awareness")
    with transaction():
        suitability.write_stop(cast.rollout, question, StopAt.PARTLY, "Staff do not see the need", cast.sponsor, NOW)
    assert service.gate_assessment(cast.rollout, "decided", TODAY).verdict.state is VerdictState.HOLD
    answer_start(cast, "awareness", Choice.PARTLY)
    found = service.gate_assessment(cast.rollout, "decided", TODAY)
    assert found.sentence == "Stop: The stop criterion “Staff do not see the need” is met."
