"""What is accepted of a known mistake, kept and tightened in the database."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from planner.access.audit_models import AuditEntry
from planner.basics.errors import RuleBroken
from planner.db import db, transaction
from planner.readiness import mistake_service
from planner.readiness.mistake_service import WaiverDraft
from planner.readiness.mistakes import Found
from planner.readiness.waiver_models import FindingWaiver
from tests.conftest import NOW
from tests.personas import Cast
from tests.readiness.samples import TODAY
from tests.readiness.stored import give, verify, with_playbook

KEY = "unverified-answers/readiness.verified_share"
UNTIL = TODAY + timedelta(days=20)


def found(cast: Cast, today: date = TODAY) -> Found:
    return mistake_service.seen(cast.rollout, KEY, today)


def accept(cast: Cast, until: date = UNTIL, today: date = TODAY) -> FindingWaiver:
    row = mistake_service.row_of(cast.rollout.id, KEY)
    with transaction():
        return mistake_service.accept(
            cast.rollout,
            found(cast, today),
            WaiverDraft("They are verified next week.", until),
            cast.sponsor,
            today,
            NOW,
            row.version if row else None,
        )


def tighten(cast: Cast) -> int:
    with transaction():
        return mistake_service.tighten(cast.rollout, TODAY)


@pytest.fixture
def third(cast: Cast) -> Cast:
    """One of three answers is verified: 33.3 % where 50 % are the line."""
    with_playbook(cast.rollout)
    for ref in ("sponsor-visible", "data-owner", "data-rules"):
        row = give(cast.rollout, ref, 1, cast.manager)
    verify(row, cast.trainer)
    return cast


def test_what_is_accepted_is_kept_to_its_last_digit(third: Cast) -> None:
    assert accept(third).accepted == 50 - Decimal(100) / 3
    db.session.expire_all()
    again = found(third)
    assert again.waived is not None
    assert again.shows_again == "the figure is below 33.3 %"


def test_a_figure_that_gets_worse_shows_again_and_one_that_gets_better_tightens(third: Cast) -> None:
    accept(third)
    assert tighten(third) == 0
    fourth = give(third.rollout, "sponsor-charter", 1, third.manager)
    worse = found(third)
    assert (worse.waived, worse.lapsed_because(TODAY)) == (None, "now the figure is below 33.3 %")
    assert tighten(third) == 0, "a worse state is not taken over"
    verify(fourth, third.trainer)
    assert tighten(third) == 1, "it is gone: half of them are verified"
    give(third.rollout, "data-rules", 0, third.manager)
    assert found(third).lapsed_because(TODAY) == "since then it was gone, and it is back"


def test_what_is_in_force_is_only_tightened_by_a_second_acceptance(third: Cast) -> None:
    first = accept(third)
    with pytest.raises(RuleBroken, match="only tightens") as refused:
        accept(third, UNTIL + timedelta(days=1))
    assert refused.value.field == "until"
    db.session.rollback()
    second = accept(third, UNTIL - timedelta(days=1))
    assert (second.id, second.until) == (first.id, UNTIL - timedelta(days=1))


def test_a_worse_state_is_accepted_anew_and_the_trail_tells_both(third: Cast) -> None:
    accept(third, TODAY + timedelta(days=2))
    give(third.rollout, "sponsor-charter", 1, third.manager)
    anew = accept(third)
    assert (anew.accepted, anew.until, anew.version) == (Decimal(25), UNTIL, 1)
    assert found(third).waived is not None
    query = select(AuditEntry.action).where(AuditEntry.object_type == "accepted_mistake").order_by(AuditEntry.seq)
    assert list(db.session.scalars(query)) == ["created", "deleted", "created"]


def test_once_its_day_is_over_it_can_be_accepted_for_longer(third: Cast) -> None:
    accept(third, TODAY)
    later = TODAY + timedelta(days=1)
    assert found(third, later).lapsed_because(later) == "that day is over"
    assert accept(third, UNTIL, later).until == UNTIL


def test_what_cannot_be_counted_today_neither_tightens_nor_ends(third: Cast) -> None:
    accept(third)
    with transaction():
        row = FindingWaiver(
            rollout_id=third.rollout.id, detector="half-the-functions-unused/adoption.breadth", reason="New.",
            until=UNTIL, accepted=Decimal(7), by_id=third.sponsor.id, made_at=NOW,
        )  # fmt: skip
        db.session.add(row)
    assert tighten(third) == 0
    assert row.accepted == 7
