"""The life of a rollout: a draft, then running, then live, then closed; and what each step asks for."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Stage(StrEnum):
    """Where a rollout stands in its life."""

    DRAFT = "draft"
    RUNNING = "running"
    LIVE = "live"
    CLOSED = "closed"

    @property
    def words(self) -> str:
        """The stage as people read it."""
        return {"draft": "Draft", "running": "Running", "live": "Live", "closed": "Closed"}[self.value]


@dataclass(frozen=True, slots=True)
class Standing:
    """What the step rules need to know of a rollout."""

    stage: Stage
    sponsors: int
    go_lives: tuple[date | None, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """A step to another stage; `obstacles` say why it cannot be taken now, `needs_reason` that one is asked for."""

    to: Stage
    label: str
    obstacles: tuple[str, ...] = ()
    needs_reason: bool = False


def steps(standing: Standing, today: date) -> tuple[Step, ...]:
    """The steps open from here, each with what is still in its way.

    A rollout starts with a sponsor and at least one dated wave. It is live once the first wave's day has come, and is
    closed when the last one's has; closing before that, and opening again, ask for a reason.
    """
    match standing.stage:
        case Stage.DRAFT:
            return (Step(Stage.RUNNING, "Start the rollout", _start_obstacles(standing)), _close_early())
        case Stage.RUNNING:
            return (Step(Stage.LIVE, "Mark as live", _live_obstacles(standing, today)), _close_early())
        case Stage.LIVE:
            return (_close_early() if _open_waves(standing, today) else Step(Stage.CLOSED, "Close the rollout"),)
        case Stage.CLOSED:
            return (Step(Stage.RUNNING, "Open again", (), needs_reason=True),)


def _close_early() -> Step:
    return Step(Stage.CLOSED, "Stop and close the rollout", (), needs_reason=True)


def _start_obstacles(standing: Standing) -> tuple[str, ...]:
    obstacles = []
    if not standing.sponsors:
        obstacles.append("No sponsor is named among the people.")
    if not any(standing.go_lives):
        obstacles.append("No wave has a go-live date.")
    return tuple(obstacles)


def _live_obstacles(standing: Standing, today: date) -> tuple[str, ...]:
    dated = [day for day in standing.go_lives if day]
    if dated and min(dated) <= today:
        return ()
    return ("The first wave has not gone live yet.",)


def _open_waves(standing: Standing, today: date) -> bool:
    return any(day is None or day > today for day in standing.go_lives)
