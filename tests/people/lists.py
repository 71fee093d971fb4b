"""Staff lists for tests, as files."""

import io
from collections.abc import Sequence

from planner.basics.export import Cell, csv_bytes

HEADER = (
    "Employee ID",
    "First name",
    "Surname",
    "Work email",
    "Department",
    "Team",
    "Office",
    "Roles",
    "Reports to",
    "Hire date",
)
UNITS = ("Sales", "Service", "Marketing", "Finance", "Logistics")


def person(number: int) -> list[Cell]:
    """One row; everybody is led by whoever has a tenth of the number, so that managers come before and after."""
    unit = UNITS[number % len(UNITS)]
    return [
        f"E-{number:05}", f"Given{number}", f"Family{number}", f"given{number}@x.example", unit, f"{unit} {number % 7}",
        "Porto" if number % 3 else "Hamburg", "sales" if unit == "Sales" else "service",
        f"E-{number // 10:05}" if number >= 10 else "", f"20{10 + number % 15}-0{1 + number % 9}-1{number % 10}",
    ]  # fmt: skip


def many(number: int, *, backwards: bool = False) -> list[list[Cell]]:
    """So many people; backwards, whoever is led stands before whoever leads."""
    rows = [person(each) for each in range(1, number + 1)]
    return rows[::-1] if backwards else rows


def spoiled(rows: Sequence[list[Cell]], places: Sequence[int]) -> list[list[Cell]]:
    """The same with some bad rows, each bad in another way."""
    ways = ((3, "nowhere"), (4, "The Moon"), (7, "juggler"), (9, "30.2.2020"), (8, "Nobody Known"), (0, "x" * 61))
    found = [list(row) for row in rows]
    for turn, place in enumerate(places):
        column, value = ways[turn % len(ways)]
        found[place][column] = value
    return found


def csv_file(rows: Sequence[Sequence[Cell]], header: Sequence[str] = HEADER) -> io.BytesIO:
    """A list as a CSV file."""
    return io.BytesIO(csv_bytes(header, rows))
