"""What areas further right find out about the plan from their records, such as a wave that is not trained in time.

Told beside the checks of the plan itself; who is on the list is said once, in app.py.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from planner.basics.lights import Light
from planner.rollouts.models import Rollout


@dataclass(frozen=True, slots=True)
class RecordFinding:
    """One finding: what is wrong and what to do, and the page where it is put right."""

    text: str
    light: Light
    endpoint: str


Finder = Callable[[Rollout, date], Iterable[RecordFinding]]
finders: list[Finder] = []
"""Each gives the findings of its area for a rollout on a day."""


def findings(rollout: Rollout, today: date) -> list[RecordFinding]:
    """All that records say against the plan, the worst first."""
    found = [each for find in finders for each in find(rollout, today)]
    return sorted(found, key=lambda each: (Light.RED, Light.AMBER, Light.UNKNOWN, Light.GREEN).index(each.light))
