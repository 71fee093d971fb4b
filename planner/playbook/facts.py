"""The live facts that a gate or a success factor may be measured by, with their meaning and unit.

Each fact is supplied by the area that owns the records behind it. A fact that no area supplies yet may be recorded
by hand: it then counts as observed, not as measured, and the page says so.
"""

from dataclasses import dataclass
from types import MappingProxyType

from planner.playbook.words import Direction, Unit


@dataclass(frozen=True, slots=True)
class Fact:
    """One live fact. `area` is the first part of the name; `available` is False while it has to be recorded by hand."""

    name: str
    meaning: str
    unit: Unit
    direction: Direction
    available: bool

    @property
    def area(self) -> str:
        """The area that the fact is about, e.g. "plan"."""
        return self.name.partition(".")[0]


_PERCENT, _COUNT, _DAYS = Unit.PERCENT, Unit.COUNT, Unit.DAYS
_UP, _DOWN = Direction.UP, Direction.DOWN

_SUPPLIED = (
    Fact("plan.tasks_done_share", "Share of the planned tasks that are finished", _PERCENT, _UP, True),
    Fact("plan.late_tasks", "Unfinished tasks whose planned finish has passed", _COUNT, _DOWN, True),
    Fact("plan.tasks_without_owner", "Unfinished tasks that nobody owns", _COUNT, _DOWN, True),
    Fact("plan.undated_tasks", "Tasks without a planned start or finish", _COUNT, _DOWN, True),
    Fact("plan.milestones_late", "Milestones whose planned date has passed", _COUNT, _DOWN, True),
    Fact("plan.days_to_gate", "Days left until the planned date of the gate", _DAYS, _UP, True),
    Fact("suitability.open_conditions", "Conditions of the start decision that are still open", _COUNT, _DOWN, True),
    Fact("suitability.answered_share", "Share of the suitability questions that are answered", _PERCENT, _UP, True),
    Fact("readiness.verified_share", "Share of the answers verified by a second person", _PERCENT, _UP, True),
    Fact("readiness.coverage", "Share of the weight of all criteria that is known", _PERCENT, _UP, True),
    Fact(
        "readiness.critical_below_threshold",
        "Critical success factors whose low end is under their threshold",
        _COUNT,
        _DOWN,
        True,
    ),
    Fact("rollout.members_with_sponsor_role", "People who take part as sponsor", _COUNT, _UP, True),
    Fact("rollout.waves_dated_share", "Share of the waves that have a go-live date", _PERCENT, _UP, True),
)

_RECORDED = (
    Fact(
        "training.trained_share", "Share of the wave's people with every required course passed", _PERCENT, _UP, False
    ),
    Fact("people.sponsor_days_silent", "Days since the sponsor was last seen acting", _DAYS, _DOWN, False),
    Fact("people.promises_kept_share", "Share of the sponsor's due promises that were kept", _PERCENT, _UP, False),
    Fact("people.committed_share", "Share of the team whose time is confirmed by their manager", _PERCENT, _UP, False),
    Fact("people.response_rate", "Share of those asked who answered the last survey", _PERCENT, _UP, False),
    Fact("goals.without_kpi", "Goals that no key figure measures", _COUNT, _DOWN, False),
    Fact("data.migration_rehearsals", "Full rehearsals of the data migration that were run", _COUNT, _UP, False),
    Fact("data.duplicate_rate", "Share of customer records that are duplicates", _PERCENT, _DOWN, False),
    Fact("technology.open_must_requirements", "Must-have requirements not yet met", _COUNT, _DOWN, False),
    Fact("technology.uat_pass_rate", "Share of the acceptance test cases that passed", _PERCENT, _UP, False),
    Fact("kpis.attained_share", "Share of the key figures that reach their target", _PERCENT, _UP, False),
    Fact("adoption.rate", "Share of the licensed people who have adopted the system", _PERCENT, _UP, False),
    Fact("adoption.breadth", "Share of the expected functions that are used", _PERCENT, _UP, False),
    Fact("adoption.fragmentation", "Spread of adoption between units, in percentage points", _PERCENT, _DOWN, False),
    Fact(
        "process.open_problems_older_than_14_days",
        "Reported problems open for more than 14 days",
        _COUNT,
        _DOWN,
        False,
    ),
    Fact("process.sales_automated_share", "Share of the sales steps supported by the system", _PERCENT, _UP, False),
)

FACTS = MappingProxyType({fact.name: fact for fact in (*_SUPPLIED, *_RECORDED)})
"""Every fact by its name."""


def fact(name: str) -> Fact:
    """The fact of that name; KeyError when there is none."""
    return FACTS[name]
