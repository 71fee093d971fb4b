"""What the report asks of its reader: the decisions only a sponsor can take, and what would undo a good verdict."""

from collections.abc import Iterator, Sequence

from planner.readiness.gate_readiness import GateAssessment
from planner.readiness.turn_back import Back
from planner.readiness.verdict import Need, VerdictState
from planner.reports.report import Condition, DecisionNeeded, Plan
from planner.reports.wording import count, day

SHOWN_AT_MOST = 8


def decisions_needed(
    judged: GateAssessment, plan: Plan | None, conditions: Sequence[Condition]
) -> tuple[DecisionNeeded, ...]:
    """The gate itself, standing noes, overdue conditions, blockers of the sponsor's own or of nobody, and overrides."""
    return (
        _the_gate(judged, plan),
        *_standing(judged),
        *_overdue(conditions),
        *_own_blockers(judged),
        *_override(judged),
    )


def _the_gate(judged: GateAssessment, plan: Plan | None) -> DecisionNeeded:
    gate, state = judged.gate, judged.verdict.state
    advice = {
        VerdictState.GO: "approve",
        VerdictState.CONDITIONAL_GO: "approve with conditions",
        VerdictState.HOLD: "send back until the blockers are settled",
        VerdictState.STOP: "stop",
    }[state]
    waiting = _waiting(plan)
    if gate.due and gate.due < judged.as_of:
        waiting = f"Due {count((judged.as_of - gate.due).days, 'day')} ago. {waiting}"
    return DecisionNeeded(f"Decide on the gate “{gate.name}”; the criteria say: {advice}", gate.due, waiting)


def _waiting(plan: Plan | None) -> str:
    """What does not move until the gate is decided."""
    if plan is None:
        return "The work behind the gate cannot start."
    held = (
        f"{count(plan.waiting, 'task')} behind the gate cannot start" if plan.waiting else "The next work cannot start"
    )
    if plan.go_live is None:
        return f"{held}."
    return f"{held}; each working day of waiting is a day less before the go-live planned on {day(plan.go_live)}."


def _standing(judged: GateAssessment) -> Iterator[DecisionNeeded]:
    for reason in judged.verdict.reasons:
        if reason.need is Need.STANDING:
            yield DecisionNeeded(f"Settle: {reason.text}", judged.gate.due, "No other work on this gate can open it.")


def _overdue(conditions: Sequence[Condition]) -> Iterator[DecisionNeeded]:
    for each in conditions:
        if each.state == "overdue":
            what = f"Decide what follows from the overdue condition “{each.text.rstrip('.')}” ({each.owner})"
            yield DecisionNeeded(what, None, f"It was due on {day(each.due)}; its gate, {each.gate}, is on hold since.")


def _own_blockers(judged: GateAssessment) -> Iterator[DecisionNeeded]:
    nobodys = [each.text for each in judged.blockers if not each.owner]
    own = [each.text for each in judged.blockers if _is(judged.gate.decider, each.owner)]
    if nobodys:
        what = f"Name who settles {_told(nobodys, 'blockers without an owner')}"
        yield DecisionNeeded(what, judged.gate.due, "Nobody works on it; the gate stays shut.")
    if own:
        what = f"Settle {_told(own, 'blockers that are yours')}"
        yield DecisionNeeded(what, judged.gate.due, "Nobody else can; the gate stays shut.")


def _told(texts: Sequence[str], many: str) -> str:
    """One by its name, several by their number: they are listed above with their owners."""
    return f"“{texts[0].rstrip('.')}”" if len(texts) == 1 else f"the {len(texts)} {many}"


def _is(decider: str, owner: str) -> bool:
    """Whether an owner, written as a name or as `Sponsor (name)`, is the one who decides."""
    return bool(decider) and (owner == decider or owner.endswith(f"({decider})"))


def _override(judged: GateAssessment) -> Iterator[DecisionNeeded]:
    override = judged.verdict.override
    if override:
        what = "Confirm or take back the verdict set by hand"
        yield DecisionNeeded(
            what, override.until, f"After that day the computed verdict counts: {judged.verdict.computed}."
        )


def said_back(backs: Sequence[Back]) -> tuple[str, ...]:
    """What would turn a good verdict back, in sentences: what comes first, and how many more there are."""
    shown = tuple(each.text for each in backs[:SHOWN_AT_MOST])
    more = len(backs) - len(shown)
    return (*shown, f"{count(more, 'more thing', 'more things')}; the page of the gate names all.") if more else shown
