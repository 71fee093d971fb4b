"""Tells which acts of sponsorship the gates know of: decisions taken there, and waivers given."""

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from sqlalchemy import select

from planner.db import db
from planner.people.acts_service import tells_acts
from planner.people.sponsor_acts import Act, ActKind
from planner.rollouts.models import Rollout
from planner.schedule.gate_models import GateWaiver
from planner.schedule.models import Gate, GateDecision


@tells_acts
def gate_acts(rollout: Rollout) -> Iterable[Act]:
    """Decisions and waivers at gates with whoever gave them, on the day it was where the rollout is."""
    zone = ZoneInfo(rollout.timezone)
    decided = select(Gate.name, GateDecision.decider_id, GateDecision.at).join(Gate, Gate.id == GateDecision.gate_id)
    waived = select(Gate.name, GateWaiver.by_id, GateWaiver.made_at).join(Gate, Gate.id == GateWaiver.gate_id)
    for query, words in ((decided, "Decided at the {}"), (waived, "Waived the {} for a time")):
        for name, user_id, at in db.session.execute(query.where(Gate.rollout_id == rollout.id)):
            what = words.format(name[:1].lower() + name[1:])
            yield Act(at.astimezone(zone).date(), ActKind.GATE, what, user_id=user_id)
