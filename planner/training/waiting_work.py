"""What training asks of trainers: sessions to hold, attendance to take, and what people learned that runs out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

from planner.rollouts.waiting import Pile, Place, Waiting, pile_of

AHEAD = timedelta(days=7)
"""So many days before a session it stands among what comes next."""
RUNNING_OUT = timedelta(days=30)
"""So many days before what people passed runs out, a refresher can still be planned in calm."""


@dataclass(frozen=True, slots=True)
class SittingFact:
    """A session that takes place: its day and time where the rollout is, and how many marks of attendance are open.

    `leaders` are the accounts of those who may hold it and take attendance; `owned` says that it is one trainer's.
    """

    id: int
    course: str
    day: date
    at: time
    open_marks: int
    leaders: tuple[int, ...]
    owned: bool


@dataclass(frozen=True, slots=True)
class RefresherFact:
    """A course that people passed and that runs out: for how many, and on which day for the first of them."""

    course_id: int
    course: str
    people: int
    first: date


@dataclass(frozen=True, slots=True)
class Situation:
    """The training of a rollout as far as it asks something of trainers, on a day."""

    rollout_id: int
    rollout: str
    today: date
    sittings: Sequence[SittingFact] = ()
    refreshers: Sequence[RefresherFact] = ()


def work_of(trainers: Iterable[int], now: Situation) -> Iterable[Waiting]:
    """What training asks: of those who hold a session that session, of all trainers what runs out."""
    for sitting in now.sittings:
        for user_id in sitting.leaders:
            yield from _session(user_id, sitting, now)
    for user_id in trainers:
        yield from (_refresher(user_id, each, now) for each in now.refreshers)


def _session(user_id: int, sitting: SittingFact, now: Situation) -> Iterable[Waiting]:
    values = {"rollout_id": now.rollout_id, "sitting_id": sitting.id}
    about = f"Session in {now.rollout}, {sitting.at:%H:%M}"
    if sitting.day > now.today and sitting.owned:
        what, key = f"Hold “{sitting.course}”", f"training.session.{sitting.id}"
        yield Waiting(user_id, key, Pile.NEXT, what, about, Place("training.session", values), sitting.day)
    elif sitting.day <= now.today and sitting.open_marks:
        what, key = f"Take attendance: “{sitting.course}”", f"training.attendance.{sitting.id}"
        pile, place = pile_of(sitting.day, now.today), Place("training.attendance", values)
        yield Waiting(user_id, key, pile, what, about, place, sitting.day, chased=sitting.owned)


def _refresher(user_id: int, each: RefresherFact, now: Situation) -> Waiting:
    place = Place("training.course", {"rollout_id": now.rollout_id, "course_id": each.course_id})
    pile = Pile.LATE if each.first < now.today else Pile.NEXT
    people = "1 person" if each.people == 1 else f"{each.people:,} people"
    about = f"Refresher in {now.rollout}: what {people} passed runs out"
    key = f"training.refresher.{each.course_id}"
    return Waiting(user_id, key, pile, f"Refresh “{each.course}”", about, place, each.first)
