"""Proves stored reports and decisions unchanged, and names the place where one is not."""

from collections.abc import Callable, Iterator
from pathlib import Path

from sqlalchemy import select

from planner.access.audit_models import AuditEntry
from planner.access.models import User
from planner.db import db
from planner.reports import trail_service
from planner.reports.document import fingerprint
from planner.reports.files_service import file_of, hash_of
from planner.reports.models import RenderedFile, SignOff, Snapshot
from planner.reports.opening import canonical, opened
from planner.reports.paper import PaperIdentity
from planner.reports.seals import seal
from planner.reports.storing_service import START, link
from planner.rollouts.models import Rollout

KEPT = ("created", "imported")
"""How the history tells that a report was stored: frozen here, or brought along by a rollout's file."""


def problems(folder: Path) -> list[str]:
    """Everything that was altered, one sentence per place; an empty list when all holds.

    `folder` is where the PDF files are kept.
    """
    rows = list(db.session.scalars(select(Snapshot).order_by(Snapshot.rollout_id, Snapshot.number)))
    found = [problem for row in rows for problem in _of_snapshot(row)]
    found += _read("Decisions on reports", _of_decisions)
    found += _read("Reports, decisions and conditions", trail_service.problems)
    found += list(_of_files(folder))
    return found + list(_missing(rows)) + list(_unchained(rows))


def _read(what: str, problems: Callable[[], Iterator[str]]) -> list[str]:
    """The problems, or that rows hold what cannot even be read, such as a decision of a kind that does not exist."""
    found: list[str] = []
    try:
        found.extend(problems())
    except (LookupError, TypeError, ValueError) as error:
        found.append(f"{what}: a row was altered so that it cannot be read ({str(error).partition('.')[0]}).")
    return found


def _unchained(rows: list[Snapshot]) -> Iterator[str]:
    """Each report is linked to the one before it: one that was put in, taken out or moved breaks the chain."""
    links: dict[int, str] = {}
    for row in rows:
        expected = link(links.get(row.rollout_id, START), row.sha256)
        if row.chain != expected:
            yield f"{_place(row)}: it does not follow the report before it."
        links[row.rollout_id] = row.chain


def _of_snapshot(row: Snapshot) -> Iterator[str]:
    place = _place(row)
    if fingerprint(row.document) != row.sha256:
        yield f"{place}: the document does not have the fingerprint it was stored with."
    try:
        report = opened(row.document)
    except (ValueError, RecursionError) as error:
        yield f"{place}: the document cannot be read ({error})."
        return
    if canonical(report) != row.document:
        yield f"{place}: the document holds more than the report."
    identity = report.identity
    kind, gate_key = (identity.kind, "") if isinstance(identity, PaperIdentity) else ("readiness", identity.gate_key)
    stored = (row.number, row.kind, row.gate_key, row.verdict, row.data_time, row.scoring_version)
    written = (
        report.snapshot.number,
        kind,
        gate_key,
        report.verdict.state,
        identity.data_time,
        identity.scoring_version,
    )
    if stored != written:
        yield f"{place}: number, gate, verdict, date or way of scoring differ from the document."


def _of_decisions() -> Iterator[str]:
    query = (
        select(SignOff, Snapshot, User.email)
        .join(Snapshot, Snapshot.id == SignOff.snapshot_id)
        .join(User, User.id == SignOff.decider_id)
        .order_by(SignOff.id)
    )
    for row, snapshot, email in db.session.execute(query):
        expected = seal(snapshot.sha256, row.decision, row.reason, row.conditions, email, row.decided_at)
        if expected != row.seal:
            yield f"{_place(snapshot)}: the decision was altered after it was taken."
        if row.decider_id == snapshot.author_id:
            yield f"{_place(snapshot)}: the decision is by the report's own author."


def _of_files(folder: Path) -> Iterator[str]:
    query = select(RenderedFile, Snapshot).join(Snapshot, Snapshot.id == RenderedFile.snapshot_id)
    for row, snapshot in db.session.execute(query.order_by(RenderedFile.id)):
        path = file_of(folder, snapshot.sha256, row.template_version)
        if path.is_file() and hash_of(path.read_bytes()) != row.sha256:
            yield f"{_place(snapshot)}: the PDF file {path.name} was altered."


def _missing(rows: list[Snapshot]) -> Iterator[str]:
    """Reports are numbered without gaps, and the history knows each of them."""
    numbers: dict[int, list[int]] = {}
    for row in rows:
        numbers.setdefault(row.rollout_id, []).append(row.number)
    for rollout_id, found in numbers.items():
        for gap in sorted(set(range(1, max(found) + 1)) - set(found)):
            yield f"rollout {rollout_id}, report {gap}: it is missing."
    present = {str(row.id) for row in rows}
    yield from _forgotten(present)


def _forgotten(present: set[str]) -> Iterator[str]:
    query = select(AuditEntry.object_id, AuditEntry.rollout_id, AuditEntry.after).where(
        AuditEntry.action.in_(KEPT), AuditEntry.object_type == "snapshot"
    )
    for row_id, rollout_id, noted in db.session.execute(query.order_by(AuditEntry.seq)):
        if row_id not in present and _lives(rollout_id):
            number = (noted or {}).get("number", "?")
            yield f"rollout {rollout_id}, report {number}: the history knows it, but it is gone."


def _lives(rollout_id: int | None) -> bool:
    return rollout_id is not None and db.session.get(Rollout, rollout_id) is not None


def _place(row: Snapshot) -> str:
    return f"rollout {row.rollout_id}, report {row.number}"
