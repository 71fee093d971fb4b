"""What key figures ask of people: the next reading when its day is near, and a look when one is off course."""

from collections.abc import Iterable
from datetime import timedelta

from planner.access.roles import Role
from planner.kpis.attainment import State, expected
from planner.kpis.standing_service import Standing, standings
from planner.kpis.wording import aim, amount
from planner.rollouts import queries as rollouts
from planner.rollouts.waiting import Pile, Place, Waiting, pile_of
from planner.rollouts.waiting_list_service import Asked, supplies_waiting

AHEAD = timedelta(days=3)


@supplies_waiting
def readings_due(asked: Asked) -> Iterable[Waiting]:
    """Key figures of their owners whose reading is due within three days or overdue."""
    found = []
    for each in _standings(asked):
        owner = each.row.owner_id
        if owner in asked.people and owner is not None and each.due <= asked.today + AHEAD:
            pile = Pile.LATE if pile_of(each.due, asked.today) is Pile.LATE else Pile.NEXT
            place = Place("kpis.show", {"rollout_id": asked.rollout.id, "kpi_id": each.id})
            what, about = f"Read “{each.name}”", f"Key figure of yours in {asked.rollout.name}"
            found.append(Waiting(owner, f"kpis.reading.{each.id}", pile, what, about, place, each.due, chased=True))
    return found


@supplies_waiting
def figures_off_course(asked: Asked) -> Iterable[Waiting]:
    """Key figures off course beyond what is accepted, for their owners; without one who takes part, for managers."""
    off = [each for each in _standings(asked) if each.state is State.OFF_COURSE and each.alert]
    if not off:
        return
    active = asked.once(
        "kpis.active", lambda: {user.id for _, user in rollouts.members(asked.rollout.id) if user.active}
    )
    for each in off:
        owner = each.row.owner_id if each.row.owner_id in active else None
        about = f"{'Key figure of yours' if owner else 'Key figure without an owner'} in {asked.rollout.name}"
        place = Place("kpis.show", {"rollout_id": asked.rollout.id, "kpi_id": each.id})
        what = _off(each, asked.rollout.currency)
        for user_id in [owner] if owner else asked.with_role(Role.MANAGER):
            yield Waiting(user_id, f"kpis.course.{each.id}", Pile.WAITING, what, about, place)


def _standings(asked: Asked) -> list[Standing]:
    return asked.once("kpis.standings", lambda: standings(asked.rollout, asked.today))


def _off(each: Standing, currency: str) -> str:
    """What is off course: the last value, and where it should have been on that day."""
    last, target = each.last, each.row.aim
    due = expected(target, last.day) if last else None
    should = amount(due, each.unit, currency) if due is not None else aim(target, each.unit, currency)
    return (
        f"“{each.name}” is off course: {amount(last.value if last else None, each.unit, currency)} instead of {should}"
    )
