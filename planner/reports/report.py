"""The readiness report as one unchangeable value: everything a sponsor reads, and nothing that needs a database.

Page, PDF and JSON are three pictures of this value. Percentages are decimals with one place; `None` means unknown,
which is never shown as zero.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from planner.reports.dress import Form

FORMAT = "crm-rollout-planner/readiness-report/1"


@dataclass(frozen=True, slots=True)
class Identity:
    """What the report is about, from when its data are, and who wrote it."""

    organisation: str
    rollout: str
    gate_key: str
    gate: str
    purpose: str
    data_time: datetime
    timezone: str
    scoring_version: str
    playbook: str
    playbook_version: str
    author: str
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Stamp:
    """The number of the report within its rollout; a draft has none."""

    number: int | None


@dataclass(frozen=True, slots=True)
class Override:
    """A verdict set by hand: what the rules said, who said otherwise, why and until when."""

    computed: str
    by: str
    reason: str
    until: date


@dataclass(frozen=True, slots=True)
class VerdictLine:
    """The state (go, conditional go, hold, stop), the word for it, one sentence, and the reasons behind it."""

    state: str
    word: str
    sentence: str
    reasons: tuple[str, ...]
    override: Override | None = None


@dataclass(frozen=True, slots=True)
class Range:
    """Low takes every unknown as 0, high as 100."""

    low: Decimal
    high: Decimal


@dataclass(frozen=True, slots=True)
class Blocker:
    """One thing that keeps the gate shut, why it counts, who can open it, and where in the report it is explained."""

    ref: str
    text: str
    why: str
    owner: str
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One difference to an earlier report. Direction is better, worse or neutral."""

    kind: str
    what: str
    before: str
    after: str
    direction: str


@dataclass(frozen=True, slots=True)
class Changes:
    """All differences to the report with that number."""

    since_number: int
    since: datetime
    items: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class DecisionNeeded:
    """What the sponsor is asked, by when, and what waiting costs."""

    what: str
    by: date | None
    waiting: str


@dataclass(frozen=True, slots=True)
class Criterion:
    """One line of the gate's list: must or should, met, not met or unknown, and on what evidence."""

    ref: str
    text: str
    must: bool
    state: str
    value: str
    asked: str
    reason: str
    owner: str
    evidence: str


@dataclass(frozen=True, slots=True)
class PillarLine:
    """One of the four pillars with its score, range and how much of it is known."""

    name: str
    score: Decimal | None
    range: Range
    coverage: Decimal
    factors: int


@dataclass(frozen=True, slots=True)
class FactorLine:
    """One critical success factor. Oldest is the age in days of its oldest evidence that still counts."""

    ref: str
    name: str
    pillar: str
    level: str
    critical: bool
    threshold: Decimal | None
    score: Decimal | None
    range: Range
    coverage: Decimal
    oldest: int | None
    unverified: int
    below: bool


@dataclass(frozen=True, slots=True)
class Finding:
    """A strength, a risk or an issue."""

    kind: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Action:
    """One step of the cheapest way to green, with owner, effort in working days and date."""

    text: str
    how: str
    owner: str
    due: date | None
    effort_days: Decimal | None
    gain: str


@dataclass(frozen=True, slots=True)
class Milestone:
    """A dated point of the plan: planned date, the date of the baseline, and whether it is done or late."""

    ref: str
    name: str
    planned: date | None
    baseline: date | None
    state: str


@dataclass(frozen=True, slots=True)
class Plan:
    """Where the plan stands on the day of the data; `waiting` counts the tasks that the gate holds back."""

    source: str
    tasks: int
    done: int
    late: int
    undated: int
    without_owner: int
    start: date | None
    finish: date | None
    milestones: tuple[Milestone, ...]
    late_tasks: tuple[str, ...]
    waiting: int = 0
    go_live: date | None = None


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition of an earlier decision: open, met or overdue; or a gate that the sponsor waives up to that day."""

    text: str
    owner: str
    due: date
    state: str
    gate: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """One row of the derivation: what was asked, what is so, how much it counts, who says so and since when."""

    factor_ref: str
    factor: str
    criterion_ref: str
    criterion: str
    state: str
    value: str
    asked: str
    weight: int
    points: Decimal | None
    grade: str
    evidence: str
    author: str
    verified_by: str
    live: bool
    age_days: int | None
    valid_days: int | None


@dataclass(frozen=True, slots=True)
class Standing:
    """One reason to stop and where it stands today."""

    text: str
    state: str


@dataclass(frozen=True, slots=True)
class Start:
    """The start assessment looked at again at this gate, and what is different since an earlier gate."""

    verdict: str
    sentence: str
    stops: tuple[Standing, ...]
    since: date | None
    since_gate: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """The whole readiness report of one gate at one moment."""

    identity: Identity
    snapshot: Stamp
    verdict: VerdictLine
    score: Decimal | None
    coverage: Decimal
    range: Range
    blockers: tuple[Blocker, ...]
    changes: Changes | None
    decisions: tuple[DecisionNeeded, ...]
    criteria: tuple[Criterion, ...]
    pillars: tuple[PillarLine, ...]
    factors: tuple[FactorLine, ...]
    findings: tuple[Finding, ...]
    actions: tuple[Action, ...]
    flips: tuple[str, ...]
    plan: Plan | None
    conditions: tuple[Condition, ...]
    method: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    form: Form | None = None
    start: Start | None = None

    def found(self, kind: str) -> tuple[Finding, ...]:
        """The findings of one kind: strength, risk or issue."""
        return tuple(finding for finding in self.findings if finding.kind == kind)

    @property
    def title(self) -> str:
        """The name of the document: what a shelf of reports is sorted by."""
        number = f"Readiness report {self.snapshot.number}" if self.snapshot.number else "Readiness report, draft"
        return f"{number}: {self.identity.gate}, {self.identity.rollout}"
