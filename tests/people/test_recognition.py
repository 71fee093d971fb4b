"""Recognition: a second voice, thanks to the person, forgotten units, champions with gaps; nobody is ranked."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask

from planner.basics.errors import RuleBroken
from planner.db import db, transaction
from planner.people import recognition_service, staff_facts_service, staff_service
from planner.people.recognition import (
    ContributionDraft,
    Potential,
    Recognised,
    Results,
    Seat,
    Subject,
    check_champion,
    coverage,
    without_champion,
)
from planner.people.recognition_models import Champion, Contribution
from planner.people.staff import StaffDraft
from planner.rollouts.figures_service import Question
from planner.rollouts.models import Unit
from tests.page import Page, text_of
from tests.personas import Cast

TODAY = date(2026, 3, 2)
SOON = ContributionDraft(Subject.PROJECT, "One list of customers", Results.NOT_YET, Potential.WHOLE)


@pytest.fixture
def units(app: Flask, cast: Cast) -> dict[str, int]:
    """Two units; the member of the rollout works in the first, Ana Lima in the second."""
    with transaction():
        rows = [Unit(rollout_id=cast.rollout.id, name=name, people=6) for name in ("Sales", "Service")]
        db.session.add_all(rows)
        db.session.flush()
        for name, unit, user in (("Miro Petrov", rows[0], cast.member.id), ("Ana Lima", rows[1], None)):
            staff_service.add_staff(cast.rollout.id, StaffDraft(name, unit_id=unit.id, user_id=user))
    return {row.name: row.id for row in rows}


def test_a_contribution_fits_its_subject() -> None:
    draft = ContributionDraft(Subject.TEAM, "x", Results.HELPED, Potential.AGAIN, staff_id=9, unit_id=1, team=" First ")
    assert (draft.checked([1]).staff_id, draft.checked([1]).team) == (None, "First")
    wrong = {
        "what": ContributionDraft(Subject.PROJECT, " ", Results.HELPED, Potential.AGAIN),
        "person": ContributionDraft(Subject.PERSON, "x", Results.HELPED, Potential.AGAIN),
        "unit": ContributionDraft(Subject.UNIT, "x", Results.HELPED, Potential.AGAIN, unit_id=7),
        "team": ContributionDraft(Subject.TEAM, "x", Results.HELPED, Potential.AGAIN, unit_id=1),
    }
    for field, each in wrong.items():
        with pytest.raises(RuleBroken) as refused:
            each.checked([1])
        assert refused.value.field == field


def test_forgotten_units_come_first_and_champions_leave_gaps() -> None:
    seen = [
        Recognised(2, TODAY - timedelta(days=100)),
        Recognised(3, TODAY),
        Recognised(3, TODAY),
        Recognised(9, TODAY),
    ]
    told = [(each.unit_id, each.lately, str(each.light)) for each in coverage([1, 2, 3], seen, TODAY)]
    assert told == [(1, 0, "red"), (2, 0, "amber"), (3, 2, "green")]
    seats = [
        Seat(1, "Ana", TODAY, None, here=True),
        Seat(2, "Ben", TODAY, None, here=False),
        Seat(3, "Cy", TODAY - timedelta(days=9), TODAY - timedelta(days=1), here=True),
    ]
    assert without_champion([1, 2, 3], seats, TODAY) == [2, 3]
    with pytest.raises(RuleBroken, match="does not work in Sales"):
        check_champion(1, TODAY, None, 2, {1: "Sales"})


def test_the_way_of_a_contribution(page: Page, cast: Cast, units: dict[str, int]) -> None:
    here = cast.rollout.id
    form = {"subject": "person", "person": "Miro Petrov", "what": "Trained the night shift", "results": "helped",
            "potential": "others", "unit": ""}  # fmt: skip
    page.get("people.propose_contribution", rollout_id=here, as_=cast.trainer)
    page.post(
        "people.propose_contribution", {**form, "person": "Nobody"}, rollout_id=here, as_=cast.trainer, status=422
    )
    page.post("people.propose_contribution", form, rollout_id=here, as_=cast.trainer)
    row = db.session.query(Contribution).one()
    one: dict[str, Any] = {"rollout_id": here, "contribution_id": row.id}
    version = {"version": row.version}
    page.post("people.second_contribution", version, **one, as_=cast.trainer)
    page.post("people.second_contribution", version, **one, as_=cast.member)
    assert db.session.query(Contribution).one().seconded_by_id is None, "neither who proposed nor who is praised"
    assert "waits for a second voice" in text_of(page.get("people.contribution", **one, as_=cast.sponsor))
    page.post("people.thank_contribution", {"thanks": "Thank you!", **version}, **one, as_=cast.sponsor, status=422)
    page.post("people.second_contribution", version, **one, as_=cast.manager)
    page.post("people.second_contribution", version, **one, as_=cast.sponsor, status=409)
    page.post("people.thank_contribution", {"thanks": "x", "version": 2}, **one, as_=cast.member, status=403)
    page.post("people.thank_contribution", {"thanks": "Thank you, Miro.", "version": 2}, **one, as_=cast.sponsor)
    own = page.get("people.recognition", rollout_id=here, as_=cast.member)
    assert "Thank you, Miro." in text_of(own)
    page.post("people.withdraw_contribution", {"version": 3}, **one, as_=cast.manager)
    assert db.session.query(Contribution).one().step == "thanked", "what was said stays"
    seen = text_of(page.get("people.recognition", rollout_id=here, as_=cast.manager))
    assert "Sales lately" in seen.replace("Saleslately", "Sales lately")
    assert "nobody and nothing so far" in seen


def test_what_is_said_about_a_person_is_not_for_everybody(page: Page, cast: Cast, units: dict[str, int]) -> None:
    here = cast.rollout.id
    with transaction():
        ana = staff_service.add_staff(here, StaffDraft("Bea Vos", unit_id=units["Service"]))
        about = ContributionDraft(Subject.PERSON, "Wrote the guide", Results.HELPED, Potential.AGAIN, staff_id=ana.id)
        row = recognition_service.propose(here, about, cast.manager.id, TODAY)
        recognition_service.propose(here, SOON, cast.manager.id, TODAY)
    seen = text_of(page.get("people.recognition", rollout_id=here, as_=cast.member))
    assert "One list of customers" in seen
    assert "Wrote the guide" not in seen
    page.get("people.contribution", rollout_id=here, contribution_id=row.id, as_=cast.member, status=403)
    page.get("people.recognition", rollout_id=here, as_=cast.viewer, status=403)
    page.post("people.withdraw_contribution", {"version": 1}, rollout_id=here, contribution_id=row.id, as_=cast.manager)
    assert "Wrote the guide" not in text_of(page.get("people.recognition", rollout_id=here, as_=cast.manager))


def test_champions_are_named_and_end_and_gaps_are_figures(page: Page, cast: Cast, units: dict[str, int]) -> None:
    here, boss = cast.rollout.id, cast.manager
    asked = Question(cast.rollout, TODAY)
    assert staff_facts_service.unit_figures(asked)["people.units_without_champion"].value == 2
    form = {"unit": str(units["Sales"]), "person": "Miro Petrov", "since": "2026-03-01"}
    page.post("people.name_champion", {**form, "person": "Ana Lima"}, rollout_id=here, as_=boss, status=422)
    page.post("people.name_champion", form, rollout_id=here, as_=boss)
    assert staff_facts_service.unit_figures(asked)["people.units_without_champion"].value == 1
    assert "Miro Petrov" in text_of(page.get("people.recognition", rollout_id=here, as_=cast.sponsor))
    row = db.session.query(Champion).one()
    one: dict[str, Any] = {"rollout_id": here, "champion_id": row.id, "as_": boss}
    page.get("people.end_champion", **one)
    page.post("people.end_champion", {"until": "2026-02-01", "version": 1}, **one, status=422)
    page.post("people.end_champion", {"until": "2026-03-01", "version": 1}, **one)
    assert staff_facts_service.unit_figures(asked)["people.units_without_champion"].value == 2


def test_figures_of_the_staff_list(app: Flask, cast: Cast) -> None:
    asked = Question(cast.rollout, TODAY)
    assert staff_facts_service.staff_figures(asked)["people.staff_count"].value is None
    with transaction():
        drafts = [StaffDraft(f"Person {n}", left=TODAY - timedelta(days=30) if n == 0 else None) for n in range(4)]
        staff_service.add_many(cast.rollout.id, drafts, "4 people")
    found = staff_facts_service.staff_figures(asked)
    assert [str(each.value) for each in found.values()] == ["3", "3", "25"]
    assert staff_facts_service.unit_figures(asked)["people.units_not_recognised"].value is None


def test_no_page_adds_anybody_up() -> None:
    """Planted nowhere: contributions are never grouped or counted by person."""
    from pathlib import Path

    text = "".join(path.read_text("utf-8") for path in Path("planner/people").glob("recognition*.py"))
    assert "group_by" not in text
    assert "Counter" not in text
