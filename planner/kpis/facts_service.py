"""The live figures about key figures: how many reach their target, lack a start, are out of date, look at customers."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from planner.kpis.attainment import State
from planner.kpis.standing_service import standings
from planner.playbook.facts import Fact
from planner.playbook.words import Direction, Unit
from planner.rollouts.figures_service import Figure, Question, named, shared, supplies

KEY_FIGURES = "key figures"
KPI_FACTS = (
    Fact(
        "kpis.attained_share",
        "Share of the key figures that reach their target",
        Unit.PERCENT,
        Direction.UP,
        among=KEY_FIGURES,
    ),
    Fact("kpis.without_baseline", "Key figures without a starting value", Unit.COUNT, Direction.DOWN),
    Fact("kpis.customer_based", "Key figures that look at the customers", Unit.COUNT, Direction.UP),
    Fact(
        "kpis.stale_share",
        "Share of the key figures that are out of date",
        Unit.PERCENT,
        Direction.DOWN,
        among=KEY_FIGURES,
    ),
    Fact("kpis.off_course", "Key figures that are off course and not accepted", Unit.COUNT, Direction.DOWN),
)


@supplies(*KPI_FACTS)
def kpi_figures(asked: Question) -> Mapping[str, Figure]:
    """Counted over the key figures that are read; of none nothing is known, except that there is none."""
    found = standings(asked.rollout, asked.today)
    if not found:
        return {each.name: Figure(None, "There is no key figure yet") for each in KPI_FACTS}
    aimed = [each for each in found if each.row.aim.complete]
    known = [each for each in aimed if each.state is not State.UNKNOWN]
    reached = sum(each.state is State.ATTAINED for each in known)
    read = [each for each in found if each.last is not None]
    stale = [each for each in read if each.state is State.STALE]
    said = f"Counted today over {len(found)} key figures"
    return {
        "kpis.attained_share": shared(reached, len(known), f"{reached} of {len(known)} with a target and a reading"),
        "kpis.without_baseline": named([each.name for each in found if each.baseline is None], said),
        "kpis.customer_based": Figure(Decimal(sum(each.customer_based for each in found)), said),
        "kpis.stale_share": replace(shared(len(stale), len(read), said), about=tuple(each.name for each in stale)),
        "kpis.off_course": named([each.name for each in found if each.alert and each.state is State.OFF_COURSE], said),
    }
