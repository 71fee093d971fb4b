"""The live figures about a rollout itself: its sponsors and the dates of its waves."""

from collections.abc import Mapping
from decimal import Decimal

from planner.access.roles import Role
from planner.playbook.facts import Fact
from planner.playbook.words import Direction, Unit
from planner.rollouts import queries
from planner.rollouts.figures_service import Figure, Question, shared, supplies


@supplies(
    Fact("rollout.members_with_sponsor_role", "People who take part as sponsor", Unit.COUNT, Direction.UP),
    Fact(
        "rollout.waves_dated_share",
        "Share of the waves that have a go-live date",
        Unit.PERCENT,
        Direction.UP,
        among="waves",
    ),
)
def rollout_figures(asked: Question) -> Mapping[str, Figure]:
    """Sponsors and dated waves."""
    waves = queries.waves(asked.rollout.id)
    dated = sum(each.go_live is not None for each in waves)
    sponsors = len(queries.people_with_role(asked.rollout.id, Role.SPONSOR))
    return {
        "rollout.members_with_sponsor_role": Figure(Decimal(sponsors), "Counted today among the people of the rollout"),
        "rollout.waves_dated_share": shared(dated, len(waves), "Counted today among the waves"),
    }
