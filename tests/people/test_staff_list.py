"""The staff list is searched, sorted and cut into pages by the database, as people look somebody up."""

from datetime import date

from sqlalchemy import event

from planner.db import db, transaction
from planner.people import staff_queries, staff_service
from planner.people.staff import StaffDraft
from planner.people.staff_list_queries import MOST_TEAMS, Sheet, Wanted, Who, offer, sheet
from planner.people.staff_models import Staff
from planner.rollouts.models import Unit
from tests.personas import Cast

TODAY = date(2026, 3, 2)


def names(found: Sheet) -> list[str]:
    return [person.name for person in found.people]


def fill(cast: Cast, *people: StaffDraft) -> list[int]:
    with transaction():
        return staff_service.add_many(cast.rollout.id, people, "Staff of a test")


def test_searched_without_accents_and_sorted_as_people_look_them_up(cast: Cast) -> None:
    rollout_id = cast.rollout.id
    fill(
        cast,
        StaffDraft("Zoë Ångström", number="Z-1", email="zoe@x.example"),
        StaffDraft("Åke Berg", number="A_2"),
        StaffDraft("ana lima", number="A-3"),
        StaffDraft("Šárka Růžička", left=date(2026, 1, 31)),
    )
    assert names(sheet(rollout_id, Wanted(), TODAY)) == ["Åke Berg", "ana lima", "Zoë Ångström"]
    assert names(sheet(rollout_id, Wanted(words="ANGSTROM zoe@"), TODAY)) == ["Zoë Ångström"]
    assert names(sheet(rollout_id, Wanted(words="a_2"), TODAY)) == ["Åke Berg"]
    assert names(sheet(rollout_id, Wanted(words="%"), TODAY)) == []
    assert names(sheet(rollout_id, Wanted(words="ruzicka", who=Who.LEFT), TODAY)) == ["Šárka Růžička"]


def test_whoever_changes_a_name_is_found_by_the_new_one(cast: Cast) -> None:
    (number,) = fill(cast, StaffDraft("Ana Lima", number="A-1"))
    with transaction():
        row = staff_queries.row(cast.rollout.id, number)
        staff_service.edit_staff(row, StaffDraft("Ana Öz", number="A-1"), row.version)
    assert db.session.get_one(Staff, number).lookup == "ana oz a-1"
    assert names(sheet(cast.rollout.id, Wanted(words="oz"), TODAY)) == ["Ana Öz"]
    assert sheet(cast.rollout.id, Wanted(words="lima"), TODAY).found.total == 0


def test_a_page_asks_the_same_however_long_the_list_is(cast: Cast) -> None:
    asked: list[str] = []
    fill(cast, *(StaffDraft(f"Person {number:04}") for number in range(250)))

    def note(*args: object) -> None:
        asked.append(str(args[2]))

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        last = sheet(cast.rollout.id, Wanted(page=99), TODAY)
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    assert (last.found.page, last.found.first, last.found.last, last.found.total) == (3, 201, 250, 250)
    assert names(last)[0] == "Person 0200"
    assert sum(" staff" in each for each in asked) == 4
    assert sheet(cast.rollout.id, Wanted(only=frozenset()), TODAY).found.total == 0


def test_teams_are_offered_as_far_as_one_can_choose_among_them(cast: Cast) -> None:
    with transaction():
        units = [Unit(rollout_id=cast.rollout.id, name=name, people=9) for name in ("North", "South")]
        db.session.add_all(units)
        db.session.flush()
        ids = [unit.id for unit in units]
    fill(cast, *(StaffDraft(f"P {n}", unit_id=ids[n % 2], team=f"Team {n:03}") for n in range(MOST_TEAMS + 2)))
    whole, north = offer(cast.rollout.id), offer(cast.rollout.id, ids[0])
    assert (whole.teams, whole.too_many) == ((), True)
    assert (north.teams[:2], len(north.teams), north.too_many) == (("Team 000", "Team 002"), MOST_TEAMS // 2 + 1, False)
