"""The audit trail as a chain: every kind of tampering is found, and at the right entry."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.access.trail import START, Entry, Finding, Head, Sealed, canonical, extend, hash_of, verify

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def entries(count: int) -> list[Entry]:
    return [
        Entry(0, AT + timedelta(seconds=n), "changed", user_id=1, object_type="goal", object_id=str(n), after={"n": n})
        for n in range(count)
    ]


def resealed(sealed: Sealed, **changes: object) -> Sealed:
    entry = replace(sealed.entry, **changes)  # type: ignore[arg-type] # planted changes
    return Sealed(entry, sealed.previous, hash_of(sealed.previous, entry))


CHAIN, HEAD = extend(Head(), entries(6))


def test_an_untouched_chain_is_intact() -> None:
    result = verify(CHAIN, HEAD)
    assert result.intact
    assert (result.entries, result.head) == (6, HEAD)


def test_an_empty_chain_is_intact_with_and_without_its_head() -> None:
    assert verify([], Head()).intact
    assert verify([], None).intact


@pytest.mark.parametrize(
    "change",
    [
        lambda e: replace(e, after={"n": 99}),
        lambda e: replace(e, before={"n": 1}),
        lambda e: replace(e, user_id=2),
        lambda e: replace(e, rollout_id=3),
        lambda e: replace(e, action="created"),
        lambda e: replace(e, object_type="kpi"),
        lambda e: replace(e, object_id="77"),
        lambda e: replace(e, at=e.at + timedelta(microseconds=1)),
        lambda e: replace(e, request_id="x"),
        lambda e: replace(e, address="192.0.2.1"),
    ],
)
@pytest.mark.parametrize("place", [0, 3, 5])
def test_a_change_of_any_field_is_found_at_its_entry(change: Callable[[Entry], Entry], place: int) -> None:
    chain = list(CHAIN)
    chain[place] = replace(chain[place], entry=change(chain[place].entry))
    assert verify(chain, HEAD).finding == Finding(place + 1, "its content was changed")


@pytest.mark.parametrize("place", [0, 3, 4])
def test_a_change_that_was_sealed_anew_is_found_at_its_entry(place: int) -> None:
    chain = list(CHAIN)
    chain[place] = resealed(chain[place], after={"n": 99})
    finding = verify(chain, HEAD).finding
    assert finding is not None
    assert (finding.seq, "sealed anew" in finding.reason) == (place + 1, True)


def test_the_last_entry_sealed_anew_does_not_match_the_head() -> None:
    chain = [*CHAIN[:5], resealed(CHAIN[5], after={"n": 99})]
    assert verify(chain, HEAD).finding == Finding(6, "the note of where the trail ends does not match this entry")


@pytest.mark.parametrize("place", [0, 2, 4])
def test_a_deleted_entry_is_named(place: int) -> None:
    chain = CHAIN[:place] + CHAIN[place + 1 :]
    assert verify(chain, HEAD).finding == Finding(place + 1, "this entry is missing")


def test_a_cut_off_tail_is_named() -> None:
    assert verify(CHAIN[:4], HEAD).finding == Finding(5, "the last 2 entries are missing")
    assert verify([], HEAD).finding == Finding(1, "the last 6 entries are missing")


def test_an_inserted_entry_is_found() -> None:
    twice = [*CHAIN[:3], CHAIN[2], *CHAIN[3:]]
    assert verify(twice, HEAD).finding == Finding(3, "this number appears twice")
    added, _ = extend(HEAD, entries(1))
    assert verify([*CHAIN, *added], HEAD).finding is not None


def test_two_swapped_entries_are_found_however_they_are_swapped() -> None:
    a, b = CHAIN[1], CHAIN[2]
    contents = [
        CHAIN[0],
        replace(a, entry=replace(b.entry, seq=2)),
        replace(b, entry=replace(a.entry, seq=3)),
        *CHAIN[3:],
    ]
    rows = [CHAIN[0], replace(b, entry=replace(b.entry, seq=2)), replace(a, entry=replace(a.entry, seq=3)), *CHAIN[3:]]
    for chain in (contents, rows):
        finding = verify(chain, HEAD).finding
        assert finding is not None
        assert finding.seq == 2


def test_a_changed_or_missing_head_is_found() -> None:
    assert verify(CHAIN, replace(HEAD, hash=START)).finding is not None
    assert verify(CHAIN, replace(HEAD, seq=5)).finding is not None
    assert verify(CHAIN, None).finding is not None


def test_the_same_instant_in_another_zone_is_the_same_entry() -> None:
    zone = AT.astimezone()
    assert hash_of(START, Entry(1, AT, "x")) == hash_of(START, Entry(1, zone, "x"))


def test_what_json_cannot_say_is_refused() -> None:
    with pytest.raises(ValueError, match="Out of range"):
        canonical({"x": float("nan")})


@given(st.integers(1, 12), st.data())
def test_removing_or_repeating_any_entry_anywhere_is_found(count: int, data: st.DataObject) -> None:
    chain, head = extend(Head(), entries(count))
    place = data.draw(st.integers(0, count - 1))
    assert not verify(chain[:place] + chain[place + 1 :], head).intact
    assert not verify(chain[: place + 1] + chain[place:], head).intact


def test_extending_in_two_steps_is_the_same_as_in_one() -> None:
    first, head = extend(Head(), entries(6)[:2])
    second, head = extend(head, entries(6)[2:])
    assert (first + second, head) == (CHAIN, HEAD)
