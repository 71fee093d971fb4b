"""The one place where areas hand over what waits for people: each says it when asked, and nobody needs to know which.

An area has a module `waiting_service.py` with a function under `@supplies_waiting`. It is asked for one person's work
(the start page, My work) or for everybody's at once (mail), always for one rollout.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar, cast

from flask import current_app

from planner.access.roles import Role
from planner.rollouts.models import Rollout
from planner.rollouts.waiting import Place, Waiting

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose work is asked for: people of a rollout with their roles there, on a day.

    What several areas need for their answers is worked out once, see `once`.
    """

    rollout: Rollout
    today: date
    people: Mapping[int, Role]
    known: dict[str, object] = field(default_factory=dict, compare=False)

    def once(self, name: str, make: Callable[[], Value]) -> Value:
        """A value that is made at the first call and kept for later ones, under a lasting name."""
        if name not in self.known:
            self.known[name] = make()
        return cast(Value, self.known[name])

    def with_role(self, *roles: Role) -> list[int]:
        """Those of the people who hold one of the roles."""
        return [user_id for user_id, role in self.people.items() if role in roles]


Supplier = Callable[[Asked], Iterable[Waiting]]
_SUPPLIERS: dict[str, Supplier] = {}


def supplies_waiting(function: Supplier) -> Supplier:
    """Declare a function that tells what waits for people in its area."""
    _SUPPLIERS[f"{function.__module__}.{function.__name__}"] = function
    return function


def waiting_in(asked: Asked) -> list[Waiting]:
    """Everything that waits for the people who are asked about, from every area; for others nothing."""
    return [each for supply in _SUPPLIERS.values() for each in supply(asked) if each.user_id in asked.people]


def address_of(place: Place) -> str:
    """The path of a page, also outside a request, as mail needs it."""
    adapter = current_app.url_map.bind("localhost")
    return adapter.build(place.endpoint, dict(place.values))
