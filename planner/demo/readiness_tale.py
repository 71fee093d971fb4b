"""The sample's score is kept once a week, as the daily work of the product would have kept it."""

from collections.abc import Iterator
from datetime import datetime

from planner.demo.story import Event, Story
from planner.readiness.history_service import keep_point

WEEKS = 20


def events(story: Story) -> Iterator[Event]:
    """One point a week until yesterday, after whatever else happened that day."""

    def keep(now: datetime) -> None:
        keep_point(story.rollout, now.date())

    for week in range(WEEKS, 0, -1):
        day = -7 * week
        if day > story.plot["rollout"]["start"]:
            yield Event(day, keep)
    yield Event(-1, keep)
