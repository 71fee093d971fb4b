"""Numbers of certificates: hard to guess, easy to type, and a slip of the keys is noticed."""

SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Signs that are not mistaken for one another: no 0 and O, no 1 and I."""
LENGTH = 11


def numbered(raw: int) -> str:
    """A number of twelve signs in three groups; the last sign is computed from the others.

    >>> numbered(0)
    '2222-2222-2222'
    """
    signs = "".join(SIGNS[raw >> 5 * place & 31] for place in range(LENGTH))
    whole = signs + check_sign(signs)
    return "-".join(whole[start : start + 4] for start in range(0, 12, 4))


def check_sign(signs: str) -> str:
    """The sign that belongs behind: each place weighs differently, so that two changed places are noticed too."""
    return SIGNS[sum((place + 1) * SIGNS.index(sign) for place, sign in enumerate(signs)) % 31]


def read_number(text: str) -> str:
    """What was typed, as it is stored; empty for what cannot be a number.

    >>> read_number("2222 22222222"), read_number("2222-2222-2223")
    ('2222-2222-2222', '')
    """
    signs = "".join(sign for sign in text.upper() if sign.isalnum())
    if len(signs) != LENGTH + 1 or any(sign not in SIGNS for sign in signs):
        return ""
    whole = "-".join(signs[start : start + 4] for start in range(0, 12, 4))
    return whole if check_sign(signs[:-1]) == signs[-1] else ""
