"""Writes recognition: contributions are proposed, seconded, thanked for or withdrawn; champions are named and end."""

from dataclasses import dataclass
from datetime import date

from planner.basics.errors import RuleBroken
from planner.db import check_version, db
from planner.people import staff_queries
from planner.people.recognition import ContributionDraft, Step, check_champion, check_second
from planner.people.recognition_models import Champion, Contribution
from planner.people.recognition_queries import ContributionView
from planner.rollouts import queries as rollouts


def propose(rollout_id: int, draft: ContributionDraft, by: int, today: date) -> Contribution:
    """Propose a contribution; it counts once somebody else seconds it."""
    checked = draft.checked(unit.id for unit in rollouts.units(rollout_id))
    if checked.staff_id is not None:
        staff_queries.person(rollout_id, checked.staff_id)
    row = Contribution(
        rollout_id=rollout_id, subject=checked.subject, staff_id=checked.staff_id, unit_id=checked.unit_id,
        team=checked.team, what=checked.what, results=checked.results, potential=checked.potential,
        step=Step.PROPOSED, proposed_by_id=by, proposed_on=today, thanks="",
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    return row


def second(view: ContributionView, by: int, today: date, version: int | None) -> Contribution:
    """A second person says that it is so."""
    row = view.row
    check_version(row, version, {})
    if row.step is not Step.PROPOSED:
        raise RuleBroken("Somebody has seconded it already, or it was withdrawn.")
    check_second(row.proposed_by_id, view.praised, by)
    row.step, row.seconded_by_id, row.seconded_on = Step.SECONDED, by, today
    db.session.flush()
    return row


def thank(view: ContributionView, thanks: str, by: int, today: date, version: int | None) -> Contribution:
    """Thank for it, in words that the person reads."""
    row = view.row
    check_version(row, version, {"thanks": row.thanks})
    if row.step is not Step.SECONDED:
        raise RuleBroken("Somebody else has to second it first.", "thanks")
    if by == view.praised:
        raise RuleBroken("It is about yourself: somebody else has to say thank you.", "thanks")
    row.step, row.thanks, row.thanked_by_id, row.thanked_on = Step.THANKED, thanks, by, today
    db.session.flush()
    return row


def withdraw(row: Contribution, version: int | None) -> Contribution:
    """Take a proposal back as long as nobody said thank you."""
    check_version(row, version, {})
    if row.step is Step.THANKED:
        raise RuleBroken("Thanks were said already: what was said stays.")
    row.step = Step.WITHDRAWN
    db.session.flush()
    return row


@dataclass(frozen=True, slots=True)
class ChampionDraft:
    """Who speaks for the change in a unit, from when to when."""

    unit_id: int
    staff_id: int
    since: date
    until: date | None = None


def name_champion(rollout_id: int, draft: ChampionDraft, by: int) -> Champion:
    """Name a champion of a unit; several of one unit are welcome."""
    names = {unit.id: unit.name for unit in rollouts.units(rollout_id)}
    person = staff_queries.person(rollout_id, draft.staff_id)
    check_champion(draft.unit_id, draft.since, draft.until, person.unit_id, names)
    row = Champion(
        rollout_id=rollout_id, unit_id=draft.unit_id, staff_id=draft.staff_id, since=draft.since, until=draft.until,
        named_by_id=by,
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    return row


def end_champion(row: Champion, until: date, version: int | None) -> Champion:
    """From the day after, the unit has this champion no more."""
    check_version(row, version, {"until": row.until})
    if until < row.since:
        raise RuleBroken("The last day lies before the first day.", "until")
    row.until = until
    db.session.flush()
    return row
