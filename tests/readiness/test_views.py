import errno
import io
import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import url_for
from sqlalchemy import event, func, select

from planner.access.roles import Role
from planner.db import db, transaction
from planner.readiness import green_service, queries, service
from planner.readiness.models import Answer, AnswerRevision
from planner.readiness.verdict import VerdictState
from planner.rollouts.playbook_service import take_copy
from planner.rollouts.stages import Stage
from planner.schedule.added_work_service import gate_milestone
from planner.schedule.models import PlanChange, PlanLink, PlanTask
from planner.schedule.service import propose_plan
from tests.builders import make_member, make_rollout
from tests.conftest import NOW
from tests.page import Page, text_of
from tests.personas import Cast
from tests.readiness.samples import TODAY
from tests.readiness.stored import PLAYBOOK, give, verify, with_playbook

ROLES = [Role.MANAGER, Role.SPONSOR, Role.TRAINER, Role.MEMBER, Role.VIEWER]


def stored(cast: Cast, ref: str, gate: str = "") -> Answer:
    row = queries.answer_at(cast.rollout.id, gate, ref)
    assert row is not None
    return row


@pytest.mark.parametrize("role", ROLES)
def test_everybody_in_the_rollout_reads_the_overview(cast: Cast, page: Page, role: Role) -> None:
    with_playbook(cast.rollout)
    give(cast.rollout, "sponsor-visible", 3, cast.manager)
    tree = page.get("readiness.overview", rollout_id=cast.rollout.id, as_=cast.of(role))
    text = text_of(tree)
    assert "By pillar" in text
    assert "critical" in text
    assert "not yet proven" in text
    assert "Next to assess" in text


def test_a_stranger_finds_nothing(cast: Cast, page: Page) -> None:
    with_playbook(cast.rollout)
    for endpoint in ("readiness.overview", "readiness.questions", "readiness.derivation", "readiness.gates"):
        page.get(endpoint, rollout_id=cast.rollout.id, as_=cast.stranger, status=404)


def test_a_playbook_without_factors_says_so(cast: Cast, page: Page) -> None:
    with transaction():
        take_copy(cast.rollout.id, replace(PLAYBOOK, factors=(), phases=()), NOW)
    assert "no success factors" in text_of(page.get("readiness.overview", rollout_id=cast.rollout.id, as_=cast.manager))
    assert "No gates yet" in text_of(page.get("readiness.gates", rollout_id=cast.rollout.id, as_=cast.manager))


def test_unknown_factors_gates_and_questions_are_not_found(cast: Cast, page: Page) -> None:
    with_playbook(cast.rollout)
    inside: dict[str, Any] = {"rollout_id": cast.rollout.id, "as_": cast.manager, "status": 404}
    page.get("readiness.factor", ref="nothing", **inside)
    page.get("readiness.gate", gate_key="nothing", **inside)
    page.get("readiness.answer", ref="nothing", **inside)
    page.get("readiness.answer", ref="rehearsed", gate="live@9", **inside)
    page.get("readiness.derivation", factor="nothing", **inside)
    page.get("readiness.verify", ref="data-owner", **inside)
    page.get("readiness.evidence_file", file_id=1, **inside)


def test_a_factor_is_answered_where_its_question_stands(cast: Cast, page: Page) -> None:
    with_playbook(cast.rollout)
    tree = page.get("readiness.factor", rollout_id=cast.rollout.id, ref="sponsor-stands-behind", as_=cast.member)
    (form, _) = tree.cssselect("main form.form")
    assert [text_of(each) for each in form.cssselect(".choice .hint")][:5] == [
        "nothing seen",
        "talked about",
        "begun",
        "done for most",
        "done and kept up",
    ]
    sent: dict[str, Any] = {each.get("name"): each.get("value", "") for each in form.xpath(".//input[@type='hidden']")}
    client = page.client(cast.member)
    sent["csrf_token"] = page.token(client)
    answer = client.post(form.get("action"), data=sent | {"choice": "3", "grade": "asserted"})
    assert answer.status_code == 303
    assert answer.location.endswith("/factors/sponsor-stands-behind#sponsor-visible")
    row = stored(cast, "sponsor-visible")
    assert row.value == 3
    assert (row.author_id, row.answered_on) == (cast.member.id, TODAY)
    again = client.post(form.get("action"), data=sent | {"choice": "3", "grade": "asserted"})
    assert again.status_code == 303
    assert db.session.scalar(select(func.count()).select_from(AnswerRevision)) == 1


