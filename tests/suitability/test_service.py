"""Answers, the strategic decision and stop criteria as they are stored, and the state of a day."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from planner.basics.errors import NotFound, RuleBroken, Stale
from planner.db import db, transaction
from planner.playbook.words import Choice, Decision
from planner.rollouts.member_service import remove_member
from planner.rollouts.models import Rollout
from planner.rollouts.queries import members
from planner.rollouts.stages import Stage
from planner.suitability import queries, service
from planner.suitability.models import SuitabilityAnswer
from planner.suitability.service import AnswerDraft
from planner.suitability.stopping import StopAt, StopState
from planner.suitability.verdict import Verdict
from tests.builders import make_user
from tests.conftest import NOW
from tests.personas import Cast

TODAY = date(2026, 3, 2)


def answer(
    rollout: Rollout,
    cast: Cast,
    ref: str,
    value: Choice,
    *,
    owner: int | None = None,
    due: date | None = None,
    version: int | None = None,
    now: datetime = NOW,
) -> SuitabilityAnswer:
    draft = AnswerDraft(value, "Seen in the workshop.", "", owner, due)
    with transaction():
        question = service.question_of(rollout, ref)
        return service.give_answer(rollout, question, draft, cast.manager, now, version)


def answer_all(rollout: Rollout, cast: Cast) -> None:
    for ref in ("benefit", "structure", "awareness", "funding"):
        answer(rollout, cast, ref, Choice.YES)


def test_the_state_of_a_rollout_nobody_has_judged(rollout: Rollout) -> None:
    state = service.suitability_state(rollout, TODAY)
    assert state.assessment.verdict is Verdict.INCOMPLETE
    assert state.answered_share == Decimal(0)
    assert (state.open_conditions, state.decision, state.stops) == ((), None, ())


def test_a_rollout_without_playbook_has_no_share(cast: Cast) -> None:
    state = service.suitability_state(cast.rollout, TODAY)
    assert (state.questions, state.answered_share) == (0, None)


def test_answers_add_up_to_the_verdict(rollout: Rollout, cast: Cast) -> None:
    answer_all(rollout, cast)
    assert service.suitability_state(rollout, TODAY).assessment.verdict is Verdict.PROCEED
    answer(rollout, cast, "funding", Choice.NO, owner=cast.sponsor.id, due=date(2026, 5, 1), version=1)
    state = service.suitability_state(rollout, TODAY)
    assert state.assessment.verdict is Verdict.PROCEED_WITH_CONDITIONS
    assert [(found.ref, found.owner, found.due) for found in state.open_conditions] == [
        ("funding", "Sven Holm", date(2026, 5, 1))
    ]
    assert state.answered_share == Decimal(100)


@pytest.mark.parametrize("how", ["deleted", "closed", "left"])
def test_an_owner_who_is_gone_leaves_the_condition_open(rollout: Rollout, cast: Cast, how: str) -> None:
    answer_all(rollout, cast)
    answer(rollout, cast, "funding", Choice.PARTLY, owner=cast.sponsor.id, due=date(2026, 5, 1), version=1)
    assert service.suitability_state(rollout, TODAY).assessment.verdict is Verdict.PROCEED_WITH_CONDITIONS
    with transaction():
        if how == "deleted":
            db.session.delete(cast.sponsor)
        elif how == "closed":
            cast.sponsor.active = False
        else:
            membership = next(m for m, user in members(rollout.id) if user.id == cast.sponsor.id)
            remove_member(membership)
    assert service.suitability_state(rollout, TODAY).assessment.verdict is Verdict.INCOMPLETE


def test_the_day_of_an_answer_is_the_day_where_the_rollout_is(rollout: Rollout, cast: Cast) -> None:
    late = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)
    answer(rollout, cast, "awareness", Choice.NO, now=late)
    given = queries.given(rollout, queries.said(rollout.id))["awareness"]
    assert given.answered_on == date(2026, 3, 3)


def test_somebody_elses_answer_is_never_overwritten_unseen(rollout: Rollout, cast: Cast) -> None:
    answer(rollout, cast, "benefit", Choice.YES)
    for version in (None, 7):
        with pytest.raises(Stale) as stale:
            answer(rollout, cast, "benefit", Choice.NO, version=version)
        assert stale.value.current["value"] == "yes"
    assert queries.answers(rollout.id)["benefit"].value is Choice.YES


def test_a_yes_needs_no_owner_and_forgets_an_old_one(rollout: Rollout, cast: Cast) -> None:
    answer(rollout, cast, "funding", Choice.PARTLY, owner=cast.sponsor.id, due=TODAY)
    row = answer(rollout, cast, "funding", Choice.YES, owner=cast.sponsor.id, due=TODAY, version=1)
    assert (row.owner_id, row.due) == (None, None)


def test_what_cannot_be_is_refused_at_its_field(rollout: Rollout, cast: Cast) -> None:
    with pytest.raises(RuleBroken) as refused:
        answer(rollout, cast, "funding", Choice.NO, owner=make_user("Not Here").id)
    assert refused.value.field == "owner"
    with pytest.raises(RuleBroken) as refused:
        answer(rollout, cast, "funding", Choice.NO, due=date(2101, 1, 1))
    assert refused.value.field == "due"
    with pytest.raises(NotFound):
        answer(rollout, cast, "nonsense", Choice.NO)
    question, empty = service.question_of(rollout, "benefit"), AnswerDraft(Choice.NO, "", "", None, None)
    with pytest.raises(RuleBroken) as refused, transaction():
        service.give_answer(rollout, question, empty, cast.manager, NOW, None)
    assert refused.value.field == "reason"
    assert queries.answers(rollout.id) == {}


def test_a_decision_is_recorded_and_replaced_knowingly(rollout: Rollout, cast: Cast) -> None:
    with transaction():
        service.decide(rollout, Decision.CHANGE, "Units work side by side.", cast.sponsor, TODAY, None)
    decided = service.suitability_state(rollout, TODAY).decision
    assert decided is not None
    assert (decided.choice, decided.by, decided.on) == (Decision.CHANGE, "Sven Holm", TODAY)
    with pytest.raises(Stale), transaction():
        service.decide(rollout, Decision.IMPROVE, "No.", cast.sponsor, TODAY, None)
    with transaction():
        service.decide(rollout, Decision.IMPROVE, "The board said so.", cast.sponsor, TODAY, 1)
    assert queries.decided(rollout.id) is not None


def test_stop_criteria_follow_the_answers_of_the_day(rollout: Rollout, cast: Cast) -> None:
    with transaction():
        question = service.question_of(rollout, "funding")
        row = service.write_stop(rollout, question, StopAt.NO, "the money is withdrawn", cast.manager, NOW)
    assert service.suitability_state(rollout, TODAY).stops[0].state is StopState.UNKNOWN
    answer(rollout, cast, "funding", Choice.NO)
    assert [found.stop.text for found in service.suitability_state(rollout, TODAY).stops_met] == [
        "the money is withdrawn"
    ]
    with pytest.raises(RuleBroken), transaction():
        service.withdraw_stop(row, "", row.version)
    with transaction():
        service.withdraw_stop(row, "Paid by the group now.", row.version)
    assert service.suitability_state(rollout, TODAY).stops_met == ()
    with pytest.raises(RuleBroken, match="already"), transaction():
        service.withdraw_stop(row, "Again", row.version)


def test_a_criterion_added_after_the_start_says_so(rollout: Rollout, cast: Cast) -> None:
    with transaction():
        rollout.stage = Stage.RUNNING
    with transaction():
        question = service.question_of(rollout, "funding")
        row = service.write_stop(rollout, question, StopAt.NO, "late thought", cast.manager, NOW)
    assert row.after_start


def test_answers_of_another_rollout_do_not_count(rollout: Rollout, cast: Cast) -> None:
    answer_all(rollout, cast)
    assert queries.answers(cast.rollout.id) == {}
    with pytest.raises(NotFound):
        queries.stop_row(cast.rollout.id, 1)
