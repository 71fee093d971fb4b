"""Values of the history of changes: long ones are shortened once, and what was left out is still vouched for."""

from hashlib import sha256

from planner.access.audit_values import LONGEST, plain


def test_a_long_value_is_shortened_once_with_its_own_length_and_hash() -> None:
    text = "Gate " * 400
    once = plain(text)
    assert once == f"{text[:LONGEST]}… (2000 characters, SHA-256 {sha256(text.encode()).hexdigest()})"
    assert plain(once) == once


def test_words_that_only_look_shortened_are_shortened() -> None:
    text = f"{'x' * (LONGEST + 1)}… (9 characters, SHA-256 {'0' * 64})"
    assert plain(text) == f"{text[:LONGEST]}… ({len(text)} characters, SHA-256 {sha256(text.encode()).hexdigest()})"
