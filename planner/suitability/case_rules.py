"""What a business case and its lines must fulfil before they are kept, and how a kept case differs from today's."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from planner.basics.days import check_day
from planner.basics.errors import RuleBroken
from planner.suitability.business_case import MOST, MOST_YEARS, Amount, Case, Line, LineKind, Reading

MOST_LINES = 60
HIGHEST_RATE = Decimal(100)


@dataclass(frozen=True, slots=True)
class CaseDraft:
    """The frame of a case as it was typed; the rate in percent."""

    years: int
    rate: Decimal
    starts_on: date
    month_cost: Decimal | None = None
    budget: Decimal | None = None


@dataclass(frozen=True, slots=True)
class LineDraft:
    """A line as it was typed; an estimate that was left empty is None."""

    name: str
    kind: LineKind
    amounts: tuple[tuple[Decimal | None, Decimal | None, Decimal | None], ...]
    kpi_ref: str = ""
    basis: str = ""
    owner_id: int | None = None


def check_case(draft: CaseDraft, lines: Sequence[Line]) -> None:
    """Refuse years and rates out of reach, and fewer years than the lines have amounts for."""
    if not 1 <= draft.years <= MOST_YEARS:
        raise RuleBroken(f"Choose between 1 and {MOST_YEARS} years.", "years")
    if not 0 <= draft.rate <= HIGHEST_RATE:
        raise RuleBroken("Give a rate between 0 and 100 % a year.", "rate")
    check_day(draft.starts_on, "starts_on")
    for value, field in ((draft.month_cost, "month_cost"), (draft.budget, "budget")):
        _check_money(value, field)
    for line in lines:
        if any(each.high for each in line.amounts[draft.years + 1 :]):
            raise RuleBroken(f"“{line.name}” has an amount in a later year. Take it out first.", "years")


def amounts_of(draft: LineDraft) -> tuple[Amount, ...]:
    """The amounts of a line, checked. A year left empty has none; a low or high end left empty is as the likely one."""
    found = tuple(_amount(year, *typed) for year, typed in enumerate(draft.amounts))
    if not any(each.high for each in found):
        raise RuleBroken("Give an amount for at least one year.", "likely_0")
    return found


def _amount(year: int, low: Decimal | None, likely: Decimal | None, high: Decimal | None) -> Amount:
    for value, name in ((low, "low"), (likely, "likely"), (high, "high")):
        _check_money(value, f"{name}_{year}")
    if likely is None:
        if low is not None or high is not None:
            raise RuleBroken(f"Give the likely amount of year {year} too.", f"likely_{year}")
        return Amount()
    low, high = likely if low is None else low, likely if high is None else high
    if low > likely:
        raise RuleBroken(f"In year {year} the low amount is above the likely one.", f"low_{year}")
    if high < likely:
        raise RuleBroken(f"In year {year} the high amount is below the likely one.", f"high_{year}")
    return Amount(low, likely, high)


def _check_money(value: Decimal | None, field: str) -> None:
    if value is None:
        return
    if not value.is_finite() or not 0 <= value <= MOST:
        raise RuleBroken(f"Give an amount between 0 and {MOST:,}. Costs are typed without a minus.", field)
    if value != round(value, 2):
        raise RuleBroken("Give at most two decimal places.", field)


def check_line(draft: LineDraft, kpis: Mapping[str, str], members: Sequence[int]) -> None:
    """Refuse a line without a name, an owner from elsewhere, and a key figure that is unknown or on a cost."""
    if not draft.name:
        raise RuleBroken("Give the line a name.", "name")
    if draft.owner_id is not None and draft.owner_id not in members:
        raise RuleBroken("The owner takes part in the rollout.", "owner")
    if draft.kpi_ref and draft.kpi_ref not in kpis:
        raise RuleBroken("Choose a key figure of the playbook.", "kpi_ref")
    if draft.kpi_ref and draft.kind.is_cost:
        raise RuleBroken("Only a benefit is shown by a key figure.", "kpi_ref")


@dataclass(frozen=True, slots=True)
class Change:
    """A line against the approved case, by its likely total over all years; None where it is not there."""

    name: str
    kind: LineKind
    approved: Decimal | None
    now: Decimal | None

    @property
    def moved(self) -> bool:
        """Whether it is another amount."""
        return self.approved != self.now


def changes(approved: Case, now: Case) -> tuple[Change, ...]:
    """Every line of either case, today's order first."""
    before = {line.number: line for line in approved.lines}
    after = {line.number: line for line in now.lines}
    found = []
    for number in (*after, *(number for number in before if number not in after)):
        line = after.get(number) or before[number]
        ends = (_total(before.get(number), approved), _total(after.get(number), now))
        found.append(Change(line.name, line.kind, *ends))
    return tuple(found)


def _total(line: Line | None, case: Case) -> Decimal | None:
    return None if line is None else sum(line.by_year(case.years, Reading.LIKELY), Decimal(0))
