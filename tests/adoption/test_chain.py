"""From training to result on stored records: the lists, help and what became of it, the chain by group, suppression."""

import csv
import io
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from planner.adoption import help_service, outcome_queries, people_queries, recount_service, settings_service
from planner.adoption.before_after import Verdict
from planner.adoption.chain_service import chain
from planner.adoption.help_lists import HelpList
from planner.adoption.help_models import AdoptionHelp, HelpKind
from planner.adoption.help_outcome import Outcome, followed
from planner.adoption.help_service import HelpDraft
from planner.adoption.settings_service import Grounds
from planner.basics.errors import RuleBroken
from planner.db import db, transaction
from planner.kpis import service as kpis
from planner.kpis.definition import KpiDraft, Target
from planner.kpis.reading import Origin, ReadingDraft
from planner.people.privacy_models import PrivacyRead
from planner.people.staff_models import StaffRole
from planner.playbook.words import Cadence, Direction, Unit
from planner.training import course_service, place_service, record_service, sitting_service
from planner.training.courses import CourseDraft
from planner.training.record_service import ResultDraft
from planner.training.sitting_models import Enrolment
from planner.training.sitting_service import SittingDraft
from tests.adoption.worlds import EVENT, World, daily, log_of, make_world
from tests.conftest import NOW
from tests.page import Page, text_of
from tests.personas import Cast

TODAY = NOW.date()
BEGIN = date(2026, 1, 5)


def train(world: World, who: Sequence[str], day: date) -> None:
    """One course is asked of everybody; some pass it on a day."""
    with transaction():
        from planner.training import course_queries

        known = {view.course.name: view.course for view in course_queries.courses(world.rollout.id)}
        course = known.get("Basics") or course_service.add_course(
            world.rollout.id,
            CourseDraft("Basics", hours=Decimal(2), shelf_life_days=100, roles=("everyone",), seats=6),
        )
        drafts = [ResultDraft(world.staff[each], course.id, day, None, True) for each in who]
        record_service.add_results(world.rollout, drafts, None, NOW)


@pytest.fixture
def world(cast: Cast) -> World:
    """Seven of each unit; North is trained in week 4 and then active on three days a week instead of one."""
    made = make_world(cast.rollout, people=7)
    everybody = [each for each in made.staff if each not in ("south6", "desk6")]
    north = [f"north{n}" for n in range(6)]
    train(made, [*north, "south6"], BEGIN + timedelta(days=23))
    once = daily(everybody, range(1, 56, 7), EVENT["deal"])
    more = daily(north, [day for day in range(28, 56) if day % 7 in {2, 3}], EVENT["call"])
    extra = daily(["south0", "north0"], [9, 16], EVENT["case"])
    made.take(log_of([*once, *more, *extra]))
    return made


def test_the_effect_is_counted_with_the_log_and_the_lists_follow(world: World) -> None:
    found = outcome_queries.outcomes(world.rollout.id, "all")[""]
    assert found.effect.verdict is Verdict.MORE
    assert (found.effect.trained, found.effect.others) == (7, 14)
    assert found.effect.added is not None
    assert Decimal("1.5") < found.effect.added < 2, "six of seven gained two days, the seventh never came"
    assert found.access.words == "1 day"
    assert (found.training.people, found.training.begun) == (7, 6)
    assert found.since == BEGIN + timedelta(days=23)
    by_unit = outcome_queries.outcomes(world.rollout.id, "unit")
    assert by_unit[str(world.units["North"].id)].effect.trained == 6
    assert by_unit[str(world.units["Desk"].id)].effect.verdict is Verdict.FEW

    sizes = people_queries.sizes(world.rollout.id, TODAY, None)
    assert (sizes[HelpList.IDLE], sizes[HelpList.UNTRAINED], sizes[HelpList.NEVER]) == (1, 13, 2)
    [idle] = people_queries.lines(world.rollout.id, HelpList.IDLE, TODAY, None)
    assert idle.name == "South6 Person"
    units = people_queries.sizes_by_unit(world.rollout.id, TODAY)
    assert sum(each[HelpList.UNTRAINED] for each in units.values()) == 13
    with transaction():
        recount_service.recount(world.rollout, NOW)
    assert outcome_queries.outcomes(world.rollout.id, "all")[""] == found, "counted again it is the same"


