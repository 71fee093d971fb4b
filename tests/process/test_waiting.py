"""Open problems wait for whoever looks after them."""

from datetime import date, timedelta

from planner.access.roles import Role
from planner.db import transaction
from planner.process import problem_service
from planner.process.problem_service import ProblemDraft, Report
from planner.process.problem_states import State, Topic, Weight
from planner.rollouts.waiting import Pile
from planner.rollouts.waiting_list_service import Asked, waiting_in
from tests.conftest import NOW
from tests.page import Page
from tests.personas import Cast

TODAY = date(2026, 3, 2)


def take(cast: Cast, what: str, state: State, due: date | None, owner_id: int | None) -> int:
    with transaction():
        row = problem_service.report(cast.rollout.id, Report(what, Topic.BROKEN, Weight.STOPS), None, TODAY)
        answer = "It works again." if state is State.SETTLED else ""
        draft = ProblemDraft(state, Topic.BROKEN, Weight.STOPS, owner_id, due, answer=answer)
        return problem_service.work_on(row, draft, cast.manager.id, NOW, row.version).id


def test_open_problems_wait_for_their_owner(page: Page, cast: Cast) -> None:
    yesterday, soon = TODAY - timedelta(days=1), TODAY + timedelta(days=3)
    late = take(cast, "Quotes print twice", State.WAITING, yesterday, cast.member.id)
    now = take(cast, "Search finds nothing", State.TAKEN, soon, cast.member.id)
    later = take(cast, "Mail does not arrive", State.WAITING, soon, cast.member.id)
    no_day = take(cast, "Names are cut", State.TAKEN, None, cast.trainer.id)
    take(cast, "Cannot sign in", State.SETTLED, soon, cast.member.id)
    take(cast, "Of nobody yet", State.NEW, soon, None)
    people = {cast.member.id: Role.MEMBER, cast.trainer.id: Role.TRAINER}
    found = [each for each in waiting_in(Asked(cast.rollout, TODAY, people)) if each.area == "process"]
    assert {(each.user_id, each.key, each.pile, each.due, each.chased) for each in found} == {
        (cast.member.id, f"process.problem.{late}", Pile.LATE, yesterday, True),
        (cast.member.id, f"process.problem.{now}", Pile.WAITING, soon, True),
        (cast.member.id, f"process.problem.{later}", Pile.NEXT, soon, True),
        (cast.trainer.id, f"process.problem.{no_day}", Pile.WAITING, None, True),
    }
    home = page.get("portfolio.home", as_=cast.member)
    link = home.xpath(f"//a[@href='/rollouts/{cast.rollout.id}/problems/{now}']")
    assert "Search finds nothing" in link[0].text_content()
