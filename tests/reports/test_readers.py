"""Reports that make themselves are told of by mail: off by default, a link alone, once to each reader."""

import pytest
from flask import Flask
from sqlalchemy import select

from planner.basics.errors import RuleBroken
from planner.basics.mail_models import Mail
from planner.basics.mail_sending_service import deliver
from planner.db import db, transaction
from planner.reports import reader_service, share_service
from planner.reports.share_service import Rhythm
from planner.rollouts.models import Membership
from tests.basics.test_mail import Inbox
from tests.basics.test_mail import inbox as mail_inbox
from tests.conftest import NOW
from tests.page import Page, text_of
from tests.personas import Cast

MONDAY = NOW.date()
inbox = mail_inbox


@pytest.fixture
def weekly(ready: Cast) -> Cast:
    """Health check and adoption report each Monday."""
    with transaction():
        share_service.set_rhythm(ready.rollout, Rhythm(0, None, ("health", "adoption")), ready.manager, None, MONDAY)
    return ready


def make(cast: Cast) -> list[int]:
    with transaction():
        return [row.number for row in share_service.make_due(cast.rollout, MONDAY, NOW)]


def test_nobody_is_told_until_somebody_is_chosen(weekly: Cast, inbox: Inbox) -> None:
    assert make(weekly) == [1, 2]
    assert list(db.session.scalars(select(Mail))) == []


def test_each_reader_gets_one_mail_with_a_link_and_nothing_of_the_report(
    app: Flask, weekly: Cast, inbox: Inbox
) -> None:
    with transaction():
        reader_service.choose(weekly.rollout.id, {weekly.sponsor.id, weekly.viewer.id})
    assert make(weekly) == [1, 2]
    assert make(weekly) == [], "asked twice on a day, nothing is made or told twice"
    deliver(lambda: NOW)
    assert len(inbox.taken) == 4
    assert {mail["To"].addresses[0].addr_spec for mail in inbox.taken} == {weekly.sponsor.email, weekly.viewer.email}
    for mail in inbox.taken:
        for part in ("plain", "html"):
            words = mail.get_body((part,)).get_content()
            assert f"/rollouts/{weekly.rollout.id}/reports/" in words
            for person in (weekly.sponsor, weekly.viewer, weekly.manager):
                assert person.name not in words
                assert person.email not in words
            for verdict in ("hold", "trouble", "risk", "%"):
                assert verdict not in words.lower()
    assert "Health check 1" in inbox.taken[0]["Subject"]


def test_who_left_or_may_not_read_is_not_told(weekly: Cast, inbox: Inbox) -> None:
    with pytest.raises(RuleBroken, match="take part"), transaction():
        reader_service.choose(weekly.rollout.id, {weekly.stranger.id})
    with transaction():
        reader_service.choose(weekly.rollout.id, {weekly.viewer.id})
        seat = db.session.scalar(select(Membership).filter_by(rollout_id=weekly.rollout.id, user_id=weekly.viewer.id))
        db.session.delete(seat)
    assert reader_service.readers(weekly.rollout.id) == []
    make(weekly)
    assert list(db.session.scalars(select(Mail))) == []


def test_readers_and_rhythm_are_chosen_on_one_page(ready: Cast, page: Page) -> None:
    where = {"rollout_id": ready.rollout.id}
    assert "Mail is off" in text_of(page.get("reports.rhythm", as_=ready.manager, **where))
    page.get("reports.rhythm", as_=ready.sponsor, status=403, **where)
    page.post("reports.rhythm", {"weekday": "0"}, as_=ready.manager, status=422, **where)
    page.post("reports.rhythm", {"readers": str(ready.stranger.id)}, as_=ready.manager, status=422, **where)
    draft = {"weekday": "0", "kinds": ["health", "training"], "readers": [str(ready.sponsor.id)]}
    page.post("reports.rhythm", draft, as_=ready.manager, **where)
    assert [user.id for user in reader_service.readers(ready.rollout.id)] == [ready.sponsor.id]
    row = share_service.rhythm_of(ready.rollout.id)
    assert row is not None
    assert (row.weekday, row.kinds, row.days_before_gate) == (0, ["health", "training"], None)
    page.post("reports.rhythm", {**draft, "readers": []}, as_=ready.manager, status=409, **where)