def test_help_gives_the_seat_and_later_says_what_became_of_it(world: World, cast: Cast) -> None:
    rollout, who = world.rollout, world.staff["south6"]
    with transaction():
        course = course_service.add_course(
            rollout.id, CourseDraft("Refresher", hours=Decimal(1), seats=4, roles=("management",))
        )
        trainer = place_service.add_trainer(rollout.id, place_service.TrainerDraft("Tara", Decimal(9), cast.trainer.id))
        starts = datetime(2026, 3, 9, 9, tzinfo=UTC)
        sitting = sitting_service.add_sitting(rollout, SittingDraft(course.id, starts, 60, 4, trainer_id=trainer.id))
    for draft, field in (
        (HelpDraft(HelpKind.SESSION), "sitting"), (HelpDraft(HelpKind.COACH, coach_id=who), "coach"),
        (HelpDraft(HelpKind.NOTE), "text"), (HelpDraft(HelpKind.NOTE, text="talk", due=TODAY), "due"),
    ):  # fmt: skip
        with pytest.raises(RuleBroken) as told, transaction():
            help_service.give(rollout, who, draft, cast.trainer.id, NOW)
        assert told.value.field == field
    with transaction():
        draft = HelpDraft(HelpKind.SESSION, sitting_id=sitting.id)
        row = help_service.give(rollout, who, draft, cast.trainer.id, NOW)
        assert (row.due, row.course_ref) == (date(2026, 4, 6), course.ref)
    assert db.session.scalars(select(Enrolment.staff_id)).all() == [who]
    with transaction():
        help_service.give(rollout, world.staff["north0"], HelpDraft(HelpKind.NOTE, text="Began well"), cast.trainer.id,
                          datetime(2026, 1, 30, 9, tzinfo=UTC))  # fmt: skip
    given = people_queries.helps(rollout.id, None)
    outcomes = help_service.outcomes_of(rollout.id, given)
    assert [outcomes[each.row.id].outcome for each in given] == [Outcome.EARLY, Outcome.MORE]
    assert help_service.tally(outcomes.values())[Outcome.MORE] == 1


@pytest.mark.parametrize(
    ("before", "after", "counted", "outcome"),
    [([], [], 13, Outcome.EARLY), ([], [2], 28, Outcome.BEGAN), ([1, 2], [3], 28, Outcome.SAME),
     ([1], [3, 4, 5, 6], 28, Outcome.MORE), ([1, 2, 3, 4], [], 28, Outcome.LESS), ([], [], 28, Outcome.SAME)],
)  # fmt: skip
def test_outcomes(before: list[int], after: list[int], counted: int, outcome: Outcome) -> None:
    days = [TODAY - timedelta(days=n) for n in before] + [TODAY + timedelta(days=n) for n in after]
    assert followed(days, TODAY, TODAY + timedelta(days=counted)).outcome is outcome


def test_the_chain_joins_all_and_hides_what_is_small(world: World, cast: Cast, page: Page) -> None:
    rollout, north = world.rollout, world.units["North"].id
    figure = KpiDraft("Offers in time", "", "", Unit.PERCENT, Cadence.WEEKLY, 0, "", None, False, Target(Direction.UP))
    with transaction():
        from dataclasses import replace

        with pytest.raises(RuleBroken):
            kpis.add(rollout, replace(figure, unit_id=9_999), TODAY)
        row = kpis.add(rollout, replace(figure, unit_id=north), TODAY)
        values = [(BEGIN, 50), (BEGIN + timedelta(days=20), 51), (TODAY - timedelta(days=2), 64)]
        drafts = [ReadingDraft(day, Decimal(value)) for day, value in values]
        kpis.add_readings(row, drafts, Origin.HAND, None, TODAY, NOW)
    found = chain(rollout, "unit", TODAY)
    assert [each.name for each in found.links] == ["Desk", "North", "South"]
    link = found.links[1]
    assert (link.trained.words, link.active.words) == ("6 of 7 (86 %)", "7 of 7 (100 %)")
    assert [(each.name, each.moved.words if each.moved else "") for each in link.figures] == [
        ("Offers in time", "better, too few readings to tell from noise")
    ]
    assert link.untrained is None, "one person in North uses it untrained: that is not told"
    assert found.links[0].untrained == 6
    by_wave = chain(rollout, "wave", TODAY).links
    assert [each.trained.words for each in by_wave] == ["7 of 21 (33 %)"]
    assert len(by_wave[0].figures) == 1, "a wave shows the figures of its units"

    for person in (cast.manager, cast.sponsor, cast.trainer, cast.member, cast.viewer):
        shown = text_of(page.get("adoption.chain", as_=person, rollout_id=rollout.id, by="unit"))
        assert "more than without training" in shown
        assert "Offers in time" in shown
        assert "South6" not in shown
    told = page.client(cast.sponsor).get(f"/rollouts/{rollout.id}/adoption/chain.csv?by=unit")
    rows = list(csv.DictReader(io.StringIO(told.get_data(as_text=True).removeprefix("\ufeff"))))
    assert [row["Group"] for row in rows] == ["Everybody", "Desk", "North", "South"]
    assert rows[2]["Using, not trained"] == "not shown"
    assert page.client(cast.member).get(f"/rollouts/{rollout.id}/adoption/chain.csv").status_code == 403


