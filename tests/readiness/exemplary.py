"""A small rollout in the database that makes no known mistake: planned, answered, sponsored, trained and measured."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from planner.db import db, transaction
from planner.goals import link_service
from planner.goals import service as goal_service
from planner.goals.drafts import GoalDraft
from planner.goals.links import LinkKind
from planner.kpis import service as kpi_service
from planner.kpis.definition import Target, draft_of
from planner.kpis.reading import Origin, ReadingDraft
from planner.people import (
    committee_service,
    recognition_service,
    sponsor_service,
    staff_queries,
    staff_service,
    stakeholder_service,
)
from planner.people.committee_decision_service import add_action
from planner.people.committee_rules import ActionDraft, Seat
from planner.people.committee_seats import MemberDraft
from planner.people.raci_fit import Voice
from planner.people.recognition_service import ChampionDraft
from planner.people.sponsor_coalition import SponsorDraft
from planner.people.sponsor_promises import KeepingDraft, PromiseKind, SponsorPromiseDraft
from planner.people.staff import StaffDraft
from planner.people.stakeholder_rules import Engagement, GroupKind, StakeholderDraft
from planner.playbook.outline import Criterion
from planner.playbook.service import load_shipped
from planner.playbook.words import Choice, CriterionKind, Decision, Level
from planner.process import problem_service
from planner.process.problem_service import Report
from planner.process.problem_states import Topic, Weight
from planner.readiness import answer_service
from planner.readiness.answers import AnswerDraft
from planner.readiness.evidence import Grade, State
from planner.rollouts.models import Rollout, Unit
from planner.rollouts.playbook_service import take_copy
from planner.rollouts.profile import Work
from planner.rollouts.stages import Stage
from planner.schedule.models import PlanTask
from planner.schedule.service import propose_plan
from planner.suitability import case_service
from planner.suitability import service as suitability
from planner.suitability.business_case import LineKind
from planner.suitability.case_rules import CaseDraft, LineDraft
from planner.suitability.service import AnswerDraft as StartDraft
from planner.suitability.stopping import StopAt
from planner.training import course_service, record_service
from planner.training.courses import CourseDraft
from planner.training.record_service import ResultDraft
from tests.builders import make_wave
from tests.conftest import NOW
from tests.people.survey_stage import Place, answer_all, close, make_open, pulse
from tests.personas import Cast
from tests.readiness.samples import TODAY

BY_HAND = frozenset(
    {
        "data.migration_rehearsals",
        "data.duplicate_rate",
        "technology.open_must_requirements",
        "technology.uat_pass_rate",
        "process.sales_automated_share",
    }
)
"""Figures that no area counts."""
KPI = "repeat-purchase-rate"


PLAYBOOK = load_shipped("standard")


def take(cast: Cast) -> None:
    """The product's own playbook, on the day on which the rollout starts."""
    with transaction():
        take_copy(cast.rollout.id, PLAYBOOK, NOW)
        cast.rollout.stage, cast.rollout.start_date = Stage.RUNNING, TODAY


def settle(cast: Cast) -> Rollout:
    """Everything as the playbook asks for it, half a year before the first wave."""
    take(cast)
    start(cast)
    units = organise(cast)
    plan(cast)
    assess(cast)
    sponsor(cast, units)
    aim(cast)
    train(cast, units)
    with_everybody(cast, units)
    with_the_rest(cast)
    return cast.rollout


def start(cast: Cast) -> None:
    """All questions answered yes, the decision taken, a rule for stopping."""
    with transaction():
        for question in PLAYBOOK.suitability:
            suitability.give_answer(
                cast.rollout, question, StartDraft(Choice.YES, "Seen.", "", None, None), cast.manager, NOW, None
            )
        suitability.decide(cast.rollout, Decision.IMPROVE, "The processes are sound.", cast.sponsor, TODAY, None)
        suitability.write_stop(
            cast.rollout, PLAYBOOK.suitability[0], StopAt.NO, "No benefit is left.", cast.sponsor, NOW
        )


def organise(cast: Cast) -> list[Unit]:
    """Two waves with a unit each, the sellers first."""
    waves = [make_wave(cast.rollout, number) for number in (1, 2)]
    with transaction():
        units = [
            Unit(rollout_id=cast.rollout.id, wave_id=wave.id, name=name, people=20, work=work)
            for wave, name, work in zip(waves, ("Field sales", "Service desk"), (Work.SALES, Work.SERVICE), strict=True)
        ]
        db.session.add_all(units)
    return units


def plan(cast: Cast) -> None:
    """The plan of the playbook, each task with an owner."""
    with transaction():
        found, _ = propose_plan(cast.rollout, PLAYBOOK, at=NOW, by=cast.manager)
        for task in db.session.query(PlanTask).filter_by(plan_id=found.id):
            task.owner_id = cast.manager.id


def assess(cast: Cast) -> None:
    """Every question at full marks, with evidence, verified by a second person; figures by hand on their line."""
    with transaction():
        for criterion in (each for factor in PLAYBOOK.factors for each in factor.criteria):
            value = best(criterion)
            if value is not None:
                draft = AnswerDraft(State.SCORED, value, Grade.OBSERVED, "Seen in the minutes.", answered_on=TODAY)
                row = answer_service.give(
                    cast.rollout.id, "", criterion, draft, by=cast.manager, today=TODAY, now=NOW, version=None
                )
                answer_service.verify(row, by=cast.trainer, now=NOW, version=row.version)


