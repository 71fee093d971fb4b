"""The start page: what each person has to do, over all their rollouts.

Pages: templates/portfolio/.
"""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from planner.access.roles import ROLE_NAMES
from planner.portfolio import home_service
from planner.portfolio.home_service import RolloutCard
from planner.readiness.verdict import VerdictState
from planner.rollouts.waiting import PILE_WORDS
from planner.web import clock, current
from planner.web.guards import signed_in
from planner.web.work_lines import line_of

blueprint = Blueprint("portfolio", __name__)
LIGHTS = {
    VerdictState.GO: "green",
    VerdictState.CONDITIONAL_GO: "amber",
    VerdictState.HOLD: "red",
    VerdictState.STOP: "red",
}


@blueprint.get("/")
@signed_in
def home() -> ResponseReturnValue:
    """What waits, what is late, what comes next."""
    found = home_service.home(current.user(), clock.today())
    first_name = current.user().name.split(" ")[0]
    return render_template(
        "portfolio/home.html",
        greeting=f"Your work, {first_name}",
        piles=[
            {"key": pile.value, "title": PILE_WORDS[pile], "works": [line_of(work) for work in works]}
            for pile, works in found.piles.items()
        ],
        cards=[_card(card) for card in found.cards],
    )


def _card(card: RolloutCard) -> dict[str, object]:
    gate = None
    if card.next_gate and card.judged:
        key = card.next_gate.gate.key
        gate = {
            "name": card.next_gate.gate.name,
            "due": card.next_gate.gate.due,
            "url": url_for("readiness.gate", rollout_id=card.rollout.id, gate_key=key),
            "light": LIGHTS[card.judged.verdict.state],
            "word": f"{card.judged.verdict.state.word} as of today",
        }
    return {
        "id": card.rollout.id,
        "name": card.rollout.name,
        "organisation": card.rollout.organisation,
        "role": ROLE_NAMES[card.role],
        "gate": gate,
        "tasks": card.tasks,
        "done": card.done,
    }


from planner.portfolio import glance_views as _glance_views  # noqa: E402, F401 - its pages join this blueprint
