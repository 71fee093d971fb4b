"""Opens a staff list, CSV or Excel, as a table of plain cells; what cannot be read is refused in a sentence."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import BinaryIO

from planner.basics.errors import RuleBroken
from planner.basics.table_importing import read_table
from planner.basics.workbook_checks import TableLimits, TableRefusedError
from planner.people.directory import UNKNOWN
from planner.people.staff_changes import compare
from planner.people.staff_columns import guess
from planner.people.staff_comparison import Options
from planner.people.staff_file import RowProblem, StaffFile, Table, header_of, read_rows

LIMITS = TableLimits(
    size=16 * 1024 * 1024, rows=60_001, columns=60, cells=2_000_000, text=192 * 1024 * 1024, distinct=96 * 1024 * 1024
)
"""More than the largest staff that the pages are made for."""


def open_table(source: BinaryIO) -> Table:
    """All rows of the file; RuleBroken on `file` with the reason where it is no table."""
    try:
        table = read_table(source, LIMITS)
    except TableRefusedError as refused:
        raise RuleBroken(f"{refused.what} {refused.remedy}".strip(), "file") from refused
    if not any(any(cell is not None and str(cell).strip() for cell in row) for row in table):
        raise RuleBroken("The file holds no rows.", "file")
    return table


def check_file(path: Path) -> StaffFile:
    """Read a staff list by itself, with no rollout to compare it with: the columns are guessed, any role is taken."""
    try:
        with path.open("rb") as source:
            table = open_table(source)
    except OSError as error:
        return _refused(f"The file cannot be opened: {error.strerror}.")
    except RuleBroken as broken:
        return _refused(broken.message)
    file = read_rows(table, guess(header_of(table)))
    problems, warnings = told_apart(file)
    return replace(file, problems=problems, warnings=(*file.warnings, *warnings))


def told_apart(file: StaffFile) -> tuple[tuple[RowProblem, ...], tuple[RowProblem, ...]]:
    """What is wrong, and what only a staff list that is there could answer: a line manager the file does not name."""
    found = compare(file, (), {}, Options(date.max, make_units=True)).problems
    outside = {each for each in found if each.message == UNKNOWN.format(each.value)}
    return tuple(each for each in found if each not in outside), tuple(each for each in found if each in outside)


def _refused(message: str) -> StaffFile:
    return StaffFile((), (RowProblem(0, "", "", message),), (), frozenset(), {})