def best(criterion: Criterion) -> Decimal | None:
    """The best answer; None where the product counts by itself."""
    if criterion.kind is CriterionKind.ANSWER:
        return Decimal(4)
    if criterion.kind is CriterionKind.CHECK:
        return Decimal(1)
    return criterion.threshold if criterion.fact in BY_HAND else None


def sponsor(cast: Cast, units: list[Unit]) -> None:
    """A sponsor of the whole and of both units, who kept what was due last week."""
    everywhere = frozenset(each.id for each in units)
    draft = SponsorDraft(cast.sponsor.id, "", "Head of sales", True, everywhere, TODAY - timedelta(days=60))
    due = TODAY - timedelta(days=7)
    with transaction():
        seat = sponsor_service.add_sponsor(cast.rollout.id, draft)
        vow = SponsorPromiseDraft(PromiseKind.KICK_OFF, "Speak at the kick-off", due)
        (row,) = sponsor_service.add_promises(seat, vow)
        sponsor_service.keep_promise(row, KeepingDraft(due, "He spoke."), cast.sponsor, NOW, TODAY, row.version)


def aim(cast: Cast) -> None:
    """A goal that is SMART and served, measured by a key figure with a start, a target and a fresh reading."""
    known = next(each for each in PLAYBOOK.kpis if each.ref == KPI)
    target = Target(known.direction, Decimal(40), TODAY - timedelta(days=90), Decimal(55), TODAY + timedelta(days=400))
    with transaction():
        (figure,) = kpi_service.take(cast.rollout, [KPI], TODAY)
        draft = replace(draft_of(known), owner_id=cast.manager.id, target=target)
        kpi_service.edit(figure, draft, figure.version)
        kpi_service.add_readings(figure, [ReadingDraft(TODAY, Decimal(42))], Origin.HAND, cast.manager, TODAY, NOW)
        goal = goal_service.create(cast.rollout, goal_of(cast, target), cast.manager, NOW)
        link_service.add(cast.rollout, goal, LinkKind.PHASE, PLAYBOOK.phases[0].ref, cast.manager)
        link_service.add(cast.rollout, goal, LinkKind.FACTOR, PLAYBOOK.factors[0].ref, cast.manager)


def goal_of(cast: Cast, target: Target) -> GoalDraft:
    """A goal that lacks nothing."""
    return GoalDraft(
        Level.STRATEGIC, "Customers come back",
        "Customers who ordered once order again because one person answers for them.",
        owner_id=cast.sponsor.id, kpi_ref=KPI, baseline=target.baseline, baseline_on=target.baseline_on,
        target=target.target, target_on=target.target_on, realistic="Two sites did it on paper.",
    )  # fmt: skip


def train(cast: Cast, units: list[Unit]) -> None:
    """Twelve people on the staff list of the two units, all of whom passed the one course."""
    with transaction():
        course = course_service.add_course(cast.rollout.id, CourseDraft("Basics", roles=("everyone",)))
        drafts = [StaffDraft(f"{unit.name} {n}", f"{unit.id}-{n}", unit_id=unit.id) for unit in units for n in range(6)]
        people = staff_service.add_many(cast.rollout.id, drafts, "The staff")
        results = [ResultDraft(one, course.id, TODAY, None, True) for one in people]
        record_service.add_results(cast.rollout, results, cast.manager, NOW)


def with_everybody(cast: Cast, units: list[Unit]) -> None:
    """A champion in each unit, and a group of stakeholders that stands where it is wanted."""
    rows = staff_queries.everybody(cast.rollout.id)
    with transaction():
        for unit in units:
            person = next(row for row in rows if row.unit_id == unit.id)
            recognition_service.name_champion(
                cast.rollout.id, ChampionDraft(unit.id, person.id, TODAY), cast.manager.id
            )
        supportive = Engagement.SUPPORTIVE
        stakeholder_service.add_stakeholder(
            cast.rollout.id, StakeholderDraft("Works council", GroupKind.COUNCIL, 4, supportive, supportive)
        )


def with_the_rest(cast: Cast) -> None:
    """A business case that pays, a committee with something to do, a young problem, and a pulse that all answered."""
    here, year = cast.rollout, (None, None, None)
    cost, gain = (Decimal(90), Decimal(100), Decimal(110)), (Decimal(200), Decimal(300), Decimal(400))
    with transaction():
        case_service.set_frame(here, CaseDraft(2, Decimal(5), TODAY), None)
        case_service.add_line(here, LineDraft("Licences", LineKind.ONE_OFF, (cost, year, year)))
        case_service.add_line(here, LineDraft("Repeat orders", LineKind.REVENUE, (year, gain, gain), KPI))
        committee_service.add_member(
            here.id, MemberDraft(cast.sponsor.id, "", "Head of sales", Seat.CHAIR, frozenset(Voice), may_decide=True)
        )
        add_action(here.id, ActionDraft("Free two clerks", cast.sponsor.id, "", TODAY + timedelta(days=9)))
        problem_service.report(here.id, Report("Slow at noon", Topic.TOO_SLOW, Weight.ANNOYING), None, TODAY)
    place = Place(here, cast.manager, [row.id for row in staff_queries.everybody(here.id)])
    survey = make_open(place)
    answer_all(survey, place, lambda _: pulse(5, 5, 5, 4, 4))
    close(survey)
