"""Stakeholders: groups with their influence, where they stand today and where they are wanted, and what they expect.

Engagement has five levels, from unaware to leading. Not everybody has to lead: a gap is only where the level that is
wanted is higher than today's.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from planner.basics.days import check_day
from planner.basics.errors import RuleBroken
from planner.basics.lights import Light


class GroupKind(StrEnum):
    """Who a group is to the organisation."""

    MANAGERS = "managers"
    STAFF = "staff"
    SHAREHOLDERS = "shareholders"
    PARTNERS = "partners"
    CLIENTS = "clients"
    COUNCIL = "council"
    SUPPLIERS = "suppliers"
    OTHER = "other"


KIND_WORDS = {
    GroupKind.MANAGERS: "Managers",
    GroupKind.STAFF: "Staff",
    GroupKind.SHAREHOLDERS: "Shareholders",
    GroupKind.PARTNERS: "Partners",
    GroupKind.CLIENTS: "Clients",
    GroupKind.COUNCIL: "Staff representatives",
    GroupKind.SUPPLIERS: "Suppliers",
    GroupKind.OTHER: "Others",
}


class Engagement(StrEnum):
    """Where a group stands towards the change."""

    UNAWARE = "unaware"
    RESISTANT = "resistant"
    NEUTRAL = "neutral"
    SUPPORTIVE = "supportive"
    LEADING = "leading"


LEVELS = tuple(Engagement)
LEVEL_WORDS = {
    Engagement.UNAWARE: "Unaware",
    Engagement.RESISTANT: "Resistant",
    Engagement.NEUTRAL: "Neutral",
    Engagement.SUPPORTIVE: "Supportive",
    Engagement.LEADING: "Leading",
}
MOST_INFLUENCE = 5


@dataclass(frozen=True, slots=True)
class StakeholderDraft:
    """A group as written down; influence from 1 (little) to 5 (can stop it)."""

    name: str
    kind: GroupKind
    influence: int
    current: Engagement
    wanted: Engagement
    note: str = ""


@dataclass(frozen=True, slots=True)
class GapActionDraft:
    """What is done about a gap, by whom, by when."""

    text: str
    owner_id: int | None
    owner_name: str
    due: date | None


def gap(current: Engagement, wanted: Engagement) -> int:
    """How many levels are missing; none where the group stands where it is wanted, or further.

    >>> gap(Engagement.RESISTANT, Engagement.SUPPORTIVE), gap(Engagement.LEADING, Engagement.NEUTRAL)
    (2, 0)
    """
    return max(LEVELS.index(wanted) - LEVELS.index(current), 0)


def gap_light(current: Engagement, wanted: Engagement, influence: int) -> Light:
    """Red for a gap of two levels or more in a group of influence (4 or 5), amber for any other gap, else green."""
    missing = gap(current, wanted)
    if not missing:
        return Light.GREEN
    return Light.RED if missing > 1 and influence >= MOST_INFLUENCE - 1 else Light.AMBER


def check_stakeholder(draft: StakeholderDraft) -> None:
    """Refuse a group without a name, or an influence that is none."""
    if not draft.name:
        raise RuleBroken("Give the group a name.", "name")
    if not 1 <= draft.influence <= MOST_INFLUENCE:
        raise RuleBroken("Choose an influence from 1 to 5.", "influence")


def check_gap_action(draft: GapActionDraft, accounts: Iterable[int]) -> None:
    """Refuse an action without words, owner or day."""
    if not draft.text:
        raise RuleBroken("Say what is to be done.", "text")
    if draft.owner_id is None and not draft.owner_name:
        raise RuleBroken("Choose who does it, or give a name.", "owner")
    if draft.owner_id is not None and draft.owner_id not in accounts:
        raise RuleBroken("Choose somebody who takes part in this rollout, or give a name.", "owner")
    if draft.due is None:
        raise RuleBroken("Give the day.", "due")
    check_day(draft.due, "due")
