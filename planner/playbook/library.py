"""The library of a playbook: success factors, suitability questions, key figures, roles, courses and more.

All are frozen values that a rollout copies together with its playbook. A field that carries `key` in its metadata is
written under that name in the file (`[[factor.criterion]]` becomes `criteria`).
"""

from dataclasses import dataclass, field
from decimal import Decimal

from planner.playbook.profile import Profile, When
from planner.playbook.words import (
    AccessRole,
    Architecture,
    Cadence,
    Choice,
    Comparison,
    CourseFormat,
    CourseMoment,
    CriterionKind,
    Delivery,
    Dimension,
    Direction,
    Effect,
    Level,
    Market,
    Pillar,
    Purpose,
    Severity,
    Step,
    Unit,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """One thing that is looked at, of a success factor (with a weight) or of a gate (`must` or should).

    Which fields carry a meaning depends on the kind. *answer*: `steps`, five sentences for 0 to 4. *check*: `evidence`,
    what counts as proof. *measure*: the live `fact` is held against `threshold` (in `unit`) by `op`. *factor* (gates
    only): the low end of `factor` must reach `threshold` percent. `valid_days` is how long evidence stays fresh.
    """

    ref: str
    text: str
    kind: CriterionKind
    weight: int = 1
    must: bool = False
    steps: tuple[str, ...] = ()
    fact: str = ""
    op: Comparison | None = None
    threshold: Decimal | None = None
    unit: Unit | None = None
    factor: str = ""
    evidence: str = ""
    verify: bool = False
    valid_days: int | None = None
    owner_role: str = ""
    effort_days: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Factor:
    """A critical success factor: on a pillar and a level, weighted 1 to 10, judged by its criteria.

    `threshold` (percent) is asked of critical factors: with the low end of the score under it no gate says go.
    `dimension` is the side of the health check it belongs to, where its pillar does not say it.
    """

    ref: str
    name: str
    pillar: Pillar
    level: Level
    weight: int
    critical: bool = False
    threshold: Decimal | None = None
    why: str
    owner_role: str
    sources: tuple[str, ...] = ()
    dimension: Dimension | None = None
    criteria: tuple[Criterion, ...] = field(default=(), metadata={"key": "criterion"})

    @property
    def side(self) -> Dimension:
        """The side of health it belongs to: its own, else the one that lies nearest to its pillar."""
        return self.dimension or NEAREST[self.pillar]


NEAREST = {
    Pillar.PEOPLE: Dimension.PEOPLE,
    Pillar.PROCESS: Dimension.PROCESS,
    Pillar.TECHNOLOGY: Dimension.TECHNOLOGY,
    Pillar.EXPECTATIONS: Dimension.GOALS,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One answer to a suitability question, in words a sponsor would use."""

    value: Choice
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question asked before the start; `effect` is what the verdict becomes when the answer is no."""

    ref: str
    text: str
    theme: str
    effect: Effect
    options: tuple[Option, ...]
    help: str = ""
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Kpi:
    """A key figure that can be taken into a rollout: formula, unit, good direction and rhythm of reading.

    Values below `least` or above `most` cannot be. `pace` is how far it may move in a year at best, in its unit;
    `pace_share` the same in percent of where it stands. Both are assumptions for planning, not measurements.
    """

    ref: str
    name: str
    purpose: str
    formula: str
    unit: Unit
    direction: Direction
    cadence: Cadence
    grace_days: int
    source: str
    owner_role: str
    customer_based: bool = False
    pillar: Pillar
    hint: str = ""
    least: Decimal | None = None
    most: Decimal | None = None
    pace: Decimal | None = None
    pace_share: Decimal | None = None
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """A role of the programme: what it does, what it needs to know, and the share of working time (percent)."""

    ref: str
    name: str
    purpose: str
    duties: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    from_business: bool = False
    share: int
    access_role: AccessRole
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """A course of the curriculum; what was learned counts as fresh for `shelf_life_days`."""

    ref: str
    name: str
    for_roles: tuple[str, ...]
    format: CourseFormat
    hours: Decimal
    shelf_life_days: int
    content: str
    test: bool = False
    before: CourseMoment
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Function:
    """A function of the CRM system that people of certain staff roles are expected to use; a sign-in alone is none.

    `events` are the names under which systems log its use, with `*` for any text, e.g. "opportunity *".
    """

    ref: str
    name: str
    for_roles: tuple[str, ...]
    means: str
    events: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyItem:
    """One statement or question of a survey; it belongs to a step of readiness or to a named construct."""

    ref: str
    text: str
    step: Step | None = None
    construct: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """A survey ready to be sent, with its scale and whether answers stay anonymous."""

    ref: str
    name: str
    purpose: str
    anonymous: bool
    scale: str
    sources: tuple[str, ...] = ()
    items: tuple[SurveyItem, ...] = field(default=(), metadata={"key": "item"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Vendor:
    """A CRM system on the market, under its present name, with the names it had before."""

    ref: str
    name: str
    formerly: tuple[str, ...] = ()
    now: str = ""
    delivery: tuple[Delivery, ...] = ()
    market: tuple[Market, ...] = ()
    note: str = ""
    usage_import: str = ""
    architecture: tuple[Architecture, ...] = ()
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """A known mistake of CRM rollouts: how it looks from inside, why it hurts, and what to do instead."""

    ref: str
    name: str
    severity: Severity
    looks_like: str
    why: str
    instead: str
    seen_in: tuple[str, ...] = ()
    area: str = ""
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Capability:
    """Something that a CRM programme can be for: which parts of a system carry it, and which phase brings it.

    `kpis` show whether it works. With `when` it is proposed only to the organisations meant there.
    """

    ref: str
    name: str
    purpose: Purpose
    what: str
    parts: tuple[Architecture, ...] = ()
    phase: str
    kpis: tuple[str, ...] = ()
    when: When | None = None
    because: str = ""
    sources: tuple[str, ...] = ()

    def proposed_for(self, profile: Profile) -> bool:
        """Tell whether it is proposed to an organisation."""
        return self.when is None or self.when.applies_to(profile)
