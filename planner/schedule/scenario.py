"""What somebody wants to try on a plan: tasks later, longer, dropped or added, less training, more people.

Each wish is a small frozen value that names its task by number and name, so that it survives a newer plan version or
says what is gone. Nothing here touches the plan; `scenario_network` applies wishes to a copy of it.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any

from planner.basics.errors import RuleBroken

LONGEST_DAYS = 1_000
MOST_CHANGES = 50
MOST_PEOPLE = 50
LONGEST_NAME = 512
EXPONENT = 0.7
"""So many people are worth so many ** 0.7 people: two do in a day what one does in 1.6, four what one does in 2.6.

An assumption of this product. That people added do not add up fully, because they have to be taught and have to talk to
each other, is F. Brooks, The Mythical Man-Month (1975); the size of the loss differs from team to team.
"""


class ScenarioState(StrEnum):
    """What became of a scenario."""

    DRAFT = "draft"
    KEPT = "kept"
    THROWN_AWAY = "thrown-away"


@dataclass(frozen=True, slots=True)
class Target:
    """A row of the plan, by its number (UID) and the name it had; its wave tells rows of one name apart."""

    uid: int
    name: str
    wave: int | None = None

    def __str__(self) -> str:
        """The row as a sentence names it: “Train the users”, wave 2."""
        return f"“{self.name}”, wave {self.wave}," if self.wave else f"“{self.name}”"


@dataclass(frozen=True, slots=True)
class Shift:
    """A task, or all under a summary, begins working days later, or earlier with a number below nothing."""

    task: Target
    days: float


@dataclass(frozen=True, slots=True)
class Stretch:
    """What is still to do of a task, or of all under a summary, takes a share of its time.

    150 is half as long again.
    """

    task: Target
    percent: int


@dataclass(frozen=True, slots=True)
class Drop:
    """A row goes, with all under it; what waited for it waits for what it waited for."""

    task: Target


@dataclass(frozen=True, slots=True)
class Add:
    """A new task behind another one; with `holds`, what waited for the end of that one waits for the new task."""

    task: Target
    name: str
    days: float
    holds: bool = True


@dataclass(frozen=True, slots=True)
class CutTraining:
    """All training still to come takes this share less of its time: 30 leaves seven days of ten."""

    percent: int


@dataclass(frozen=True, slots=True)
class AddPeople:
    """More people join those who do a task. `divisible` is the share (percent) of its work that can be divided."""

    task: Target
    people: int
    more: int
    divisible: int = 100


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A stored change that nobody can read any more; it does nothing until it is taken out."""


Change = Shift | Stretch | Drop | Add | CutTraining | AddPeople | Unreadable
KINDS: dict[str, type[Change]] = {
    "shift": Shift,
    "stretch": Stretch,
    "drop": Drop,
    "add": Add,
    "cut-training": CutTraining,
    "add-people": AddPeople,
}
KIND_WORDS = {
    "shift": "Shift a task",
    "stretch": "Stretch or shorten a task",
    "drop": "Drop a task",
    "add": "Add a task",
    "cut-training": "Cut training",
    "add-people": "Add people",
}


def as_json(change: Change) -> dict[str, Any]:
    """A change as it is stored: `{"kind": "shift", "task": {"uid": 7, "name": "Train"}, "days": 5}`."""
    kind = next(name for name, each in KINDS.items() if type(change) is each)
    return {"kind": kind, **asdict(change)}


def check(change: Change) -> None:
    """Refuse sizes that make no sense, at the field to change."""
    match change:
        case Shift(days=days) if not days or abs(days) > LONGEST_DAYS:
            raise RuleBroken("Give a number of working days other than nothing, at most 1,000.", "days")
        case Stretch(percent=percent) if not 1 <= percent <= 1_000 or percent == 100:
            raise RuleBroken("Give a share between 1 and 1,000 percent that is not 100.", "percent")
        case Add(name=name) if not name.strip():
            raise RuleBroken("Give the task a name.", "name")
        case Add(days=days) if not 0 <= days <= LONGEST_DAYS:
            raise RuleBroken("The duration is between 0 and 1,000 days.", "days")
        case CutTraining(percent=percent) if not 1 <= percent <= 90:
            raise RuleBroken("Cut between 1 and 90 percent; to leave training out, drop its tasks.", "percent")
        case AddPeople():
            _check_people(change)
        case _:
            pass


def _check_people(change: AddPeople) -> None:
    if not 1 <= change.people <= MOST_PEOPLE:
        raise RuleBroken("Between 1 and 50 people do it today.", "people")
    if not 1 <= change.more <= MOST_PEOPLE:
        raise RuleBroken("Between 1 and 50 people can join.", "more")
    if not 1 <= change.divisible <= 100:
        raise RuleBroken("Give a share between 1 and 100 percent.", "divisible")


def speed_up(people: int, more: int, divisible: int = 100) -> float:
    """The share of its time that a task still takes when people join.

    With all of the work divisible, a second person beside one makes it 1 / 2 ** 0.7 = 0.62; with half of it 0.81.
    """
    share = divisible / 100
    return 1 - share + share * float((people / (people + more)) ** EXPONENT)


def target_of(change: Change) -> Target | None:
    """The row a change is about; None for one that is about many."""
    return None if isinstance(change, CutTraining | Unreadable) else change.task


def aimed(change: Change, target: Target) -> Change:
    """The same change of another row; a change of many rows stays as it is."""
    return change if isinstance(change, CutTraining | Unreadable) else replace(change, task=target)


def found(target: Target, names: Mapping[int, str], *, same_version: bool) -> int | None:
    """The number of a row in the plan in use; None when it is gone.

    In another version the row with the same number counts if its name is the same, else the only row of that name. In
    the same version a row may have been renamed: its number is enough.
    """
    if names.get(target.uid) == target.name or (same_version and target.uid in names):
        return target.uid
    alike = [uid for uid, name in names.items() if name == target.name]
    return alike[0] if len(alike) == 1 else None


def words(change: Change) -> str:
    """A change in one sentence."""
    match change:
        case Shift(task=task, days=days):
            return f"{task} begins {length(abs(days))} {'later' if days > 0 else 'earlier'}"
        case Stretch(task=task, percent=percent):
            return f"{task} takes {percent} % of its time"
        case Drop(task=task):
            return f"{task} is dropped"
        case Add(task=task, name=name, days=days, holds=holds):
            rest = "; what waited for that waits for the new task" if holds else ""
            return f"“{name}” ({length(days)}) is added after {str(task).rstrip(',')}{rest}"
        case CutTraining(percent=percent):
            return f"Training still to come is cut by {percent} %"
        case Unreadable():
            return "A change that cannot be read"
        case AddPeople(task=task, people=people, more=more, divisible=divisible):
            part = "" if divisible == 100 else f", {divisible} % of the work can be divided"
            return f"{str(task).rstrip(',')}: {more} more beside {people} {'person' if people == 1 else 'people'}{part}"


def length(days: float) -> str:
    """A number of working days in words: 1 working day, 2.5 working days."""
    return f"{days:g} working {'day' if days == 1 else 'days'}"
