"""Who is meant: somebody on the staff list by staff number, e-mail address or name, as people write it."""

from collections import defaultdict
from collections.abc import Iterable

from planner.access.accounts import normal_email
from planner.basics.errors import RuleBroken
from planner.people.staff_search import Entry, folded

UNKNOWN = "Nobody on the list has the number, address or name “{}”."
SEVERAL = "Several people are named “{}”: give the staff number or the e-mail address."


class Directory:
    """The people of a list, looked up by what names them; made once, asked often."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._numbers: dict[str, int] = {}
        self._emails: dict[str, int] = {}
        self._names: defaultdict[str, list[int]] = defaultdict(list)
        for entry in entries:
            self.add(entry)

    def add(self, entry: Entry) -> None:
        """Know one more person."""
        if entry.number:
            self._numbers[entry.number.casefold()] = entry.id
        if entry.email:
            self._emails[entry.email] = entry.id
        self._names[folded(entry.name)].append(entry.id)

    def numbered(self, number: str) -> int | None:
        """The person with a staff number."""
        return self._numbers.get(number.casefold())

    def addressed(self, email: str) -> int | None:
        """The person with an e-mail address."""
        return self._emails.get(normal_email(email))

    def named(self, name: str) -> tuple[int, ...]:
        """Everybody with a name; families and given names may stand in either order where a comma says so."""
        last, comma, first = name.partition(",")
        found = self._names.get(folded(f"{first} {last}" if comma else name), [])
        return tuple(found)

    def meant(self, text: str, field: str = "manager") -> int | None:
        """Who is meant by a number, address or name; None for no words; RuleBroken for nobody or several.

        >>> Directory([Entry(7, "Ana Lima", "H-1")]).meant("lima, ana")
        7
        """
        if not (words := text.strip()):
            return None
        found = self.numbered(words) or self.addressed(words)
        if found is not None:
            return found
        named = self.named(words)
        if len(named) == 1:
            return named[0]
        raise RuleBroken((SEVERAL if named else UNKNOWN).format(words), field)
