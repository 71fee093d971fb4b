"""A key figure: formula, unit, good direction, rhythm of reading, where it starts and where it should be when."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from planner.basics.days import check_day
from planner.basics.errors import RuleBroken
from planner.playbook.library import Kpi as PlaybookKpi
from planner.playbook.words import Cadence, Direction, Unit

LARGEST = Decimal(10) ** 15
PLACES = 6


@dataclass(frozen=True, slots=True)
class Target:
    """Where a figure starts and where it should be. `near` is how close to the target counts as nearly there.

    A band has `low` and `high` instead of one target value; both ends belong to it.
    """

    direction: Direction
    baseline: Decimal | None = None
    baseline_on: date | None = None
    target: Decimal | None = None
    target_on: date | None = None
    near: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None

    @property
    def complete(self) -> bool:
        """Whether a reading can be held against it."""
        if self.direction is Direction.BAND:
            return self.low is not None or self.high is not None
        return self.target is not None


@dataclass(frozen=True, slots=True)
class KpiDraft:
    """A key figure as it is wanted; `unit_id` or `wave` say where it is measured, None for the whole organisation."""

    name: str
    purpose: str
    formula: str
    unit: Unit
    cadence: Cadence
    grace_days: int
    source: str
    owner_id: int | None
    customer_based: bool
    target: Target
    unit_id: int | None = None
    wave: int | None = None


def draft_of(kpi: PlaybookKpi) -> KpiDraft:
    """A key figure of the playbook's library, taken as it is; start and target are the rollout's own."""
    return KpiDraft(
        name=kpi.name,
        purpose=kpi.purpose,
        formula=kpi.formula,
        unit=kpi.unit,
        cadence=kpi.cadence,
        grace_days=kpi.grace_days,
        source=kpi.source,
        owner_id=None,
        customer_based=kpi.customer_based,
        target=Target(kpi.direction),
    )


def check(draft: KpiDraft) -> None:
    """Refuse a definition that contradicts itself; RuleBroken names the field."""
    if not draft.name.strip():
        raise RuleBroken("Give the key figure a name.", "name")
    if not 0 <= draft.grace_days <= 365:
        raise RuleBroken("Grace is between 0 and 365 days.", "grace_days")
    target = draft.target
    for field in ("baseline", "target", "near", "low", "high"):
        check_number(getattr(target, field), field)
    check_day(target.baseline_on, "baseline_on")
    check_day(target.target_on, "target_on")
    if (target.baseline is None) != (target.baseline_on is None):
        missing = "baseline_on" if target.baseline is not None else "baseline"
        raise RuleBroken("A starting value and its day go together.", missing)
    if target.target_on and target.baseline_on and target.target_on <= target.baseline_on:
        raise RuleBroken("The target lies before the starting value.", "target_on")
    if target.near is not None and target.near < 0:
        raise RuleBroken("How near counts is not less than nothing.", "near")
    _check_direction(target)


def _check_direction(target: Target) -> None:
    if target.direction is Direction.BAND:
        if target.target is not None:
            raise RuleBroken("A band has two ends instead of one target: leave it empty.", "target")
        if target.low is not None and target.high is not None and target.low >= target.high:
            raise RuleBroken("The upper end lies under the lower end.", "high")
        return
    for end in ("low", "high"):
        if getattr(target, end) is not None:
            raise RuleBroken("Only a band has ends: leave it empty.", end)
    if target.target is None or target.baseline is None:
        return
    better = target.target > target.baseline if target.direction is Direction.UP else target.target < target.baseline
    if not better:
        way = "above" if target.direction is Direction.UP else "under"
        raise RuleBroken(
            f"This figure is better the {'higher' if way == 'above' else 'lower'}: the target lies {way} the start.",
            "target",
        )


def check_number(value: Decimal | None, field: str) -> None:
    """Refuse numbers that no figure has."""
    if value is None:
        return
    if not value.is_finite() or abs(value) >= LARGEST:
        raise RuleBroken("This is no number that a key figure has.", field)
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and -exponent > PLACES:
        raise RuleBroken(f"Give at most {PLACES} digits behind the point.", field)
