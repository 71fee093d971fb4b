"""The staff list: who counts on a day, in which part, and what an entry must keep."""

from dataclasses import replace
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import event

from planner.basics.errors import NotFound, RuleBroken, Stale
from planner.db import db, transaction
from planner.people import staff_queries, staff_service
from planner.people.staff import By, StaffDraft
from planner.people.staff_queries import Part
from planner.rollouts.models import Rollout, Unit
from tests.builders import make_rollout, make_wave
from tests.personas import Cast

DAY = date(2026, 3, 2)
ANA = StaffDraft("Ana Lima", "A-1", "Ana.Lima@halden.example", site="Porto", team="Iberia", roles=("sales",))


def make_unit(rollout: Rollout, name: str = "Sales", wave: int | None = None) -> Unit:
    """A unit, in a wave of its own where one is named."""
    found = make_wave(rollout, wave) if wave else None
    with transaction():
        unit = Unit(rollout_id=rollout.id, name=name, people=3, wave_id=found.id if found else None)
        db.session.add(unit)
    return unit


def test_somebody_is_added_changed_leaves_and_comes_back(app: Flask, cast: Cast) -> None:
    unit = make_unit(cast.rollout, wave=2)
    with transaction():
        ana = staff_service.add_staff(cast.rollout.id, replace(ANA, unit_id=unit.id, user_id=cast.member.id))
    view = staff_queries.person(cast.rollout.id, ana.id)
    assert (view.name, view.email, view.unit, view.wave, view.roles) == (
        "Ana Lima", "ana.lima@halden.example", "Sales", 2, ("sales",),
    )  # fmt: skip
    assert staff_queries.of_account(cast.rollout.id, cast.member.id) == view
    changed = replace(ANA, roles=("service", "key-user"), joined=date(2026, 1, 1))
    with transaction():
        staff_service.edit_staff(ana, changed, 1)
    assert staff_queries.person(cast.rollout.id, ana.id).roles == ("key-user", "service")
    with pytest.raises(Stale), transaction():
        staff_service.edit_staff(ana, changed, 1)
    with transaction():
        staff_service.leave(ana, date(2026, 3, 31), ana.version)
        staff_service.come_back(ana, date(2026, 6, 1), ana.version)
    days = [date(2025, 12, 31), date(2026, 1, 1), date(2026, 3, 31), date(2026, 4, 1), date(2026, 5, 31)]
    counted = [staff_queries.size(cast.rollout.id, day) for day in [*days, date(2026, 6, 1)]]
    assert counted == [0, 1, 1, 0, 0, 1]


def test_what_no_entry_can_be_is_refused_at_its_field(app: Flask, cast: Cast) -> None:
    other = make_rollout("Another")
    foreign = make_unit(other)
    with transaction():
        ana = staff_service.add_staff(cast.rollout.id, ANA)
        ben = staff_service.add_staff(cast.rollout.id, StaffDraft("Ben Ode", manager_id=ana.id))
    wrong = {
        "name": StaffDraft("  "),
        "email": StaffDraft("Cy Doe", email="nowhere"),
        "number": StaffDraft("Cy Doe", number="A-1"),
        "unit": StaffDraft("Cy Doe", unit_id=foreign.id),
        "manager": StaffDraft("Cy Doe", manager_id=10**6),
        "account": StaffDraft("Cy Doe", user_id=cast.stranger.id),
        "left": StaffDraft("Cy Doe", joined=DAY, left=date(2026, 3, 1)),
        "joined": StaffDraft("Cy Doe", joined=date(226, 3, 1)),
    }
    for field, draft in wrong.items():
        with pytest.raises(RuleBroken) as refused, transaction():
            staff_service.add_staff(cast.rollout.id, draft)
        assert refused.value.field == field
    with pytest.raises(RuleBroken, match="Ana Lima → Ben Ode → Ana Lima"), transaction():
        staff_service.edit_staff(ana, replace(ANA, manager_id=ben.id), ana.version)
    with pytest.raises(RuleBroken, match="has not left"), transaction():
        staff_service.come_back(ana, DAY, ana.version)
    with pytest.raises(NotFound):
        staff_queries.person(other.id, ana.id)


def test_parts_and_sizes_of_many(app: Flask, cast: Cast) -> None:
    sales, service = make_unit(cast.rollout, "Sales", 1), make_unit(cast.rollout, "Service", 2)
    drafts = [
        StaffDraft(f"Person {place:02}", unit_id=sales.id if place < 7 else service.id if place < 11 else None,
                   site="Porto" if place % 2 else "", roles=("sales", "key-user") if place < 2 else ("service",))
        for place in range(12)
    ]  # fmt: skip
    drafts.append(StaffDraft("Who Left", unit_id=sales.id, left=date(2026, 3, 1)))
    with transaction():
        ids = staff_service.add_many(cast.rollout.id, drafts, "13 people")
        staff_service.set_managers(cast.rollout.id, {ids[1]: ids[0], ids[2]: ids[0]})
    here = cast.rollout.id
    assert staff_queries.size(here, DAY) == 12
    assert staff_queries.size(here, date(2026, 3, 1)) == 13
    assert staff_queries.sizes_by(here, DAY, By.UNIT) == {sales.id: 7, service.id: 4, None: 1}
    assert staff_queries.sizes_by(here, DAY, By.WAVE) == {1: 7, 2: 4, None: 1}
    assert staff_queries.sizes_by(here, DAY, By.SITE) == {"": 6, "Porto": 6}
    assert staff_queries.sizes_by(here, DAY, By.ROLE) == {"key-user": 2, "sales": 2, "service": 10}
    assert [view.id for view in staff_queries.counted(here, DAY, Part(wave=1, role="sales"))] == ids[:2]
    assert len(staff_queries.counted(here, DAY, Part(unit_id=service.id, site="Porto"))) == 2
    assert [view.id for view in staff_queries.led_by(here, ids[0], DAY)] == ids[1:3]
    assert len(staff_queries.everybody(here)) == 13
    with pytest.raises(RuleBroken, match="Nobody would be at the top"), transaction():
        staff_service.set_managers(here, {ids[0]: ids[2]})


def test_a_list_is_read_with_two_questions_however_long(app: Flask, cast: Cast) -> None:
    here, asked = cast.rollout.id, list[str]()
    with transaction():
        staff_service.add_many(here, [StaffDraft(f"Person {n}", roles=("sales",)) for n in range(60)], "60 people")
    event.listen(db.engine, "before_cursor_execute", lambda *said: asked.append(said[2]))
    assert len(staff_queries.counted(here, DAY)) == 60
    assert len([text for text in asked if text.startswith("SELECT")]) == 2
