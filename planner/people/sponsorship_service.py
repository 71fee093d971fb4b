"""Says how sponsorship of a rollout stands today, from the records of all areas."""

from datetime import date

from planner.people import sponsor_queries as queries
from planner.people.acts_service import acts_of
from planner.people.sponsor_offers import Offer, offers_for
from planner.people.sponsor_promises import SponsorPromiseDraft
from planner.people.sponsor_state import SeatFacts, Sponsorship, sponsorship
from planner.rollouts import queries as rollouts
from planner.rollouts.models import Rollout
from planner.rollouts.playbook_service import playbook_of


def sponsorship_of(rollout: Rollout, today: date) -> Sponsorship:
    """Every sponsor with promises, acts and silence, and the units without one."""
    rows = queries.sponsors(rollout.id)
    names, seats = queries.names(rows), {seat.id: seat for seat in queries.seats(rollout.id)}
    promises = queries.promises(rollout.id)
    facts = [
        SeatFacts(
            seats[row.id], names[row.id], row.user_id,
            tuple(each.dated for each in promises if each.sponsor_id == row.id),
        )
        for row in rows
    ]  # fmt: skip
    units = [unit.id for unit in rollouts.units(rollout.id)]
    return sponsorship(facts, acts_of(rollout), units, today)


def offers_of(rollout: Rollout, sponsor_id: int, today: date) -> tuple[Offer, ...]:
    """What this sponsor could promise and has not yet."""
    playbook = playbook_of(rollout) if rollouts.has_playbook(rollout.id) else None
    held = [row for row in queries.promises(rollout.id, [sponsor_id]) if not row.withdrawn]
    given = [SponsorPromiseDraft(row.kind, row.text, row.due, row.unit_id) for row in held]
    return offers_for(playbook, queries.unit_facts(rollout.id), rollout.start_date, today, given)
