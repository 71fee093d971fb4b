"""Writes the staff list: who joins, what changes, who leaves and comes back. An entry is never deleted by leaving."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import InstrumentedAttribute

from planner.access.audit_service import bulk
from planner.basics.days import check_day
from planner.basics.errors import RuleBroken
from planner.db import check_version, db
from planner.people.staff import StaffDraft, circles, leads_back
from planner.people.staff_models import Staff, StaffAway, StaffRole
from planner.rollouts import queries as rollouts

DAY = timedelta(days=1)
Changed = Callable[[int, Collection[int]], object]
on_changed: list[Changed] = []
"""What areas further right do, in the same transaction, once people are new or have other roles: rollout, people."""


def add_staff(rollout_id: int, draft: StaffDraft) -> Staff:
    """Put somebody on the list; RuleBroken where the number or address is somebody else's already."""
    entry = Staff(rollout_id=rollout_id)
    _write(entry, _checked(rollout_id, draft, None))
    db.session.add(entry)
    db.session.flush()
    _give_roles(entry.id, draft.cleaned().roles)
    tell_changed(rollout_id, [entry.id])
    return entry


def edit_staff(entry: Staff, draft: StaffDraft, version: int | None) -> Staff:
    """Change an entry. Leaving and coming back have steps of their own."""
    check_version(entry, version, current_values(entry))
    cleaned = _checked(entry.rollout_id, draft, entry)
    _write(entry, cleaned)
    db.session.flush()
    _give_roles(entry.id, cleaned.roles)
    tell_changed(entry.rollout_id, [entry.id])
    return entry


def tell_changed(rollout_id: int, staff_ids: Collection[int]) -> None:
    """Let the areas that keep something by person bring it up to date."""
    db.session.flush()
    for each in on_changed:
        each(rollout_id, staff_ids)


def leave(entry: Staff, last_day: date, version: int | None) -> Staff:
    """From the day after the last one the person counts no more; all that was recorded stays."""
    check_version(entry, version, {"left": entry.left})
    check_day(last_day, "left")
    if entry.joined is not None and last_day < entry.joined:
        raise RuleBroken("The last day lies before the first day.", "left")
    entry.left = last_day
    db.session.flush()
    return entry


def note_objection(entry: Staff, version: int | None, since: date | None) -> Staff:
    """Keep somebody out of what shows use one by one from a day on, or no longer (None); the first day stays.

    Art. 21 GDPR. Figures of groups go on counting the person.
    """
    check_version(entry, version, {"objects": entry.objected_on is not None})
    entry.objected_on = since and (entry.objected_on or since)
    db.session.flush()
    return entry


def come_back(entry: Staff, first_day: date, version: int | None) -> Staff:
    """Count somebody again from a day on; the days between stay days on which the person did not count."""
    check_version(entry, version, {"first_day": None})
    check_day(first_day, "first_day")
    if entry.erased_on is not None:
        raise RuleBroken("This entry was erased. Put the person on the list anew.", "first_day")
    if entry.left is None:
        raise RuleBroken("This person has not left.", "first_day")
    if first_day <= entry.left:
        raise RuleBroken("The day of coming back lies after the last day.", "first_day")
    if first_day > entry.left + DAY:
        db.session.add(StaffAway(staff_id=entry.id, first_day=entry.left + DAY, last_day=first_day - DAY))
    entry.left = None
    db.session.flush()
    return entry


def add_many(rollout_id: int, drafts: Sequence[StaffDraft], summary: str) -> list[int]:
    """Put many people on the list at once, all or none, as one entry of the trail; their numbers in the same order.

    Line managers are given as numbers of entries that are there already. Doubles of number or address are refused.
    """
    cleaned = [draft.cleaned() for draft in drafts]
    with bulk("people.add", summary, rollout_id=rollout_id):
        statement = insert(Staff).returning(Staff.id, sort_by_parameter_order=True)
        ids = list(db.session.scalars(statement, [{"rollout_id": rollout_id, **values(one)} for one in cleaned]))
        given = [{"staff_id": i, "role_ref": ref} for i, one in zip(ids, cleaned, strict=True) for ref in one.roles]
        if given:
            db.session.execute(insert(StaffRole), given)
    tell_changed(rollout_id, ids)
    return ids


