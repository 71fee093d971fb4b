"""The audit trail as a chain: every entry seals the one before it, so that nothing can be altered unnoticed.

An entry's hash is the SHA-256 of the previous hash and of the entry in one fixed spelling. What was before and after
enters through a digest of its own; later, personal details can be removed from an old entry without breaking the
chain, and the removal is seen. The last hash and number are kept beside the chain, so a cut-off tail is seen too.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

START = "0" * 64
"""What stands before the first entry."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened: who did what to which object, when, and what the object was before and after."""

    seq: int
    at: datetime
    action: str
    user_id: int | None = None
    rollout_id: int | None = None
    object_type: str | None = None
    object_id: str | None = None
    before: Mapping[str, object] | None = None
    after: Mapping[str, object] | None = None
    request_id: str | None = None
    address: str | None = None


@dataclass(frozen=True, slots=True)
class Sealed:
    """An entry with the hash of the one before it and its own."""

    entry: Entry
    previous: str
    hash: str


@dataclass(frozen=True, slots=True)
class Head:
    """The end of the chain as it is kept beside it: how many entries there are and the last hash."""

    seq: int = 0
    hash: str = START


@dataclass(frozen=True, slots=True)
class Finding:
    """The first place where the chain is broken: the number of the entry and what is wrong there."""

    seq: int
    reason: str


@dataclass(frozen=True, slots=True)
class Verification:
    """The outcome of a check: how many entries were read, the last good place, and the first broken one, if any."""

    entries: int
    head: Head
    finding: Finding | None = None

    @property
    def intact(self) -> bool:
        """Whether nothing was altered."""
        return self.finding is None


def canonical(value: object) -> bytes:
    """A value in one fixed spelling: sorted keys, no spaces, UTF-8; refuses what JSON cannot say, such as NaN.

    >>> canonical({"b": 1, "a": "x"})
    b'{"a":"x","b":1}'
    """
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False).encode()


def digest(before: Mapping[str, object] | None, after: Mapping[str, object] | None) -> str:
    """The SHA-256 of what was before and after."""
    return hashlib.sha256(canonical([before, after])).hexdigest()


def hash_of(previous: str, entry: Entry) -> str:
    """The hash that seals an entry to the one before it."""
    header = {
        "seq": entry.seq,
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "action": entry.action,
        "user": entry.user_id,
        "rollout": entry.rollout_id,
        "type": entry.object_type,
        "id": entry.object_id,
        "request": entry.request_id,
        "address": entry.address,
        "details": digest(entry.before, entry.after),
    }
    return hashlib.sha256(previous.encode() + canonical(header)).hexdigest()


def extend(head: Head, entries: Iterable[Entry]) -> tuple[list[Sealed], Head]:
    """Entries numbered and sealed onto the end of the chain, and the new end."""
    sealed: list[Sealed] = []
    for entry in entries:
        numbered = replace(entry, seq=head.seq + 1)
        seal = hash_of(head.hash, numbered)
        sealed.append(Sealed(numbered, head.hash, seal))
        head = Head(numbered.seq, seal)
    return sealed, head


def verify(chain: Iterable[Sealed], head: Head | None) -> Verification:
    """Walks the chain in order of its numbers and names the first entry that was altered, if any was.

    `head` is the end as it was kept beside the chain; None means that it is missing.
    """
    seen = Head()
    for sealed in chain:
        finding = _look(seen, sealed)
        if finding:
            return Verification(seen.seq, seen, finding)
        seen = Head(sealed.entry.seq, sealed.hash)
    return Verification(seen.seq, seen, _look_at_end(seen, head))


def _look(before: Head, sealed: Sealed) -> Finding | None:
    expected = before.seq + 1
    if sealed.entry.seq > expected:
        return Finding(expected, "this entry is missing")
    if sealed.entry.seq < expected:
        return Finding(sealed.entry.seq, "this number appears twice")
    genuine = sealed.hash == hash_of(sealed.previous, sealed.entry)
    if not genuine:
        return Finding(expected, "its content was changed")
    if sealed.previous != before.hash:
        return Finding(max(before.seq, 1), "it was changed and sealed anew, which breaks the link to the next entry")
    return None


def _look_at_end(seen: Head, head: Head | None) -> Finding | None:
    if head is None:
        return None if seen == Head() else Finding(seen.seq, "the note of where the trail ends is missing")
    if head.seq > seen.seq:
        return Finding(seen.seq + 1, f"the last {head.seq - seen.seq} entries are missing")
    if head != seen:
        return Finding(seen.seq, "the note of where the trail ends does not match this entry")
    return None
