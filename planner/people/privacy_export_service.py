"""A person's own copy of everything kept: one JSON file and a table for each kind of record, in one archive."""

import io
import json
import re
import zipfile
from collections.abc import Iterator
from datetime import datetime

from planner.basics.export import csv_bytes
from planner.people import privacy_queries
from planner.people.privacy_queries import Kept, Person
from planner.people.privacy_words import kept_after, on_erasure, told
from planner.people.staff_search import folded

Row = dict[str, object]
ABOUT = """What this product keeps about you, as of {at}.

data.json holds everything in one file; each table.csv holds one kind of record for a spreadsheet program.
Left out are only secrets such as hashes of passwords and tokens, and the content of files, of which the size is told.
Answers to anonymous surveys are not here: nobody, the product included, can tell which are yours.

"""


def copy_of(person: Person, now: datetime) -> bytes:
    """The archive; complete: every table that says it knows about people is asked."""
    kinds = [(kept, list(_rows(kept, person))) for kept in privacy_queries.register()]
    filled = [(kept, rows) for kept, rows in kinds if rows]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("README.txt", ABOUT.format(at=now.strftime("%Y-%m-%d %H:%M UTC")) + _contents(filled))
        archive.writestr("data.json", json.dumps(_document(filled, now), ensure_ascii=False, indent=1))
        for kept, rows in filled:
            header = list(rows[0])
            table = csv_bytes(header, [[_cell(row[name]) for name in header] for row in rows])
            archive.writestr(f"{file_name(kept)}.csv", table)
    return out.getvalue()


def file_name(kept: Kept) -> str:
    """The name of a kind's table: what it is called, in plain letters.

    Two kinds with one label are told apart by their tables.
    """
    label = re.sub(r"[^a-z0-9]+", "-", folded(kept.personal.label)).strip("-")[:60]
    return f"{label}--{kept.name}"


def _rows(kept: Kept, person: Person) -> Iterator[Row]:
    for row in privacy_queries.rows_of(kept, person):
        yield {name: told(value) for name, value in row.items()}


def _cell(value: object) -> str | int | float | bool | None:
    if value is None or isinstance(value, str | int | float | bool):
        return value
    return json.dumps(value, ensure_ascii=False)


def _document(filled: list[tuple[Kept, list[Row]]], now: datetime) -> dict[str, object]:
    kinds = [
        {
            "kind": kept.personal.label,
            "why": kept.personal.purpose,
            "kept": kept_after(kept.personal),
            "on_erasure": on_erasure(kept.personal),
            "table": kept.name,
            "rows": rows,
        }
        for kept, rows in filled
    ]
    return {"made": now.isoformat(), "records": kinds}


def _contents(filled: list[tuple[Kept, list[Row]]]) -> str:
    lines = []
    for kept, rows in filled:
        said = (
            f"{kept.personal.label} ({len(rows)})",
            f"  why: {kept.personal.purpose}",
            f"  kept: {kept_after(kept.personal)}",
            f"  if you are erased: {on_erasure(kept.personal)}",
        )
        lines.append("\n".join(said))
    return "\n\n".join(lines) + "\n"
