"""Questions about the gates of a rollout: where each stands today, and which one comes next."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from planner.basics.errors import NotFound
from planner.db import db
from planner.rollouts.models import Rollout
from planner.schedule import queries
from planner.schedule.gate_models import GateWaiver
from planner.schedule.gates import Condition, GateFacts, GateState, Standing, Verdict, standing_of
from planner.schedule.holding import Waiver
from planner.schedule.models import Gate, GateCondition, GateDecision


@dataclass(frozen=True, slots=True)
class GateView:
    """A gate with its decisions and waivers (latest first), the conditions of the latest one, and its worth today.

    `waiver` is the one that lets work beyond the gate start today, although it is not open.
    """

    gate: Gate
    decisions: tuple[GateDecision, ...]
    conditions: tuple[GateCondition, ...]
    verdict: Verdict
    waivers: tuple[GateWaiver, ...] = ()
    waiver: GateWaiver | None = None

    @property
    def facts(self) -> GateFacts:
        """The gate as the rules see it."""
        return facts_of(self.gate, self.decisions, self.conditions)

    @property
    def open(self) -> bool:
        """Whether somebody still has to decide on it: not passed, and not stopped."""
        return self.verdict.standing not in {Standing.GO, Standing.CONDITIONAL_GO, Standing.STOP}

    def late(self, today: date) -> bool:
        """Whether its day has passed without a decision that opens it."""
        return self.open and self.gate.due is not None and self.gate.due < today


def facts_of(
    gate: Gate, decisions: tuple[GateDecision, ...] = (), conditions: tuple[GateCondition, ...] = ()
) -> GateFacts:
    """What the rules need to know of a stored gate."""
    return GateFacts(
        state=gate.state,
        owner_id=gate.owner_id,
        called_by_id=gate.called_by_id,
        decision=decisions[0].decision if decisions and gate.state is GateState.DECIDED else None,
        conditions=tuple(Condition(row.text, row.owner_id, row.due, row.met_at is not None) for row in conditions),
    )


def waiver_facts(gate: Gate, row: GateWaiver) -> Waiver:
    """A stored waiver as the rules see it."""
    return Waiver(gate.key, row.until, row.taken_back_at is not None)


def gates_of(rollout: Rollout, today: date) -> list[GateView]:
    """All gates in the order of the phases, each with where it stands on a day; four questions in all."""
    gates = list(db.session.scalars(select(Gate).where(Gate.rollout_id == rollout.id).order_by(Gate.position)))
    return _views(gates, today)


def gate(rollout_id: int, gate_id: int, today: date) -> GateView:
    """One gate of this rollout; NotFound for any other."""
    found = db.session.scalar(select(Gate).where(Gate.id == gate_id, Gate.rollout_id == rollout_id))
    if found is None:
        raise NotFound("There is no such gate in this rollout.")
    return _views([found], today)[0]


def gate_by_key(rollout: Rollout, key: str, today: date) -> GateView:
    """One gate by its key, such as “strategy-exit” or “wave-exit@2”; NotFound names the keys there are."""
    views = gates_of(rollout, today)
    for view in views:
        if view.gate.key == key:
            return view
    known = ", ".join(view.gate.key for view in views) or "none yet"
    raise NotFound(f"There is no gate “{key}”. The gates of this rollout: {known}.")


def next_open_gate(rollout: Rollout, today: date) -> GateView | None:
    """The first gate that is not passed yet, by its date and then by the order of phases; None when all are passed."""
    waiting = [view for view in gates_of(rollout, today) if view.open]
    return min(waiting, key=lambda view: (view.gate.due or date.max, view.gate.position), default=None)


def _views(gates: list[Gate], today: date) -> list[GateView]:
    ids = [gate.id for gate in gates]
    decisions: dict[int, list[GateDecision]] = defaultdict(list)
    query = select(GateDecision).where(GateDecision.gate_id.in_(ids))
    for decision in db.session.scalars(query.order_by(GateDecision.id.desc())):
        decisions[decision.gate_id].append(decision)
    latest = {rows[0].id for rows in decisions.values()}
    conditions: dict[int, list[GateCondition]] = defaultdict(list)
    rows = select(GateCondition).where(GateCondition.decision_id.in_(latest)).order_by(GateCondition.id)
    for condition in db.session.scalars(rows):
        conditions[condition.decision_id].append(condition)
    waivers: dict[int, list[GateWaiver]] = defaultdict(list)
    given = select(GateWaiver).where(GateWaiver.gate_id.in_(ids)).order_by(GateWaiver.id.desc())
    for waiver in db.session.scalars(given):
        waivers[waiver.gate_id].append(waiver)
    return [_view(gate, tuple(decisions[gate.id]), conditions, tuple(waivers[gate.id]), today=today) for gate in gates]


def _view(
    gate: Gate,
    decisions: tuple[GateDecision, ...],
    conditions: dict[int, list[GateCondition]],
    waivers: tuple[GateWaiver, ...],
    *,
    today: date,
) -> GateView:
    mine = tuple(conditions[decisions[0].id]) if decisions else ()
    verdict = standing_of(facts_of(gate, decisions, mine), today)
    holding = [row for row in waivers if waiver_facts(gate, row).holds_on(today)]
    waiver = max(holding, key=lambda row: row.until, default=None) if verdict.can_be_waived else None
    return GateView(gate, decisions, mine, verdict, waivers, waiver)


def early_reviews(rollout: Rollout) -> list[tuple[Gate, date]]:
    """Reviews never called that are due before the work they judge ends, or have no day; each with the day it ends."""
    plan = queries.current_plan(rollout.id)
    rows = queries.rows_of(plan.id) if plan else []
    ends = {row.gate_key: row.last_day for row in rows if row.gate_key and row.open_work}
    waiting = select(Gate).where(Gate.rollout_id == rollout.id, Gate.state == GateState.NOT_CALLED)
    found = []
    for gate in db.session.scalars(waiting.order_by(Gate.position)):
        day = ends.get(gate.key)
        if day is not None and (gate.due is None or gate.due < day):
            found.append((gate, day))
    return found
