"""The pages of adoption: a log is taken over, figures are seen, people are helped, and sponsors see groups only."""

import io
from datetime import date

from flask import Flask
from sqlalchemy import select

from planner.adoption.figure_models import AdoptionWeek
from planner.adoption.help_lists import HelpList
from planner.adoption.help_models import AdoptionHelp
from planner.adoption.usage_models import ImportState, UsageAccount, UsageImport
from planner.db import db, transaction
from planner.people.privacy_models import PrivacyRead
from planner.people.staff_models import Staff
from planner.people.staff_reach_service import invited_by
from planner.playbook.facts import Per
from planner.queue import run_waiting
from planner.rollouts.figures_service import Question, ask
from tests.adoption.worlds import EVENT, World, daily, log_of, make_world
from tests.conftest import NOW
from tests.page import Page, text_of
from tests.personas import Cast

WORDS = "Trainers help those who need it"
TODAY = date(2026, 2, 16)


def take(page: Page, cast: Cast, log: str) -> UsageImport:
    """Upload a log and take it over, as somebody does on the pages."""
    form = {"preset": "generic", "source": "Test system", "file": (io.BytesIO(log.encode()), "log.csv")}
    page.post("adoption.logs", form, as_=cast.manager, rollout_id=cast.rollout.id)
    run_waiting(NOW)
    row = db.session.scalars(select(UsageImport).order_by(UsageImport.id.desc())).first()
    assert row is not None
    shown = page.get("adoption.log", as_=cast.manager, rollout_id=cast.rollout.id, usage_import_id=row.id)
    if row.state is ImportState.READ:
        assert "Nothing is counted yet" in text_of(shown)
        page.post("adoption.take_log", as_=cast.manager, rollout_id=cast.rollout.id, usage_import_id=row.id)
        run_waiting(NOW)
        db.session.expire_all()
    return row


def use(world: World) -> str:
    """Half of each unit works with it, one stopped, one signed in once, and a stranger does as well."""
    busy = [f"{unit}{n}" for unit in ("north", "south", "desk") for n in range(3)]
    early = daily(["north4"], range(2), EVENT["deal"]) + daily(["desk4"], range(1), EVENT["in"])
    full = daily(busy, range(0, 42, 2), EVENT["deal"], EVENT["call"], EVENT["case"], "account update", "quote create")
    return log_of([*early, *full, *daily(["x.unknown@example.org"], range(40, 42), EVENT["deal"])])


def test_from_a_log_to_figures_lists_and_help(app: Flask, page: Page, cast: Cast) -> None:
    number = cast.rollout.id
    empty = page.get("adoption.index", as_=cast.manager, rollout_id=number)
    assert "No use is known yet" in text_of(empty)
    world = make_world(cast.rollout)
    refused = take(page, cast, "timestamp,user,feature\nsoon,ann,x\n")
    assert refused.state is ImportState.REFUSED
    assert "row 2" in text_of(page.get("adoption.log", as_=cast.manager, rollout_id=number, usage_import_id=refused.id))
    row = take(page, cast, use(world))
    assert row.state is ImportState.DONE

    figures = text_of(page.get("adoption.index", as_=cast.sponsor, rollout_id=number))
    assert "50 %" in figures.replace("50%", "50 %")
    assert "Licensed" in figures
    assert "18 (100 %)" in figures
    assert "43 % of companies used less than half" in figures
    for by in ("wave", "site", "role"):
        page.get("adoption.index", as_=cast.viewer, rollout_id=number, by=by)
    told = page.client(cast.manager).get(f"/rollouts/{number}/adoption/figures.csv")
    assert b"Rate in %" in told.data

    settle_accounts_and_rules(page, cast, world)
    people_one_by_one(page, cast, world)

    facts = ask(Question(cast.rollout, TODAY, wave=1), ["adoption.rate", "adoption.lapsed_share"], Per.WAVE)
    assert facts["adoption.rate"].value == 0
    late = ask(
        Question(cast.rollout, date(2026, 6, 1)), ["adoption.rate", "adoption.days_to_90"], Per.WAVE, Per.ROLLOUT
    )
    assert {each.value for each in late.values()} == {None}, "old figures say nothing of today"


def settle_accounts_and_rules(page: Page, cast: Cast, world: World) -> None:
    """Whose accounts, what events, which rules."""
    number = cast.rollout.id
    strangers = page.get("adoption.accounts", as_=cast.manager, rollout_id=number)
    assert "x.unknown@example.org" in text_of(strangers)
    account = db.session.scalar(select(UsageAccount).where(UsageAccount.external_id == "x.unknown@example.org"))
    assert account is not None
    answer = {"staff": str(world.staff["south5"]), "version": account.version}
    page.post("adoption.match_account", answer, as_=cast.manager, rollout_id=number, usage_account_id=account.id)
    assert "Every account is known" in text_of(page.get("adoption.accounts", as_=cast.manager, rollout_id=number))
    page.get("adoption.events", as_=cast.manager, rollout_id=number)
    before = db.session.scalars(select(AdoptionWeek.adopted).where(AdoptionWeek.by == "all")).all()
    rules = {"needed_days": 20, "licensed_by": "go-live", "daily_kept": 183, "weekly_kept": 731}
    page.post("adoption.settings", rules, as_=cast.manager, rollout_id=number)
    after = db.session.scalars(select(AdoptionWeek.adopted).where(AdoptionWeek.by == "all")).all()
    assert max(before) == 9
    assert max(after) == 0, "nobody is active on 20 of 28 days"
    page.get("adoption.licences", as_=cast.manager, rollout_id=number)


