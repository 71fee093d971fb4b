"""The live figures of people: sponsorship, time, responsibilities, committee and stakeholders."""

from collections.abc import Collection, Mapping
from decimal import Decimal

from planner.basics.lights import Light
from planner.basics.suppression import FEWEST, may_show
from planner.people.commitment_service import team_of
from planner.people.committee_minutes_service import standing_of
from planner.people.raci_matrix import critical_hands
from planner.people.raci_wave_service import number_wrong
from planner.people.sponsor_acts import ACTIVE, acts_within
from planner.people.sponsorship_service import sponsorship_of
from planner.people.stakeholder_service import open_gaps
from planner.playbook.facts import Fact
from planner.playbook.words import Direction, Unit
from planner.rollouts import queries as rollouts
from planner.rollouts.figures_service import Figure, Question, named, shared, supplies

SPONSOR_FACTS = (
    Fact("people.sponsor_days_silent", "Days since the sponsor was last seen acting", Unit.DAYS, Direction.DOWN),
    Fact(
        "people.promises_kept_share",
        "Share of the sponsor's due promises that were kept",
        Unit.PERCENT,
        Direction.UP,
        among="promises",
    ),
    Fact("people.sponsor_active_14_days", "Acts of sponsorship seen in the last 14 days", Unit.COUNT, Direction.UP),
    Fact("people.coalition_gaps", "Units without a sponsor of their own", Unit.COUNT, Direction.DOWN),
)


@supplies(*SPONSOR_FACTS)
def sponsor_figures(asked: Question) -> Mapping[str, Figure]:
    """What the sponsors of the whole were seen doing and kept, and units without a sponsor on site."""
    state = sponsorship_of(asked.rollout, asked.today)
    if not state.leads:
        return {each.name: Figure(None, "No executive sponsor is named yet") for each in SPONSOR_FACTS}
    seats = {each.seat.id for each in state.leads}
    record, days = state.lead_record, state.silent_days
    lately = acts_within((act for act in state.acts if act.sponsor_id in seats), ACTIVE, asked.today)
    return {
        "people.sponsor_days_silent": Figure(
            None if days is None else Decimal(days), "Counted today from what was seen"
        ),
        "people.promises_kept_share": shared(
            record.kept, record.due, f"{record.due} promises were due" if record.due else "No promise was due yet"
        ),
        "people.sponsor_active_14_days": Figure(Decimal(lately), "Counted today from what was seen"),
        "people.coalition_gaps": _gaps(asked, state.gaps) if state.covered else Figure(None, "There is no unit yet"),
    }


def _gaps(asked: Question, units: Collection[int]) -> Figure:
    names = [unit.name for unit in rollouts.units(asked.rollout.id) if unit.id in units]
    return named(names, "Counted today over the units")


RACI_FACTS = (
    Fact("people.raci_findings", "Things that are wrong in the matrix of responsibilities", Unit.COUNT, Direction.DOWN),
    Fact(
        "people.critical_roles_in_one_hand", "Critical roles that one person holds at most", Unit.COUNT, Direction.DOWN
    ),
)


@supplies(*RACI_FACTS)
def responsibility_figures(asked: Question) -> Mapping[str, Figure]:
    """What breaks the rules of responsibilities; unknown while there is no deliverable, or nobody in a role."""
    matrix, wrong = number_wrong(asked.rollout)
    hands = [len(roles) for _, _, roles in critical_hands(matrix)]
    known = bool(matrix.deliverables)
    return {
        "people.raci_findings": Figure(
            Decimal(wrong) if known else None,
            "Counted today in the matrix" if known else "There is no matrix yet",
        ),
        "people.critical_roles_in_one_hand": Figure(
            Decimal(max(hands)) if hands else None,
            "Counted today over the holders of critical roles" if hands else "Nobody holds a critical role yet",
        ),
    }


@supplies(
    Fact(
        "people.committed_share",
        "Share of the team whose time is confirmed by their manager",
        Unit.PERCENT,
        Direction.UP,
        among="people",
    )
)
def commitment_figures(asked: Question) -> Mapping[str, Figure]:
    """How much of the team has all promised hours of this week confirmed; unknown for fewer than five people."""
    team = team_of(asked.rollout.id, asked.today)
    whole = len(team.times)
    if not may_show(whole):
        return {"people.committed_share": Figure(None, f"The team has fewer than {FEWEST} people")}
    return {"people.committed_share": shared(team.confirmed, whole, f"{team.confirmed} of {whole} people")}


@supplies(
    Fact("people.overdue_actions", "Actions of the committee whose day has passed", Unit.COUNT, Direction.DOWN),
    Fact("people.stakeholder_gaps", "Groups that stand lower than they are wanted", Unit.COUNT, Direction.DOWN),
)
def committee_figures(asked: Question) -> Mapping[str, Figure]:
    """Overdue actions of the committee, and gaps of stakeholders; unknown while there is no committee or no group."""
    standing = standing_of(asked.rollout.id, asked.today)
    known = standing.fit.light is not Light.UNKNOWN
    gaps, groups = open_gaps(asked.rollout.id)
    return {
        "people.overdue_actions": named(standing.overdue_texts, "Counted today")
        if known
        else Figure(None, "The committee has no members yet"),
        "people.stakeholder_gaps": named(gaps, f"{groups} groups")
        if groups
        else Figure(None, "No group is written down yet"),
    }


from planner.people import (  # noqa: E402 - more figures
    culture_facts_service,  # noqa: F401 - of culture
    staff_facts_service,  # noqa: F401 - of staff, champions and recognition
    survey_facts_service,  # noqa: F401 - of surveys
)
