"""Whether the team has the time it was promised: each person's hours today, by the person and by the line manager."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from planner.basics.errors import RuleBroken
from planner.basics.lights import Light
from planner.people.promises import Promise, confirmed_in, promised_in


class Standing(StrEnum):
    """How the time of a person stands in a week."""

    CONFIRMED = "confirmed"
    LESS = "less"
    OPEN = "open"
    NONE = "none"


STANDING_WORDS = {
    Standing.CONFIRMED: "Confirmed",
    Standing.LESS: "Less confirmed than promised",
    Standing.OPEN: "Not confirmed yet",
    Standing.NONE: "Nothing promised",
}
LIGHTS = {
    Standing.CONFIRMED: Light.GREEN,
    Standing.LESS: Light.AMBER,
    Standing.OPEN: Light.AMBER,
    Standing.NONE: Light.RED,
}


@dataclass(frozen=True, slots=True)
class Time:
    """The hours of a week of one person: promised by the person, and confirmed by the line manager."""

    user_id: int
    promised: Decimal | None
    confirmed: Decimal | None

    @property
    def standing(self) -> Standing:
        """How it stands: confirmed only where the line manager frees all that is promised."""
        if not self.promised:
            return Standing.NONE
        if self.confirmed is None:
            return Standing.OPEN
        return Standing.CONFIRMED if self.confirmed >= self.promised else Standing.LESS

    @property
    def gap(self) -> Decimal | None:
        """The hours that the person promises and the line manager does not free; None where nothing was said."""
        if self.promised is None or self.confirmed is None:
            return None
        return self.promised - self.confirmed


@dataclass(frozen=True, slots=True)
class AuthorityDraft:
    """What somebody may decide alone, up to which amount, and who gave that."""

    decides: str
    limit: Decimal | None
    given_by: str
    given_on: date | None


def times(people: Iterable[int], promises: Sequence[Promise], today: date) -> tuple[Time, ...]:
    """The hours of the current week of each person, from Monday on."""
    week = today - timedelta(days=today.weekday())
    found = []
    for person in people:
        mine = [each for each in promises if each.user_id == person]
        found.append(Time(person, promised_in(week, mine), confirmed_in(week, mine)))
    return tuple(found)


def confirmed_count(team: Iterable[Time]) -> int:
    """How many of a team have their time confirmed in full."""
    return sum(each.standing is Standing.CONFIRMED for each in team)


def check_authority(draft: AuthorityDraft) -> None:
    """Refuse an authority that says nothing or that nobody gave."""
    if not draft.decides:
        raise RuleBroken("Say what this person may decide without asking.", "decides")
    if draft.limit is not None and draft.limit < 0:
        raise RuleBroken("Give an amount of 0 or more.", "limit")
    if not draft.given_by:
        raise RuleBroken("Say who gave it.", "given_by")


def led_by(boss: int, managers: Mapping[int, int | None]) -> frozenset[int]:
    """The accounts whose line manager is this account; `managers` gives the manager's account of each."""
    return frozenset(person for person, manager in managers.items() if manager == boss and person != boss)
