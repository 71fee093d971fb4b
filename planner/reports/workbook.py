"""Reports as sheets of a workbook: a summary first, then one sheet for each table, in the order of the report."""

from collections.abc import Sequence
from dataclasses import dataclass

from planner.basics.export import Cell
from planner.reports.paper import Paper
from planner.reports.report import Evidence, Report
from planner.reports.wording import UNKNOWN

APART = "not applicable"
"""How the derivation calls a criterion that somebody set aside with a reason."""
LONGEST_NAME = 31
"""Excel takes no longer name of a sheet."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its name, heads and rows."""

    name: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def sheets_of(value: Report | Paper, sha256: str) -> tuple[Sheet, ...]:
    """All sheets of a report, each with a name of its own."""
    found = [_summary(value, sha256), *_common(value)]
    found += _of_paper(value) if isinstance(value, Paper) else _of_report(value)
    return tuple(_named(found))


def _summary(value: Report | Paper, sha256: str) -> Sheet:
    identity = value.identity
    measure = value.kind.measure if isinstance(value, Paper) else "Score"
    rows: list[tuple[Cell, ...]] = [
        ("Report", value.title), ("Organisation", identity.organisation), ("Rollout", identity.rollout),
        ("Data of", identity.data_time.isoformat()), ("Made by", identity.author),
        ("Verdict", value.verdict.word), ("Sentence", value.verdict.sentence),
        (f"{measure}, %", UNKNOWN if value.score is None else value.score),
        ("Low end, %", value.range.low), ("High end, %", value.range.high), ("Known, %", value.coverage),
        ("Playbook", f"{identity.playbook} {identity.playbook_version}"),
        ("Way of scoring", identity.scoring_version), ("Fingerprint (SHA-256)", sha256),
    ]  # fmt: skip
    return Sheet("Summary", ("What", "Value"), tuple(rows))


def _common(value: Report | Paper) -> list[Sheet]:
    blockers = tuple((each.text, each.why, each.owner) for each in value.blockers)
    findings = tuple((each.kind, each.title, each.text) for each in value.findings)
    asked = tuple((each.what, each.by, each.waiting) for each in value.decisions)
    changed = (
        tuple((each.what, each.before, each.after, each.direction) for each in value.changes.items)
        if value.changes
        else ()
    )
    return [
        Sheet("Blockers", ("What", "Why", "Owner"), blockers),
        Sheet("Decisions", ("Decision", "By", "What waiting costs"), asked),
        Sheet("Findings", ("Kind", "What", "Why"), findings),
        Sheet("Changes", ("What", "Before", "Now", "Direction"), changed),
    ]


def _of_paper(value: Paper) -> list[Sheet]:
    sides = tuple((each.name, each.state, each.score, each.trend) for each in value.dimensions)
    found = [Sheet("Sides", ("Side", "State", "Score, %", "Trend"), sides)] if sides else []
    for section in value.sections:
        found += [
            Sheet(
                chart.title,
                ("Name", "Value", "In words"),
                tuple((bar.label, bar.value, bar.text) for bar in chart.bars),
            )
            for chart in section.charts
        ]
        found += [Sheet(table.title, table.heads, table.rows) for table in section.tables]
    return found


def _of_report(value: Report) -> list[Sheet]:
    criteria = tuple(
        (
            each.ref,
            each.text,
            "must" if each.must else "should",
            each.state,
            each.value,
            each.asked,
            each.owner,
            each.evidence,
        )
        for each in value.criteria
    )
    factors = tuple(
        (each.pillar, each.name, each.level, each.score, each.range.low, each.range.high, each.coverage, each.below)
        for each in value.factors
    )
    actions = tuple((each.text, each.how, each.owner, each.due, each.effort_days, each.gain) for each in value.actions)
    evidence = tuple(
        (each.factor, each.criterion, each.state, each.value, each.asked, each.weight, _counted(each, each.points),
         each.grade, each.evidence, each.author, each.verified_by, each.live, _counted(each, each.age_days))
        for each in value.evidence
    )  # fmt: skip
    return [
        Sheet("Criteria", ("Ref", "Criterion", "Kind", "State", "Value", "Asked", "Owner", "Evidence"), criteria),
        Sheet(
            "Factors",
            ("Pillar", "Factor", "Level", "Score, %", "Low, %", "High, %", "Known, %", "Below line"),
            factors,
        ),
        Sheet("Way to green", ("Step", "How", "Owner", "By", "Days of work", "What it brings"), actions),
        Sheet(
            "Evidence",
            ("Factor", "Criterion", "State", "Value", "Asked", "Weight", "Points, %", "Grade", "Evidence", "Author",
             "Verified by", "Live", "Age in days"),
            evidence,
        ),
    ]  # fmt: skip


def _counted(row: Evidence, figure: Cell) -> Cell:
    """A figure of a criterion; one that does not apply has none, which is something else than unknown."""
    return APART if figure is None and row.state == APART else figure


def _named(sheets: Sequence[Sheet]) -> list[Sheet]:
    """Names that Excel takes: short, without its special signs, each once."""
    taken: set[str] = set()
    found = []
    for each in sheets:
        plain = "".join(" " if sign in "[]:*?/\\" else sign for sign in each.name).strip("' ") or "Sheet"
        name, number = plain[:LONGEST_NAME], 2
        while name.casefold() in taken:
            ending = f" {number}"
            name, number = plain[: LONGEST_NAME - len(ending)] + ending, number + 1
        taken.add(name.casefold())
        found.append(Sheet(name, each.heads, tuple(tuple(_said(cell) for cell in row) for row in each.rows)))
    return found


def _said(cell: Cell) -> Cell:
    """A cell that says what it means where there is nothing: a figure is unknown, words are none."""
    if cell is None:
        return UNKNOWN
    return "none" if cell == "" else cell