def test_a_given_answer_shows_value_evidence_author_and_what_may_be_done(cast: Cast, page: Page) -> None:
    with_playbook(cast.rollout)
    give(cast.rollout, "sponsor-charter", 1, cast.manager, days_ago=3)
    seen = {
        name: page.get("readiness.factor", rollout_id=cast.rollout.id, ref="sponsor-stands-behind", as_=person)
        for name, person in (("author", cast.manager), ("other", cast.sponsor), ("viewer", cast.viewer))
    }
    text = text_of(seen["other"].cssselect("#sponsor-charter")[0])
    for words in ("Yes", "Seen in the minutes.", "Mara Lind", "27 Feb 2026", "3 days old", "Waits for a second person"):
        assert words in text
    assert "Verify" in text
    assert "Somebody else has to verify your answer" in text_of(seen["author"])
    assert not seen["viewer"].cssselect("#sponsor-charter .button")


def form_of(cast: Cast, choice: str, **fields: object) -> dict[str, object]:
    return {"choice": choice, "grade": "asserted", "evidence": "", **fields}


def test_what_is_refused_is_shown_with_its_reason_and_keeps_what_was_typed(cast: Cast, page: Page) -> None:
    with_playbook(cast.rollout)
    sent: dict[str, Any] = {"rollout_id": cast.rollout.id, "ref": "data-owner", "as_": cast.manager, "status": 422}
    assert "Choose an answer" in page.post("readiness.answer", {"grade": "asserted"}, **sent).text
    assert "Not a valid choice" in page.post("readiness.answer", form_of(cast, "7"), **sent).text
    refused = page.post("readiness.answer", form_of(cast, "3", grade="observed", link="javascript:alert(1)"), **sent)
    assert "full web address" in refused.text
    refused = page.post("readiness.answer", form_of(cast, "3", link="javascript://x.org/%0aalert(1)"), **sent)
    assert "full web address" in refused.text
    refused = page.post("readiness.answer", form_of(cast, "na"), **sent)
    assert "Say why this does not apply here" in refused.text
    assert "checked" in refused.text
    sent["ref"] = "tool-open"
    for figure in ("abc", "1e9", "٣", "--2", "1_000"):
        assert "plain number" in page.post("readiness.answer", form_of(cast, "figure", figure=figure), **sent).text
    assert "Write the figure" in page.post("readiness.answer", form_of(cast, "figure"), **sent).text
    assert db.session.scalar(select(func.count()).select_from(Answer)) == 0


def test_a_question_of_a_gate_leads_back_to_its_gate(cast: Cast, page: Page) -> None:
    with_playbook(cast.rollout)
    where: dict[str, Any] = {"rollout_id": cast.rollout.id, "ref": "rehearsed", "gate": "live@2"}
    tree = page.get("readiness.answer", as_=cast.manager, **where)
    assert "Ready to go live, Wave 2" in text_of(tree)
    answer = page.post("readiness.answer", form_of(cast, "1", evidence="Log of 1 March"), as_=cast.manager, **where)
    assert answer.location.endswith("/gates/live@2#rehearsed")
    assert stored(cast, "rehearsed", "live@2").evidence == "Log of 1 March"


