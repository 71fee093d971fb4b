"""A key figure asks its owner for the next reading when its day is near."""

from datetime import date, timedelta

from flask import Flask

from planner.access.roles import Role
from planner.db import Base, db, transaction
from planner.kpis.models import Kpi
from planner.kpis.standing_service import standings
from planner.kpis.waiting_service import readings_due
from planner.rollouts.waiting import Pile
from planner.rollouts.waiting_list_service import Asked
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
