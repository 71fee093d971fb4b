"""The business case: what the rollout costs and brings by year, what that is worth, and what decides it.

Every line has three estimates for each year. Taken together they are read in three ways: cautious (costs high, benefits
low), likely, and hopeful (costs low, benefits high). All amounts are exact.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from planner.basics.lights import Light
from planner.suitability.cash_flows import Payback, discounted, discounted_payback, npv, payback, roi, running_total
from planner.suitability.internal_rate import InternalRate, internal_rates

MOST_YEARS = 10
MOST = Decimal(10**12)
NOTHING = Decimal(0)
MONTHS = 12


class LineKind(StrEnum):
    """What a line is: paid once, paid while the system is used, earned more, or saved."""

    ONE_OFF = "one-off"
    RUNNING = "running"
    REVENUE = "revenue"
    SAVING = "saving"

    @property
    def is_cost(self) -> bool:
        """Whether it is paid."""
        return self in {LineKind.ONE_OFF, LineKind.RUNNING}

    @property
    def begins_with_use(self) -> bool:
        """Whether it comes later when the system comes into use later."""
        return self is not LineKind.ONE_OFF


KIND_WORDS = {
    LineKind.ONE_OFF: "Cost, paid once",
    LineKind.RUNNING: "Running cost of the system",
    LineKind.REVENUE: "More revenue (what is left of it)",
    LineKind.SAVING: "Saving",
}


class Reading(StrEnum):
    """How the estimates are read together."""

    CAUTIOUS = "cautious"
    LIKELY = "likely"
    HOPEFUL = "hopeful"


@dataclass(frozen=True, slots=True)
class Amount:
    """Three estimates of one year's amount of a line, none below nothing, in rising order."""

    low: Decimal = NOTHING
    likely: Decimal = NOTHING
    high: Decimal = NOTHING

    def read(self, reading: Reading, *, cost: bool) -> Decimal:
        """The amount in one reading: what is cautious for a cost is its high end."""
        if reading is Reading.LIKELY:
            return self.likely
        return self.high if (reading is Reading.CAUTIOUS) == cost else self.low


@dataclass(frozen=True, slots=True)
class Line:
    """One cost or benefit, by its lasting number. `kpi_ref` names the key figure that will show a benefit."""

    number: int
    name: str
    kind: LineKind
    amounts: tuple[Amount, ...]
    kpi_ref: str = ""
    basis: str = ""

    def by_year(self, years: int, reading: Reading) -> tuple[Decimal, ...]:
        """The amount of each year from 0 on, positive for costs too."""
        read = [each.read(reading, cost=self.kind.is_cost) for each in self.amounts[: years + 1]]
        return (*read, *[NOTHING] * (years + 1 - len(read)))

    def flows(self, years: int, reading: Reading) -> tuple[Decimal, ...]:
        """The same as flows: costs go out."""
        sign = -1 if self.kind.is_cost else 1
        return tuple(sign * amount for amount in self.by_year(years, reading))

    def only(self, end: str) -> "Line":
        """The line as if its `low` or `high` estimates were certain."""
        fixed = tuple(Amount(*[getattr(each, end)] * 3) for each in self.amounts)
        return replace(self, amounts=fixed)

    @property
    def open(self) -> bool:
        """Whether its estimates differ at all."""
        return any(each.low != each.high for each in self.amounts)


@dataclass(frozen=True, slots=True)
class Case:
    """A whole case: years after year 0, the yearly rate in percent, what a month more costs, and the budget."""

    years: int
    rate: Decimal
    lines: tuple[Line, ...]
    month_cost: Decimal | None = None
    budget: Decimal | None = None

    @property
    def share(self) -> Decimal:
        """The rate as a share."""
        return self.rate / 100

    @property
    def complete(self) -> bool:
        """Whether there is something on both sides."""
        return {line.kind.is_cost for line in self.lines} == {True, False}

    def of(self, *kinds: LineKind) -> tuple[Line, ...]:
        """The lines of these kinds, in their order."""
        return tuple(line for line in self.lines if line.kind in kinds)

    @property
    def costs(self) -> tuple[Line, ...]:
        """What is paid."""
        return self.of(LineKind.ONE_OFF, LineKind.RUNNING)

    @property
    def benefits(self) -> tuple[Line, ...]:
        """What is earned or saved."""
        return self.of(LineKind.REVENUE, LineKind.SAVING)

    def flows(self, reading: Reading) -> tuple[Decimal, ...]:
        """What is left of each year."""
        return summed((line.flows(self.years, reading) for line in self.lines), self.years)

    def npv(self, reading: Reading = Reading.LIKELY) -> Decimal:
        """What the case is worth today."""
        return npv(self.share, self.flows(reading))