def test_a_figure_is_typed_with_a_comma_too(cast: Cast, page: Page) -> None:
    with_playbook(cast.rollout)
    where: dict[str, Any] = {"rollout_id": cast.rollout.id, "ref": "tool-open", "as_": cast.manager}
    page.post("readiness.answer", form_of(cast, "figure", figure=" 2,5 "), **where)
    assert str(stored(cast, "tool-open").value) == "2.5"
    assert "2.5" in text_of(page.get("readiness.factor", rollout_id=cast.rollout.id, ref="tool-fits", as_=cast.viewer))


def test_a_stale_answer_shows_both_versions(cast: Cast, page: Page) -> None:
    with_playbook(cast.rollout)
    give(cast.rollout, "data-owner", 2, cast.sponsor)
    old = stored(cast, "data-owner").version
    give(cast.rollout, "data-owner", 4, cast.sponsor)
    where: dict[str, Any] = {"rollout_id": cast.rollout.id, "ref": "data-owner", "as_": cast.manager}
    conflict = page.post("readiness.answer", form_of(cast, "1", version=str(old)), status=409, **where)
    assert "Step 4" in conflict.text
    assert "Step 1" in conflict.text
    assert stored(cast, "data-owner").value == 4


def test_a_second_person_verifies_and_the_author_cannot(cast: Cast, page: Page) -> None:
    with_playbook(cast.rollout)
    row = give(cast.rollout, "sponsor-charter", 1, cast.manager)
    where: dict[str, Any] = {"rollout_id": cast.rollout.id, "ref": "sponsor-charter"}
    assert "Seen in the minutes" in text_of(page.get("readiness.verify", as_=cast.sponsor, **where))
    sent: dict[str, Any] = {"version": str(row.version)}
    refused = page.post("readiness.verify", sent, as_=cast.manager, status=422, **where)
    assert "Somebody else has to verify it" in refused.text
    page.post("readiness.verify", sent, as_=cast.member, status=403, **where)
    page.post("readiness.verify", sent, as_=cast.sponsor, **where)
    assert stored(cast, "sponsor-charter").verified_by_id == cast.sponsor.id
    seen = page.get("readiness.factor", rollout_id=cast.rollout.id, ref="sponsor-stands-behind", as_=cast.viewer)
    text = text_of(seen)
    assert "Verified by Sven Holm" in text


def test_verifying_what_was_changed_meanwhile_is_refused(cast: Cast, page: Page) -> None:
    with_playbook(cast.rollout)
    seen = str(give(cast.rollout, "sponsor-charter", 1, cast.manager).version)
    give(cast.rollout, "sponsor-charter", 0, cast.manager)
    where: dict[str, Any] = {"rollout_id": cast.rollout.id, "ref": "sponsor-charter", "as_": cast.sponsor}
    told = page.post("readiness.verify", {"version": seen}, status=409, **where)
    assert "Save mine" not in told.text, "there is nothing to compare"
    [back] = page.parse(told).cssselect("main a.button")
    assert back.get("href") == f"/rollouts/{cast.rollout.id}/readiness/answers/sponsor-charter/verify"
    assert stored(cast, "sponsor-charter").verified_by_id is None


def test_who_verifies_second_is_told_who_was_first_and_led_back(cast: Cast, page: Page) -> None:
    with_playbook(cast.rollout)
    sent = {"version": str(give(cast.rollout, "sponsor-charter", 1, cast.manager).version)}
    where: dict[str, Any] = {"rollout_id": cast.rollout.id, "ref": "sponsor-charter"}
    page.post("readiness.verify", sent, as_=cast.sponsor, **where)
    page.post("readiness.verify", sent, as_=cast.sponsor, **where)  # pressed twice: it is verified, once
    told = page.parse(page.post("readiness.verify", sent, as_=cast.trainer, status=422, **where))
    assert "Sven Holm has verified this answer already." in text_of(told)
    [back] = told.cssselect("main a.button")
    assert "/readiness/factors/sponsor-stands-behind" in str(back.get("href"))


