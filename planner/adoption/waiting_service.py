"""What adoption asks of people: to look again whether help helped, without naming anybody."""

from collections.abc import Iterable

from sqlalchemy import func, select

from planner.access.roles import Role
from planner.adoption import settings_service
from planner.adoption.help_models import AdoptionHelp
from planner.adoption.people_queries import without_objectors
from planner.db import db
from planner.rollouts.waiting import Place, Waiting, pile_of
from planner.rollouts.waiting_list_service import Asked, supplies_waiting


@supplies_waiting
def help_to_look_at(asked: Asked) -> Iterable[Waiting]:
    """Help of somebody whose day has come, while people are shown one by one."""
    if settings_service.people_shown(asked.rollout.id, asked.today) is None:
        return
    helpers = asked.with_role(Role.MANAGER, Role.TRAINER)
    query = (
        select(AdoptionHelp.by_id, func.count(), func.min(AdoptionHelp.due))
        .where(
            AdoptionHelp.rollout_id == asked.rollout.id, AdoptionHelp.by_id.in_(helpers),
            AdoptionHelp.done_on.is_(None), AdoptionHelp.due <= asked.today,
            without_objectors(asked.rollout.id),
        )
        .group_by(AdoptionHelp.by_id)
    )  # fmt: skip
    for user_id, number, due in db.session.execute(query):
        if user_id is None:
            continue
        what = f"Look whether help helped: {number} {'person' if number == 1 else 'people'}"
        about = f"Help you gave in {asked.rollout.name}"
        place = Place("adoption.helped", {"rollout_id": asked.rollout.id})
        yield Waiting(user_id, "adoption.helped", pile_of(due, asked.today), what, about, place, due)
