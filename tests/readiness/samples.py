"""Small criteria, factors, gates and statements to judge, and strategies that draw many of them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, TypeVar

from hypothesis import strategies as st

from planner.playbook.outline import Comparison, Criterion, CriterionKind, Factor, Gate, Level, Pillar, Unit
from planner.readiness.criteria import FactValue
from planner.readiness.evidence import Grade, State, Statement
from planner.readiness.factors import Assessment, assess
from planner.readiness.gate_readiness import GateAssessment, GateHead, judge_gate
from planner.readiness.verdict import Order, Override

TODAY = date(2026, 3, 2)
STEPS = ("nothing seen", "talked about", "begun", "done for most", "done and kept up")


Value = TypeVar("Value", Criterion, Factor, Statement)


def changed(base: Value, fields: dict[str, Any]) -> Value:
    return replace(base, **fields)


def answer(ref: str = "a", **fields: object) -> Criterion:
    return changed(Criterion(ref=ref, text=f"Question {ref}", kind=CriterionKind.ANSWER, steps=STEPS), fields)


def check(ref: str = "c", **fields: object) -> Criterion:
    return changed(Criterion(ref=ref, text=f"Check {ref}", kind=CriterionKind.CHECK, evidence="minutes"), fields)


def measure(
    ref: str = "m", *, fact: str = "plan.late_tasks", op: str = "<=", line: int = 0, **fields: object
) -> Criterion:
    base = Criterion(ref=ref, text=f"Measure {ref}", kind=CriterionKind.MEASURE, fact=fact, unit=Unit.COUNT)
    return changed(base, {"op": Comparison(op), "threshold": Decimal(line), **fields})


def asks_factor(ref: str, factor: str, line: int, *, must: bool = True) -> Criterion:
    return Criterion(
        ref=ref, text=f"Factor {factor}", kind=CriterionKind.FACTOR, factor=factor, threshold=Decimal(line), must=must
    )


def factor(ref: str = "f", *criteria: Criterion, threshold: int | None = None, **fields: object) -> Factor:
    base = Factor(
        ref=ref,
        name=f"Factor {ref}",
        pillar=Pillar.PEOPLE,
        level=Level.STRATEGIC,
        weight=5,
        why="because",
        owner_role="manager",
        criteria=criteria,
        threshold=None if threshold is None else Decimal(threshold),
    )
    return changed(base, fields)


def gate(*criteria: Criterion) -> Gate:
    return Gate(ref="g", name="Go-live", purpose="May we go live?", criteria=criteria)


def said(value: int | str | None, *, days_ago: int = 0, **fields: object) -> Statement:
    base = Statement(
        state=State.UNKNOWN if value is None else State.SCORED,
        value=None if value is None else Decimal(value),
        answered_on=TODAY - timedelta(days=days_ago),
        author="Mara Lind",
        grade=Grade.OBSERVED,
    )
    return changed(base, fields)


def not_applicable(**fields: object) -> Statement:
    base = Statement(state=State.NOT_APPLICABLE, answered_on=TODAY, author="Mara Lind", na_reason="No shop is kept.")
    return changed(base, fields)


def verified(statement: Statement) -> Statement:
    return replace(statement, verified_by="Sven Holm", verified_on=TODAY)


def fact(value: int | None, name: str = "plan.late_tasks") -> dict[str, FactValue]:
    return {name: FactValue(name, "Late tasks", Unit.COUNT, None if value is None else Decimal(value), "The plan")}


def assessed(
    factors: Sequence[Factor],
    statements: Mapping[str, Statement] | None = None,
    facts: Mapping[str, FactValue] | None = None,
) -> Assessment:
    return assess(factors, statements or {}, facts or {}, TODAY)


def judged(
    asked: Gate,
    factors: Sequence[Factor] = (),
    statements: Mapping[str, Statement] | None = None,
    facts: Mapping[str, FactValue] | None = None,
    *,
    orders: Sequence[Order] = (),
    override: Override | None = None,
) -> GateAssessment:
    statements, facts = statements or {}, facts or {}
    head = GateHead(asked.ref, asked.name)
    assessment = assessed(factors, statements, facts)
    return judge_gate(asked, head, assessment, statements, facts, owners={}, orders=orders, override=override)


weights = st.integers(1, 5)


@st.composite
def criteria(draw: st.DrawFn, ref: str) -> Criterion:
    kind = draw(st.sampled_from(("answer", "check")))
    fields = {
        "weight": draw(weights),
        "verify": draw(st.booleans()),
        "valid_days": draw(st.sampled_from((None, 10, 90))),
        "effort_days": draw(st.sampled_from((None, Decimal(1), Decimal(5)))),
    }
    return answer(ref, **fields) if kind == "answer" else check(ref, **fields)


@st.composite
def statements_for(draw: st.DrawFn, criterion: Criterion) -> Statement | None:
    how = draw(st.sampled_from(("none", "unknown", "scored", "scored", "scored", "na")))
    if how == "none":
        return None
    highest = 4 if criterion.kind is CriterionKind.ANSWER else 1
    days_ago = draw(st.sampled_from((0, 10, 11, 100)))
    value = draw(st.integers(0, highest)) if how == "scored" else None
    statement = said(value, days_ago=days_ago) if how != "na" else not_applicable(answered_on=TODAY)
    return verified(statement) if draw(st.booleans()) else statement


@st.composite
def factors_with_statements(
    draw: st.DrawFn, refs: str = "f", most: int = 3, *, critical: bool | None = None
) -> tuple[list[Factor], dict[str, Statement]]:
    factors, statements = [], {}
    for name in refs:
        asked = [draw(criteria(f"{name}{number}")) for number in range(draw(st.integers(1, most)))]
        for each in asked:
            statement = draw(statements_for(each))
            if statement is not None:
                statements[each.ref] = statement
        is_critical = draw(st.booleans()) if critical is None else critical
        line = draw(st.sampled_from((40, 60, 75, 100)))
        factors.append(
            factor(
                name,
                *asked,
                weight=draw(st.integers(1, 10)),
                critical=is_critical,
                threshold=line if is_critical else None,
                pillar=draw(st.sampled_from(list(Pillar))),
            )
        )
    return factors, statements
