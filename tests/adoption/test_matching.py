"""Whose account it is: certain by number, address or name alone, and what a person said once holds for good."""

from sqlalchemy import select

from planner.adoption import matching_service
from planner.adoption.figure_models import AdoptionPerson
from planner.adoption.matching import Person, Stranger, exact
from planner.adoption.source_service import SourceDraft, add_source
from planner.adoption.usage_models import Match, UsageAccount
from planner.db import db, transaction
from planner.people.staff_models import Staff
from tests.adoption.worlds import EVENT, World, daily, log_of, make_world
from tests.personas import Cast


def matched(strangers: list[Stranger], people: list[Person]) -> dict[int, tuple[int, str]]:
    """Whose accounts are certain, and by what."""
    return {each.account: (each.staff, each.by) for each in exact(strangers, people)}


def test_salesforce_ids_of_15_and_18_signs_are_one_number_and_their_case_counts() -> None:
    people = [
        Person(1, "Ann", number="0055j0000000007AAQ"), Person(2, "Bob", number="0055j000000000b"),
        Person(3, "Cleo", number="0055j000000000B"), Person(4, "Dan", number="D-4"),
    ]  # fmt: skip
    ids = ["0055j0000000007", "0055j000000000b", "0055j000000000B", "d-4", "0055J0000000007"]
    strangers = [Stranger(number, ident, salesforce=True) for number, ident in enumerate(ids)]
    assert matched(strangers, people) == {0: (1, "number"), 1: (2, "number"), 2: (3, "number"), 3: (4, "number")}
    plain = [Stranger(number, ident) for number, ident in enumerate(ids)]
    assert matched(plain, people) == {3: (4, "number")}, "elsewhere a number is a number, in capitals or not"


def test_the_same_id_of_two_people_is_nobodys() -> None:
    people = [Person(1, "Ann", number="0055j0000000007AAQ"), Person(2, "Bob", number="0055j0000000007")]
    assert matched([Stranger(1, "0055j0000000007", salesforce=True)], people) == {}


def test_a_salesforce_log_finds_the_owner_of_a_long_id(cast: Cast) -> None:
    world = make_world(cast.rollout)
    with transaction():
        world.source = add_source(cast.rollout.id, SourceDraft("SF", "salesforce-login-history", "Europe/Paris"))
        db.session.get_one(Staff, world.staff["north0"]).number = "0055j0000000007AAQ"
    world.take("Id,UserId,LoginTime,Status\n0Ya1,0055j0000000007,2026-01-05T08:15:42.000+0000,Success\n")
    row = db.session.scalars(select(UsageAccount)).one()
    assert (row.staff_id, row.match) == (world.staff["north0"], Match.NUMBER)


def settle(world: World, name: str, owner: str | None, *, program: bool = False) -> None:
    """Say by hand whose account it is."""
    with transaction():
        row = db.session.scalars(select(UsageAccount).where(UsageAccount.external_id == name)).one()
        matching_service.decide(row, world.rollout.id, world.staff[owner] if owner else None, program, row.version)


def test_what_a_person_said_holds_for_the_next_log(cast: Cast) -> None:
    world = make_world(cast.rollout)
    names = ["north0", "helper", "night run"]
    world.take(log_of(daily(names, range(5), EVENT["deal"])))
    settle(world, "north0", "south3")
    settle(world, "helper", "desk1")
    settle(world, "night run", None, program=True)
    world.take(log_of(daily([*names, "north1"], range(3, 9), EVENT["deal"], EVENT["call"])))
    rows = {row.external_id: (row.staff_id, row.match, row.program) for row in db.session.scalars(select(UsageAccount))}
    assert rows == {
        "north0": (world.staff["south3"], Match.HAND, False),
        "helper": (world.staff["desk1"], Match.HAND, False),
        "night run": (None, Match.HAND, True),
        "north1": (world.staff["north1"], Match.NUMBER, False),
    }
    people = {row.staff_id: row.days for row in db.session.scalars(select(AdoptionPerson))}
    told = {who: people[world.staff[who]] for who in ("south3", "desk1", "north1", "north0")}
    assert told == {"south3": 9, "desk1": 9, "north1": 6, "north0": 0}, "use counts for whom it was said to be"
    assert matching_service.count_unknown(world.rollout.id) == 0
