"""How much of the staff list somebody sees, by role.

A project manager and a sponsor see every entry, a trainer those who are invited to a training, a team member the names
and teams of all and the own entry, everybody else only how many there are.
"""

from dataclasses import dataclass

from planner.access.roles import Role, Scope


@dataclass(frozen=True, slots=True)
class Reach:
    """What somebody sees: whole entries of `people` (None: of everybody), and with `names` all names and teams."""

    people: frozenset[int] | None
    names: bool

    def sees(self, staff_id: int) -> bool:
        """Whether the whole entry of a person is seen."""
        return self.people is None or staff_id in self.people


def reach_of(role: Role | None, scope: Scope | None, own: int | None, invited: frozenset[int]) -> Reach:
    """The reach of a role; `own` is the person's own entry, `invited` are those invited to the person's trainings.

    >>> reach_of(Role.MEMBER, Scope.OWN, 7, frozenset())
    Reach(people=frozenset({7}), names=True)
    """
    if scope is Scope.ALL:
        return Reach(None, names=True)
    mine = frozenset() if own is None else frozenset({own})
    if scope is None:
        return Reach(mine, names=False)
    return Reach(mine | (invited if role is Role.TRAINER else frozenset()), names=role is Role.MEMBER)
