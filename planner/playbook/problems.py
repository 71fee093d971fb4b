"""What is wrong with a playbook, told by file, key and reason, all of it at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from planner.basics.errors import RuleBroken


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to put right: `file` inside the playbook's folder, `key` inside the file, and the reason."""

    file: str
    key: str
    reason: str

    def __str__(self) -> str:
        """As it is shown to the writer of the playbook."""
        return f"{self.file}: {self.key}: {self.reason}" if self.key else f"{self.file}: {self.reason}"


class PlaybookRefused(RuleBroken):
    """A playbook that cannot be used, with everything that is wrong with it."""

    def __init__(self, problems: tuple[Problem, ...], sentence: str = "This playbook cannot be used.") -> None:
        """Keep the problems; the sentence is followed by the first of them and the number of the rest."""
        rest = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
        super().__init__(f"{sentence} {problems[0]}{rest}")
        self.problems = problems


class Problems:
    """Collects problems; a key that was told is not told again, so that one slip does not cause a page of others."""

    def __init__(self) -> None:
        """Begin with nothing wrong."""
        self._told: dict[tuple[str, str], Problem] = {}
        self._unreadable: set[str] = set()

    def __bool__(self) -> bool:
        """True as soon as anything is wrong."""
        return bool(self._told)

    def tell(self, file: str, key: str, reason: str) -> None:
        """Keep a problem, unless that very key, or the table around it, is already known to be wrong."""
        if file not in self._unreadable and not any((file, part) in self._told for part in _and_around(key)):
            self._told[file, key] = Problem(file, key, reason)

    def tell_unreadable(self, file: str, key: str, reason: str) -> None:
        """Keep a problem after which nothing of the file is known, so nobody may miss a piece of it."""
        self.tell(file, key, reason)
        self.give_up(file)

    def give_up(self, file: str) -> None:
        """Tell nothing more of a file."""
        self._unreadable.add(file)

    def unreadable(self, file: str) -> bool:
        """Tell whether the file could not be read at all."""
        return file in self._unreadable

    def all(self) -> tuple[Problem, ...]:
        """Every problem, file by file, each file's in the order in which they were found."""
        return tuple(sorted(self._told.values(), key=lambda problem: problem.file))


@dataclass(frozen=True, slots=True)
class Place:
    """Where one stands in a playbook while reading or checking it."""

    problems: Problems
    file: str
    key: str = ""

    def at(self, name: str) -> "Place":
        """The place of a key inside this one."""
        return Place(self.problems, self.file, f"{self.key}.{name}" if self.key else name)

    def item(self, name: str, ref: str, index: int) -> "Place":
        """The place of one entry of a list, named by its ref where it has one, else by its number from 1."""
        return self.at(f"{name}[{ref or index + 1}]")

    def tell(self, reason: str) -> None:
        """Keep a problem of this place."""
        self.problems.tell(self.file, self.key, reason)


def _and_around(key: str) -> Iterable[str]:
    yield key
    while "." in key:
        key = key.rpartition(".")[0]
        yield key


def perhaps(word: str, known: Iterable[str]) -> str:
    """A hint for a misspelt word, e.g. `; did you mean "likely"?`, or nothing."""
    near = get_close_matches(word, tuple(known), n=1)
    return f'; did you mean "{near[0]}"?' if near else ""