@pytest.mark.parametrize("role", [Role.VIEWER])
def test_who_may_only_read_cannot_answer(cast: Cast, page: Page, role: Role) -> None:
    with_playbook(cast.rollout)
    where: dict[str, Any] = {"rollout_id": cast.rollout.id, "ref": "data-owner", "as_": cast.of(role), "status": 403}
    page.get("readiness.answer", **where)
    page.post("readiness.answer", form_of(cast, "3"), **where)


def test_the_questions_can_be_filtered(cast: Cast, page: Page) -> None:
    with_playbook(cast.rollout)
    give(cast.rollout, "sponsor-visible", 3, cast.manager, days_ago=40)
    verify(give(cast.rollout, "data-owner", 3, cast.sponsor), cast.manager)

    def shown(wanted: str) -> set[str]:
        tree = page.get("readiness.questions", rollout_id=cast.rollout.id, show=wanted, as_=cast.manager)
        return {text_of(each) for each in tree.cssselect("tbody th a")}

    everything = {f"Question {ref}" for ref in ("sponsor-visible", "data-owner")}
    everything |= {"Check sponsor-charter", "Check data-rules", "Measure tool-open"}
    assert shown("all") == everything
    assert shown("unknown") == {"Check sponsor-charter", "Check data-rules", "Measure tool-open"}
    assert shown("unverified") == shown("expiring") == shown("mine") == {"Question sponsor-visible"}
    assert shown("nonsense") == shown("unknown")


def test_the_derivation_opens_down_to_evidence_and_author(cast: Cast, page: Page) -> None:
    with_playbook(cast.rollout)
    give(cast.rollout, "sponsor-visible", 3, cast.manager, days_ago=12)
    choices: tuple[dict[str, Any], ...] = ({}, {"factor": "sponsor-stands-behind"})
    for values in choices:
        text = text_of(page.get("readiness.derivation", rollout_id=cast.rollout.id, as_=cast.viewer, **values))
        for words in ("Question sponsor-visible", "75 % × weight 3", "Seen in the minutes", "Mara Lind", "12 days old"):
            assert words in text


def test_the_gate_page_says_the_verdict_the_blockers_and_what_turns_it_green(cast: Cast, page: Page) -> None:
    with_playbook(cast.rollout)
    give(cast.rollout, "case-approved", 1, cast.manager, gate="decided")
    tree = page.get("readiness.gate", rollout_id=cast.rollout.id, gate_key="decided", as_=cast.sponsor)
    assert text_of(tree.cssselect(".verdict-word")[0]) == "Hold"
    text = text_of(tree)
    for words in (
        "Have a second person verify the answer of Mara Lind.",
        "Project manager (Mara Lind)",
        "no work of its own",
        "Must be true",
        "Should be true",
        "Strengths",
        "1 must-criterion of this gate is met",
        "People who take part as sponsor",
    ):
        assert words in text
    gates = text_of(page.get("readiness.gates", rollout_id=cast.rollout.id, as_=cast.viewer))
    assert gates.count("Hold") >= 3


def test_the_sponsor_alone_sets_a_verdict_by_hand(cast: Cast, page: Page) -> None:
    with_playbook(cast.rollout)
    where: dict[str, Any] = {"rollout_id": cast.rollout.id, "gate_key": "decided"}
    until = (TODAY + timedelta(days=5)).isoformat()
    sent: dict[str, Any] = {"state": "go", "reason": "The board accepts the risk.", "until": until}
    for person in (cast.manager, cast.trainer, cast.member, cast.viewer):
        page.post("readiness.override", sent, as_=person, status=403, **where)
        page.post("readiness.end_override", as_=person, status=403, **where)
    refused = page.post("readiness.override", sent | {"reason": ""}, as_=cast.sponsor, status=422, **where)
    assert "Say why" in refused.text
    page.post("readiness.override", sent, as_=cast.sponsor, **where)
    text = text_of(page.get("readiness.gate", as_=cast.manager, **where))
    for words in ("Go, set by Sven Holm until 7 March 2026", "The board accepts the risk.", "Computed: hold"):
        assert words in text
    page.post("readiness.override", sent, as_=cast.sponsor, status=409, **where)
    page.post("readiness.end_override", as_=cast.sponsor, **where)
    assert service.gate_assessment(cast.rollout, "decided", TODAY).verdict.state is VerdictState.HOLD


