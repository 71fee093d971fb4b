"""Keeps courses in their order: nobody is seated in a session before the one they need first has ended.

People who still need the same courses are one group. For each group, course and half day the programme counts how many
begin, and those who have had the first course and not yet begun the next are never fewer than nobody.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from planner.training.session_model import Model
from planner.training.session_values import Group, Need, Possible, Slot

SEAT, SLOT = 0.1, 0.00001
"""What a seat in a new session costs, so that planned ones are filled first, and what each half day later costs."""


@dataclass(frozen=True, slots=True)
class Share:
    """The people of one group in one need; those who wait for nothing and for whom nothing waits are one share."""

    need: int
    people: int


@dataclass(frozen=True, slots=True)
class Order:
    """The shares of all needs that have to do with an order, and which share comes after which."""

    shares: tuple[Share, ...] = ()
    links: tuple[tuple[int, int], ...] = ()

    @property
    def needs(self) -> frozenset[int]:
        """The needs that are seated share by share."""
        return frozenset(each.need for each in self.shares)

    def first(self, need: int) -> frozenset[int]:
        """The needs that some people of a need have to have had before."""
        return frozenset(self.shares[before].need for after, before in self.links if self.shares[after].need == need)


@dataclass(frozen=True, slots=True)
class Spot:
    """When people of a need can sit in a session: in new ones that begin and end then, or in one that is planned."""

    begins: Slot
    ends: Slot
    columns: tuple[int, ...]
    held: int


Seating = Mapping[tuple[int, int], int]
"""The column of the model by share and spot (counted within its need)."""


def order_of(needs: Sequence[Need], groups: Iterable[Group]) -> Order:
    """Which people of which needs wait for what; empty where no course that is needed comes after another one."""
    tied: Counter[frozenset[tuple[int, int]]] = Counter()
    rest: Counter[int] = Counter()
    at = {(need.course_id, need.wave): number for number, need in enumerate(needs)}
    for group in groups:
        mine = {course: at[course, group.wave] for course in group.courses if (course, group.wave) in at}
        pairs = frozenset(
            (number, mine[each]) for number in mine.values() for each in needs[number].after if each in mine
        )
        tied[pairs] += group.people
        rest.update(dict.fromkeys(set(mine.values()) - {number for pair in pairs for number in pair}, group.people))
    shares: list[Share] = []
    links: list[tuple[int, int]] = []
    for pairs, people in tied.items():
        place = {need: len(shares) + number for number, need in enumerate(sorted({n for pair in pairs for n in pair}))}
        shares += [Share(need, people) for need in place]
        links += [(place[after], place[before]) for after, before in sorted(pairs)]
    waiting = {each.need for each in shares}
    shares += [Share(need, people) for need, people in sorted(rest.items()) if need in waiting]
    return Order(tuple(shares), tuple(links))


def spots_of(needs: Sequence[Need], columns: Sequence[Possible], order: Order) -> dict[int, list[Spot]]:
    """When people of each need in the order can sit in a session."""
    new: dict[int, dict[tuple[Slot, Slot], list[int]]] = {number: {} for number in sorted(order.needs)}
    for number, column in enumerate(columns):
        if column.need in new:
            new[column.need].setdefault((column.begins, column.ends), []).append(number)
    return {
        need: [
            *(Spot(begins, ends, tuple(given), 0) for (begins, ends), given in spans.items()),
            *(Spot(each.begins, each.ends, (), each.seats) for each in needs[need].held),
        ]
        for need, spans in new.items()
    }


def add_order(model: Model, columns: Sequence[Possible], order: Order, spots: Mapping[int, list[Spot]]) -> Seating:
    """Seat the needs of an order share by share, in time; the first rows of the model are the seats of each need."""
    begin = min((spot.begins[0] for found in spots.values() for spot in found), default=date.min)
    seating: dict[tuple[int, int], int] = {}
    for number, share in enumerate(order.shares):
        for place, spot in enumerate(spots[share.need]):
            seating[number, place] = model.column(_cost(spot, begin), share.people, whole=True)
    for need in spots:
        _seat_need(model, len(columns) + need, need, columns, order, spots[need], seating)
    for after, before in order.links:
        _keep_order(model, after, before, order, spots, seating)
    return seating


def _cost(spot: Spot, begin: date) -> float:
    return SEAT + SLOT * (2 * (spot.begins[0] - begin).days + spot.begins[1]) if spot.columns else 0.0


def _seat_need(
    model: Model, unseated: int, need: int, columns: Sequence[Possible], order: Order, spots: Sequence[Spot],
    seating: Seating,
) -> None:  # fmt: skip
    """Everybody of a need sits once at most or is left, and in no spot sit more than there are seats."""
    mine = [number for number, share in enumerate(order.shares) if share.need == need]
    everybody = sum(order.shares[number].people for number in mine)
    model.most[unseated] = float(everybody)
    model.low[need] = -model.ENDLESS
    places = range(len(spots))
    for number in mine:
        model.row(-model.ENDLESS, order.shares[number].people, [(seating[number, place], 1.0) for place in places])
    seats = [(seating[number, place], 1.0) for number in mine for place in places]
    model.row(everybody, model.ENDLESS, [*seats, (unseated, 1.0)])
    for place, spot in enumerate(spots):
        taken = [(seating[number, place], 1.0) for number in mine]
        given = [(column, -float(columns[column].seats)) for column in spot.columns]
        model.row(-model.ENDLESS, spot.held, [*taken, *given])


def _keep_order(
    model: Model, after: int, before: int, order: Order, spots: Mapping[int, list[Spot]], seating: Seating
) -> None:
    """Before each half day in which the later course begins: whoever begins it has had the earlier one."""
    ended = sorted((spot.ends, seating[before, place]) for place, spot in enumerate(spots[order.shares[before].need]))
    begun: dict[Slot, list[int]] = {}
    for place, spot in enumerate(spots[order.shares[after].need]):
        begun.setdefault(spot.begins, []).append(seating[after, place])
    ready: int | None = None
    at = 0
    for slot in sorted(begun):
        entries = [(column, 1.0) for column in begun[slot]] + ([] if ready is None else [(ready, -1.0)])
        while at < len(ended) and ended[at][0] < slot:
            entries.append((ended[at][1], -1.0))
            at += 1
        ready = model.column(0.0, order.shares[after].people, whole=False)
        model.row(0.0, 0.0, [*entries, (ready, 1.0)])


def people_in(
    order: Order, spots: Mapping[int, list[Spot]], seating: Seating, found: Sequence[float],
    columns: Sequence[Possible], chosen: Iterable[int],
) -> tuple[dict[int, int], dict[int, int]]:  # fmt: skip
    """People by chosen session, and how many of each need are left, for the needs of an order."""
    taken = set(chosen)
    people: dict[int, int] = {}
    left = {need: sum(share.people for share in order.shares if share.need == need) for need in spots}
    for need, places in spots.items():
        mine = [number for number, share in enumerate(order.shares) if share.need == need]
        for place, spot in enumerate(places):
            number = round(sum(found[seating[each, place]] for each in mine))
            left[need] -= number
            for column in spot.columns:
                if column in taken:
                    people[column] = min(number, columns[column].seats)
                    number -= people[column]
    return people, left