def people_one_by_one(page: Page, cast: Cast, world: World) -> None:
    """Off until somebody answers for it, then for those who help."""
    number = cast.rollout.id
    for person in (cast.manager, cast.trainer, cast.member):
        page.get("adoption.people", as_=person, rollout_id=number, status=404)
    page.post("adoption.people_on", {"purpose": WORDS, "until": "2026-06-30"}, as_=cast.manager, rollout_id=number,
              status=422)  # fmt: skip
    grounds = {"purpose": WORDS, "legal_basis": "Works agreement, section 4", "until": "2026-06-30",
               "works_council": "Agreed with the council", "version": 2}  # fmt: skip
    page.post("adoption.people_on", grounds, as_=cast.manager, rollout_id=number)
    assert WORDS in text_of(page.get("adoption.privacy", as_=cast.viewer, rollout_id=number))
    page.get("adoption.people", as_=cast.sponsor, rollout_id=number, status=403)
    page.get("adoption.people", as_=cast.viewer, rollout_id=number, status=403)
    listed = text_of(page.get("adoption.people", as_=cast.manager, rollout_id=number, list="lapsed"))
    assert "North4 Person" in listed
    assert "South0 Person" not in listed

    helped, other = world.staff["desk4"], world.staff["north4"]
    invited_by.append(lambda _rollout, _user: frozenset({helped}))
    try:
        mine = page.get("adoption.people", as_=cast.trainer, rollout_id=number, list="present")
        assert "Desk4 Person" in text_of(mine)
        page.get("adoption.user", as_=cast.trainer, rollout_id=number, staff_id=other, status=403)
        nothing = {"kind": "session", "sitting": "", "coach": "", "once": "a"}
        page.post("adoption.user", nothing, as_=cast.trainer, rollout_id=number, staff_id=helped, status=422)
        note = {"kind": "note", "sitting": "", "coach": "", "text": "Comes on Tuesday", "once": "b"}
        page.post("adoption.user", note, as_=cast.trainer, rollout_id=number, staff_id=helped)
    finally:
        invited_by.pop()
    assert db.session.scalars(select(AdoptionHelp.staff_id)).all() == [helped]
    shown = text_of(page.get("adoption.user", as_=cast.manager, rollout_id=number, staff_id=helped))
    assert "Comes on Tuesday" in shown
    looked = {(row.staff_id, row.user_id) for row in db.session.scalars(select(PrivacyRead))}
    assert {(other, cast.manager.id), (helped, cast.manager.id), (helped, cast.trainer.id)} <= looked
    assert (other, cast.trainer.id) not in looked
    who_objects_is_not_shown(page, cast, world)
    page.post("adoption.people_off", {"version": 3}, as_=cast.manager, rollout_id=number)
    page.get("adoption.people", as_=cast.manager, rollout_id=number, status=404)


def who_objects_is_not_shown(page: Page, cast: Cast, world: World) -> None:
    """On no list, on no page but the own, in no reminder; figures of groups stay (Art. 21 GDPR)."""
    number, helped, other = cast.rollout.id, world.staff["desk4"], world.staff["north4"]
    figures = page.client(cast.manager).get(f"/rollouts/{number}/adoption/figures.csv").data
    assert "Desk4 Person" in text_of(page.get("adoption.helped", as_=cast.manager, rollout_id=number))
    row = db.session.get_one(Staff, helped)
    with transaction():
        row.user_id = cast.member.id
    page.get("people.edit_objection", as_=cast.member, rollout_id=number, staff_id=helped, status=403)
    answer = {"objects": "y", "version": row.version}
    page.post("people.object_to_lists", answer, as_=cast.member, rollout_id=number)
    page.post("people.object_to_lists", answer, as_=cast.member, rollout_id=number, status=409)
    page.post(
        "people.edit_objection", {"objects": "y", "version": db.session.get_one(Staff, other).version},
        as_=cast.manager, rollout_id=number, staff_id=other,
    )  # fmt: skip
    for wanted in HelpList:
        told = text_of(page.get("adoption.people", as_=cast.manager, rollout_id=number, list=wanted.value))
        assert not any(name in told for name in ("Desk4 Person", "North4 Person"))
    assert "Desk4 Person" not in text_of(page.get("adoption.helped", as_=cast.manager, rollout_id=number))
    page.get("adoption.user", as_=cast.manager, rollout_id=number, staff_id=helped, status=404)
    page.get("adoption.user", as_=cast.member, rollout_id=number, staff_id=helped)
    assert "You objected on" in text_of(page.get("people.privacy", as_=cast.member, rollout_id=number))
    assert page.client(cast.manager).get(f"/rollouts/{number}/adoption/figures.csv").data == figures
    db.session.refresh(row)
    page.post("people.object_to_lists", {"version": row.version}, as_=cast.member, rollout_id=number)
    page.get("adoption.user", as_=cast.manager, rollout_id=number, staff_id=helped)
