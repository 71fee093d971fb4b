"""The password rules, as a person meets them."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.access.passwords import MAXIMUM, MINIMUM, check, context_words, normal
from planner.basics.errors import RuleBroken

GOOD = "lantern orbit gravel tulip"


@pytest.mark.parametrize(
    "password",
    [
        GOOD,
        "gelbe Tasse im Regen",
        "Ñandú corre 17 leguas",
        "tZ8#qLw0!mVx4@e",
        "x" * 3 + GOOD * 4,
        "雨の日に黄色い茶碗を四つ買いました",
    ],
)
def test_long_uncommon_passwords_are_taken_whatever_they_are_made_of(password: str) -> None:
    assert check(password) == normal(password)


@pytest.mark.parametrize(
    ("password", "because"),
    [
        ("", "0 characters"),
        ("short one", "at least 15"),
        ("a" * (MINIMUM - 1), "at least 15"),
        (GOOD * 6, "at most 128"),
        ("lantern\torbit gravel", "cannot be typed"),
        ("lantern\0orbit gravel", "cannot be typed"),
        ("lantern\ud800orbit gravel", "cannot be typed"),
        ("passwordpassword", "easy to guess"),
        ("123456789012345", "easy to guess"),
        ("qwertyuiopasdfgh", "easy to guess"),
        ("aaaaaaaaaaaaaaaaaaa", "easy to guess"),
        (" " * 20, "easy to guess"),
        ("Winter2026Winter2026", "easy to guess"),
        ("crm-rollout-planner", "name of this product"),
        ("Crm Rollout Planner 2026", "name of this product"),
    ],
)
def test_refused_with_a_reason_a_person_can_act_on(password: str, because: str) -> None:
    with pytest.raises(RuleBroken, match=because) as caught:
        check(password)
    assert caught.value.field == "password"


def test_a_persons_own_name_and_address_do_not_count() -> None:
    about = ["Anna Weber", "anna.weber@fernhill.example", "Fernhill Tools"]
    for password in ("anna.weber.2026!", "anna.weber@fernhill.example", "Fernhill Tools 1!", "ANNA-WEBER-weber-anna"):
        with pytest.raises(RuleBroken, match="mostly a name"):
            check(password, about=about)
    assert check("Anna met forty green otters", about=about)


def test_short_words_are_no_context() -> None:
    assert "al" not in context_words(["Al Bo"])


def test_the_message_never_repeats_the_password() -> None:
    with pytest.raises(RuleBroken) as caught:
        check("hunter2hunter2hunter2")
    assert "hunter2" not in str(caught.value)


@given(st.text(alphabet=st.characters(categories=["L", "N", "P", "S", "M"]), max_size=140))
def test_a_taken_password_has_the_right_length_and_one_spelling(password: str) -> None:
    try:
        taken = check(password)
    except RuleBroken:
        return
    assert MINIMUM <= len(taken) <= MAXIMUM
    assert taken == unicodedata.normalize("NFC", password)
    assert check(unicodedata.normalize("NFD", password)) == taken