def test_evidence_files_are_handed_out_to_be_saved_and_never_shown(cast: Cast, page: Page) -> None:
    with_playbook(cast.rollout)
    content = b"%PDF-1.7 <script>alert(1)</script>"
    client = page.client(cast.manager)
    with page.app.test_request_context():
        address = url_for("readiness.answer", rollout_id=cast.rollout.id, ref="data-rules")
    form = {**form_of(cast, "1"), "csrf_token": page.token(client), "file": (io.BytesIO(content), "Rules of data.pdf")}
    assert client.post(address, data=form).status_code == 303
    tree = page.get("readiness.factor", rollout_id=cast.rollout.id, ref="data-is-fit", as_=cast.viewer)
    (link,) = [each for each in tree.cssselect("#data-rules a") if "Rules of data" in text_of(each)]
    sent = page.client(cast.viewer).get(link.get("href"))
    assert (sent.status_code, sent.data) == (200, content)
    assert re.match(r"attachment; filename=\"?Rules of data\.pdf", sent.headers["Content-Disposition"])
    assert sent.headers["X-Content-Type-Options"] == "nosniff"
    assert sent.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert page.client(cast.stranger).get(link.get("href")).status_code == 404


def test_a_file_of_another_rollout_is_not_found(cast: Cast, page: Page) -> None:
    other = with_playbook(make_rollout("Other"))
    with_playbook(cast.rollout)
    client = page.client(cast.manager)
    with page.app.test_request_context():
        address = url_for("readiness.answer", rollout_id=cast.rollout.id, ref="data-rules")
    form = {**form_of(cast, "1"), "csrf_token": page.token(client), "file": (io.BytesIO(b"%PDF-1.7"), "x.pdf")}
    assert client.post(address, data=form).status_code == 303
    file_id = stored(cast, "data-rules").file_id
    outsider = make_member(other)
    page.get("readiness.evidence_file", rollout_id=other.id, file_id=file_id, as_=outsider, status=404)
    page.get("readiness.evidence_file", rollout_id=cast.rollout.id, file_id=file_id, as_=outsider, status=404)


def test_a_file_of_a_kind_that_is_not_taken_is_refused_at_its_field(cast: Cast, page: Page) -> None:
    with_playbook(cast.rollout)
    client = page.client(cast.manager)
    with page.app.test_request_context():
        address = url_for("readiness.answer", rollout_id=cast.rollout.id, ref="data-rules")
    form = {**form_of(cast, "1"), "csrf_token": page.token(client), "file": (io.BytesIO(b"<svg/>"), "x.svg")}
    refused = client.post(address, data=form)
    assert refused.status_code == 422
    assert "This kind of file is not taken" in refused.text


def test_the_table_holds_every_question_and_runs_no_formula(cast: Cast, page: Page) -> None:
    with_playbook(cast.rollout)
    where: dict[str, Any] = {"rollout_id": cast.rollout.id, "ref": "data-owner", "as_": cast.manager}
    page.post("readiness.answer", form_of(cast, "3", evidence="=HYPERLINK(1)"), **where)
    with page.app.test_request_context():
        address = url_for("readiness.export", rollout_id=cast.rollout.id)
    sent = page.client(cast.sponsor).get(address)
    assert sent.headers["Content-Disposition"].startswith("attachment")
    lines = sent.data.decode("utf-8-sig").splitlines()
    assert len(lines) == 1 + 5
    assert "'=HYPERLINK(1)" in sent.data.decode("utf-8-sig")
    assert page.client(cast.member).get(address).status_code == 403


