"""Gathers the benefits of the approved business case with the key figures that show them."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from planner.kpis.benefits import NOTHING, Benefit, Shown, benefit_of, year_of
from planner.kpis.standing_service import Standing, standings
from planner.rollouts.models import Rollout
from planner.suitability import case_queries


@dataclass(frozen=True, slots=True)
class Benefits:
    """All benefits of the approved case: when it was approved, in which of its years we are, and the lines."""

    approved_on: date
    by: str
    currency: str
    year: int
    lines: tuple[Benefit, ...]

    @property
    def promised_now(self) -> Decimal:
        """What all lines promise for this year."""
        return sum((each.promised_now for each in self.lines), NOTHING)

    @property
    def promised(self) -> Decimal:
        """What all lines promise for their best years."""
        return sum((each.promised for each in self.lines), NOTHING)

    @property
    def supported(self) -> Decimal:
        """What the figures support today in a full year; lines that are not known count as nothing."""
        return sum((each.supported or NOTHING for each in self.lines), NOTHING)

    @property
    def unknown(self) -> int:
        """Lines of which nothing is known: without a key figure, or without a reading, start or target."""
        return sum(each.supported is None for each in self.lines)


def benefits_of(rollout: Rollout, today: date) -> Benefits | None:
    """The benefits of the case that counts; None before a sponsor approved one."""
    found = case_queries.approved_case(rollout.id)
    if found is None:
        return None
    known = {each.ref: each for each in standings(rollout, today)}
    year = year_of(found.starts_on, today)
    lines = tuple(
        benefit_of(line.name, [each.likely for each in line.amounts], year, _shown(known.get(line.kpi_ref)))
        for line in found.case.benefits
    )
    return Benefits(found.at.date(), found.by, found.currency, year, lines)


def _shown(standing: Standing | None) -> Shown | None:
    if standing is None:
        return None
    return Shown(standing.id, standing.name, standing.unit, standing.word, standing.progress)
