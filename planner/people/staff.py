"""One member of staff as the rules see it: who counts on a day, what an entry must keep, who leads whom.

A person counts from the day of joining to the last day, both included; where a day is not known, there is no such end.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from planner.access.accounts import clean_email, clean_name
from planner.basics.days import check_day
from planner.basics.errors import RuleBroken

NAMELESS = "A person who was erased"
"""How an entry reads after erasure."""


class By(StrEnum):
    """What staff can be counted by."""

    UNIT = "unit"
    WAVE = "wave"
    SITE = "site"
    TEAM = "team"
    ROLE = "role"


@dataclass(frozen=True, slots=True)
class StaffView:
    """One member of staff, with the unit's name and the number of its wave; never changed, safe to keep.

    `roles` are the playbook's words for what the person does with the system, such as `sales`. `manager_id` is the
    line manager's own entry, `user_id` the person's account. `site` and `team` are empty where they are not known.
    """

    id: int
    name: str
    number: str | None
    email: str | None
    unit_id: int | None
    unit: str
    wave: int | None
    site: str
    team: str
    title: str
    language: str
    manager_id: int | None
    user_id: int | None
    joined: date | None
    left: date | None
    erased_on: date | None = None
    roles: tuple[str, ...] = ()

    def counts_on(self, day: date) -> bool:
        """Whether the person belongs to the organisation on a day; time away between two stays is kept elsewhere."""
        return (self.joined is None or self.joined <= day) and (self.left is None or day <= self.left)

    @property
    def label(self) -> str:
        """The name, or that there is none any more."""
        return self.name or NAMELESS


@dataclass(frozen=True, slots=True)
class StaffDraft:
    """An entry of the staff list as it was typed or imported; `roles` are references of the playbook."""

    name: str
    number: str = ""
    email: str = ""
    unit_id: int | None = None
    site: str = ""
    team: str = ""
    title: str = ""
    language: str = ""
    roles: tuple[str, ...] = ()
    manager_id: int | None = None
    user_id: int | None = None
    joined: date | None = None
    left: date | None = None

    def cleaned(self) -> "StaffDraft":
        """The same in its one spelling; RuleBroken, at its field, for what no entry can be.

        >>> StaffDraft(" Ana  Lima ", roles=("service", "sales", "sales")).cleaned().roles
        ('sales', 'service')
        """
        check_day(self.joined, "joined")
        check_day(self.left, "left")
        if self.joined and self.left and self.left < self.joined:
            raise RuleBroken("The last day lies before the first day.", "left")
        return StaffDraft(
            name=clean_name(self.name),
            number=self.number.strip(),
            email=clean_email(self.email) if self.email.strip() else "",
            unit_id=self.unit_id,
            site=" ".join(self.site.split()),
            team=" ".join(self.team.split()),
            title=" ".join(self.title.split()),
            language=self.language.strip(),
            roles=tuple(sorted(set(self.roles))),
            manager_id=self.manager_id,
            user_id=self.user_id,
            joined=self.joined,
            left=self.left,
        )


def leads_back(person: int, manager: int | None, managers: Mapping[int, int | None]) -> tuple[int, ...]:
    """The chain from a new line manager back to the person, if there is one: then nobody would be at the top.

    >>> leads_back(1, 3, {2: 1, 3: 2})
    (3, 2, 1)
    >>> leads_back(1, 3, {3: None})
    ()
    """
    chain: list[int] = []
    at = manager
    while at is not None and at not in chain:
        chain.append(at)
        if at == person:
            return tuple(chain)
        at = managers.get(at)
    return ()


def circles(managers: Mapping[int, int | None]) -> list[tuple[int, ...]]:
    """Every circle among line managers, each told once and from its smallest number on.

    >>> circles({1: 2, 2: 3, 3: 1, 4: 1})
    [(1, 2, 3)]
    """
    done: set[int] = set()
    found = []
    for start in sorted(managers):
        path: list[int] = []
        at: int | None = start
        while at is not None and at not in done and at not in path:
            path.append(at)
            at = managers.get(at)
        if at is not None and at in path:
            circle = path[path.index(at) :]
            least = circle.index(min(circle))
            found.append((*circle[least:], *circle[:least]))
        done.update(path)
    return found


def staff_roles(wanted: Iterable[Iterable[str]]) -> dict[str, str]:
    """What people can do with the system, by reference and in words, from the roles that courses are made for.

    Everyone is everyone, and who joins is known by the day; neither is a role that somebody is given.

    >>> staff_roles([("everyone",), ("field-sales", "sales")])
    {'field-sales': 'Field sales', 'sales': 'Sales'}
    """
    refs = {ref for roles in wanted for ref in roles} - {"everyone", "joiner"}
    return {ref: role_in_words(ref) for ref in sorted(refs)}


def role_in_words(ref: str) -> str:
    """A role of staff for people.

    >>> role_in_words("field-sales")
    'Field sales'
    """
    return ref.replace("-", " ").capitalize()
