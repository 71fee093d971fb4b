"""Reports beside the readiness report, as one unchangeable value: health check, sponsor brief, training, adoption.

A paper has a verdict, what was found, up to eight sides of health, and sections of text, tables and bars. Page, PDF,
JSON and workbook are four pictures of this value. `None` means unknown, which is never shown as zero.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from planner.reports.dress import Form
from planner.reports.report import Blocker, Changes, DecisionNeeded, Finding, Range, Stamp, VerdictLine

FORMAT = "crm-rollout-planner/paper/1"


class PaperKind(StrEnum):
    """What kind of report it is."""

    HEALTH = "health"
    BRIEF = "brief"
    TRAINING = "training"
    ADOPTION = "adoption"

    @property
    def words(self) -> str:
        """The name people use for it."""
        return TITLES[self]

    @property
    def about(self) -> str:
        """What it is for, in a few words."""
        return ABOUT[self]

    @property
    def measure(self) -> str:
        """What its one figure is."""
        return MEASURES.get(self, "Score of the success factors")

    @property
    def asks(self) -> bool:
        """Whether it asks a sponsor for decisions; the others tell people what to do next."""
        return self in (PaperKind.HEALTH, PaperKind.BRIEF)


TITLES = {
    PaperKind.HEALTH: "Health check",
    PaperKind.BRIEF: "Sponsor brief",
    PaperKind.TRAINING: "Training report",
    PaperKind.ADOPTION: "Adoption report",
}
ABOUT = {
    PaperKind.HEALTH: "eight sides with strengths, risks and issues, compared with the last one",
    PaperKind.BRIEF: "one to two pages that ask for decisions",
    PaperKind.TRAINING: "who is trained for which wave, and what is missing",
    PaperKind.ADOPTION: "use against the 90 % line, by unit and function; groups only",
}
MEASURES = {PaperKind.TRAINING: "People who are trained", PaperKind.ADOPTION: "Licensed people who have adopted"}


@dataclass(frozen=True, slots=True)
class PaperIdentity:
    """What the paper is about, from when its data are, and who asked for it."""

    kind: str
    title: str
    organisation: str
    rollout: str
    data_time: datetime
    timezone: str
    scoring_version: str
    playbook: str
    playbook_version: str
    author: str
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Side:
    """One of the eight sides of health. `trend` is words, such as `up 3.5 points`."""

    key: str
    name: str
    state: str
    score: Decimal | None
    trend: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table of words; `numeric` says which columns hold figures. `empty` is said where there are no rows."""

    title: str
    heads: tuple[str, ...]
    numeric: tuple[bool, ...]
    rows: tuple[tuple[str, ...], ...]
    empty: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar with its number in words; without a value it is unknown, and white."""

    label: str
    value: Decimal | None
    text: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars against a full width and, where there is one, a line to reach."""

    title: str
    top: Decimal
    line: Decimal | None
    line_name: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """One part of a paper: words, then pictures with their numbers, then tables."""

    key: str
    title: str
    text: tuple[str, ...]
    charts: tuple[Chart, ...]
    tables: tuple[Table, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """The whole paper of one moment."""

    identity: PaperIdentity
    snapshot: Stamp
    verdict: VerdictLine
    score: Decimal | None
    coverage: Decimal
    range: Range
    blockers: tuple[Blocker, ...]
    findings: tuple[Finding, ...]
    changes: Changes | None
    decisions: tuple[DecisionNeeded, ...]
    dimensions: tuple[Side, ...]
    sections: tuple[Section, ...]
    method: tuple[str, ...]
    form: Form | None = None

    def section(self, key: str) -> Section:
        """One of its sections."""
        return next(each for each in self.sections if each.key == key)

    def found(self, kind: str) -> tuple[Finding, ...]:
        """The findings of one kind: strength, risk or issue."""
        return tuple(finding for finding in self.findings if finding.kind == kind)

    @property
    def kind(self) -> PaperKind:
        """What kind of report it is."""
        return PaperKind(self.identity.kind)

    @property
    def title(self) -> str:
        """The name of the document: what a shelf of reports is sorted by."""
        number = (
            f"{self.identity.title} {self.snapshot.number}" if self.snapshot.number else f"{self.identity.title}, draft"
        )
        return f"{number}: {self.identity.rollout}"


def table(title: str, heads: str, rows: Sequence[tuple[str, ...]], empty: str) -> Table:
    """A table; a head that begins with `#` names a column of figures.

    >>> table("Units", "Unit|#People", [("North", "31")], "None.").numeric
    (False, True)
    """
    names = heads.split("|")
    return Table(
        title, tuple(each.removeprefix("#") for each in names), tuple(each.startswith("#") for each in names),
        tuple(rows), empty,
    )  # fmt: skip
