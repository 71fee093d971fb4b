"""The live facts that a gate or a success factor may be measured by, with their meaning and unit.

Each fact is declared and supplied in one place, by the area that owns the records behind it. A fact that no area
supplies yet may be recorded by hand: it then counts as observed, not as measured, and the page says so.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from planner.playbook.words import Direction, Unit


class Per(StrEnum):
    """What a fact is counted over: the whole rollout; the units of one wave, at a gate of that wave; or one gate."""

    ROLLOUT = "rollout"
    WAVE = "wave"
    GATE = "gate"


@dataclass(frozen=True, slots=True)
class Fact:
    """One live fact. `available` is False while it has to be recorded by hand.

    `fresh` says where a figure's newness comes from, and `fresh_days` for how many days such a figure counts; None for
    one that is counted anew at each look. `among` names what a share is counted over, so that a move of the share can
    be told from people who joined: "people", "goals"; empty where it is no share of a number.
    """

    name: str
    meaning: str
    unit: Unit
    direction: Direction
    available: bool = True
    per: Per = Per.ROLLOUT
    fresh: str = "at each look"
    fresh_days: int | None = None
    among: str = ""

    @property
    def area(self) -> str:
        """The area that the fact is about, e.g. "plan"."""
        return self.name.partition(".")[0]

    @property
    def freshness(self) -> str:
        """How new its figure is, in words: "at each look", "from the newest closed survey, for 180 days"."""
        if not self.available:
            return "as its criterion asks"
        return self.fresh if self.fresh_days is None else f"{self.fresh}, for {self.fresh_days} days"


_PERCENT, _COUNT, _DAYS = Unit.PERCENT, Unit.COUNT, Unit.DAYS
_UP, _DOWN = Direction.UP, Direction.DOWN

_RECORDED = (
    Fact("data.migration_rehearsals", "Full rehearsals of the data migration that were run", _COUNT, _UP, False),
    Fact("data.duplicate_rate", "Share of customer records that are duplicates", _PERCENT, _DOWN, False),
    Fact("technology.open_must_requirements", "Must-have requirements not yet met", _COUNT, _DOWN, False),
    Fact("technology.uat_pass_rate", "Share of the acceptance test cases that passed", _PERCENT, _UP, False),
    Fact("process.sales_automated_share", "Share of the sales steps supported by the system", _PERCENT, _UP, False),
    Fact("kpis.without_baseline", "Key figures without a starting value", _COUNT, _DOWN, False),
    Fact("kpis.customer_based", "Key figures that look at the customers", _COUNT, _UP, False),
    Fact("kpis.stale_share", "Share of the key figures that are out of date", _PERCENT, _DOWN, False),
    Fact("people.commitment_shortfall_share", "Share of the hours needed that nobody promised", _PERCENT, _DOWN, False),
    Fact("people.critical_roles_in_one_hand", "Most critical roles that one person holds", _COUNT, _DOWN, False),
    Fact("people.culture_misfits", "Points in which the programme does not fit the culture", _COUNT, _DOWN, False),
    Fact("people.overdue_actions", "Actions of the committee that are overdue", _COUNT, _DOWN, False),
    Fact("people.raci_findings", "Deliverables without clear responsibility", _COUNT, _DOWN, False),
    Fact("people.resistant_share", "Share of those who answered that are not willing", _PERCENT, _DOWN, False),
    Fact(
        "people.stakeholder_gaps", "Stakeholder groups that stand far from where they are needed", _COUNT, _DOWN, False
    ),
    Fact("people.units_without_champion", "Units that have no champion", _COUNT, _DOWN, False),
    Fact("training.support_trained_share", "Share of the support team that is trained", _PERCENT, _UP, False),
)

_KNOWN: dict[str, Fact] = {each.name: each for each in _RECORDED}

FACTS: Mapping[str, Fact] = MappingProxyType(_KNOWN)
"""Every fact by its name, once the areas have declared theirs."""


def declare(*facts: Fact) -> None:
    """Add facts to the catalogue; a fact that was recorded by hand so far is supplied from now on.

    Raises ValueError when two areas declare the same name.
    """
    for each in facts:
        known = _KNOWN.get(each.name)
        if known is not None and known.available and known != each:
            raise ValueError(f"the fact {each.name} is declared twice")
        _KNOWN[each.name] = each


def fact(name: str) -> Fact:
    """The fact of that name; KeyError when there is none."""
    return FACTS[name]
