"""How sponsorship stands on a day: each sponsor with promises, acts and silence, and the units without a sponsor."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from planner.basics.lights import Light
from planner.people.sponsor_acts import ACTIVE, SILENT, Act, acts_within, silence
from planner.people.sponsor_coalition import Seat, gaps, sponsors_of_units
from planner.people.sponsor_promises import Dated, PromiseState, Record, promise_state, record_of


@dataclass(frozen=True, slots=True)
class SponsorState:
    """One sponsor today. `silent_days` counts from the last act, or from the first day of the seat."""

    seat: Seat
    name: str
    holds: bool
    record: Record
    due: int
    acts: int
    last: Act | None
    silent_days: int

    @property
    def silent(self) -> bool:
        """Whether nothing was seen for so long that it is flagged."""
        return self.holds and self.silent_days >= SILENT

    @property
    def light(self) -> Light:
        """Red when silent, amber when not seen for two weeks, else green."""
        if self.silent:
            return Light.RED
        return Light.AMBER if self.silent_days >= ACTIVE else Light.GREEN


@dataclass(frozen=True, slots=True)
class Sponsorship:
    """The sponsors of a rollout today, of the whole and of units; `covered` gives the sponsors of each unit.

    Each act carries the seat that it is of.
    """

    sponsors: tuple[SponsorState, ...]
    covered: Mapping[int, tuple[int, ...]]
    record: Record
    acts: tuple[Act, ...]

    @property
    def gaps(self) -> tuple[int, ...]:
        """The units without a sponsor of their own."""
        return gaps(self.covered)

    @property
    def leads(self) -> tuple[SponsorState, ...]:
        """Who stands behind the whole rollout today."""
        return tuple(each for each in self.sponsors if each.seat.lead and each.holds)

    @property
    def lead_record(self) -> Record:
        """What became of the promises of those who stand behind the whole today."""
        found = [each.record for each in self.leads]
        return Record(
            sum(each.kept for each in found),
            sum(each.late for each in found),
            sum(each.missed for each in found),
            sum(each.open for each in found),
        )

    @property
    def silent_days(self) -> int | None:
        """Days since any sponsor of the whole was seen; None while there is none."""
        return min((each.silent_days for each in self.leads), default=None)


@dataclass(frozen=True, slots=True)
class SeatFacts:
    """What is known of one sponsor: the seat, name, account, and promises."""

    seat: Seat
    name: str
    user_id: int | None
    promises: tuple[Dated, ...]


def sponsorship(facts: Sequence[SeatFacts], acts: Sequence[Act], units: Sequence[int], today: date) -> Sponsorship:
    """How sponsorship stands. Acts told by account are those of the seat that the account holds."""
    seat_of = {each.user_id: each.seat.id for each in facts if each.user_id is not None}
    by_seat: dict[int, list[Act]] = {}
    for act in acts:
        if (seat_id := _seat(act, seat_of)) is not None:
            by_seat.setdefault(seat_id, []).append(act)
    return Sponsorship(
        tuple(_state(each, by_seat.get(each.seat.id, []), today) for each in facts),
        sponsors_of_units(units, [each.seat for each in facts], today),
        record_of((promise for each in facts for promise in each.promises), today),
        tuple(replace(act, sponsor_id=seat_id) for act in acts if (seat_id := _seat(act, seat_of)) is not None),
    )


def _seat(act: Act, seat_of: Mapping[int, int]) -> int | None:
    return act.sponsor_id or seat_of.get(act.user_id or 0)


def _state(facts: SeatFacts, acts: Sequence[Act], today: date) -> SponsorState:
    past = [act for act in acts if act.day <= today]
    states = [promise_state(promise, today) for promise in facts.promises]
    return SponsorState(
        facts.seat,
        facts.name,
        facts.seat.holds(today),
        record_of(facts.promises, today),
        states.count(PromiseState.DUE),
        acts_within(past, SILENT, today),
        max(past, key=lambda act: act.day, default=None),
        silence(past, facts.seat.since, today),
    )
