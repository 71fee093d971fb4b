"""Finds the member of staff behind an account: by number, by e-mail address, by name; otherwise makes suggestions.

Only what is exact and unambiguous is taken by itself. A suggestion is for a person to decide.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from planner.adoption.accounts import external_id, is_salesforce_id

_WORD = re.compile(r"[^\W\d_]+")
ALIKE = 0.72


@dataclass(frozen=True, slots=True)
class Person:
    """A member of staff as far as it matters here."""

    id: int
    name: str
    email: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class Stranger:
    """An account that nobody is known for; `salesforce` says that its source names users by Salesforce's ids."""

    id: int
    external_id: str
    name: str = ""
    email: str = ""
    salesforce: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """Whose account it is, and by what: number, email or name."""

    account: int
    staff: int
    by: str


def words_of(name: str) -> frozenset[str]:
    """The words of a name without accents, order and case, so that “Reis, João” is João Reis.

    >>> words_of("Reis, João") == words_of("JOAO REIS")
    True
    """
    plain = unicodedata.normalize("NFKD", name.casefold())
    return frozenset(_WORD.findall("".join(sign for sign in plain if not unicodedata.combining(sign))))


def exact(strangers: Iterable[Stranger], people: Sequence[Person]) -> list[Found]:
    """Whose accounts are certain: one person has that number or address, or alone bears that name of two words.

    A number is the same in small letters and capitals, but for Salesforce's ids, which differ by them.
    """
    ids = _only((external_id(person.number, salesforce=True), person.id) for person in people if person.number)
    numbers = _only((person.number.casefold(), person.id) for person in people if person.number)
    emails = _only((person.email.casefold(), person.id) for person in people if person.email)
    names = _only((words_of(person.name), person.id) for person in people)
    strangers = list(strangers)
    twice = Counter(words_of(each.name) for each in strangers if each.name)
    found = []
    for each in strangers:
        ident, words = each.external_id.casefold(), words_of(each.name)
        if each.salesforce and each.external_id in ids:
            found.append(Found(each.id, ids[each.external_id], "number"))
        elif ident in numbers and not (each.salesforce and is_salesforce_id(each.external_id)):
            found.append(Found(each.id, numbers[ident], "number"))
        elif (mail := each.email.casefold() or ident) in emails:
            found.append(Found(each.id, emails[mail], "email"))
        elif len(words) > 1 and twice[words] == 1 and words in names:
            found.append(Found(each.id, names[words], "name"))
    return found


def _only(pairs: Iterable[tuple[object, int]]) -> Mapping[object, int]:
    """What belongs to one person alone."""
    owners: dict[object, set[int]] = defaultdict(set)
    for key, owner in pairs:
        owners[key].add(owner)
    return {key: next(iter(found)) for key, found in owners.items() if len(found) == 1}


class Suggestions:
    """Suggests people for accounts, by words that names and addresses share, best first, three at most."""

    def __init__(self, people: Sequence[Person]) -> None:
        self.people = people
        self._by_word: dict[str, list[int]] = defaultdict(list)
        for place, person in enumerate(people):
            for word in {*words_of(person.name), *words_of(person.email.partition("@")[0])}:
                self._by_word[word].append(place)

    def of(self, stranger: Stranger) -> list[Person]:
        """Who it might be."""
        local = (stranger.email or stranger.external_id).partition("@")[0]
        words = words_of(f"{stranger.name} {local}")
        near = {place for word in words for place in self._near(word)}
        rated = sorted(((_likeness(stranger, local, self.people[place]), place) for place in near), reverse=True)
        return [self.people[place] for likeness, place in rated[:3] if likeness >= ALIKE]

    def _near(self, word: str) -> Iterator[int]:
        if len(word) > 2:
            yield from self._by_word.get(word, [])[:200]


def _likeness(stranger: Stranger, local: str, person: Person) -> float:
    """How alike the names are, from 0 to 1; the address counts as a name where it has the form of one."""
    theirs = " ".join(sorted(words_of(person.name)))
    mine = [" ".join(sorted(words_of(text))) for text in (stranger.name, local) if text]
    initials = any(_is_initial_and_name(words_of(text), words_of(person.name)) for text in (stranger.name, local))
    return max([0.9 * initials, *(SequenceMatcher(None, each, theirs).ratio() for each in mine)])


def _is_initial_and_name(mine: frozenset[str], theirs: frozenset[str]) -> bool:
    """Whether every word of mine is one of theirs or the first letter of one, as in m.lind for Mara Lind."""
    full = mine & theirs
    rest = theirs - full
    return bool(full) and all(len(word) == 1 and any(other[0] == word for other in rest) for word in mine - full)
