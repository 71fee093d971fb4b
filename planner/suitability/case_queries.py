"""Questions about the business case of a rollout: as it stands now, and as it was approved."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import select

from planner.access.models import User
from planner.basics.errors import NotFound, PlannerError
from planner.db import db
from planner.rollouts.models import Rollout
from planner.suitability.business_case import Case, Line
from planner.suitability.case_document import case_from, digest
from planner.suitability.case_models import BusinessCase, CaseLine, FrozenCase

RATE, YEARS = Decimal(8), 5
"""What a new case begins with: five years at 8 % a year."""


@dataclass(frozen=True, slots=True)
class Approved:
    """A case as it was approved: its number, when, by whom, why, and the case itself."""

    number: int
    at: datetime
    by: str
    reason: str
    starts_on: date
    currency: str
    case: Case


def frame(rollout_id: int) -> BusinessCase | None:
    """The stored frame, where somebody has set one."""
    return db.session.scalar(select(BusinessCase).where(BusinessCase.rollout_id == rollout_id))


def line_rows(rollout_id: int) -> list[CaseLine]:
    """The stored lines in the order in which they were written."""
    query = select(CaseLine).where(CaseLine.rollout_id == rollout_id).order_by(CaseLine.number)
    return list(db.session.scalars(query))


def line_row(rollout_id: int, line_id: int) -> CaseLine:
    """One line of this rollout; NotFound otherwise."""
    found = db.session.scalar(select(CaseLine).where(CaseLine.rollout_id == rollout_id, CaseLine.id == line_id))
    if found is None:
        raise NotFound("There is no such line in the business case of this rollout.")
    return found


def case_of(rollout_id: int) -> Case:
    """The case as it stands now; without a frame the usual years and rate."""
    row = frame(rollout_id)
    lines = tuple(each.line for each in line_rows(rollout_id))
    if row is None:
        return Case(YEARS, RATE, lines)
    return Case(row.years, row.rate, lines, row.month_cost, row.budget)


def starts_on(rollout: Rollout) -> date:
    """The first day of year 0: what the frame says, else the start of the rollout."""
    row = frame(rollout.id)
    return row.starts_on if row else rollout.start_date


def approved_cases(rollout_id: int) -> list[Approved]:
    """Every approved case, the latest first. PlannerError when one was altered in the database."""
    query = (
        select(FrozenCase, User.name)
        .outerjoin(User, User.id == FrozenCase.by_id)
        .where(FrozenCase.rollout_id == rollout_id)
        .order_by(FrozenCase.number.desc())
    )
    return [_approved(row, name or "") for row, name in db.session.execute(query)]


def _approved(row: FrozenCase, by: str) -> Approved:
    if digest(row.document) != row.sha256:
        raise PlannerError("The approved business case was altered: it does not match its digest.")
    document = row.document
    started = date.fromisoformat(document["starts_on"])
    return Approved(row.number, row.at, by, row.reason, started, document["currency"], case_from(document))


def approved_case(rollout_id: int) -> Approved | None:
    """The approved case that counts: the latest one."""
    return next(iter(approved_cases(rollout_id)), None)


def promised_benefits(rollout_id: int) -> tuple[Line, ...]:
    """The benefit lines of the approved case, with the key figures that will show them; none before the approval."""
    found = approved_case(rollout_id)
    return found.case.benefits if found else ()
