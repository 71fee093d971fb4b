"""The business case as a table for a spreadsheet: every line with its three estimates, then the totals."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal

from planner.basics.export import Cell
from planner.suitability.business_case import KIND_WORDS, Case, Reading, Year, years_of

CENT = Decimal("0.01")


def headings(years: int) -> tuple[str, ...]:
    """The names of the columns."""
    return ("Line", "Kind", "Estimate", "Key figure", "Basis", *(f"Year {year}" for year in range(years + 1)), "Total")


def table(case: Case, kpis: Mapping[str, str]) -> Iterator[Sequence[Cell]]:
    """Costs first, then benefits, each with low, likely and high; then what is left, read in three ways."""
    for line in (*case.costs, *case.benefits):
        for end in ("low", "likely", "high"):
            values = [getattr(each, end) for each in line.amounts[: case.years + 1]]
            amounts = [*values, *[Decimal(0)] * (case.years + 1 - len(values))]
            kind = KIND_WORDS[line.kind]
            yield (line.name, kind, end, kpis.get(line.kpi_ref, ""), line.basis, *amounts, sum(amounts, Decimal(0)))
    for reading in Reading:
        rows = years_of(case, reading)
        yield _total("Left", reading, rows, lambda year: year.net)
        yield _total(f"Left, worth today at {case.rate:f} % a year", reading, rows, lambda year: year.today)


def _total(name: str, reading: Reading, rows: Sequence[Year], value: Callable[[Year], Decimal]) -> Sequence[Cell]:
    amounts = [value(row).quantize(CENT) for row in rows]
    total = sum((value(row) for row in rows), Decimal(0)).quantize(CENT)
    return (name, "All lines", reading.value, "", "", *amounts, total)
