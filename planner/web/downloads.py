"""How a table is handed out as a file: CSV or Excel, never run by a browser, and noted in the history."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from flask import Response

from planner.access import audit_service
from planner.basics.errors import NotFound
from planner.basics.export import Cell, csv_bytes, xlsx_bytes
from planner.db import transaction
from planner.web import current

Writer = Callable[[Sequence[str], Iterable[Sequence[Cell]]], bytes]
WRITERS: Mapping[str, tuple[Writer, str]] = {
    "csv": (csv_bytes, "text/csv; charset=utf-8"),
    "xlsx": (xlsx_bytes, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


def table_file(what: str, fmt: str, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Response:
    """A table of the current rollout as a file named after `what`; NotFound for a format that there is not."""
    if fmt not in WRITERS:
        raise NotFound("There is no such file.")
    write, kind = WRITERS[fmt]
    rollout = current.rollout()
    answer = Response(write(header, rows), content_type=kind)
    with transaction():
        audit_service.record(
            "export", object_type=what, object_id=rollout.id, rollout_id=rollout.id, after={"format": fmt}
        )
    answer.headers.set("Content-Disposition", "attachment", filename=f"{what}-{rollout.id}.{fmt}")
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer
