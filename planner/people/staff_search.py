"""Finding people on a long list: names are compared without accents and case, and listed as people look them up."""

import unicodedata
from dataclasses import dataclass

PAGE = 100
"""People on one page."""
LONGEST = 600
"""Letters of what somebody is looked up by."""
_PLAIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"})


def folded(text: str) -> str:
    """A text as it is compared: without accents, case and doubled blanks.

    >>> folded("Šárka  RŮŽIČKA"), folded("Åke Törnqvist"), folded("Łukasz")
    ('sarka ruzicka', 'ake tornqvist', 'lukasz')
    """
    if text.isascii():
        return " ".join(text.lower().split())
    letters = unicodedata.normalize("NFKD", text.casefold().translate(_PLAIN))
    return " ".join("".join(sign for sign in letters if not unicodedata.combining(sign)).split())


@dataclass(frozen=True, slots=True)
class Entry:
    """What a search looks at."""

    id: int
    name: str
    number: str | None = None
    email: str | None = None


def looked_up(name: str, number: str | None, email: str | None) -> str:
    """What somebody is searched and sorted by: the name first, then number and address.

    >>> looked_up("Élodie Lambert", "E-7", None)
    'elodie lambert e-7'
    """
    return " ".join(filter(None, (folded(name), folded(number or ""), folded(email or ""))))[:LONGEST]


@dataclass(frozen=True, slots=True)
class Found:
    """One page of what was found: the entries' numbers in order, how many there are in all, which page."""

    ids: tuple[int, ...]
    total: int
    page: int

    @property
    def first(self) -> int:
        """The place of the first on this page, counted from 1; 0 where nothing was found."""
        return (self.page - 1) * PAGE + 1 if self.total else 0

    @property
    def last(self) -> int:
        """The place of the last on this page."""
        return (self.page - 1) * PAGE + len(self.ids)


def page_within(page: int, total: int) -> int:
    """The page that is shown: one beyond the last is the last.

    >>> page_within(99, 250), page_within(0, 250), page_within(1, 0)
    (3, 1, 1)
    """
    return min(max(page, 1), max(1, -(-total // PAGE)))
