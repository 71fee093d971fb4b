"""Background work of the staff list: long lists are taken here, with the rights of whoever asked for it."""

from datetime import date

from flask import current_app

from planner.access.roles import Permission, scope_of
from planner.basics.errors import NotAllowed, NotFound, RuleBroken
from planner.db import transaction
from planner.people import staff_taking_service as taking
from planner.people.staff_upload_service import Shelf
from planner.queue import asked_by, work
from planner.rollouts import queries as rollouts
from planner.rollouts.models import Rollout


@work("people.import")
def take_list(rollout_id: int, mark: str, today: str) -> None:
    """Take a waiting list; done again after a crash, it changes nothing more. A refusal is told, not tried again."""
    shelf = Shelf.of(current_app.config["PLANNER"].instance, rollout_id)
    try:
        shelf.tell(mark, state="running", done=0, total=0)
        with transaction():
            rollout = _rollout_for(asked_by.get() or 0, rollout_id)
            tell = taking.teller(shelf, mark)
            said = taking.take_now(rollout, shelf, shelf.find(mark), date.fromisoformat(today), tell)
    except (RuleBroken, NotFound, NotAllowed) as refused:
        shelf.tell(mark, state="refused", sentence=refused.message)
    else:
        shelf.tell(mark, state="done", sentence=said)
        shelf.forget(mark)


def _rollout_for(user_id: int, rollout_id: int) -> Rollout:
    """The rollout, if the person may still change its staff list."""
    rollout, role = rollouts.rollout_for(user_id, rollout_id)
    if scope_of(role, Permission.PEOPLE_EDIT) is None:
        raise NotAllowed
    return rollout
