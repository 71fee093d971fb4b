"""The scene of a rollout in the database: an exemplary one shows no known mistake, and what goes wrong is named."""

from datetime import timedelta
from decimal import Decimal

import pytest

from planner.db import db, transaction
from planner.goals import queries as goals
from planner.goals import service as goal_service
from planner.goals.drafts import GoalDraft
from planner.kpis import service as kpi_service
from planner.people import sponsor_service, stakeholder_service
from planner.people.committee_decision_service import add_action
from planner.people.committee_rules import ActionDraft
from planner.people.recognition_models import Champion
from planner.people.sponsor_promises import PromiseKind, SponsorPromiseDraft
from planner.people.sponsor_queries import sponsors
from planner.people.stakeholder_rules import Engagement, GroupKind, StakeholderDraft
from planner.playbook.words import Level
from planner.process import problem_service
from planner.process.problem_service import Report
from planner.process.problem_states import Topic, Weight
from planner.readiness import mistake_service
from planner.readiness.mistakes import BOOK, Found
from planner.readiness.models import Answer
from planner.readiness.scene import Scene
from planner.readiness.scene_service import scene_of
from planner.rollouts import queries as rollouts
from planner.rollouts.models import Unit
from planner.rollouts.stages import Stage
from planner.schedule import gate_queries
from planner.schedule import queries as schedule
from planner.schedule.gate_models import Lesson
from planner.schedule.gates import Decision
from planner.schedule.lessons import LessonKind
from planner.schedule.models import GateCondition, GateDecision
from planner.schedule.scenario import ScenarioState
from planner.schedule.scenario_models import Scenario
from planner.schedule.states import Kind
from planner.suitability import service as suitability
from planner.suitability.models import StopCriterion, StrategicDecision
from tests.conftest import NOW
from tests.page import Page, text_of
from tests.personas import Cast
from tests.readiness import exemplary
from tests.readiness.samples import TODAY

NOT_KNOWN_YET = {
    "adoption.breadth", "adoption.fragmentation", "adoption.never_signed_in_share", "adoption.rate",
    "people.commitment_shortfall_share", "people.committed_share", "people.critical_roles_in_one_hand",
    "people.culture_misfits", "people.raci_findings", "training.support_trained_share",
}  # fmt: skip
"""What the exemplary rollout leaves open: nobody uses the system yet, and hours, roles and culture are not written."""


@pytest.fixture
def good(cast: Cast) -> Cast:
    """The cast of a rollout that makes no known mistake."""
    exemplary.settle(cast)
    return cast


def scene(cast: Cast) -> Scene:
    return scene_of(cast.rollout, TODAY)


def seen(cast: Cast) -> dict[str, Found]:
    """What the detectors see today."""
    return {each.key: each for each in mistake_service.mistakes_of(cast.rollout, TODAY)}


def test_an_exemplary_rollout_in_the_database_shows_no_known_mistake(good: Cast) -> None:
    assert seen(good) == {}
    found = scene(good)
    assert found.running
    assert {fact for each in BOOK for fact in each.facts if found.figure(fact) is None} == NOT_KNOWN_YET
    assert [(each.number, each.people) for each in found.waves] == [(1, 20), (2, 20)]
    assert len(found.answers) > 100
    assert set(found.answers.values()) == {1}


def test_every_list_that_a_detector_reads_is_filled_by_somebody(good: Cast) -> None:
    assert {each.about for each in BOOK if each.about} == set(scene(good).lists)


def test_a_rollout_before_its_start_is_not_told_what_it_has_not_begun(cast: Cast) -> None:
    exemplary.take(cast)
    with transaction():
        cast.rollout.stage = Stage.DRAFT
    assert seen(cast) == {}
    with transaction():
        cast.rollout.stage = Stage.RUNNING
    assert set(seen(cast)) == {
        "improve-or-change-undecided/decision-missing",
        "no-definition-of-success/goals-missing",
        "stop-rules-missing/stop-rules-missing",
    }


def test_what_is_missing_at_the_start_is_seen(good: Cast) -> None:
    plan = schedule.current_plan(good.rollout.id)
    assert plan
    built = exemplary.PLAYBOOK.phases[2].ref
    row = next(row for row in schedule.rows_of(plan.id) if row.kind is Kind.TASK and row.phase_ref == built)
    with transaction():
        db.session.query(StrategicDecision).delete()
        stop = db.session.query(StopCriterion).one()
        suitability.withdraw_stop(stop, "It was meant otherwise.", stop.version)
        goal = goals.rows_of(good.rollout.id)[0]
        goal_service.drop(goal, "Nobody stands behind it.", good.manager, NOW, goal.version)
        schedule.task(good.rollout.id, row.id).percent = 10
    found = seen(good)
    assert {
        "improve-or-change-undecided/decision-missing",
        "stop-rules-missing/stop-rules-missing",
        "no-definition-of-success/goals-missing",
    } <= found.keys()
    assert found["system-before-strategy/system-work-begun"].sight.objects == (row.name,)


