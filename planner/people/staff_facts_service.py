"""The live figures of staff, champions and recognition, for gates and success factors.

`people.staff_count` tells whether the list is there at all; `people.staff_without_unit` who would be missing from every
wave; `people.left_share` how much knowledge is walking out; the others which units nobody speaks for, or forgot.
"""

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal

from planner.people import recognition_queries, staff_queries
from planner.people.recognition import without_champion
from planner.people.staff import By
from planner.playbook.facts import Fact
from planner.playbook.words import Direction, Unit
from planner.rollouts import queries as rollouts
from planner.rollouts.figures_service import Figure, Question, named, share, supplies

LIST, LATELY = "Counted today on the staff list", timedelta(days=90)
NOBODY = Figure(None, "Nobody is on the staff list yet")
STAFF_FACTS = (
    Fact("people.staff_count", "People on the staff list who count today", Unit.COUNT, Direction.UP),
    Fact("people.staff_without_unit", "People on the staff list without a unit", Unit.COUNT, Direction.DOWN),
    Fact("people.left_share", "Share of the staff who left within 90 days", Unit.PERCENT, Direction.DOWN),
)
UNIT_FACTS = (
    Fact("people.units_without_champion", "Units that have no champion", Unit.COUNT, Direction.DOWN),
    Fact("people.units_not_recognised", "Units not recognised for 90 days", Unit.COUNT, Direction.DOWN),
)


@supplies(*STAFF_FACTS)
def staff_figures(asked: Question) -> Mapping[str, Figure]:
    """How many people count, who has no unit, and what share of those who counted 90 days ago has left."""
    here, today = asked.rollout.id, asked.today
    if staff_queries.is_empty(here):
        return {fact.name: NOBODY for fact in STAFF_FACTS}
    earlier = staff_queries.size(here, today - LATELY)
    gone = staff_queries.left_between(here, today - LATELY, today)
    without = staff_queries.sizes_by(here, today, By.UNIT).get(None, 0)
    return {
        "people.staff_count": Figure(Decimal(staff_queries.size(here, today)), LIST),
        "people.staff_without_unit": Figure(Decimal(without), LIST),
        "people.left_share": Figure(share(gone, earlier), f"{gone} of the {earlier} who counted 90 days ago"),
    }


@supplies(*UNIT_FACTS)
def unit_figures(asked: Question) -> Mapping[str, Figure]:
    """Units without a champion, and units that were not recognised lately; unknown while there is no unit."""
    here, today = asked.rollout.id, asked.today
    units = {unit.id: unit.name for unit in rollouts.units(here)}
    if not units:
        return {fact.name: Figure(None, "There is no unit yet") for fact in UNIT_FACTS}
    seats = [seat for _, seat in recognition_queries.champions(here, today)]
    forgotten = [each for each in recognition_queries.covered(here, today) if not each.lately]
    return {
        "people.units_without_champion": named(
            [units[each] for each in without_champion(units, seats, today)], f"Counted today over {len(units)} units"
        ),
        "people.units_not_recognised": Figure(
            Decimal(len(forgotten)), f"Counted today over {len(units)} units, from what was seconded"
        ),
    }
