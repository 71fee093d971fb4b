"""The coalition: sponsors beside the executive one, each standing behind the change in one unit or more."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from planner.basics.days import check_day
from planner.basics.errors import RuleBroken


@dataclass(frozen=True, slots=True)
class SponsorDraft:
    """A sponsor as written down: an account or a name, of the whole rollout (`lead`) or of units, since and until."""

    user_id: int | None
    name: str
    title: str
    lead: bool
    unit_ids: frozenset[int]
    since: date | None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Seat:
    """A sponsor as the rules see it."""

    id: int
    lead: bool
    unit_ids: frozenset[int]
    since: date
    until: date | None = None

    def holds(self, today: date) -> bool:
        """Whether the sponsor is one today."""
        return self.since <= today and (self.until is None or today <= self.until)


def sponsors_of_units(units: Iterable[int], seats: Iterable[Seat], today: date) -> dict[int, tuple[int, ...]]:
    """Today's sponsors of each unit, by number; a unit with none is a gap.

    An executive sponsor stands behind the whole, but is no sponsor on site: only who is named for a unit counts there.
    """
    now = [seat for seat in seats if seat.holds(today)]
    return {unit: tuple(seat.id for seat in now if unit in seat.unit_ids) for unit in units}


def gaps(covered: Mapping[int, Collection[int]]) -> tuple[int, ...]:
    """The units without a sponsor of their own."""
    return tuple(unit for unit, sponsors in covered.items() if not sponsors)


def check_sponsor(draft: SponsorDraft, members: Collection[int], units: Collection[int]) -> None:
    """Refuse a sponsor who is nobody, stands for nothing, or whose days are in the wrong order."""
    if draft.user_id is None and not draft.name:
        raise RuleBroken("Choose a person, or give a name.", "person")
    if draft.user_id is not None and draft.user_id not in members:
        raise RuleBroken("Choose somebody who takes part in this rollout, or give a name.", "person")
    if not draft.lead and not draft.unit_ids:
        raise RuleBroken("Choose the units this person stands behind, or the whole rollout.", "units")
    if not draft.unit_ids <= set(units):
        raise RuleBroken("Choose units of this rollout.", "units")
    if draft.since is None:
        raise RuleBroken("Give the first day.", "since")
    check_day(draft.since, "since")
    check_day(draft.until, "until")
    if draft.until is not None and draft.until < draft.since:
        raise RuleBroken("The last day lies before the first.", "until")
