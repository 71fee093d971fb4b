"""Remembers which events were counted already, in eight bytes each, so that none counts twice."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Marks = npt.NDArray[np.uint64]
Ints = npt.NDArray[np.int64]
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

    def added(self, marks: Marks, weights: Ints) -> Ints:
        """How many events each row adds: one where its mark is new, whatever its weight."""
        return np.minimum(weights, self.fresh(marks))

    def all(self) -> Marks:
        """All marks, sorted."""
        return np.unique(np.concatenate(self._runs)) if self._runs else np.empty(0, np.uint64)


class Most:
    """The largest weight of each mark so far, where a row may stand for several events under one key.

    >>> most = Most()
    >>> most.added(np.array([7, 3, 7], np.uint64), np.array([4, 1, 3])).tolist()
    [4, 1, 0]
    >>> most.added(np.array([7, 3], np.uint64), np.array([6, 1])).tolist()
    [2, 0]
    """

    def __init__(self) -> None:
        self._runs: list[tuple[Marks, Ints]] = []

    def added(self, marks: Marks, weights: Ints) -> Ints:
        """How many events each row adds to what was known of its mark."""
        unique, told, first = _largest(marks, weights)
        before = np.zeros(len(unique), np.int64)
        for run, counts in self._runs:
            place = np.searchsorted(run, unique)
            place[place == len(run)] = 0
            before = np.maximum(before, np.where(run[place] == unique, counts[place], 0))
        new = told > before
        answer = np.zeros(len(marks), np.int64)
        answer[first[new]] = (told - before)[new]
        if new.any():
            self._runs.append((unique[new], told[new]))
        if len(self._runs) > _MERGED_AT:
            marks = np.concatenate([run for run, _ in self._runs])
            self._runs = [_largest(marks, np.concatenate([counts for _, counts in self._runs]))[:2]]
        return answer


def _largest(marks: Marks, weights: Ints) -> tuple[Marks, Ints, Ints]:
    """Each mark once and sorted, its largest weight, and where it stands first."""
    unique, first, place = np.unique(marks, return_index=True, return_inverse=True)
    most = np.zeros(len(unique), np.int64)
    np.maximum.at(most, place, weights)
    return unique, most, first


def marks_of(keys: Sequence[str]) -> Marks:
    """A mark for each key, good within this run of the program only."""
    return np.fromiter(map(hash, keys), np.int64, len(keys)).view(np.uint64)
