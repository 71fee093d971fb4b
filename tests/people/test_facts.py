"""The facts of people: not known while nothing is written down, then exactly what is stored."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest

from planner.access.models import User
from planner.access.roles import Role
from planner.db import db, transaction
from planner.people import (
    committee_decision_service,
    committee_service,
    raci_service,
    sponsor_service,
    stakeholder_service,
)
from planner.people import service as hours
from planner.people.committee_models import CommitteeAction
from planner.people.committee_rules import ActionDraft, Seat
from planner.people.committee_seats import MemberDraft
from planner.people.promises import Promise, PromiseDraft
from planner.people.raci_fit import Voice
from planner.people.raci_service import HolderDraft, RoleDraft
from planner.people.sponsor_acts import ActKind
from planner.people.sponsor_coalition import SponsorDraft
from planner.people.sponsor_models import Sponsor
from planner.people.sponsor_promises import KeepingDraft, PromiseKind, SponsorPromiseDraft
from planner.people.stakeholder_rules import Engagement, GroupKind, StakeholderDraft
from planner.playbook.facts import FACTS, Per
from planner.rollouts.figures_service import Question, ask
from planner.rollouts.models import Unit
from planner.rollouts.playbook_service import take_copy
from planner.schedule import service as schedule
from planner.schedule.models import PlanTask
from planner.schedule.states import Kind
from tests.builders import make_member
from tests.conftest import NOW
from tests.personas import Cast
from tests.schedule.samples import SMALL

TODAY = NOW.date()
NAMES = (
    "sponsor_days_silent", "sponsor_active_14_days", "promises_kept_share", "coalition_gaps", "committed_share",
    "overdue_actions", "stakeholder_gaps", "critical_roles_in_one_hand", "commitment_shortfall_share",
)  # fmt: skip


def figures(cast: Cast, *names: str) -> dict[str, Decimal | None]:
    """The figures of today; all of this module, or those that are named."""
    wanted = [f"people.{name}" for name in names or NAMES]
    found = ask(Question(cast.rollout, TODAY), wanted, *Per)
    return {name.removeprefix("people."): figure.value for name, figure in found.items()}


def figure(cast: Cast, name: str) -> Decimal | None:
    return figures(cast, name)[name]


def day(number: int) -> date:
    return TODAY + timedelta(days=number)


def test_while_nothing_is_written_down_nothing_is_known(cast: Cast) -> None:
    assert all(FACTS[f"people.{name}"].available for name in NAMES)
    assert figures(cast) == dict.fromkeys(NAMES, None)


def named(cast: Cast, who: User, *units: Unit, lead: bool = False) -> Sponsor:
    """A sponsor of the whole, or of units, for forty days."""
    ids = frozenset(unit.id for unit in units)
    with transaction():
        return sponsor_service.add_sponsor(
            cast.rollout.id, SponsorDraft(who.id, "", "", lead=lead, unit_ids=ids, since=day(-40))
        )


def seen(seat: Sponsor, on: date, by: User) -> None:
    with transaction():
        sponsor_service.log_act(seat, on, ActKind.TALK, "Spoke to the team", "", by, NOW, TODAY)


def test_sponsors_are_active_by_what_those_of_the_whole_were_seen_doing(cast: Cast) -> None:
    with transaction():
        units = [Unit(rollout_id=cast.rollout.id, name=name, people=9) for name in ("Sales", "Service", "Support")]
        db.session.add_all(units)
    local = named(cast, cast.member, units[0])
    seen(local, TODAY, cast.manager)
    names = ("sponsor_days_silent", "sponsor_active_14_days", "coalition_gaps")
    assert figures(cast, *names) == dict.fromkeys(names, None), "who stands behind a unit leads nothing"
    lead = named(cast, cast.sponsor, lead=True)
    assert figures(cast, *names) == dict(zip(names, (40, 0, 2), strict=True))
    seen(lead, day(-14), cast.manager)
    assert figures(cast, *names) == dict(zip(names, (14, 0, 2), strict=True)), "fourteen days ago is too long ago"
    seen(lead, day(-13), cast.manager)
    assert figures(cast, *names) == dict(zip(names, (13, 1, 2), strict=True))
    seen(lead, TODAY, cast.manager)
    named(cast, cast.trainer, *units[1:])
    assert figures(cast, *names) == dict(zip(names, (0, 2, 0), strict=True))


def promised(seat: Sponsor, due: date, kept_on: date | None, by: User) -> None:
    with transaction():
        (row,) = sponsor_service.add_promises(seat, SponsorPromiseDraft(PromiseKind.OWN, f"Speak by {due}", due))
        if kept_on is not None:
            sponsor_service.keep_promise(row, KeepingDraft(kept_on, "In the canteen"), by, NOW, TODAY, row.version)


def test_a_promise_counts_as_kept_by_its_day_alone(cast: Cast) -> None:
    with transaction():
        unit = Unit(rollout_id=cast.rollout.id, name="Sales", people=9)
        db.session.add(unit)
    lead, local = named(cast, cast.sponsor, lead=True), named(cast, cast.member, unit)
    promised(lead, day(3), None, cast.sponsor)
    promised(local, day(-9), day(-9), cast.member)
    assert figure(cast, "promises_kept_share") is None, "nothing of the one who leads was due"
    promised(lead, day(-8), day(-8), cast.sponsor)
    assert figure(cast, "promises_kept_share") == 100
    promised(lead, day(-9), day(-8), cast.sponsor)
    assert figure(cast, "promises_kept_share") == 50, "a day late is late"
    promised(lead, day(-1), None, cast.sponsor)
    promised(lead, TODAY, None, cast.sponsor)
    assert figure(cast, "promises_kept_share") == Decimal(100) / 3, "missed from the day after on"
    assert figure(cast, "sponsor_days_silent") == 8


def freed(cast: Cast, who: User, promise: int, confirmed: int | None) -> None:
    """So many hours a week promised, and so many of them confirmed by somebody else."""
    with transaction():
        row = hours.add_promise(cast.rollout.id, PromiseDraft(Promise(who.id, Decimal(promise), TODAY), who.name))
        if confirmed is not None:
            hours.confirm_hours(row, Decimal(confirmed), "Ana Boss", cast.sponsor, TODAY, row.version)


def test_the_time_of_a_team_is_told_from_five_on(cast: Cast) -> None:
    team = [cast.manager, cast.trainer, cast.member, make_member(cast.rollout, Role.MEMBER, "Ana Lima")]
    for who, confirmed in zip(team, (20, 20, 16, None), strict=True):
        freed(cast, who, 20, confirmed)
    assert figure(cast, "committed_share") is None, "of four nothing is told"
    make_member(cast.rollout, Role.MEMBER, "Ben Okoro")
    assert figure(cast, "committed_share") == 40, "less than promised, not yet, and nothing promised are not confirmed"


def test_an_action_is_overdue_from_the_day_after_on(cast: Cast) -> None:
    def agreed(text: str, due: date) -> int:
        with transaction():
            draft = ActionDraft(text, cast.manager.id, "", due)
            return committee_decision_service.add_action(cast.rollout.id, draft).id

    agreed("Ask the works council", day(-1))
    assert figure(cast, "overdue_actions") is None, "without a committee nobody follows it up"
    with transaction():
        member = MemberDraft(cast.sponsor.id, "", "", Seat.CHAIR, frozenset({Voice.SALES}), may_decide=True)
        committee_service.add_member(cast.rollout.id, member)
    agreed("Free the room", TODAY)
    agreed("Order the screens", day(-20))
    done, dropped = agreed("Tell the units", day(-3)), agreed("Print the leaflet", day(-3))
    assert figure(cast, "overdue_actions") == 4
    with transaction():
        row = db.session.get_one(CommitteeAction, done)
        committee_decision_service.finish_action(row, day(-1), "By mail", cast.manager, TODAY, row.version)
        row = db.session.get_one(CommitteeAction, dropped)
        committee_decision_service.drop_action(row, "Nobody reads it", cast.manager, row.version)
    assert figure(cast, "overdue_actions") == 2


def test_a_group_is_a_gap_where_it_stands_lower_than_it_is_wanted(cast: Cast) -> None:
    def group(name: str, current: Engagement, wanted: Engagement) -> None:
        with transaction():
            draft = StakeholderDraft(name, GroupKind.STAFF, 3, current, wanted)
            stakeholder_service.add_stakeholder(cast.rollout.id, draft)

    group("Board", Engagement.LEADING, Engagement.SUPPORTIVE)
    group("Clients", Engagement.NEUTRAL, Engagement.NEUTRAL)
    assert figure(cast, "stakeholder_gaps") == 0
    group("Field staff", Engagement.RESISTANT, Engagement.SUPPORTIVE)
    assert figure(cast, "stakeholder_gaps") == 1


def test_critical_roles_are_counted_of_whoever_holds_the_most(cast: Cast) -> None:
    def role(name: str, who: User, *, critical: bool = True, deputy: bool = False) -> None:
        with transaction():
            row = raci_service.add_role(cast.rollout, RoleDraft(name, critical))
            raci_service.add_holder(row, HolderDraft(who.id, "", deputy))

    role("Minutes", cast.manager, critical=False)
    assert figure(cast, "critical_roles_in_one_hand") is None
    for name in ("Manager", "Data owner", "Trainer"):
        role(name, cast.manager)
    role("Key user", cast.member)
    role("Architect", cast.manager, deputy=True)
    assert figure(cast, "critical_roles_in_one_hand") == 3, "to stand in for somebody is not to hold the role"
    role("Tester", cast.manager)
    assert figure(cast, "critical_roles_in_one_hand") == 4


@pytest.fixture
def tasks(cast: Cast) -> list[PlanTask]:
    """Five open tasks of eight hours today; all else in the plan is done."""
    with transaction():
        take_copy(cast.rollout.id, SMALL, NOW)
        schedule.prepare(cast.rollout, SMALL, TODAY)
        rows = db.session.query(PlanTask).filter(PlanTask.kind == Kind.TASK).order_by(PlanTask.position).all()
        for row in rows:
            row.percent, row.duration_seconds = 100, 8 * 3600
            row.start, row.finish = datetime.combine(TODAY, time(8)), datetime.combine(TODAY, time(17))
        for row in rows[:5]:
            row.percent = 0
    return rows[:5]


def test_what_is_short_of_one_person_is_not_made_good_by_another(cast: Cast, tasks: list[PlanTask]) -> None:
    ana, ben = (make_member(cast.rollout, Role.MEMBER, name) for name in ("Ana Lima", "Ben Okoro"))
    owners = [cast.manager, cast.trainer, cast.member, ana, ben]
    with transaction():
        for row, who in zip(tasks, owners[:4], strict=False):
            row.owner_id = who.id
    assert figure(cast, "commitment_shortfall_share") is None, "of four nothing is told"
    with transaction():
        tasks[4].owner_id = ben.id
    assert figure(cast, "commitment_shortfall_share") == 100
    for who, promise, confirmed in (
        (cast.manager, 20, 20), (cast.trainer, 8, 5), (cast.member, 8, None), (ana, 10, 0),
    ):  # fmt: skip
        freed(cast, who, promise, confirmed)
    assert figure(cast, "commitment_shortfall_share") == Decimal("67.5"), "0 + 3 + 8 + 8 + 8 of 40 hours"
