"""Divides people into groups: the whole, by wave, unit, site, role and by how often they are asked to come back."""

from collections.abc import Collection, Sequence

import numpy as np
import numpy.typing as npt

from planner.adoption.rhythms import rhythm_of

Ints = npt.NDArray[np.int64]
Profile = tuple[str | None, str | None, str | None, tuple[str, ...]]
"""A person's wave, unit, site and roles."""


def divisions(
    people: Sequence[Profile], weekly: Collection[str]
) -> tuple[dict[str, list[str]], dict[str, tuple[Ints, Ints]]]:
    """The names of the groups of each division, and who belongs to which, as columns of people and groups.

    Somebody with two roles is in both; somebody without a wave or unit is in a group without a name.

    >>> names, members = divisions([("1", "7", "Oslo", ("sales",)), (None, None, "Oslo", ())], ("sponsor",))
    >>> names["wave"], names["role"], members["wave"][1].tolist()
    (['', '1'], ['sales'], [1, 0])
    """
    pairs: dict[str, list[tuple[int, str]]] = {
        "all": [(place, "") for place in range(len(people))],
        "wave": [(place, each[0] or "") for place, each in enumerate(people)],
        "unit": [(place, each[1] or "") for place, each in enumerate(people)],
        "site": [(place, each[2] or "") for place, each in enumerate(people)],
        "role": [(place, ref) for place, each in enumerate(people) for ref in each[3]],
        "rhythm": [(place, rhythm_of(each[3], weekly).value) for place, each in enumerate(people)],
    }
    groups, memberships = {}, {}
    for by, found in pairs.items():
        groups[by] = sorted({key for _, key in found})
        number = {key: at for at, key in enumerate(groups[by])}
        memberships[by] = (
            np.array([who for who, _ in found], np.int64),
            np.array([number[key] for _, key in found], np.int64),
        )
    return groups, memberships
