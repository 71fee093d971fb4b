"""Remembers which events were counted already, in eight bytes each, so that none counts twice."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Marks = npt.NDArray[np.uint64]
_MERGED_AT = 8


class Seen:
    """The marks of events so far, as a few sorted runs that are merged now and then.

    >>> seen = Seen()
    >>> seen.fresh(np.array([7, 3, 7], np.uint64)).tolist(), seen.fresh(np.array([3, 4], np.uint64)).tolist()
    ([True, True, False], [False, True])
    """

    def __init__(self, known: Marks | None = None) -> None:
        self._runs: list[Marks] = [] if known is None or not len(known) else [np.unique(known)]

    def __len__(self) -> int:
        return sum(map(len, self._runs))

    def fresh(self, marks: Marks) -> npt.NDArray[np.bool_]:
        """For each mark whether it is new; all of them are known from now on."""
        unique, first = np.unique(marks, return_index=True)
        new = np.ones(len(unique), np.bool_)
        for run in self._runs:
            place = np.searchsorted(run, unique)
            place[place == len(run)] = 0
            new &= run[place] != unique
        answer = np.zeros(len(marks), np.bool_)
        answer[first[new]] = True
        if new.any():
            self._runs.append(unique[new])
        if len(self._runs) > _MERGED_AT:
            self._runs = [np.unique(np.concatenate(self._runs))]
        return answer

    def all(self) -> Marks:
        """All marks, sorted."""
        return np.unique(np.concatenate(self._runs)) if self._runs else np.empty(0, np.uint64)


def marks_of(keys: Sequence[str]) -> Marks:
    """A mark for each key, good within this run of the program only."""
    return np.fromiter(map(hash, keys), np.int64, len(keys)).view(np.uint64)
