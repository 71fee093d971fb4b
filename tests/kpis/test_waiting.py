"""A key figure asks its owner for the next reading when its day is near, and to look when it is off course."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from planner.access.digests import Digest
from planner.access.roles import Role
from planner.basics.mail_models import Mail
from planner.db import Base, db, transaction
from planner.kpis import queries, service
from planner.kpis.models import Kpi
from planner.kpis.standing_service import standings
from planner.kpis.waiting_service import readings_due
from planner.playbook.words import Direction, Unit
from planner.rollouts.digest_service import write_digests
from planner.rollouts.models import Membership
from planner.rollouts.waiting import Pile
from planner.rollouts.waiting_list_service import Asked, waiting_in
from tests.conftest import NOW
from tests.kpis.stage import TODAY, read
from tests.page import Page
from tests.personas import Cast
from tests.rows import make_row


def test_a_reading_waits_for_the_owner_of_its_figure(app: Flask, cast: Cast) -> None:
    number = make_row(Base.metadata.tables["kpi"], {"rollout": cast.rollout.id, "user": cast.manager.id})
    with transaction():
        db.session.get_one(Kpi, number).owner_id = cast.trainer.id
    (standing,) = standings(cast.rollout, date(2026, 3, 2))
    people = {cast.trainer.id: Role.TRAINER, cast.manager.id: Role.MANAGER}
    for days, pile in ((-4, None), (-3, Pile.NEXT), (0, Pile.NEXT), (1, Pile.LATE)):
        day = standing.due + timedelta(days=days)
        found = [(each.user_id, each.pile) for each in readings_due(Asked(cast.rollout, day, people))]
        assert found == ([(cast.trainer.id, pile)] if pile else []), days


def off_course(cast: Cast, day: date = TODAY) -> list[tuple[int, str]]:
    """Who is told of figures that are off course, asked for everybody and for each person alone."""
    people = {
        cast.manager.id: Role.MANAGER, cast.trainer.id: Role.TRAINER, cast.member.id: Role.MEMBER,
        cast.sponsor.id: Role.SPONSOR, cast.viewer.id: Role.VIEWER,
    }  # fmt: skip
    alone = [each for one, role in people.items() for each in waiting_in(Asked(cast.rollout, day, {one: role}))]
    together = waiting_in(Asked(cast.rollout, day, people))
    found, single = (
        sorted((each.user_id, " ".join(each.what.split())) for each in works if each.key.startswith("kpis.course."))
        for works in (together, alone)
    )
    assert found == single
    return found


def test_a_figure_off_course_waits_for_its_owner_until_it_is_accepted_or_comes_back(
    cast: Cast, figure: Kpi, page: Page
) -> None:
    with transaction():
        figure.owner_id = cast.trainer.id
    assert off_course(cast) == []
    read(figure, 11, by=cast)
    told = "“Visits a week” is off course: 11 instead of 17"
    assert off_course(cast) == [(cast.trainer.id, told)]
    assert told in page.get("portfolio.home", as_=cast.trainer).text_content()
    with transaction():
        service.accept(figure, "Two people are ill.", TODAY + timedelta(5), cast.manager, TODAY, None)
    assert off_course(cast) == []
    assert off_course(cast, TODAY + timedelta(6)) == [(cast.trainer.id, told)]
    with transaction():
        service.take_back(queries.deviations([figure.id])[figure.id], 1)
    assert off_course(cast) == [(cast.trainer.id, told)]
    read(figure, 18, by=cast)
    assert standings(cast.rollout, TODAY)[0].state.value == "on course"
    assert off_course(cast) == []


def test_outside_a_band_its_ends_are_told(cast: Cast, figure: Kpi) -> None:
    read(figure, 11, by=cast)
    with transaction():
        figure.direction, figure.unit = Direction.BAND, Unit.HOURS
        figure.target, figure.low, figure.high = None, Decimal(3), Decimal("5.5")
    assert off_course(cast) == [(cast.manager.id, "“Visits a week” is off course: 11 h instead of 3 h to 5.5 h")]


def test_without_an_owner_who_takes_part_the_manager_is_told(cast: Cast, figure: Kpi) -> None:
    read(figure, 11, by=cast)
    assert [who for who, _ in off_course(cast)] == [cast.manager.id]
    with transaction():
        figure.owner_id = cast.trainer.id
    assert [who for who, _ in off_course(cast)] == [cast.trainer.id]
    with transaction():
        cast.trainer.active = False
    assert [who for who, _ in off_course(cast)] == [cast.manager.id]
    with transaction():
        cast.trainer.active = True
        db.session.delete(db.session.scalars(select(Membership).where(Membership.user_id == cast.trainer.id)).one())
    assert [who for who, _ in off_course(cast)] == [cast.manager.id]


def test_the_digest_tells_of_it(
    app: Flask, cast: Cast, figure: Kpi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = replace(app.config["PLANNER"], mail_url=f"file:{tmp_path / 'mail'}")
    monkeypatch.setitem(app.config, "PLANNER", settings)
    read(figure, 11, by=cast)
    with transaction():
        cast.manager.digest = Digest.DAILY
    assert write_digests(NOW) == 1
    text = db.session.scalars(select(Mail.text)).one()
    assert "“Visits a week” is off course" in " ".join(text.split())
    assert f"/rollouts/{cast.rollout.id}/kpis/{figure.id}" in text