def set_managers(rollout_id: int, managers: Mapping[int, int | None]) -> None:
    """Say who leads whom, for many at once, as one entry of the trail; RuleBroken where they would form a circle."""
    rows = {row.id: row for row in db.session.scalars(select(Staff).where(Staff.rollout_id == rollout_id))}
    found = circles({key: row.manager_id for key, row in rows.items()} | dict(managers))
    if found:
        raise RuleBroken(f"Nobody would be at the top: {_chain([rows[key].name for key in found[0]])}.", "manager")
    with bulk("people.managers", f"Line managers of {len(managers)} people", rollout_id=rollout_id):
        for key, manager_id in managers.items():
            rows[key].manager_id = manager_id
        db.session.flush()


def _chain(names: Sequence[str]) -> str:
    return " → ".join([*names, names[0]])


def values(draft: StaffDraft) -> dict[str, object]:
    """The columns of an entry, from a cleaned draft."""
    return {
        "name": draft.name,
        "number": draft.number or None,
        "email": draft.email or None,
        "unit_id": draft.unit_id,
        "site": draft.site,
        "team": draft.team,
        "title": draft.title,
        "language": draft.language,
        "manager_id": draft.manager_id,
        "user_id": draft.user_id,
        "joined": draft.joined,
        "left": draft.left,
    }


def current_values(entry: Staff) -> dict[str, object]:
    """What is stored now, by the names of the form's fields."""
    names = ("name", "number", "email", "site", "team", "title", "language", "joined", "left")
    stored = {name: getattr(entry, name) for name in names}
    return stored | {
        "unit": entry.unit_id,
        "manager": entry.manager_id,
        "account": entry.user_id,
        "roles": roles_of(entry.id),
    }


def roles_of(staff_id: int) -> list[str]:
    """The roles somebody has now."""
    query = select(StaffRole.role_ref).where(StaffRole.staff_id == staff_id).order_by(StaffRole.role_ref)
    return list(db.session.scalars(query))


def _write(entry: Staff, cleaned: StaffDraft) -> None:
    for name, value in values(cleaned).items():
        setattr(entry, name, value)


def _checked(rollout_id: int, draft: StaffDraft, own: Staff | None) -> StaffDraft:
    """The cleaned draft, once unit, line manager, account, number and address fit this rollout."""
    cleaned = draft.cleaned()
    if own is not None and own.erased_on is not None:
        raise RuleBroken("This entry was erased; nothing can be added to it.", "name")
    if cleaned.unit_id is not None and cleaned.unit_id not in {unit.id for unit in rollouts.units(rollout_id)}:
        raise RuleBroken("Choose a unit of this rollout.", "unit")
    _check_manager(rollout_id, cleaned.manager_id, own)
    members = {user.id for _, user in rollouts.members(rollout_id)} | {own.user_id if own else None}
    if cleaned.user_id is not None and cleaned.user_id not in members:
        raise RuleBroken("Choose the account of somebody who takes part in this rollout.", "account")
    for field, column, value in _unique(cleaned):
        query = select(Staff.id).where(Staff.rollout_id == rollout_id, column == value)
        other = db.session.scalar(query)
        if other is not None and (own is None or other != own.id):
            raise RuleBroken(f"Somebody on the list has this {field} already.", _FIELDS[field])
    return cleaned


_FIELDS = {"staff number": "number", "e-mail address": "email", "account": "account"}


def _unique(draft: StaffDraft) -> list[tuple[str, InstrumentedAttribute[Any], object]]:
    pairs: tuple[tuple[str, InstrumentedAttribute[Any], object], ...] = (
        ("staff number", Staff.number, draft.number),
        ("e-mail address", Staff.email, draft.email),
        ("account", Staff.user_id, draft.user_id),
    )
    return [pair for pair in pairs if pair[2]]


def _check_manager(rollout_id: int, manager_id: int | None, own: Staff | None) -> None:
    if manager_id is None:
        return
    rows = db.session.execute(select(Staff.id, Staff.manager_id, Staff.name).where(Staff.rollout_id == rollout_id))
    known = {row.id: row for row in rows}
    if manager_id not in known:
        raise RuleBroken("Choose a line manager from the list.", "manager")
    chain = leads_back(own.id, manager_id, {key: row.manager_id for key, row in known.items()}) if own else ()
    if chain:
        told = _chain([known[each].name for each in (*chain[-1:], *chain[:-1])])
        raise RuleBroken(f"Nobody would be at the top: {told}.", "manager")


def _give_roles(staff_id: int, refs: Sequence[str]) -> None:
    there = roles_of(staff_id)
    gone = [ref for ref in there if ref not in refs]
    if gone:
        db.session.execute(delete(StaffRole).where(StaffRole.staff_id == staff_id, StaffRole.role_ref.in_(gone)))
    db.session.add_all(StaffRole(staff_id=staff_id, role_ref=ref) for ref in refs if ref not in there)
    db.session.flush()