def summed(rows: Iterable[Sequence[Decimal]], years: int) -> tuple[Decimal, ...]:
    """Rows of years added up."""
    return tuple(sum(column, NOTHING) for column in zip([NOTHING] * (years + 1), *rows, strict=True))


@dataclass(frozen=True, slots=True)
class Worth:
    """What a case is worth in one reading. Amounts in money, `roi` in percent; None where it cannot be said."""

    reading: Reading
    costs: Decimal
    benefits: Decimal
    npv: Decimal
    irr: InternalRate
    payback: Payback | None
    discounted_payback: Payback | None
    roi: Decimal | None


def worth(case: Case, reading: Reading) -> Worth:
    """Every figure of a case in one reading."""
    flows = case.flows(reading)
    costs = sum((amount for line in case.costs for amount in line.by_year(case.years, reading)), NOTHING)
    benefits = sum((amount for line in case.benefits for amount in line.by_year(case.years, reading)), NOTHING)
    return Worth(
        reading=reading,
        costs=costs,
        benefits=benefits,
        npv=npv(case.share, flows),
        irr=internal_rates(flows),
        payback=payback(flows),
        discounted_payback=discounted_payback(case.share, flows),
        roi=roi(costs, benefits),
    )


def light_of(case: Case) -> Light:
    """Green when it is worth it on cautious figures, amber when only the likely ones say so, red when not even they.

    A case without costs, or without benefits, says nothing yet.
    """
    if not case.complete:
        return Light.UNKNOWN
    if case.npv(Reading.CAUTIOUS) >= 0:
        return Light.GREEN
    return Light.AMBER if case.npv() >= 0 else Light.RED


@dataclass(frozen=True, slots=True)
class Year:
    """One year of a case as a table shows it."""

    number: int
    costs: Decimal
    benefits: Decimal
    net: Decimal
    today: Decimal
    total: Decimal
    total_today: Decimal


def years_of(case: Case, reading: Reading = Reading.LIKELY) -> tuple[Year, ...]:
    """Costs, benefits, what is left, what that is worth today, and both added up, year by year."""
    costs = summed((line.by_year(case.years, reading) for line in case.costs), case.years)
    benefits = summed((line.by_year(case.years, reading) for line in case.benefits), case.years)
    flows = case.flows(reading)
    today = discounted(case.share, flows)
    columns = zip(costs, benefits, flows, today, running_total(flows), running_total(today), strict=True)
    return tuple(Year(number, *values) for number, values in enumerate(columns))


@dataclass(frozen=True, slots=True)
class Swing:
    """How far one line alone moves the worth of the case: with its low and with its high estimate."""

    line: Line
    low: Decimal
    high: Decimal

    @property
    def span(self) -> Decimal:
        """The distance between both."""
        return abs(self.high - self.low)


def tornado(case: Case) -> tuple[Swing, ...]:
    """The net present value with each line at either end, all others likely; the line that moves it most first."""
    found = [Swing(line, _with(case, line.only("low")), _with(case, line.only("high"))) for line in case.lines]
    return tuple(sorted(found, key=lambda swing: (-swing.span, swing.line.name)))


def _with(case: Case, changed: Line) -> Decimal:
    lines = tuple(changed if line.number == changed.number else line for line in case.lines)
    return replace(case, lines=lines).npv()


def cost_of_waiting(case: Case, months: int = 1, reading: Reading = Reading.LIKELY) -> Decimal:
    """What it costs when the system comes into use so many months later (0 to 12); below nothing it saves.

    The years of the case stay, so benefits and running costs move and what moves beyond the last year is lost; what is
    paid once stays where it is; each month more costs what the project costs in a month, where that is given.
    A case of one year with a benefit of 1,200 at 0 % loses 100 with each month.
    """
    if not 0 <= months <= MONTHS:
        raise ValueError("between 0 and 12 months")
    later = replace(case, lines=tuple(_moved(line, months) for line in case.lines))
    return case.npv(reading) - later.npv(reading) + months * (case.month_cost or NOTHING)


def _moved(line: Line, months: int) -> Line:
    """A line later by some months: each year keeps part of its own amount and gets part of the year's before."""
    if not line.kind.begins_with_use:
        return line
    part = Decimal(months) / MONTHS
    before = (Amount(), *line.amounts)
    moved = tuple(_mixed(own, earlier, part) for own, earlier in zip((*line.amounts, Amount()), before, strict=True))
    return replace(line, amounts=moved)


def _mixed(own: Amount, earlier: Amount, part: Decimal) -> Amount:
    ends = ("low", "likely", "high")
    return Amount(*(getattr(own, end) * (1 - part) + getattr(earlier, end) * part for end in ends))
