"""Looks at the start assessment again at each gate, keeps what it said, and tells what is different since."""

from datetime import date
from itertools import pairwise

from sqlalchemy import select

from planner.db import db
from planner.rollouts.models import Rollout
from planner.suitability.look_models import SuitabilityLook
from planner.suitability.looks import Changed, Look, look_of, newest, since
from planner.suitability.service import suitability_state
from planner.suitability.verdict import Verdict


def keep_look(rollout: Rollout, gate: str, number: int, today: date) -> SuitabilityLook | None:
    """Keep what the assessment says as a gate's review is called; None where the playbook asks nothing."""
    state = suitability_state(rollout, today)
    if not state.questions:
        return None
    look = look_of(state, gate, today)
    row = SuitabilityLook(
        rollout_id=rollout.id, number=number, gate=gate, looked_on=today, verdict=look.verdict.ref,
        answers=dict(look.answers), stops=dict(look.stops),
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    return row


def looks(rollout_id: int) -> list[Look]:
    """What the assessment said at each gate, the first first."""
    rows = db.session.scalars(select(SuitabilityLook).filter_by(rollout_id=rollout_id).order_by(SuitabilityLook.number))
    verdicts = {each.ref: each for each in Verdict}
    return [Look(row.gate, row.looked_on, verdicts[row.verdict], row.answers, row.stops) for row in rows]


def since_last(rollout: Rollout, today: date) -> tuple[Look, tuple[Changed, ...]] | None:
    """The last look at a gate and what is different today; None before the first."""
    before = newest(looks(rollout.id))
    if before is None:
        return None
    return before, since(before, look_of(suitability_state(rollout, today), "", today))


def history(rollout_id: int) -> list[tuple[Look, tuple[Changed, ...]]]:
    """Each look with what was different since the one before, the newest first."""
    found = looks(rollout_id)
    pairs = [(now, since(before, now)) for before, now in pairwise(found)]
    first = [(found[0], ())] if found else []
    return [*reversed(pairs), *first]
