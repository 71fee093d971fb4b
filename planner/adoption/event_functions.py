"""Which function of the programme an event counts for, by the names under which a playbook says systems log it."""

from collections.abc import Iterable
from fnmatch import fnmatchcase

from planner.adoption.layouts import SIGN_IN
from planner.playbook.library import Function

EVERYONE = "everyone"
MOST_FUNCTIONS = 60
"""Sets of functions are stored as bits of one number."""


def function_for(event: str, functions: Iterable[Function]) -> str:
    """The ref of the first function that takes an event of this name; empty for none. A sign-in is never use.

    >>> calls = Function(ref="calls", name="Calls", for_roles=("sales",), means="Recorded.", events=("phonecall *",))
    >>> function_for("PhoneCall create", [calls]), function_for("sign-in", [calls])
    ('calls', '')
    """
    name = event.casefold()
    if name == SIGN_IN:
        return ""
    return next((each.ref for each in functions if any(fnmatchcase(name, p.casefold()) for p in each.events)), "")


def expected_of(roles: Iterable[str], functions: Iterable[Function]) -> frozenset[str]:
    """The functions that are expected of somebody with these roles; some are expected of everyone.

    >>> calls = Function(ref="calls", name="Calls", for_roles=("sales",), means="A call is recorded.")
    >>> sorted(expected_of(["sales", "trainer"], [calls])), sorted(expected_of([], [calls]))
    (['calls'], [])
    """
    mine = {*roles, EVERYONE}
    return frozenset(each.ref for each in functions if mine & set(each.for_roles))
