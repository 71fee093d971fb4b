"""Finding people on a long list: names are compared without accents and case, and listed as people look them up."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

PAGE = 100
"""People on one page."""
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


def found(entries: Iterable[Entry], words: str, page: int = 1) -> Found:
    """The page of those whose name, number or address holds every word that was typed, by name.

    A page beyond the last is the last.

    >>> found([Entry(1, "Élodie Lambert"), Entry(2, "Ana Lima")], "elo lam").ids
    (1,)
    """
    wanted = folded(words).split()
    keyed = ((folded(entry.name), entry) for entry in entries)
    fitting = [(key, entry.id) for key, entry in keyed if not wanted or _holds(key, entry, wanted)]
    ids = [entry_id for _, entry_id in sorted(fitting)]
    page = min(max(page, 1), max(1, -(-len(ids) // PAGE)))
    return Found(tuple(ids[(page - 1) * PAGE : page * PAGE]), len(ids), page)


def _holds(name: str, entry: Entry, wanted: list[str]) -> bool:
    text = f"{name} {folded(entry.number or '')} {folded(entry.email or '')}"
    return all(word in text for word in wanted)
