"""Reads a file by itself, whatever it is: Microsoft Project XML, CSV or a workbook. Nothing is known of a rollout."""

from pathlib import Path
from typing import BinaryIO

from planner.schedule.importing import read_plan, read_plan_file
from planner.schedule.project_file import Reading
from planner.schedule.sheet_importing import read_sheet

TABLES = (".csv", ".tsv", ".txt", ".xlsx")


def is_table(source: BinaryIO, file_name: str) -> bool:
    """Whether a file is a table: a workbook by its first bytes, or CSV by its name."""
    source.seek(0)
    start = source.read(4)
    source.seek(0)
    return start == b"PK\x03\x04" or file_name.lower().endswith(TABLES)


def read_alone(path: Path) -> Reading:
    """Read a file of the disk; one that cannot be opened is a refusal like any other."""
    if not path.is_file():
        return read_plan_file(path)
    with path.open("rb") as source:
        return read_sheet(source).reading if is_table(source, path.name) else read_plan(source)
