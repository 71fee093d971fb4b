"""Whom a survey asks, and by which groups an answer is counted: unit, wave, part in the rollout, site, role, team."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from planner.access.roles import Role
from planner.basics.suppression import FEWEST
from planner.people.staff import StaffView, role_in_words
from planner.people.survey_publishing import DIVISIONS, PROFILE, WHOLE, Profile, profile_label
from planner.people.survey_shape import Population

PART_OF: Mapping[Role, str] = {Role.SPONSOR: "Sponsors", Role.MANAGER: "Managers", Role.TRAINER: "Trainers"}
MANAGERS, STAFF = "Managers", "Staff"
ENOUGH = 2 * FEWEST
"""So many must share a role for answers to be counted by it, where somebody has several."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody who is asked, with the groups as they are on the day of opening: later moves change nothing."""

    staff_id: int
    profile: Profile
    has_account: bool = False


def asked(people: Sequence[StaffView], population: Population, roles: Mapping[int, Role]) -> list[Asked]:
    """The people of a population; `roles` gives the role in the rollout of those who have an account."""
    leaders = {person.manager_id for person in people} - {None}
    chosen = [person for person in people if person.erased_on is None and belongs(person, population)]
    common = Counter(role for person in chosen for role in person.roles)
    return [
        Asked(
            person.id,
            profile_of_person(person, roles, main_role(person.roles, common), leads=person.id in leaders),
            has_account=person.user_id is not None,
        )
        for person in chosen
    ]


def belongs(person: StaffView, population: Population) -> bool:
    """Whether somebody is asked: in one of the units, of the waves, at one of the sites, with one of the roles."""
    return (
        (not population.units or person.unit_id in population.units)
        and (not population.waves or person.wave in population.waves)
        and (not population.sites or person.site in population.sites)
        and (not population.roles or bool(population.roles & set(person.roles)))
    )


def main_role(roles: Sequence[str], common: Mapping[str, int]) -> str | None:
    """The role by which somebody with several is counted: the rarest that ten people share, else the most common.

    >>> main_role(("field-sales", "key-user", "sales"), {"field-sales": 60, "key-user": 8, "sales": 96})
    'field-sales'
    """
    shared = [role for role in roles if common[role] >= ENOUGH]
    if shared:
        return min(shared, key=lambda role: (common[role], role))
    return max(roles, key=lambda role: (common[role], role), default=None)


def profile_of_person(person: StaffView, roles: Mapping[int, Role], main: str | None, *, leads: bool) -> Profile:
    """The groups of one person, in the order of the divisions."""
    part = PART_OF.get(roles[person.user_id]) if person.user_id is not None and person.user_id in roles else None
    wave = None if person.wave is None else f"Wave {person.wave}"
    role = None if main is None else role_in_words(main)
    part = part or (MANAGERS if leads else STAFF)
    return person.unit or None, wave, part, person.site or None, role, person.team or None


def tallies_for(people: Iterable[Asked]) -> dict[tuple[str, str], int]:
    """How many are asked in the whole, in each group of each division, and of each profile, for the running counts."""
    found: dict[tuple[str, str], int] = {(WHOLE, ""): 0}
    for person in people:
        for key in groups_of(person.profile):
            found[key] = found.get(key, 0) + 1
    return found


def groups_of(profile: Profile) -> list[tuple[str, str]]:
    """Every group in which the answer of such a person is counted."""
    named = [(division.value, label) for division, label in zip(DIVISIONS, profile, strict=False) if label is not None]
    return [(WHOLE, ""), *named, (PROFILE, profile_label(profile))]
