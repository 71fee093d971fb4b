"""Recognition: what people, groups and the project contributed, by results so far and by what may come of it.

A contribution is proposed by one person and seconded by another, and may then be thanked for. It is told by day; nobody
is counted, added up or ranked. What is watched is coverage: whether every unit was recognised, or some were forgotten.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from planner.basics.days import check_day
from planner.basics.errors import RuleBroken
from planner.basics.lights import Light

LATELY = timedelta(days=90)
"""A unit that was not recognised for longer is told as forgotten."""


class Subject(StrEnum):
    """Who contributed."""

    PERSON = "person"
    TEAM = "team"
    UNIT = "unit"
    PROJECT = "project"


SUBJECTS = {
    Subject.PERSON: "One person",
    Subject.TEAM: "A team",
    Subject.UNIT: "A whole unit",
    Subject.PROJECT: "The project",
}


class Results(StrEnum):
    """What came of it so far."""

    NOT_YET = "not-yet"
    HELPED = "helped"
    UNIT = "unit"
    FIGURES = "figures"


RESULTS = {
    Results.NOT_YET: "Nothing to be seen yet",
    Results.HELPED: "Helped single colleagues or customers",
    Results.UNIT: "Changed how a team or unit works",
    Results.FIGURES: "Shows in a key figure, or customers say so",
}


class Potential(StrEnum):
    """What may still come of it."""

    DONE = "done"
    AGAIN = "again"
    OTHERS = "others"
    WHOLE = "whole"


POTENTIAL = {
    Potential.DONE: "It was needed once, and is done",
    Potential.AGAIN: "The same people can do it again",
    Potential.OTHERS: "Others can take it over",
    Potential.WHOLE: "It could change how the company works",
}


class Step(StrEnum):
    """How far a contribution has come."""

    PROPOSED = "proposed"
    SECONDED = "seconded"
    THANKED = "thanked"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class ContributionDraft:
    """A contribution as it is proposed; the person, team or unit fits the subject."""

    subject: Subject
    what: str
    results: Results
    potential: Potential
    staff_id: int | None = None
    unit_id: int | None = None
    team: str = ""

    def checked(self, units: Iterable[int]) -> "ContributionDraft":
        """The same with nothing that does not fit its subject; RuleBroken where what it needs is missing."""
        if not self.what.strip():
            raise RuleBroken("Say what was contributed.", "what")
        if self.subject is Subject.PERSON:
            return self._of_person()
        if self.subject is Subject.PROJECT:
            return ContributionDraft(self.subject, self.what, self.results, self.potential)
        if self.unit_id not in set(units):
            raise RuleBroken("Choose the unit.", "unit")
        team = self.team.strip() if self.subject is Subject.TEAM else ""
        if self.subject is Subject.TEAM and not team:
            raise RuleBroken("Name the team.", "team")
        return ContributionDraft(self.subject, self.what, self.results, self.potential, unit_id=self.unit_id, team=team)

    def _of_person(self) -> "ContributionDraft":
        if self.staff_id is None:
            raise RuleBroken("Name the person.", "person")
        return ContributionDraft(self.subject, self.what, self.results, self.potential, staff_id=self.staff_id)


def check_second(proposed_by: int | None, praised: int | None, by: int) -> None:
    """Whoever seconds is neither who proposed nor who is praised; both are accounts."""
    if by == proposed_by:
        raise RuleBroken("You proposed it yourself: somebody else has to second it.")
    if by == praised:
        raise RuleBroken("It is about yourself: somebody else has to second it.")


@dataclass(frozen=True, slots=True)
class Recognised:
    """That a unit was recognised on a day: itself, a team of it, or somebody in it."""

    unit_id: int
    day: date


@dataclass(frozen=True, slots=True)
class UnitCoverage:
    """Whether a unit was recognised: when last, and how often lately."""

    unit_id: int
    last: date | None
    lately: int
    light: Light
    words: str


def coverage(units: Sequence[int], recognised: Iterable[Recognised], today: date) -> list[UnitCoverage]:
    """Every unit with when it was last recognised; the forgotten ones first, then by how long ago.

    >>> [each.words for each in coverage([1, 2], [Recognised(1, date(2026, 3, 1))], date(2026, 3, 2))]
    ['nobody and nothing so far', 'lately']
    """
    days: dict[int, list[date]] = {unit_id: [] for unit_id in units}
    for each in recognised:
        if each.unit_id in days:
            days[each.unit_id].append(each.day)
    found = [_covered(unit_id, seen, today) for unit_id, seen in days.items()]
    return sorted(found, key=lambda each: (each.last is not None, each.last or today))


def _covered(unit_id: int, days: list[date], today: date) -> UnitCoverage:
    last = max(days, default=None)
    lately = sum(day >= today - LATELY for day in days)
    if last is None:
        return UnitCoverage(unit_id, None, 0, Light.RED, "nobody and nothing so far")
    if not lately:
        return UnitCoverage(unit_id, last, 0, Light.AMBER, "not for 90 days")
    return UnitCoverage(unit_id, last, lately, Light.GREEN, "lately")


@dataclass(frozen=True, slots=True)
class Seat:
    """Somebody who is, or was, champion of a unit; `here` tells whether the person still counts."""

    unit_id: int
    name: str
    since: date
    until: date | None
    here: bool

    def serves_on(self, day: date) -> bool:
        """Whether the unit can ask this champion on a day."""
        return self.here and self.since <= day and (self.until is None or day <= self.until)


def without_champion(units: Iterable[int], seats: Iterable[Seat], day: date) -> list[int]:
    """The units that nobody serves as champion on a day."""
    served = {seat.unit_id for seat in seats if seat.serves_on(day)}
    return [unit_id for unit_id in units if unit_id not in served]


def check_champion(
    unit_id: int, since: date, until: date | None, persons_unit: int | None, names: Mapping[int, str]
) -> None:
    """A champion works in the unit, from a day on that the rollout can reach; `names` are the rollout's units."""
    if unit_id not in names:
        raise RuleBroken("Choose a unit of this rollout.", "unit")
    check_day(since, "since")
    check_day(until, "until")
    if until is not None and until < since:
        raise RuleBroken("The last day lies before the first day.", "until")
    if persons_unit != unit_id:
        raise RuleBroken(f"A champion is one of the unit: this person does not work in {names[unit_id]}.", "person")
