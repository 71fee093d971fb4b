"""The live figures of the goals: what is missing, what serves them, who approved them, and what is delivered."""

from collections.abc import Collection, Mapping
from decimal import Decimal

from planner.goals import expectation_service, known_service, purposes_service, queries, tree_service
from planner.goals.capabilities import coverage
from planner.goals.filters import Show
from planner.playbook.facts import Fact, Per
from planner.playbook.words import Direction, Unit
from planner.rollouts.figures_service import Figure, Question, named, shared, supplies

UP, DOWN, COUNT, PERCENT = Direction.UP, Direction.DOWN, Unit.COUNT, Unit.PERCENT
SOURCE = "Counted today among the goals"
NONE = "There are no goals yet"
GOALS = "goals"
COUNTED = {
    "goals.without_kpi": Show.NO_FIGURE,
    "goals.without_owner": Show.NO_OWNER,
    "goals.not_smart": Show.NOT_SMART,
    "goals.not_served": Show.NOT_SERVED,
}


@supplies(
    Fact("goals.without_kpi", "Goals that no key figure measures", COUNT, DOWN),
    Fact("goals.without_owner", "Goals that nobody owns", COUNT, DOWN),
    Fact("goals.not_smart", "Goals that are not specific, measurable, owned, realistic and dated yet", COUNT, DOWN),
    Fact("goals.not_served", "Goals that no phase and no task serves", COUNT, DOWN),
    Fact(
        "goals.approved_share", "Share of the goals that the sponsor approved as they stand", PERCENT, UP, among=GOALS
    ),
)
def goal_figures(asked: Question) -> Mapping[str, Figure]:
    """Goals of which something is missing, and those approved; nothing is known without goals."""
    found = tree_service.goals_of(asked.rollout, asked.today)
    kept = len(found.kept)
    if not kept:
        return dict.fromkeys((*COUNTED, "goals.approved_share"), Figure(None, NONE))
    counted = {name: named(_names(found, found.matching(show)), SOURCE) for name, show in COUNTED.items()}
    return {**counted, "goals.approved_share": shared(len(found.approved), kept, SOURCE)}


def _names(found: tree_service.Goals, ids: Collection[int]) -> list[str]:
    return [each.row.name for each in found.kept if each.row.id in ids]


@supplies(Fact("goals.unanswered_expectations", "Expectations of stakeholders that no goal answers", COUNT, DOWN))
def expectation_figures(asked: Question) -> Mapping[str, Figure]:
    """What groups expect and no goal takes up; unknown while nothing that is expected is written down."""
    rows = expectation_service.answered(asked.rollout, asked.today)
    number = Decimal(sum(not each.goals for each in rows)) if rows else None
    source = f"Counted today among {len(rows)} expectations" if rows else "No expectation is written down yet"
    return {"goals.unanswered_expectations": Figure(number, source)}


@supplies(
    Fact("goals.looked_at_gate_share", "Share of the goals looked at again before this gate", PERCENT, UP, per=Per.GATE,
         among=GOALS)
)  # fmt: skip
def gate_figures(asked: Question) -> Mapping[str, Figure]:
    """The share of the goals that somebody looked at before the gate."""
    return {"goals.looked_at_gate_share": _looked_at(asked, asked.gate)}


@supplies(
    Fact("goals.looked_at_share", "Share of the goals looked at again before the last gate", PERCENT, UP, among=GOALS)
)
def look_figures(asked: Question) -> Mapping[str, Figure]:
    """The same for the last gate of the playbook before which any goal was looked at; without any it is nothing."""
    seen = {look.row.gate_key for look in queries.looks(asked.rollout.id)}
    last = next((gate.key for gate in reversed(known_service.gates_of(asked.rollout)) if gate.key in seen), "")
    return {"goals.looked_at_share": _looked_at(asked, last)}


def _looked_at(asked: Question, gate: str) -> Figure:
    kept = {row.id for row in queries.rows_of(asked.rollout.id) if not row.dropped}
    seen = kept & queries.latest_looks(asked.rollout.id, gate).keys()
    return shared(len(seen), len(kept), SOURCE if kept else NONE)


@supplies(
    Fact(
        "goals.capabilities_delivered_share",
        "Share delivered of the purposes that are needed and in scope",
        PERCENT,
        UP,
        among="purposes",
    )
)
def capability_figures(asked: Question) -> Mapping[str, Figure]:
    """The share of the wanted purposes that is delivered; None while nothing is wanted."""
    whole = coverage("", purposes_service.purposes_of(asked.rollout))
    figure = shared(whole.delivered, whole.in_scope, "Counted today among the purposes of the system")
    return {"goals.capabilities_delivered_share": figure}
