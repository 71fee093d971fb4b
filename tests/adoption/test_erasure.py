"""Somebody who is erased takes the name along, and no week that is counted anew is other than it was."""

from pathlib import Path

from sqlalchemy import func, select

from planner.adoption import recount_service
from planner.adoption.figure_models import AdoptionWeek
from planner.adoption.usage_models import UsageAccount
from planner.db import db, transaction
from planner.people.privacy_erasure_service import erase
from planner.people.privacy_queries import Person
from tests.adoption.worlds import EVENT, World, daily, log_of, make_world
from tests.conftest import NOW
from tests.personas import Cast

ERASED = ("north0", "south1")


def weeks(world: World) -> list[tuple[object, ...]]:
    """Every figure of every group and week."""
    kept = [column for column in AdoptionWeek.__table__.columns if column.name != "id"]
    query = select(*kept).where(AdoptionWeek.rollout_id == world.rollout.id)
    return [
        tuple(row) for row in db.session.execute(query.order_by(AdoptionWeek.week, AdoptionWeek.by, AdoptionWeek.key))
    ]


def test_weeks_counted_anew_after_an_erasure_are_the_same(cast: Cast, tmp_path: Path) -> None:
    world = make_world(cast.rollout)
    busy = [f"{unit}{number}" for unit in ("north", "south", "desk") for number in range(3)]
    world.take(log_of(daily(busy, range(0, 42, 2), EVENT["deal"], EVENT["call"], EVENT["case"])))
    with transaction():
        recount_service.recount(cast.rollout, NOW)
    before = weeks(world)
    assert any(row for row in before)
    with transaction():
        for who in ERASED:
            erase(Person(None, frozenset({world.staff[who]})), NOW.date(), tmp_path)
    with transaction():
        recount_service.recount(cast.rollout, NOW)
    assert weeks(world) == before
    accounts = list(db.session.scalars(select(UsageAccount)))
    told = " ".join(f"{row.external_id} {row.name} {row.email}" for row in accounts)
    assert not any(who in told for who in ERASED)
    assert len({row.external_id for row in accounts}) == len(accounts)


def test_an_old_log_taken_over_again_does_not_bring_the_name_back(cast: Cast, tmp_path: Path) -> None:
    world = make_world(cast.rollout)
    busy = ["north0", "north1", "desk2"]
    world.take(log_of(daily(busy, range(0, 28, 2), EVENT["deal"])))
    count = select(func.count(UsageAccount.id), func.count(UsageAccount.staff_id))
    accounts = db.session.execute(count).one()
    with transaction():
        erase(Person(None, frozenset({world.staff["north0"]})), NOW.date(), tmp_path)
    longer = world.take(log_of(daily(busy, range(0, 42, 2), EVENT["deal"])))
    assert longer.repeated == 3 * 14, "what was counted before the erasure is known again"
    assert longer.counted == 3 * 7, "and what is new counts, without a name"
    assert db.session.execute(count).one() == accounts
    told = " ".join(f"{row.external_id} {row.name} {row.email}" for row in db.session.scalars(select(UsageAccount)))
    assert "north0" not in told
    assert "north1" in told
