"""The culture profile: several views read together, what it changes in the plan, and where the programme misfits."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from flask import Flask

from planner.access.audit_models import AuditEntry
from planner.access.roles import Role
from planner.basics.errors import RuleBroken
from planner.db import db, transaction
from planner.people import culture_facts_service, culture_service
from planner.people.culture import SCALES, Dimension, Reading, Source, reading, traits_of
from planner.people.culture_fit import WHAT_IT_CHANGES, Programme, misfits
from planner.playbook.service import load_shipped
from planner.playbook.words import Culture, Trait
from planner.rollouts.figures_service import Question
from planner.rollouts.models import Rollout, Unit
from planner.rollouts.playbook_service import take_copy
from tests.builders import make_member, make_wave
from tests.conftest import NOW
from tests.page import Page, text_of
from tests.personas import Cast

TODAY = date(2026, 3, 2)
WAVES = (TODAY, TODAY + timedelta(days=60))
GOOD = Programme(Culture.DECENTRALISED, 3, WAVES, 0, 1, responsibilities=True, without_champion=0)


def test_five_views_make_a_reading_and_fewer_only_the_managers_own() -> None:
    assert reading(Dimension.PACE, [0, 0, 1, 1], None).source is Source.NOBODY
    own = reading(Dimension.PACE, [0, 4, 4, 4], 0)
    assert (own.source, own.middle, own.lower, own.trait) == (Source.OWN, 0, None, Trait.SLOW)
    several = reading(Dimension.PACE, [0, 4, 4, 4, 3], 0)
    assert (several.source, several.middle, several.leans, several.trait) == (Source.SEVERAL, 4, "quick", Trait.QUICK)
    torn = reading(Dimension.MISTAKES, [0, 0, 2, 4, 4], None)
    assert (torn.wide, torn.leans, torn.trait) == (True, "", None)
    assert [
        reading(Dimension.PACE, [low, low, low, high, high, high], None).step for low, high in ((1, 2), (2, 3))
    ] == [1, 3]
    assert traits_of([several, torn, own]) == (Trait.QUICK, Trait.SLOW)


def test_every_dimension_is_told_in_steps_that_can_be_observed_and_every_trait_changes_something() -> None:
    assert set(SCALES) == set(Dimension)
    for scale in SCALES.values():
        assert len(set(scale.steps)) == 5
        assert scale.question.endswith("?")
    told = {trait for scale in SCALES.values() for trait in (scale.low_trait, scale.high_trait) if trait}
    assert told == set(Trait) == set(WHAT_IT_CHANGES)
    playbook = load_shipped("standard")
    asked = [task.when for phase in playbook.phases for task in phase.tasks if task.when]
    wanted = {trait for when in asked for trait in when.trait}
    assert wanted >= {Trait.BY_CONSENSUS, Trait.FORMAL, Trait.INFORMAL, Trait.GUARDED, Trait.INWARD}


def seen(**steps: int) -> dict[Dimension, Reading]:
    """Readings of five who agree."""
    return {Dimension(name): reading(Dimension(name), [step] * 5, None) for name, step in steps.items()}


@pytest.mark.parametrize(
    ("steps", "changes", "told"),
    [
        ({"decides": 0}, {}, "head office decides"),
        ({"decides": 4}, {"go_lives": (TODAY,)}, "All units go live on one day"),
        ({"decides": 4}, {"without_champion": 2}, "Units without a champion: 2"),
        ({"pace": 0}, {"go_lives": (TODAY, TODAY + timedelta(days=14))}, "14 days apart"),
        ({"pace": 4}, {"go_lives": (TODAY, TODAY + timedelta(days=200))}, "200 days apart"),
        ({"agreement": 4}, {"anonymous_surveys": 0}, "Nobody was asked"),
        ({"mistakes": 0}, {"named_surveys": 2}, "2 surveys ask for the name"),
        ({"formality": 4}, {"responsibilities": False}, "written nowhere"),
    ],
)
def test_misfits_are_told_with_what_shows_them(steps: dict[str, int], changes: dict[str, object], told: str) -> None:
    found = misfits(seen(**steps), replace(GOOD, **changes))  # type: ignore[arg-type] # the cases give what fits
    if told == "head office decides":
        assert "people say: head office" in found[0].what
    else:
        assert [told in each.what for each in found] == [True]
    assert misfits(seen(decides=4, pace=2, agreement=4, mistakes=4, formality=4, customer=0), GOOD) == []
    assert misfits({}, GOOD) == []


def test_several_answer_and_nobody_sees_a_single_view(app: Flask, page: Page, cast: Cast) -> None:
    here = cast.rollout.id
    steps = {"pace": "0", "mistakes": "0"}
    page.get("people.answer_culture", rollout_id=here, as_=cast.member)
    for who in (cast.manager, cast.member, cast.trainer):
        page.post("people.answer_culture", steps, rollout_id=here, as_=who)
    page.post("people.answer_culture", {"pace": "9"}, rollout_id=here, as_=cast.member, status=422)
    few = text_of(page.get("people.culture", rollout_id=here, as_=cast.sponsor))
    assert "Shown from 5 answers on" in few
    assert "Several years" not in few
    own = text_of(page.get("people.culture", rollout_id=here, as_=cast.manager))
    assert "your own view only" in own
    for who in (cast.sponsor, make_member(cast.rollout, Role.MEMBER, "Ana Lima")):
        page.post("people.answer_culture", {**steps, "pace": "1"}, rollout_id=here, as_=who)
    many = text_of(page.get("people.culture", rollout_id=here, as_=cast.viewer))
    assert "leans: slow" in many
    assert "at least 5 answers, read on 2 Mar 2026" in many
    assert db.session.query(AuditEntry).filter_by(object_type="culture_answer").count() == 0
    with pytest.raises(RuleBroken), transaction():
        culture_service.answer(here, cast.manager.id, {Dimension.PACE: 7}, TODAY)


def test_the_plan_is_proposed_for_the_culture_once_it_is_taken_over(app: Flask, page: Page, cast: Cast) -> None:
    here, rollout = cast.rollout.id, db.session.get_one(Rollout, cast.rollout.id)
    playbook = load_shipped("standard")
    with transaction():
        take_copy(here, playbook, NOW)
        for name in ("Sales", "Service"):
            db.session.add(Unit(rollout_id=here, name=name, people=5))
        culture_service.answer(here, cast.manager.id, {Dimension.MISTAKES: 0, Dimension.DECIDES: 4}, TODAY)
    make_wave(cast.rollout, 1, date(2026, 9, 1))
    before = {task.ref for _, task in playbook.tasks_for(rollout.profile)}
    seen_page = text_of(page.get("people.culture", rollout_id=here, as_=cast.manager))
    assert "Open a way to speak without a name" in seen_page
    assert "All units go live on one day" in seen_page
    page.post("people.take_culture", {"version": 99}, rollout_id=here, as_=cast.manager, status=409)
    page.post("people.take_culture", {"version": rollout.version}, rollout_id=here, as_=cast.manager)
    db.session.refresh(rollout)
    assert rollout.profile.traits == (Trait.GUARDED,)
    after = {task.ref for _, task in playbook.tasks_for(rollout.profile)}
    assert after - before == {"open-a-safe-way-to-speak"}
    assert "Ask anonymously" in text_of(page.get("rollouts.playbook", rollout_id=here, as_=cast.manager))
    assert "The profile holds it" in text_of(page.get("people.culture", rollout_id=here, as_=cast.manager))
    page.post("people.take_culture", {"version": 2}, rollout_id=here, as_=cast.sponsor, status=403)
    assert misfits_counted(rollout) is None, "one view alone feeds no figure, the manager's neither"
    with transaction():
        for who in (cast.sponsor, cast.trainer, cast.member, cast.viewer):
            culture_service.answer(here, who.id, {Dimension.MISTAKES: 0, Dimension.DECIDES: 4}, TODAY)
    assert misfits_counted(rollout) == 3


def misfits_counted(rollout: Rollout) -> Decimal | None:
    return culture_facts_service.culture_figures(Question(rollout, TODAY))["people.culture_misfits"].value


def test_nothing_described_is_unknown(app: Flask, cast: Cast) -> None:
    assert misfits_counted(cast.rollout) is None
