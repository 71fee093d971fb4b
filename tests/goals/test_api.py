"""Goals for programs: written and changed by the same rules as on the pages, never approved."""

from typing import Any

from planner.access.models import User
from planner.db import transaction
from planner.goals import queries, service
from planner.people import stakeholder_service
from planner.people.stakeholder_rules import Engagement, GroupKind, StakeholderDraft
from planner.rollouts.models import Rollout
from tests.conftest import NOW
from tests.page import Page
from tests.personas import Cast

GOAL = {
    "level": "strategic",
    "name": "Complaints settled",
    "wording": "The service desk settles each registered complaint within two days.",
    "kpi": "complaint-resolution-time",
    "baseline": "96.50",
    "baseline_on": "2026-02-01",
}


def call(page: Page, person: User, method: str, address: str, **more: Any) -> Any:
    """Ask as a browser does that is signed in."""
    client = page.client(person)
    headers = {"X-CSRFToken": page.token(client), **more.pop("headers", {})}
    return client.open(f"/api/v1{address}", method=method, headers=headers, **more)


def test_programs_write_read_and_change_goals(rollout: Rollout, cast: Cast, page: Page) -> None:
    where = f"/rollouts/{rollout.id}/goals"
    made = call(page, cast.manager, "POST", where, json=GOAL)
    assert made.status_code == 201, made.json
    assert (made.json["stands"], made.json["smart"], made.json["baseline"]) == ("not-smart", False, "96.50")
    assert made.json["measure_direction"] == "down"
    assert any("one person" in text for text in made.json["missing"])
    own = f"{where}/{made.json['id']}"
    change = {**GOAL, "target": "48", "owner_id": cast.member.id, "reason": "Agreed"}
    assert call(page, cast.manager, "PUT", own, json=change).status_code == 428
    done = call(page, cast.manager, "PUT", own, json=change, headers={"If-Match": made.headers["ETag"]})
    assert (done.status_code, done.json["target"], done.json["version"]) == (200, "48", 2)
    stale = call(page, cast.manager, "PUT", own, json={**change, "target": "40"}, headers={"If-Match": '"1"'})
    assert stale.status_code == 409
    listed = call(page, cast.viewer, "GET", where).json["goals"]
    assert [goal["target"] for goal in listed] == ["48"]
    assert call(page, cast.viewer, "GET", own).json["owner_id"] == cast.member.id
    assert [version.row.reason for version in queries.revisions(rollout.id)] == ["Agreed", "First written"]


def test_programs_read_what_is_expected_and_say_which_goal_answers_it(rollout: Rollout, cast: Cast, page: Page) -> None:
    here = f"/rollouts/{rollout.id}/goals"
    assert call(page, cast.manager, "GET", f"{here}/expectations").json == {"expectations": []}
    with transaction():
        draft = StakeholderDraft("Board", GroupKind.COUNCIL, 5, Engagement.NEUTRAL, Engagement.SUPPORTIVE, "")
        board = stakeholder_service.add_stakeholder(rollout.id, draft)
        first, second = (
            stakeholder_service.add_expectation(board, text).key for text in ("Costs fall.", "Sales rise.")
        )
    goal = call(page, cast.manager, "POST", here, json=GOAL).json["id"]
    told = {"key": first, "text": "Costs fall.", "group": "Board", "influence": 5, "goals": [goal]}
    done = call(page, cast.manager, "POST", f"{here}/{goal}/expectations", json={"expectation": first})
    assert (done.status_code, done.json) == (201, told)
    listed = call(page, cast.manager, "GET", f"{here}/expectations").json["expectations"]
    assert [(each["key"], each["goals"]) for each in listed] == [(second, []), (first, [goal])]
    for wrong in (first, "nowhere", ""):
        again = call(page, cast.manager, "POST", f"{here}/{goal}/expectations", json={"expectation": wrong})
        assert again.status_code == 422, wrong
    with transaction():
        service.drop(queries.row_of(rollout.id, goal), "Not wanted", cast.manager, NOW, 1)
    late = call(page, cast.manager, "POST", f"{here}/{goal}/expectations", json={"expectation": second})
    assert (late.status_code, late.json["error"]["message"]) == (422, "This goal was dropped.")
    for who in (cast.sponsor, cast.trainer, cast.viewer):
        assert call(page, who, "GET", f"{here}/expectations").status_code == 403
        assert call(page, who, "POST", f"{here}/{goal}/expectations", json={"expectation": second}).status_code == 403


def test_what_cannot_be_is_refused(rollout: Rollout, cast: Cast, page: Page) -> None:
    where = f"/rollouts/{rollout.id}/goals"
    for wrong in (
        {"level": "galactic"}, {"kpi": "no-such"}, {"owner_id": 99999}, {"baseline_on": "2026-02-30"},
        {"baseline": "NaN"}, {"approved": True}, {"parent_id": 0}, {"name": ""},
    ):  # fmt: skip
        assert call(page, cast.manager, "POST", where, json={**GOAL, **wrong}).status_code == 422, wrong
    assert call(page, cast.viewer, "POST", where, json=GOAL).status_code == 403
    assert queries.rows_of(rollout.id) == []
