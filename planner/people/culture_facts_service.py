"""The live figure of culture: in how many points the programme does not fit it."""

from collections.abc import Mapping
from decimal import Decimal

from planner.basics.suppression import FEWEST
from planner.people.culture_service import culture_of
from planner.playbook.facts import Fact
from planner.playbook.words import Direction, Unit
from planner.rollouts.figures_service import Figure, Question, supplies

MISFITS = Fact(
    "people.culture_misfits", "Points in which the programme does not fit the culture", Unit.COUNT, Direction.DOWN
)


@supplies(MISFITS)
def culture_figures(asked: Question) -> Mapping[str, Figure]:
    """Counted from what is published of the culture; unknown before, also where fewer than five have described it."""
    found = culture_of(asked.rollout, asked.today)
    if not found.known:
        return {MISFITS.name: Figure(None, f"The culture is not read yet: that takes {FEWEST} answers")}
    return {MISFITS.name: Figure(Decimal(len(found.misfits)), "Counted today from the culture profile")}