def test_a_unit_under_five_is_nowhere_in_the_chain(cast: Cast, page: Page) -> None:
    made = make_world(cast.rollout, people=7)
    with transaction():
        from planner.people.staff_models import Staff

        for number in range(4):
            db.session.get_one(Staff, made.staff[f"desk{number}"]).unit_id = made.units["North"].id
    train(made, ["desk5"], BEGIN)
    made.take(log_of(daily(list(made.staff), range(0, 50, 3), EVENT["deal"])))
    found = chain(made.rollout, "unit", TODAY)
    assert "Desk" not in {each.name for each in found.links}
    assert len(found.links) < 2, "with two of three shown the third could be found by subtraction"
    assert found.hidden >= 2
    assert "Desk" not in text_of(page.get("adoption.chain", as_=cast.viewer, rollout_id=cast.rollout.id, by="unit"))


def test_a_coach_is_given_and_stands_beside_the_help(world: World, cast: Cast, page: Page) -> None:
    number, idle, coach = world.rollout.id, world.staff["south6"], world.staff["north1"]
    with transaction():
        words = "Trainers help those who need it"
        settings_service.switch_on(number, Grounds(words, words, words, date(2026, 6, 1)), cast.manager.id, NOW, None)
        db.session.add(StaffRole(staff_id=coach, role_ref="key-user"))
    where: Any = {"as_": cast.manager, "rollout_id": number, "staff_id": idle}
    offered = page.get("adoption.user", **where).xpath("//select[@name='coach']/option")
    assert [(each.get("value"), text_of(each)) for each in offered[1:]] == [
        (str(coach), "North1 Person, key user of North")
    ]
    form = {"kind": "coach", "sitting": "", "text": "Two mornings at the desk", "due": "", "once": "c"}
    page.post("adoption.user", form | {"coach": str(world.staff["north2"])}, **where, status=422)
    page.post("adoption.user", form | {"coach": str(coach)}, **where)
    row = db.session.scalars(select(AdoptionHelp)).one()
    assert (row.kind, row.staff_id, row.coach_id) == (HelpKind.COACH, idle, coach)
    assert (row.on, row.due) == (TODAY, TODAY + timedelta(days=28)), "without a day one looks again after four weeks"
    shown = text_of(page.get("adoption.user", **where))
    assert "Coach: North1 Person" in shown
    assert "Two mornings at the desk" in shown
    helped = {row.staff_id for row in db.session.scalars(select(AdoptionHelp))}
    assert helped == {idle}
    assert "South6 Person" in text_of(page.get("adoption.helped", as_=cast.manager, rollout_id=number))


def test_who_looks_at_people_is_noted_and_others_are_led_elsewhere(
    world: World, cast: Cast, page: Page, app: Flask
) -> None:
    number = world.rollout.id
    with transaction():
        words = "Trainers help those who need it"
        settings_service.switch_on(number, Grounds(words, words, words, date(2026, 6, 1)), cast.manager.id, NOW, None)
    page.get("adoption.people", as_=cast.manager, rollout_id=number, list=HelpList.IDLE.value)
    noted = select(PrivacyRead.staff_id).where(PrivacyRead.user_id == cast.manager.id)
    assert db.session.scalars(noted).all() == [world.staff["south6"]]
    page.get("adoption.user", as_=cast.manager, rollout_id=number, staff_id=world.staff["north0"])
    assert set(db.session.scalars(noted)) == {world.staff["south6"], world.staff["north0"]}
    page.get("adoption.people", as_=cast.member, rollout_id=number, status=404)  # not on the staff list
    page.get("adoption.helped", as_=cast.member, rollout_id=number, status=403)
    page.get("adoption.helped", as_=cast.sponsor, rollout_id=number, status=403)
    home = text_of(page.get("training.index", as_=cast.manager, rollout_id=number))
    assert "Trained, not using" in home
    with transaction():
        row = help_service.give(world.rollout, world.staff["south6"], HelpDraft(HelpKind.NOTE, text="Has a new desk"),
                                cast.manager.id, NOW)  # fmt: skip
        key, version = row.id, row.version
    assert "Has a new desk" in text_of(
        page.get("adoption.user", as_=cast.manager, rollout_id=number, staff_id=world.staff["south6"])
    )
    assert "too early to tell" in text_of(page.get("adoption.helped", as_=cast.manager, rollout_id=number))
    page.post("adoption.close_help", {"version": version}, as_=cast.trainer, rollout_id=number, adoption_help_id=key,
              status=403)  # fmt: skip
    page.post("adoption.close_help", {"version": version}, as_=cast.manager, rollout_id=number, adoption_help_id=key)
    assert db.session.get_one(AdoptionHelp, key).done_on == TODAY