def test_the_answer_page_tells_earlier_answers(cast: Cast, page: Page) -> None:
    with_playbook(cast.rollout)
    give(cast.rollout, "data-owner", 1, cast.sponsor)
    give(cast.rollout, "data-owner", 3, cast.trainer)
    text = text_of(page.get("readiness.answer", rollout_id=cast.rollout.id, ref="data-owner", as_=cast.manager))
    assert "Earlier answers" in text
    assert "Step 1 of 4" in text
    assert "Tara Okafor" in text


def test_what_changed_is_told_with_before_and_now(cast: Cast, page: Page) -> None:
    with_playbook(cast.rollout)
    inside: dict[str, Any] = {"rollout_id": cast.rollout.id, "as_": cast.viewer}
    assert "Nothing changed" in text_of(page.get("readiness.changes", **inside))
    give(cast.rollout, "data-owner", 3, cast.manager)
    give(cast.rollout, "rehearsed", 1, cast.trainer, gate="live@2")
    choices: tuple[dict[str, Any], ...] = ({}, {"days": "7"}, {"days": "nonsense"})
    for values in choices:
        text = text_of(page.get("readiness.changes", **inside, **values))
        for words in ("Step 3 of 4", "new", "Mara Lind", "Ready to go live, Wave 2", "Tara Okafor"):
            assert words in text


def test_pages_ask_the_database_a_fixed_number_of_times(cast: Cast, page: Page) -> None:
    """However many answers there are, a page asks no more often."""
    with_playbook(cast.rollout)

    def asked(endpoint: str, **values: Any) -> int:
        statements: list[str] = []

        def note(*args: Any) -> None:
            statements.append(args[2])

        event.listen(db.engine, "before_cursor_execute", note)
        page.get(endpoint, rollout_id=cast.rollout.id, as_=cast.manager, **values)
        event.remove(db.engine, "before_cursor_execute", note)
        return len(statements)

    places: list[tuple[str, dict[str, Any]]] = [
        ("readiness.overview", {}),
        ("readiness.gates", {}),
        ("readiness.gate", {"gate_key": "decided"}),
        ("readiness.factor", {"ref": "sponsor-stands-behind"}),
    ]
    before = [asked(endpoint, **values) for endpoint, values in places]
    for ref in ("sponsor-visible", "sponsor-charter", "data-owner", "data-rules"):
        verify(give(cast.rollout, ref, 1, cast.manager), cast.sponsor)
    give(cast.rollout, "case-approved", 1, cast.manager, gate="decided")
    assert [asked(endpoint, **values) for endpoint, values in places] == before
    assert max(before) < 40


def test_whoever_may_report_calls_the_gate_review_from_its_gate(cast: Cast, page: Page) -> None:
    with_playbook(cast.rollout)
    where: dict[str, Any] = {"rollout_id": cast.rollout.id, "gate_key": "live@1"}
    (button,) = [
        each
        for each in page.get("readiness.gate", as_=cast.manager, **where).cssselect("a.button.primary")
        if text_of(each) == "Call the gate review"
    ]
    assert str(button.get("href")).endswith("/reports/preview?gate=live@1")
    assert "Call the gate review" not in text_of(page.get("readiness.gate", as_=cast.sponsor, **where))


