"""What key figures ask of people: the next reading, when its day is near or has passed."""

from collections.abc import Iterable
from datetime import timedelta

from planner.kpis.standing_service import standings
from planner.rollouts.waiting import Pile, Place, Waiting, pile_of
from planner.rollouts.waiting_list_service import Asked, supplies_waiting

AHEAD = timedelta(days=3)


@supplies_waiting
def readings_due(asked: Asked) -> Iterable[Waiting]:
    """Key figures of their owners whose reading is due within three days or overdue."""
    found = []
    for each in asked.once("kpis.standings", lambda: standings(asked.rollout, asked.today)):
        owner = each.row.owner_id
        if owner in asked.people and owner is not None and each.due <= asked.today + AHEAD:
            pile = Pile.LATE if pile_of(each.due, asked.today) is Pile.LATE else Pile.NEXT
            place = Place("kpis.show", {"rollout_id": asked.rollout.id, "kpi_id": each.id})
            what, about = f"Read “{each.name}”", f"Key figure of yours in {asked.rollout.name}"
            found.append(Waiting(owner, f"kpis.reading.{each.id}", pile, what, about, place, each.due, chased=True))
    return found