def test_goals_and_key_figures_that_lack_something_are_named(good: Cast) -> None:
    with transaction():
        for name in ("Sell more", "Answer sooner", "Lose nobody"):
            goal_service.create(good.rollout, GoalDraft(Level.STRATEGIC, name), good.manager, NOW)
        kpi_service.take(good.rollout, ["win-rate"], TODAY)
    found = seen(good)
    three = ("Sell more", "Answer sooner", "Lose nobody")
    for key in (
        "no-definition-of-success/goals.without_kpi",
        "no-definition-of-success/goals.not_smart",
        "goals-forgotten-until-the-end/goals.not_served",
    ):
        assert found[key].sight.objects == three
        assert found[key].about == "Sell more, Answer sooner and Lose nobody"
    assert found["kpi-without-baseline/kpis.without_baseline"].sight.objects == ("Win rate",)
    assert len(found) == 4


def test_units_groups_and_actions_are_named(good: Cast) -> None:
    seat = sponsors(good.rollout.id)[0]
    with transaction():
        db.session.add(Unit(rollout_id=good.rollout.id, name="Night shift", people=3))
        for name in ("Dealers", "Clerks", "Owners", "Clients"):
            draft = StakeholderDraft(name, GroupKind.OTHER, 3, Engagement.RESISTANT, Engagement.SUPPORTIVE)
            stakeholder_service.add_stakeholder(good.rollout.id, draft)
        for text in ("Free two clerks", "Call the dealers", "Name a deputy"):
            add_action(good.rollout.id, ActionDraft(text, good.sponsor.id, "", TODAY - timedelta(days=1)))
        for day in (2, 3):
            vow = SponsorPromiseDraft(PromiseKind.OWN, f"Visit {day}", TODAY - timedelta(days=day))
            sponsor_service.add_promises(seat, vow)
        problem_service.report(
            good.rollout.id, Report("No offers", Topic.BROKEN, Weight.STOPS), None, TODAY - timedelta(days=15)
        )
    found = seen(good)
    assert found["invisible-sponsor/people.coalition_gaps"].sight.objects == ("Night shift",)
    assert found["expectations-not-managed/people.stakeholder_gaps"].about == "Clerks, Clients, Dealers and Owners"
    assert set(found["committee-without-decisions/people.overdue_actions"].sight.objects) == {
        "Free two clerks", "Call the dealers", "Name a deputy"
    }  # fmt: skip
    assert found["sponsor-sends-deputies/people.promises_kept_share"].sight.objects == (), "promises are of persons"
    assert found["problems-about-the-system-lost/process.open_problems_older_than_14_days"].sight.amount == 1
    assert len(found) == 5


def test_near_the_go_live_it_is_looked_at_more_closely(good: Cast) -> None:
    with transaction():
        rollouts.waves(good.rollout.id)[0].go_live = TODAY + timedelta(days=20)
        db.session.query(Champion).delete()
        for row in db.session.query(Answer).filter_by(criterion_ref=by_hand("technology.open_must_requirements")):
            row.value = Decimal(2)
    found = seen(good)
    assert found["no-super-users/people.units_without_champion"].about == "Field sales and Service desk"
    told = found["requirements-wish-list/technology.open_must_requirements"]
    assert told.sight.text == "The go-live is near. Must-have requirements not met: 2."


def by_hand(fact: str) -> str:
    """The question behind a figure that is recorded by hand."""
    found = next(each for each in exemplary.PLAYBOOK.criteria() if each.fact == fact and not each.must)
    return found.ref


def test_a_recorded_figure_that_is_too_old_is_no_figure(good: Cast) -> None:
    with transaction():
        for row in db.session.query(Answer).filter_by(criterion_ref=by_hand("data.duplicate_rate")):
            row.answered_on = TODAY - timedelta(days=500)
    assert scene(good).figure("data.duplicate_rate") is None
    assert "data.duplicate_rate" not in scene(good).figures, "what the product counts itself stands apart"
    assert set(seen(good)) == {"stale-evidence/expired-answers"}