def test_a_file_for_which_there_is_no_room_leaves_nothing_behind(
    cast: Cast, page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_number: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with_playbook(cast.rollout)
    client = page.client(cast.manager)
    with page.app.test_request_context():
        address = url_for("readiness.answer", rollout_id=cast.rollout.id, ref="data-rules")
    form = {**form_of(cast, "1"), "csrf_token": page.token(client), "file": (io.BytesIO(b"%PDF-1.7"), "x.pdf")}
    monkeypatch.setattr("planner.readiness.files_service.os.fsync", full)
    refused = client.post(address, data=form)
    assert refused.status_code == 507
    assert "The disk is full. Nothing was changed." in refused.text
    assert list(page.app.config["PLANNER"].uploads.iterdir()) == []
    assert queries.answer_at(cast.rollout.id, "", "data-rules") is None


def test_the_way_to_green_becomes_tasks_of_the_plan_once_and_can_be_taken_back(cast: Cast, page: Page) -> None:
    with_playbook(cast.rollout)
    where: dict[str, Any] = {"rollout_id": cast.rollout.id, "gate_key": "decided"}
    assert page.post("readiness.make_tasks", as_=cast.manager, **where).location.endswith("#to-green")
    assert green_service.made_of(cast.rollout.id, "decided") == {}
    with transaction():
        propose_plan(cast.rollout, PLAYBOOK, at=NOW)
    for person in (cast.sponsor, cast.trainer, cast.member, cast.viewer):
        page.post("readiness.make_tasks", as_=person, status=403, **where)
    changes = service.gate_assessment(cast.rollout, "decided", TODAY).to_green
    page.post("readiness.make_tasks", as_=cast.manager, **where)
    shown = page.get("readiness.gate", as_=cast.manager, **where)
    assert len(shown.xpath("//a[contains(., 'In the plan, 0 % done')]")) == len(changes)
    milestone = gate_milestone(cast.rollout.id, "decided")
    waits_for = select(PlanTask).join(PlanLink, PlanLink.predecessor_id == PlanTask.id)
    before = db.session.scalars(waits_for.where(PlanLink.successor_id == milestone.id)).all()
    assert {each.text.rstrip(".?") for each in changes} <= {task.name for task in before}
    assert all(task.start and task.start.date() >= TODAY for task in before if task.note)
    page.post("readiness.make_tasks", as_=cast.manager, **where)
    assert len(db.session.scalars(waits_for.where(PlanLink.successor_id == milestone.id)).all()) == len(before)
    change = db.session.scalars(select(PlanChange)).one()
    page.post("schedule.undo", {"change": change.id}, as_=cast.manager, rollout_id=cast.rollout.id)
    assert "In the plan" not in text_of(page.get("readiness.gate", as_=cast.manager, **where))


def test_a_known_mistake_is_shown_with_the_way_to_it_and_accepted_for_a_time(cast: Cast, page: Page) -> None:
    with_playbook(cast.rollout)
    with transaction():
        cast.rollout.stage = Stage.RUNNING
    where: dict[str, Any] = {"rollout_id": cast.rollout.id}
    shown = text_of(page.get("readiness.mistakes", as_=cast.viewer, **where))
    assert "No rule says when to stop." in shown
    assert "Accept for a time" not in shown
    mark = {**where, "mark": "stop-rules-missing~stop-rules-missing"}
    draft: dict[str, Any] = {"reason": "The board decides in April.", "until": TODAY + timedelta(days=20)}
    page.post("readiness.accept_mistake", draft, as_=cast.trainer, status=403, **mark)
    for wrong in ({"reason": ""}, {"until": TODAY - timedelta(days=1)}, {"until": TODAY + timedelta(days=181)}):
        page.post("readiness.accept_mistake", draft | wrong, as_=cast.sponsor, status=422, **mark)
    page.post("readiness.accept_mistake", draft, as_=cast.sponsor, **mark)
    page.post("readiness.accept_mistake", draft, as_=cast.manager, status=409, **mark)
    longer = draft | {"until": TODAY + timedelta(days=21), "version": 1}
    refused = page.post("readiness.accept_mistake", longer, as_=cast.sponsor, status=422, **mark).text
    assert "It is accepted until 22 March 2026, and that only tightens." in refused
    accepted = text_of(page.get("readiness.mistakes", as_=cast.manager, **where))
    assert "Accepted by Sven Holm until 22 Mar 2026: “The board decides in April.”" in accepted
    assert "It shows again when there is more of it than 1." in accepted
    page.post("readiness.take_back_mistake", {"version": 1}, as_=cast.manager, **mark)
    assert "Accepted by" not in text_of(page.get("readiness.mistakes", as_=cast.manager, **where))
    page.get("readiness.accept_mistake", as_=cast.manager, status=404, **where, mark="no~such")
