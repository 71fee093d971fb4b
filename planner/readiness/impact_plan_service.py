"""The part of the plan in the impact map: tasks that wait for each other, their phases, owners, and the gates."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime

from planner.readiness.impact import Line, Node, NodeKind, Part
from planner.readiness.impact_keys import gate_key, person_key, phase_key, task_key
from planner.readiness.impact_queries import Asked, last_of
from planner.schedule import gate_queries, queries
from planner.schedule.gate_queries import GateView
from planner.schedule.project_file import LagKind
from planner.schedule.queries import LinkFacts
from planner.schedule.states import Kind, TaskFacts, TaskState, state_of

BEFORE, OF_PHASE, OWNS = "comes before", "is part of", "answers for"
TENTHS = 6
"""Lags are stored in tenths of a minute: six seconds."""


def gates_part(asked: Asked) -> Part:
    """The gates, each after the work of its phase that nothing else in the phase waits for."""
    nodes, lines = [], []
    for view in gate_queries.gates_of(asked.rollout, asked.today):
        nodes.append(_gate(view, asked))
        if asked.people and view.gate.owner_id is not None:
            lines.append(Line(person_key(view.gate.owner_id), gate_key(view.gate.key), OWNS))
    return Part(tuple(nodes), tuple(lines))


def _later(due: date | None, planned: datetime | None) -> str:
    """That the plan reaches a gate only after its day."""
    day = planned.date() if planned else None
    return f"planned for {day.day} {day:%b}, after its day" if due and day and day > due else ""


def _gate(view: GateView, asked: Asked) -> Node:
    gate = view.gate
    planned = next((row.finish for row in asked.rows if row.gate_key == gate.key), None) if view.open else None
    return Node(
        key=gate_key(gate.key),
        kind=NodeKind.GATE,
        name=gate.name,
        note=f"wave {gate.wave}" if gate.wave else "",
        page=("schedule.gate", (("gate_id", gate.id),)),
        day=gate.due,
        settled=not view.open,
        late=view.late(asked.today),
        extra=_later(gate.due, planned),
    )


def plan_part(asked: Asked) -> Part:
    """The rows of the plan in use. A row that stands for a gate is the gate itself."""
    if asked.plan is None:
        return Part()
    links = queries.links_of(asked.plan.id)
    gates = _gate_rows(asked, links)
    keys = {row.id: gate_key(gates[row.id]) if row.id in gates else task_key(row.id) for row in asked.rows}
    work = [row for row in asked.rows if row.kind is not Kind.SUMMARY and row.id not in gates]
    day = asked.plan.minutes_per_day * 60
    nodes = [*(_task(row, asked, day) for row in work), *_phases(asked, work), *_people(asked)]
    lines = [*_waits(asked, links, keys), *_ends(asked, work, links, keys), *_belongs(asked, work)]
    return Part(tuple(nodes), tuple(lines))


def _gate_rows(asked: Asked, links: Sequence[LinkFacts]) -> dict[int, str]:
    """The rows that are a gate, with its key: its own row, and the milestone by which it is called at that moment."""
    found = {row.id: row.gate_key for row in asked.rows if row.gate_key}
    by_id = {row.id: row for row in asked.rows}
    for link in links:
        call, gate = by_id.get(link.predecessor_id), by_id.get(link.successor_id)
        if call and gate and _calls(call, gate):
            found[call.id] = gate.gate_key
    return found


def _calls(call: TaskFacts, gate: TaskFacts) -> bool:
    """Whether a milestone is nothing but the call of a gate: of the same phase and wave, at the same moment."""
    same = (call.phase_ref, call.wave, call.finish) == (gate.phase_ref, gate.wave, gate.finish)
    return same and bool(gate.gate_key) and not call.gate_key and call.kind is Kind.MILESTONE


def _task(row: TaskFacts, asked: Asked, day: int) -> Node:
    state = state_of(row, asked.today)
    return Node(
        key=task_key(row.id),
        kind=NodeKind.TASK,
        name=row.name,
        note=f"wave {row.wave}" if row.wave else "",
        page=("schedule.task", (("task_id", row.id),)),
        day=row.last_day,
        slack=None if row.slack is None else round(row.slack.total_seconds() / day, 1),
        settled=state is TaskState.DONE,
        late=state in {TaskState.LATE, TaskState.LATE_START},
        work=row.kind is Kind.TASK,
    )


def _phases(asked: Asked, work: Sequence[TaskFacts]) -> Iterator[Node]:
    """Each phase of the plan, by the name that its gates give it."""
    names = {view.gate.phase_ref: view.gate.phase_name for view in gate_queries.gates_of(asked.rollout, asked.today)}
    for ref, name in names.items():
        own = [row for row in work if row.phase_ref == ref]
        if own:
            days = [row.last_day for row in own if row.last_day]
            done = all(row.percent >= 100 for row in own)
            yield Node(phase_key(ref), NodeKind.PHASE, name or ref, day=max(days, default=None), settled=done)


def _people(asked: Asked) -> Iterator[Node]:
    """Everybody who takes part or owns something; nobody where persons may not be named."""
    if not asked.people:
        return
    owners = queries.names_of({row.owner_id for row in asked.rows})
    for number, name in {**queries.people(asked.rollout.id), **owners}.items():
        yield Node(person_key(number), NodeKind.PERSON, name)


def _waits(asked: Asked, links: Sequence[LinkFacts], keys: Mapping[int, str]) -> Iterator[Line]:
    by_id = {row.id: row for row in asked.rows}
    for link in links:
        before, after = by_id.get(link.predecessor_id), by_id.get(link.successor_id)
        if before and after:
            yield Line(keys[before.id], keys[after.id], BEFORE, _buffer(asked, before, after, link))


def _buffer(asked: Asked, before: TaskFacts, after: TaskFacts, link: LinkFacts) -> int:
    """The working time by which the first may slip before the second has to move; nothing where that is not known."""
    one = before.finish if link.type in {"FS", "FF"} else before.start
    other = after.start if link.type in {"FS", "SS"} else after.finish
    if link.lag_kind not in {LagKind.WORKING, LagKind.ELAPSED}:
        return 0
    lag = link.lag * TENTHS if link.lag_kind is LagKind.WORKING else 0
    return max(asked.free(one, other) - lag, 0)


def _ends(
    asked: Asked, work: Sequence[TaskFacts], links: Sequence[LinkFacts], keys: Mapping[int, str]
) -> Iterator[Line]:
    """Work of a phase that nothing waits for in its phase and wave is followed by the gate of that phase."""
    place = {row.id: (row.phase_ref, row.wave) for row in asked.rows}
    followed = {link.predecessor_id for link in links if place.get(link.predecessor_id) == place.get(link.successor_id)}
    gates = {(row.phase_ref, row.wave): row for row in asked.rows if row.gate_key}
    for row in work:
        gate = gates.get((row.phase_ref, row.wave))
        if gate is not None and row.id not in followed:
            yield Line(keys[row.id], keys[gate.id], BEFORE, asked.free(row.finish, gate.start))


def _belongs(asked: Asked, work: Sequence[TaskFacts]) -> Iterator[Line]:
    """Each task with its phase, which ends with the last of them, and with its owner."""
    by_phase: dict[str, list[TaskFacts]] = {}
    for row in work:
        by_phase.setdefault(row.phase_ref, []).append(row)
    ends = {ref: last_of(rows) for ref, rows in by_phase.items()}
    for row in work:
        if row.phase_ref:
            yield Line(
                task_key(row.id), phase_key(row.phase_ref), OF_PHASE, asked.free(row.finish, ends[row.phase_ref])
            )
        if asked.people and row.owner_id is not None:
            yield Line(person_key(row.owner_id), task_key(row.id), OWNS)
