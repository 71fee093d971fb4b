"""The health of a rollout today, from its factors, live figures and known mistakes, with where it is heading."""

from dataclasses import dataclass
from datetime import date

from planner.readiness import service
from planner.readiness.health import Health, health
from planner.readiness.history import Point
from planner.readiness.history_service import before, kept_points
from planner.readiness.mistake_service import known_mistakes, waivers
from planner.readiness.mistakes import Found, look
from planner.readiness.scene import Scene
from planner.readiness.scene_service import scene_from
from planner.rollouts.models import Rollout

TREND_DAYS = 30


@dataclass(frozen=True, slots=True)
class Look:
    """Everything that a look at the health of a rollout brings along."""

    health: Health
    basis: service.Basis
    scene: Scene
    mistakes: tuple[Found, ...]
    compared_with: date | None


def look_at(rollout: Rollout, today: date) -> Look:
    """Look at a rollout with a playbook today; the trend is told against a point about a month old."""
    basis = service.basis_of(rollout, today)
    scene = scene_from(rollout, basis, today)
    found = look(scene, known_mistakes(rollout), waivers(rollout.id))
    earlier = _earlier(rollout, today)
    scores = {each.ref: each.value for each in earlier.factors if each.value is not None} if earlier else {}
    looked = health(basis.assessment, scene.figures, found, scores)
    return Look(looked, basis, scene, found, earlier.day if earlier else None)


def _earlier(rollout: Rollout, today: date) -> Point | None:
    kept = kept_points(rollout, today)
    return before(kept, TREND_DAYS) if kept else None
