"""Writes down groups of stakeholders, what they expect, and what is done about gaps."""

from datetime import date

from planner.basics.errors import RuleBroken
from planner.db import check_version, db
from planner.people import stakeholder_queries as queries
from planner.people.stakeholder_models import Expectation, Stakeholder, StakeholderAction
from planner.people.stakeholder_rules import (
    GapActionDraft,
    StakeholderDraft,
    check_gap_action,
    check_stakeholder,
    gap,
)
from planner.rollouts import queries as rollouts


def add_stakeholder(rollout_id: int, draft: StakeholderDraft) -> Stakeholder:
    """Write a group down."""
    row = Stakeholder(rollout_id=rollout_id)
    _check(rollout_id, draft, None)
    _write(row, draft)
    db.session.add(row)
    db.session.flush()
    return row


def edit_stakeholder(row: Stakeholder, draft: StakeholderDraft, version: int | None) -> Stakeholder:
    """Change a group; the history keeps where it stood before."""
    check_version(row, version, stakeholder_fields(row))
    _check(row.rollout_id, draft, row)
    _write(row, draft)
    db.session.flush()
    return row


def _check(rollout_id: int, draft: StakeholderDraft, own: Stakeholder | None) -> None:
    check_stakeholder(draft)
    others = [row for row in queries.stakeholders(rollout_id) if own is None or row.id != own.id]
    if any(row.name.casefold() == draft.name.casefold() for row in others):
        raise RuleBroken("There is a group of this name already.", "name")


def _write(row: Stakeholder, draft: StakeholderDraft) -> None:
    row.name, row.kind, row.influence, row.note = draft.name, draft.kind, draft.influence, draft.note
    row.current, row.wanted = draft.current, draft.wanted


def stakeholder_fields(row: Stakeholder) -> dict[str, object]:
    """A group by the names of its form."""
    return {
        "name": row.name,
        "kind": row.kind.value,
        "influence": str(row.influence),
        "current": row.current.value,
        "wanted": row.wanted.value,
        "note": row.note,
    }


def remove_stakeholder(row: Stakeholder, version: int | None) -> Stakeholder:
    """Take a group away, with its expectations and actions; the history keeps them."""
    check_version(row, version, stakeholder_fields(row))
    db.session.delete(row)
    db.session.flush()
    return row


def add_expectation(group: Stakeholder, text: str) -> Expectation:
    """Write down what a group expects."""
    if not text:
        raise RuleBroken("Say what the group expects.", "text")
    row = Expectation(stakeholder_id=group.id, text=text)
    db.session.add(row)
    db.session.flush()
    return row


def remove_expectation(row: Expectation, version: int | None) -> Expectation:
    """Take an expectation away; the history keeps it."""
    check_version(row, version, {"text": row.text})
    db.session.delete(row)
    db.session.flush()
    return row


def add_gap_action(group: Stakeholder, draft: GapActionDraft) -> StakeholderAction:
    """Agree on what is done about a group."""
    check_gap_action(draft, {user.id for _, user in rollouts.members(group.rollout_id)})
    row = StakeholderAction(stakeholder_id=group.id, text=draft.text, owner_id=draft.owner_id, due=draft.due)
    row.owner_name = "" if draft.owner_id else draft.owner_name
    db.session.add(row)
    db.session.flush()
    return row


def finish_gap_action(row: StakeholderAction, today: date, version: int | None) -> StakeholderAction:
    """Say that an action about a group is done today."""
    check_version(row, version, {"done_on": row.done_on})
    if row.done_on is not None:
        raise RuleBroken("This action is done already.")
    row.done_on = today
    db.session.flush()
    return row


def open_gaps(rollout_id: int) -> tuple[list[str], int]:
    """The groups that stand lower than they are wanted, by name, and how many groups there are."""
    rows = queries.stakeholders(rollout_id)
    return [row.name for row in rows if gap(row.current, row.wanted) > 0], len(rows)
