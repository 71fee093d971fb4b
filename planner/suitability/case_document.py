"""An approved business case as one plain document, and back: the form in which it is kept under its digest."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from planner.suitability.business_case import Amount, Case, Line, LineKind

FORMAT = 1


def document_of(case: Case, starts_on: date, currency: str) -> dict[str, object]:
    """The whole case as texts and whole numbers."""
    return {
        "format": FORMAT,
        "years": case.years,
        "rate": _text(case.rate),
        "starts_on": starts_on.isoformat(),
        "currency": currency,
        "month_cost": _text(case.month_cost),
        "budget": _text(case.budget),
        "lines": [_line(line) for line in case.lines],
    }


def _line(line: Line) -> dict[str, object]:
    return {
        "number": line.number,
        "name": line.name,
        "kind": line.kind.value,
        "kpi_ref": line.kpi_ref,
        "basis": line.basis,
        "amounts": [[_text(value) for value in (each.low, each.likely, each.high)] for each in line.amounts],
    }


def _text(value: Decimal | None) -> str | None:
    return None if value is None else format(value, "f")


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def case_from(document: Mapping[str, Any]) -> Case:
    """The case that a document holds."""
    return Case(
        years=document["years"],
        rate=Decimal(document["rate"]),
        lines=tuple(_line_from(each) for each in document["lines"]),
        month_cost=_number(document["month_cost"]),
        budget=_number(document["budget"]),
    )


def _line_from(each: Mapping[str, Any]) -> Line:
    amounts: Sequence[Sequence[str]] = each["amounts"]
    read = tuple(Amount(*(Decimal(value) for value in year)) for year in amounts)
    return Line(each["number"], each["name"], LineKind(each["kind"]), read, each["kpi_ref"], each["basis"])


def digest(document: Mapping[str, object]) -> str:
    """SHA-256 (hexadecimal) of a document, however its keys are ordered."""
    text = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