def decided(cast: Cast, key: str, decision: Decision = Decision.GO, *, state: str = "met") -> GateDecision:
    """A decision at a gate, on a must-criterion in that state."""
    gate = next(view.gate for view in gate_queries.gates_of(cast.rollout, TODAY) if view.gate.key == key)
    row = GateDecision(
        gate_id=gate.id, decision=decision, decider_id=cast.sponsor.id, called_by_id=cast.manager.id, reason="Seen.",
        at=NOW, criteria=[{"must": True, "state": state}, {"must": False, "state": "not met"}],
    )  # fmt: skip
    with transaction():
        db.session.add(row)
    return row


def keys_of_gates(cast: Cast) -> list[str]:
    return [view.gate.key for view in gate_queries.gates_of(cast.rollout, TODAY)]


def test_a_gate_that_was_waved_through_and_conditions_that_lapsed_are_seen(good: Cast) -> None:
    first, second, third = keys_of_gates(good)[:3]
    decided(good, first, state="met")
    decided(good, second, state="not met")
    decided(good, second, Decision.HOLD, state="not met")
    row = decided(good, third, Decision.CONDITIONAL_GO, state="unknown")
    late, met, ahead = -1, -1, 0
    with transaction():
        for text, days in (("Two trainers", late), ("A third room", met), ("A stand-in", ahead)):
            done = NOW if text == "A third room" else None
            due = TODAY + timedelta(days=days)
            db.session.add(GateCondition(decision_id=row.id, text=text, due=due, met_at=done, owner_id=good.manager.id))
    found = seen(good)
    names = {view.gate.key: view.gate.name for view in gate_queries.gates_of(good.rollout, TODAY)}
    assert found["gate-waved-through/waved-gates"].sight.objects == (names[third],), "the second is on hold again"
    assert found["conditions-forgotten/overdue-conditions"].sight.objects == ("Two trainers",)


def test_goals_are_forgotten_only_once_a_gate_was_decided_without_a_look_at_them(good: Cast) -> None:
    key = "goals-forgotten-until-the-end/goals.looked_at_share"
    assert key not in seen(good)
    decided(good, keys_of_gates(good)[0])
    assert seen(good)[key].sight.text == "Only 0 % of the goals were looked at again at the last gate."


def test_a_lesson_that_the_next_wave_passed_by_is_seen(good: Cast) -> None:
    gates = [view.gate for view in gate_queries.gates_of(good.rollout, TODAY)]
    one, two = next((a, b) for a in gates for b in gates if a.phase_ref == b.phase_ref and (a.wave, b.wave) == (1, 2))
    with transaction():
        lesson = Lesson(
            gate_id=one.id, kind=next(iter(LessonKind)), what="Too little practice", advice="More", made_at=NOW,
            by_id=good.manager.id,
        )  # fmt: skip
        db.session.add(lesson)
    assert "lessons-not-carried/open-lessons" not in seen(good)
    decided(good, two.key)
    assert seen(good)["lessons-not-carried/open-lessons"].sight.objects == ("Too little practice",)


@pytest.mark.parametrize(
    ("state", "kind", "cut"),
    [("kept", "cut-training", True), ("draft", "cut-training", False), ("kept", "move", False)],
)
def test_a_kept_scenario_that_cuts_training_is_seen(good: Cast, state: str, kind: str, cut: bool) -> None:
    with transaction():
        row = Scenario(
            rollout_id=good.rollout.id, name="Faster", changes=[{"kind": kind}], plan_number=1,
            state=ScenarioState(state), made_at=NOW,
        )  # fmt: skip
        db.session.add(row)
    assert ("training-cut-for-the-date/kept-training-cuts" in seen(good)) is cut


def test_tasks_without_owner_reach_the_detectors_through_the_checks_of_the_plan(good: Cast) -> None:
    plan = schedule.current_plan(good.rollout.id)
    assert plan
    with transaction():
        for row in schedule.rows_of(plan.id):
            schedule.task(good.rollout.id, row.id).owner_id = None
    assert set(seen(good)) == {"undated-tasks/plan"}


def test_names_are_shown_to_those_who_may_open_the_page_they_stand_on(good: Cast, page: Page) -> None:
    with transaction():
        for text in ("Free two clerks", "Call the dealers", "Name a deputy"):
            add_action(good.rollout.id, ActionDraft(text, good.sponsor.id, "", TODAY - timedelta(days=1)))
    for person, told in ((good.manager, True), (good.sponsor, True), (good.viewer, False), (good.trainer, False)):
        text = text_of(page.get("readiness.mistakes", rollout_id=good.rollout.id, as_=person))
        assert "Overdue actions of the committee: 3." in text
        assert ("It is about: Free two clerks, Call the dealers and Name a deputy." in text) is told
