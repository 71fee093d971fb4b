"""Keeps the score of each day and tells what moved it since."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import select

from planner.db import db
from planner.readiness import service
from planner.readiness.history import Point, Waves, point_of, read, written
from planner.readiness.history_models import ScorePoint
from planner.readiness.plan_service import gate_heads
from planner.rollouts.models import Rollout

LONGEST = timedelta(days=800)


def point_today(rollout: Rollout, today: date) -> Point:
    """How the rollout stands today."""
    basis = service.basis_of(rollout, today)
    gates = (service.judge(head, basis, ways=False) for head in gate_heads(rollout) if head.reviewed)
    verdicts = {each.gate.key: each.verdict.state.value for each in gates}
    return point_of(basis.assessment, verdicts, wave_sizes(basis))


def wave_sizes(basis: service.Basis) -> dict[str, Waves]:
    """Over how many each fact is counted in each wave, as far as a gate of that wave was judged."""
    found: dict[str, Waves] = {}
    for number in sorted(basis.by_wave):
        for name, fact in basis.by_wave[number].items():
            if fact.counted is not None and fact.value is not None:
                found[name] = (*found.get(name, ()), (number, fact.counted.whole))
    return found


def keep_point(rollout: Rollout, today: date) -> ScorePoint:
    """Keep the point of a day; a later look on the same day takes its place."""
    query = select(ScorePoint).where(ScorePoint.rollout_id == rollout.id, ScorePoint.day == today)
    row = db.session.scalars(query).first() or ScorePoint(rollout_id=rollout.id, day=today)
    row.document = written(point_today(rollout, today))
    db.session.add(row)
    db.session.flush()
    return row


def kept_points(rollout: Rollout, today: date) -> list[Point]:
    """The kept points up to yesterday, oldest first."""
    query = select(ScorePoint.day, ScorePoint.document).where(
        ScorePoint.rollout_id == rollout.id, ScorePoint.day < today, ScorePoint.day >= today - LONGEST
    )
    return [read(day, document) for day, document in db.session.execute(query.order_by(ScorePoint.day))]


def points(rollout: Rollout, today: date) -> list[Point]:
    """The kept points up to yesterday, oldest first, and today as it stands now."""
    return [*kept_points(rollout, today), point_today(rollout, today)]


def before(found: Sequence[Point], days: int) -> Point:
    """The point to compare with: the last one at least so many days before the newest, else the oldest."""
    newest = found[-1].day
    earlier = [each for each in found[:-1] if (newest - each.day).days >= days]
    return earlier[-1] if earlier else found[0]
