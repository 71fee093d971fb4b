"""Sets up the business case, keeps its lines, and freezes it when a sponsor approves it."""

from collections.abc import Mapping
from datetime import datetime

from planner.access.models import User
from planner.basics.errors import RuleBroken, Stale
from planner.db import check_version, db
from planner.rollouts import queries as rollouts
from planner.rollouts.models import Rollout
from planner.rollouts.playbook_service import playbook_of
from planner.suitability import case_queries
from planner.suitability.case_document import digest, document_of
from planner.suitability.case_models import BusinessCase, CaseLine, FrozenCase, amounts_to
from planner.suitability.case_rules import MOST_LINES, CaseDraft, LineDraft, amounts_of, check_case, check_line


def kpis_of(rollout: Rollout) -> dict[str, str]:
    """The key figures that can show a benefit: those of the rollout's playbook, by name."""
    if not rollouts.has_playbook(rollout.id):
        return {}
    return {kpi.ref: kpi.name for kpi in playbook_of(rollout).kpis}


def set_frame(rollout: Rollout, draft: CaseDraft, version: int | None) -> BusinessCase:
    """Set years, rate, first day, budget and what a month more costs."""
    row = case_queries.frame(rollout.id)
    if row is not None:
        check_version(row, version, frame_fields(row))
    elif version is not None:
        raise Stale({}, 0)
    check_case(draft, case_queries.case_of(rollout.id).lines)
    row = row or BusinessCase(rollout_id=rollout.id)
    row.years, row.rate, row.starts_on = draft.years, draft.rate, draft.starts_on
    row.month_cost, row.budget = draft.month_cost, draft.budget
    db.session.add(row)
    db.session.flush()
    return row


def frame_fields(row: BusinessCase) -> dict[str, object]:
    """The frame by the names of its form."""
    return {
        "years": str(row.years),
        "rate": row.rate,
        "starts_on": row.starts_on,
        "month_cost": row.month_cost,
        "budget": row.budget,
    }


def add_line(rollout: Rollout, draft: LineDraft) -> CaseLine:
    """Add a cost or a benefit."""
    rows = case_queries.line_rows(rollout.id)
    if len(rows) >= MOST_LINES:
        raise RuleBroken(f"A case has at most {MOST_LINES} lines. Put small ones together.")
    row = CaseLine(rollout_id=rollout.id, number=_next_number(rollout.id, rows))
    _fill(rollout, row, draft)
    db.session.add(row)
    db.session.flush()
    return row


def _next_number(rollout_id: int, rows: list[CaseLine]) -> int:
    """A number that no line has, nor had in an approved case."""
    approved = [line.number for each in case_queries.approved_cases(rollout_id) for line in each.case.lines]
    return max([row.number for row in rows] + approved, default=0) + 1


def edit_line(rollout: Rollout, row: CaseLine, draft: LineDraft, version: int | None) -> CaseLine:
    """Change a line; an approved copy keeps what it said."""
    check_version(row, version, line_fields(row))
    _fill(rollout, row, draft)
    db.session.flush()
    return row


def _fill(rollout: Rollout, row: CaseLine, draft: LineDraft) -> None:
    members = [user.id for _, user in rollouts.members(rollout.id)]
    check_line(draft, kpis_of(rollout), members)
    row.amounts = amounts_to(amounts_of(draft))
    row.name, row.kind, row.kpi_ref, row.basis = draft.name, draft.kind, draft.kpi_ref, draft.basis
    row.owner_id = draft.owner_id


def line_fields(row: CaseLine) -> dict[str, object]:
    """A line by the names of its form; an estimate that equals the likely one is shown as empty."""
    fields: dict[str, object] = {
        "name": row.name,
        "kind": row.kind.value,
        "kpi_ref": row.kpi_ref,
        "basis": row.basis,
        "owner": str(row.owner_id or ""),
    }
    for year, each in enumerate(row.line.amounts):
        shown = {"low": each.low, "likely": each.likely, "high": each.high} if each.high else {}
        fields |= {f"{end}_{year}": value for end, value in shown.items() if end == "likely" or value != each.likely}
    return fields


def remove_line(row: CaseLine, version: int | None) -> None:
    """Take a line out; an approved copy keeps it."""
    check_version(row, version, {})
    db.session.delete(row)
    db.session.flush()


def freeze(rollout: Rollout, reason: str, by: User, now: datetime) -> FrozenCase:
    """Keep the case as a sponsor approves it, for good. It needs something on both sides, and must differ."""
    case = case_queries.case_of(rollout.id)
    if not case.complete:
        raise RuleBroken("The case needs at least one cost and one benefit before it can be approved.")
    document = document_of(case, case_queries.starts_on(rollout), rollout.currency)
    before = case_queries.approved_cases(rollout.id)
    if before and _same(before[0], document):
        raise RuleBroken("This case is approved already; nothing in it has changed since.")
    row = FrozenCase(
        rollout_id=rollout.id,
        number=before[0].number + 1 if before else 1,
        at=now,
        by_id=by.id,
        reason=reason,
        document=document,
        sha256=digest(document),
    )
    db.session.add(row)
    db.session.flush()
    return row


def _same(approved: case_queries.Approved, document: Mapping[str, object]) -> bool:
    return digest(document_of(approved.case, approved.starts_on, approved.currency)) == digest(document)


def freeze_with_first_gate(rollout: Rollout, by: User, now: datetime) -> FrozenCase | None:
    """Freeze the case with the approval of the rollout itself, where there is one and none is approved yet."""
    if case_queries.approved_case(rollout.id) or not case_queries.case_of(rollout.id).complete:
        return None
    return freeze(rollout, "Approved with the decision to start.", by, now)
