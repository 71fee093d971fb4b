"""The goals as a table for a spreadsheet: one row each, with what is missing and what they rest on."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from planner.basics.export import Cell
from planner.goals.goal import LEVEL_WORDS, Goal
from planner.goals.links import Link, LinkKind
from planner.goals.smart import Smart

HEADINGS = (
    "Number", "Level", "Goal", "In a full sentence", "Goal above", "Applies to", "Work group", "Owner", "Importance",
    "Shown by", "Unit", "Today's value", "Read on", "Target", "By", "Why it can be reached", "Stands", "SMART",
    "What is missing", "Warnings", "Success factors", "Key figures", "Phases", "Tasks", "Served by work",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """A goal with all that its row says."""

    number: int
    goal: Goal
    smart: Smart
    stands: str
    above: str
    links: tuple[Link, ...]
    served: bool


def table(lines: Sequence[Line], names: Mapping[tuple[LinkKind, str], str]) -> Iterator[Sequence[Cell]]:
    """Every goal, in the order of its number."""
    for line in lines:
        goal, measure = line.goal, line.goal.measure
        yield (
            line.number, LEVEL_WORDS[goal.level], goal.name, goal.wording, line.above, goal.unit, goal.group,
            goal.owner, goal.importance.value, measure.name if measure else "", measure.unit.value if measure else "",
            goal.baseline, goal.baseline_on, goal.target, goal.target_on, goal.realistic, line.stands,
            line.smart.holds, " ".join(each.text for each in line.smart.missing),
            " ".join(each.text for each in line.smart.warnings),
            *(_linked(line.links, kind, names) for kind in
              (LinkKind.FACTOR, LinkKind.KPI, LinkKind.PHASE, LinkKind.TASK)),
            line.served,
        )  # fmt: skip


def _linked(links: Sequence[Link], kind: LinkKind, names: Mapping[tuple[LinkKind, str], str]) -> str:
    return "; ".join(names.get((kind, link.ref), link.ref) for link in links if link.kind is kind and link.counts)
