"""Knows an event again by a mark of eight bytes, so that files that overlap count once; keeps marks day by day.

A mark is a keyed hash (BLAKE2b) of the event's own key, or of its moment, user and function where a system gives none.
Without the key, which is kept sealed, a mark says nothing. Equal events without a key are told apart by how many there
are: of two files that cover the same day, the larger number counts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
import numpy.typing as npt

Marks = npt.NDArray[np.uint64]
Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
SIZE = 8


def marks_of(salt: bytes, texts: Sequence[str]) -> Marks:
    """The mark of each event, from its text."""
    joined = b"".join([blake2b(text.encode("utf-8", "replace"), digest_size=SIZE, key=salt).digest() for text in texts])
    return np.frombuffer(joined, np.uint64)


@dataclass(frozen=True, slots=True)
class Tally:
    """Marks of one day, sorted, and how often each was there."""

    marks: Marks
    counts: Ints

    def packed(self) -> bytes:
        """As they are stored: the marks, then the counts unless each is one."""
        plain = self.marks.tobytes()
        return plain if bool((self.counts == 1).all()) else plain + self.counts.astype(np.uint32).tobytes()


NO_TALLY = Tally(np.empty(0, np.uint64), np.empty(0, np.int64))


def unpacked(content: bytes | None, many: bool) -> Tally:
    """What was stored; `many` says whether counts follow the marks."""
    if not content:
        return NO_TALLY
    size = len(content) // (SIZE + (4 if many else 0))
    marks = np.frombuffer(content[: size * SIZE], np.uint64)
    counts = np.frombuffer(content[size * SIZE :], np.uint32).astype(np.int64) if many else np.ones(size, np.int64)
    return Tally(marks, counts)


def merged(known: Tally, marks: Marks, weights: Ints, keyed: Flags) -> tuple[Tally, Ints]:
    """The larger of what is known and what a file says, and how much of each row of the file is new.

    A row that has a key of its own (`keyed`) is the same event wherever its mark stands: of several such rows the
    largest weight counts, of others the sum.

    >>> known, no, yes = Tally(np.array([5], np.uint64), np.array([2])), np.zeros(4, np.bool_), np.ones(4, np.bool_)
    >>> tally, fresh = merged(known, np.array([5, 5, 5, 9], np.uint64), np.array([1, 1, 1, 1]), no)
    >>> tally.marks.tolist(), tally.counts.tolist(), fresh.tolist()
    ([5, 9], [3, 1], [1, 0, 0, 1])
    >>> merged(known, np.array([5, 5, 5, 9], np.uint64), np.array([4, 3, 1, 1]), yes)[1].tolist()
    [2, 0, 0, 1]
    """
    unique, first, place = np.unique(marks, return_index=True, return_inverse=True)
    told = np.bincount(place, weights, len(unique)).astype(np.int64)
    if keyed.any():
        most = np.zeros(len(unique), np.int64)
        np.maximum.at(most, place, weights)
        told = np.where(keyed[first], most, told)
    before = _counts_of(known, unique)
    new = np.maximum(told - before, 0)
    fresh = np.zeros(len(marks), np.int64)
    fresh[first] = new
    return _larger(known, Tally(unique, told)), fresh


def _counts_of(known: Tally, marks: Marks) -> Ints:
    if not len(known.marks):
        return np.zeros(len(marks), np.int64)
    place = np.searchsorted(known.marks, marks)
    place[place == len(known.marks)] = 0
    found: Ints = np.where(known.marks[place] == marks, known.counts[place], 0)
    return found


def _larger(first: Tally, second: Tally) -> Tally:
    marks, place = np.unique(np.concatenate([first.marks, second.marks]), return_inverse=True)
    counts = np.zeros(len(marks), np.int64)
    np.maximum.at(counts, place, np.concatenate([first.counts, second.counts]))
    return Tally(marks, counts)
