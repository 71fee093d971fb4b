"""Whose account it is: certain by number, address or name alone, and what a person said once holds for good."""

from sqlalchemy import select

from planner.adoption.matching import Person, Stranger, exact
from planner.adoption.source_service import SourceDraft, add_source
from planner.adoption.usage_models import Match, UsageAccount
from planner.db import db, transaction
from planner.people.staff_models import Staff
from tests.adoption.worlds import make_world
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
