"""The purposes of the system as a table for a spreadsheet."""

from collections.abc import Iterator, Mapping, Sequence

from planner.basics.export import Cell
from planner.goals.capabilities import NEED_WORDS, PURPOSE_WORDS, SCOPE_WORDS, Purposed

HEADINGS = (
    "Purpose", "Kind", "What it is", "Parts of the system", "Needed", "In scope", "Phase", "Delivered on",
    "What shows it", "Note", "Stands",
)  # fmt: skip


def table(purposes: Sequence[Purposed], phases: Mapping[str, str]) -> Iterator[Sequence[Cell]]:
    """Every purpose in the order of the playbook."""
    for each in purposes:
        capability = each.capability
        parts = ", ".join(part.value for part in capability.parts)
        yield (
            capability.name,
            PURPOSE_WORDS[capability.purpose],
            capability.what,
            parts,
            NEED_WORDS[each.need],
            SCOPE_WORDS[each.scope],
            phases.get(each.phase, each.phase),
            each.delivered_on,
            each.evidence,
            each.note,
            each.word,
        )
