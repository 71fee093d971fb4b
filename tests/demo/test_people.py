"""The sample's staff: as many as planned, with whoever joined and left."""

from planner.db import db
from planner.demo import build
from planner.demo.build import Sample
from planner.people import culture_service, recognition_queries, staff_queries
from planner.people.recognition import without_champion
from planner.people.staff import By
from planner.rollouts import queries as rollouts
from planner.rollouts.models import Rollout


def test_the_sample_has_its_140_people_with_line_managers_and_accounts(sample: Sample) -> None:
    rollout_id = sample.rollouts[0]
    today = build.FIXED_DAY.date()
    staff = staff_queries.counted(rollout_id, today)
    assert len(staff) == sum(unit.people for unit in rollouts.units(rollout_id)) == 140
    assert len({person.name for person in staff}) == 140
    assert {person.name for person in staff if person.user_id} == {
        "Tara Okafor", "Miro Petrov", "João Reis", "Lena Fischer",
    }  # fmt: skip
    assert sum(person.manager_id is None for person in staff) == 5
    assert set(staff_queries.sizes_by(rollout_id, today, By.SITE)) == {"Hamburg", "Porto", "Stuttgart"}
    assert len(staff_queries.everybody(rollout_id)) == 145
    check_recognition(rollout_id)


def check_recognition(rollout_id: int) -> None:
    """Some units were recognised, one was forgotten and has no champion; six people describe the culture."""
    today = build.FIXED_DAY.date()
    covered = recognition_queries.covered(rollout_id, today)
    assert [str(each.light) for each in covered] == ["red", "amber", "green", "green", "green"]
    units = [unit.id for unit in rollouts.units(rollout_id)]
    seats = [seat for _, seat in recognition_queries.champions(rollout_id, today)]
    assert len(without_champion(units, seats, today)) == 1
    found = culture_service.culture_of(db.session.get_one(Rollout, rollout_id), today)
    assert {str(trait) for trait in found.traits} == {"slow", "by-consensus", "guarded", "formal"}
    assert found.misfits
    assert found.differs
