"""What a password must be: long, not common, and not made of the person's own name or the product's.

The rules follow NIST SP 800-63B revision 4, section 3.1.1, and the OWASP cheat sheet on authentication: length is
what counts, every printable character and the space are welcome, nobody is made to mix character classes, and
nothing expires on a calendar. Passwords are compared whole and never shortened.
"""

import unicodedata
from collections.abc import Iterable

from planner.basics.errors import RuleBroken

MINIMUM = 15
"""The shortest password. There is no second factor in this release, and the guidance asks for 15 characters then."""

MAXIMUM = 128
"""The longest password; far above what anyone types, and low enough that hashing it costs nothing extra."""

STRONG = 3
"""The strength asked for, on the 0 to 4 scale of zxcvbn: more than a hundred million guesses (Wheeler 2016)."""

OWN_WORDS = ("crm", "rollout", "planner", "crm rollout planner", "readiness", "welcome", "administrator")

_LOOKED_AT = 72
"""zxcvbn refuses to judge more characters than this, so that its search stays short."""


def normal(password: str) -> str:
    r"""The password in one Unicode spelling, so that the same keys give the same password on every keyboard.

    >>> normal("Cafe\u0301") == "Caf\u00e9"
    True
    """
    return unicodedata.normalize("NFC", password)


def check(password: str, *, about: Iterable[str] = ()) -> str:
    """The password, normalised, when it may be used; raises RuleBroken on the field `password` when not.

    `about` holds words that an attacker would try first for this person: name, e-mail address, organisation.
    """
    chosen = normal(password)
    problem = _length_problem(chosen) or _character_problem(chosen) or _guess_problem(chosen, context_words(about))
    if problem:
        raise RuleBroken(problem, "password")
    return chosen


def context_words(about: Iterable[str]) -> tuple[str, ...]:
    """The words of a person and of this product that do not count towards a password's strength, longest first.

    >>> "weber" in context_words(["Anna Weber"])
    True
    """
    words: set[str] = set(OWN_WORDS)
    for text in about:
        folded = normal(text).casefold()
        words.add(folded)
        words.update("".join(c if c.isalnum() else " " for c in folded).split())
    return tuple(sorted((w for w in words if len(w) >= 3), key=lambda w: (-len(w), w)))


def _length_problem(password: str) -> str | None:
    if len(password) < MINIMUM:
        return (
            f"This password has {len(password)} characters; it needs at least {MINIMUM}. "
            "Four words that do not belong together are easy to remember."
        )
    if len(password) > MAXIMUM:
        return f"This password has {len(password)} characters; at most {MAXIMUM} are possible."
    return None


def _character_problem(password: str) -> str | None:
    if any(unicodedata.category(c) in {"Cc", "Cs", "Cn"} for c in password):
        return "This password contains a character that cannot be typed everywhere, such as a tab or a line break."
    return None


def _guess_problem(password: str, words: tuple[str, ...]) -> str | None:
    if _strength(password) < STRONG:
        return (
            "This password is easy to guess: it is common, repeats itself or follows a pattern. "
            "Try four words that do not belong together."
        )
    rest = _without(password, words)
    if rest != password.casefold() and _strength(rest) < STRONG:
        return (
            "This password is mostly a name, an e-mail address or the name of this product. "
            "Take words that have nothing to do with you or your work."
        )
    return None


def _without(password: str, words: tuple[str, ...]) -> str:
    rest = password.casefold()
    for word in words:
        rest = rest.replace(word, "")
    return rest


def _strength(password: str) -> int:
    from zxcvbn import zxcvbn

    return int(zxcvbn(password[:_LOOKED_AT])["score"]) if password.strip() else 0
