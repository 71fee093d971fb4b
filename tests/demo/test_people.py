"""The sample's staff: as many as planned, with whoever joined and left."""

from flask import Flask

from planner.demo import build
from planner.people import staff_queries
from planner.people.staff import By
from planner.rollouts import queries as rollouts
from tests.conftest import NOW


def test_the_sample_has_its_140_people_with_line_managers_and_accounts(app: Flask) -> None:
    rollout_id = build.build(NOW, fixed=True).rollouts[0]
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
