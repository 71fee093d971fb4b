"""Reminders, politely: first whoever has something to do, after a time of grace the project manager, then the sponsor.

Each is told once for each thing and each day it was due. A new day for it begins anew.
"""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from planner.access.roles import Role
from planner.basics.working_days import working_days_after
from planner.rollouts.waiting import Waiting

LONGEST_GRACE = 60


class Step(StrEnum):
    """Who is told."""

    OWNER = "owner"
    MANAGER = "manager"
    SPONSOR = "sponsor"


STEP_WORDS = {
    Step.OWNER: "whoever has it to do",
    Step.MANAGER: "the project manager",
    Step.SPONSOR: "the sponsor",
}
ROLE_OF = {Step.MANAGER: Role.MANAGER, Step.SPONSOR: Role.SPONSOR}


@dataclass(frozen=True, slots=True)
class Told:
    """That somebody was told of one thing, on a day. `due` is the day it was due."""

    key: str
    due: date
    step: Step
    on: date


@dataclass(frozen=True, slots=True)
class Reminder:
    """Who is told next of one thing that is late, and on which day; `people` may be nobody."""

    work: Waiting
    step: Step
    on: date
    people: tuple[int, ...]


def reminders(
    works: Iterable[Waiting],
    told: Iterable[Told],
    roles: Mapping[int, Role],
    grace: int,
    today: date,
    holidays: Container[date] = (),
) -> list[Reminder]:
    """The next reminder of each thing that is late and may be chased, the earliest first.

    `grace` is in working days: so long after whoever has it to do was told, the project manager is; so long after that,
    the sponsor. Nobody is told of their own thing twice: a project manager who is late is passed over for the sponsor.
    """
    sent: dict[tuple[str, date], dict[Step, date]] = {}
    for each in told:
        sent.setdefault((each.key, each.due), {})[each.step] = each.on
    found = []
    for work in works:
        if work.chased and work.due is not None and work.late(today):
            following = _following(work, work.due, sent.get((work.key, work.due), {}), roles, grace, holidays)
            if following:
                found.append(following)
    return sorted(found, key=lambda each: (each.on, each.work.due or today, each.work.key))


def _following(
    work: Waiting,
    due: date,
    sent: Mapping[Step, date],
    roles: Mapping[int, Role],
    grace: int,
    holidays: Container[date],
) -> Reminder | None:
    on = working_days_after(due + timedelta(days=1), 0, holidays)
    for step in Step:
        people = _people(step, work.user_id, roles)
        if step in sent:
            on = working_days_after(sent[step], grace, holidays)
        elif people:
            return Reminder(work, step, on, people)
    return None


def _people(step: Step, owner_id: int, roles: Mapping[int, Role]) -> tuple[int, ...]:
    if step is Step.OWNER:
        return (owner_id,)
    return tuple(user_id for user_id, role in roles.items() if role is ROLE_OF[step] and user_id != owner_id)


def due_now(found: Iterable[Reminder], today: date) -> list[Reminder]:
    """Those whose day has come."""
    return [each for each in found if each.on <= today]
