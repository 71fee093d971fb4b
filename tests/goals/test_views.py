"""Pages of the goals: from a wish to an approved goal, with its history, comments, looks, ties and exports."""

import csv
import io
from typing import Any

import pytest

from planner.access.roles import Role
from planner.db import db, transaction
from planner.goals import purposes_service, queries, service
from planner.goals.drafts import GoalDraft
from planner.goals.links import LinkKind, LinkState
from planner.goals.models import GoalRevision
from planner.playbook.words import Level
from planner.rollouts import queries as rollouts
from planner.rollouts.models import Rollout
from tests.conftest import NOW
from tests.page import Page, text_of
from tests.personas import Cast

WISH = {"name": "Better service", "wording": "We improve our service.", "level": "strategic", "importance": "high"}
GOAL = {
    **WISH,
    "name": "Complaints settled",
    "wording": "The service desk settles each registered complaint within two days.",
    "kpi": "complaint-resolution-time",
    "baseline": "96",
    "baseline_on": "2026-02-01",
    "target": "60",
    "target_on": "2027-02-01",
    "realistic": "Four of ten are settled at once today.",
}


def written(page: Page, at: dict[str, Any], form: dict[str, str]) -> int:
    """Write a goal and give its number in the database."""
    page.post("goals.create", form, **at)
    return queries.rows_of(at["rollout_id"])[-1].id


def test_from_a_wish_to_an_approved_goal(page: Page, at: dict[str, Any], cast: Cast) -> None:
    assert "No goals yet" in text_of(page.get("goals.index", **at))
    number = written(page, at, WISH)
    said = text_of(page.get("goals.show", goal_id=number, **at))
    for words in ("Not SMART yet", "full sentence", "Choose the key figure", "Name one person", "by which day"):
        assert words in said
    sponsor = {**at, "as_": cast.sponsor}
    refused = page.post("goals.approve", {"version": "1"}, goal_id=number, status=422, **sponsor)
    assert "Not specific, measurable, owned, realistic or dated yet" in refused.text
    page.post("goals.comment", {"text": "Which figure?"}, goal_id=number, **sponsor)
    repaired = {**GOAL, "owner": str(cast.member.id), "reason": "Agreed with service", "version": "1"}
    page.post("goals.edit", repaired, goal_id=number, **at)
    said = text_of(page.get("goals.show", goal_id=number, **sponsor))
    for words in ("Waits for the sponsor", "Which figure?", "Approve this goal", "Agreed with service"):
        assert words in said
    assert "“Better service” becomes “Complaints settled”" in said
    page.post("goals.approve", {"version": "2"}, goal_id=number, **sponsor)
    assert "Approved by Sven Holm" in text_of(page.get("goals.show", goal_id=number, **at))
    changed = {**repaired, "target": "55", "reason": "The board wants more", "version": "3"}
    page.post("goals.edit", changed, goal_id=number, **at)
    assert "Changed since it was approved" in text_of(page.get("goals.index", **at))
    told = text_of(page.get("goals.history", **at))
    assert "Target: “60 hours” becomes “55 hours”" in told


def test_refusals_a_stale_edit_and_a_second_press(page: Page, at: dict[str, Any]) -> None:
    assert "Give the goal a short name" in page.post("goals.create", {**WISH, "name": ""}, status=422, **at).text
    assert "plain number" in page.post("goals.create", {**WISH, "target": "many"}, status=422, **at).text
    page.post("goals.create", {**WISH, "once": "a"}, **at)
    page.post("goals.create", {**WISH, "once": "a"}, **at)
    (row,) = queries.rows_of(at["rollout_id"])
    number = row.id
    edit = {**WISH, "name": "Mine", "reason": "First", "version": "1"}
    page.post("goals.edit", edit, goal_id=number, **at)
    conflict = page.post("goals.edit", {**edit, "name": "Yours", "reason": "Second"}, goal_id=number, status=409, **at)
    assert "Mine" in conflict.text
    assert "Yours" in conflict.text
    same = page.post("goals.edit", {**edit, "version": "2"}, goal_id=number, status=422, **at)
    assert "Nothing has changed" in same.text
    page.post("goals.drop", {"reason": "Not wanted", "version": "2"}, goal_id=number, **at)
    assert "This goal was dropped" in text_of(page.get("goals.show", goal_id=number, **at))
    assert "Dropped (1)" in text_of(page.get("goals.index", **at))
    page.post("goals.drop", {"reason": "Wanted after all", "version": "3"}, goal_id=number, **at)
    assert "Dropped (0)" in text_of(page.get("goals.index", **at))


def test_what_a_goal_rests_on_is_proposed_and_decided(page: Page, at: dict[str, Any]) -> None:
    number = written(page, at, GOAL)
    proposed = [row for row in queries.links_of(at["rollout_id"]) if row.state is LinkState.PROPOSED]
    assert {row.kind for row in proposed} >= {LinkKind.FACTOR, LinkKind.PHASE}
    page.get("goals.links", goal_id=number, **at)
    first, second = proposed[0].id, proposed[1].id
    page.post("goals.settle", {"version": "1", "state": "confirmed"}, goal_link_id=first, **at)
    page.post("goals.settle", {"version": "1", "state": "declined"}, goal_link_id=second, **at)
    page.post("goals.settle", {"version": "1", "state": "confirmed"}, goal_link_id=second, status=409, **at)
    assert "Choose something" in page.post("goals.links", {"ref": ""}, goal_id=number, status=422, **at).text
    page.post("goals.links", {"ref": "phase:nowhere"}, goal_id=number, status=422, **at)
    assert "served by no work" in text_of(page.get("goals.index", **at))
    page.post("goals.links", {"ref": "phase:operate-and-improve"}, goal_id=number, **at)
    assert "served by no work" not in text_of(page.get("goals.index", **at))
    states = {row.id: row.state for row in queries.links_of(at["rollout_id"])}
    edit = {**GOAL, "name": "Complaints soon settled", "reason": "Clearer", "version": "1"}
    page.post("goals.edit", edit, goal_id=number, **at)
    after = {row.id: row.state for row in queries.links_of(at["rollout_id"])}
    assert {first, second} <= after.keys()
    assert all(after[key] is state for key, state in states.items() if state is not LinkState.PROPOSED)


def test_a_goal_rests_on_further_key_figures_and_they_are_no_work(page: Page, at: dict[str, Any]) -> None:
    number = written(page, at, GOAL)
    offered = page.get("goals.links", goal_id=number, **at).xpath("//optgroup[@label='Further key figures']/option")
    assert "kpi:win-rate" in [option.get("value") for option in offered]
    page.post("goals.links", {"ref": "kpi:win-rate"}, goal_id=number, **at)
    assert [(row.ref, row.state) for row in queries.links_of(at["rollout_id"]) if row.kind is LinkKind.KPI] == [
        ("win-rate", LinkState.CONFIRMED)
    ]
    ties = page.get("goals.show", goal_id=number, **at).xpath("//dt[.='Further key figures']/following-sibling::dd[1]")
    assert [text_of(each) for each in ties] == ["Win rate"]
    assert "served by no work" in text_of(page.get("goals.index", **at))
    page.post("goals.links", {"ref": "kpi:win-rate"}, goal_id=number, status=422, **at)
    page.post("goals.links", {"ref": "kpi:nowhere"}, goal_id=number, status=422, **at)


def test_goals_are_looked_at_before_a_gate(page: Page, at: dict[str, Any], cast: Cast) -> None:
    one, other = written(page, at, WISH), written(page, at, GOAL)
    page.get("goals.look", gate_key="nowhere", status=404, **at)
    page.get("goals.look", gate_key="strategy-gate", **at)
    assert "at least one" in page.post("goals.look", {}, gate_key="strategy-gate", status=422, **at).text
    bare = {f"outcome_{one}": "changed"}
    assert "Say what has to change" in page.post("goals.look", bare, gate_key="strategy-gate", status=422, **at).text
    said = {f"outcome_{one}": "changed", f"note_{one}": "Say by how much", f"outcome_{other}": "still-right"}
    page.post("goals.look", said, gate_key="strategy-gate", **{**at, "as_": cast.sponsor})
    told = text_of(page.get("goals.looks", **at))
    assert "2 of 2" in told
    assert "Better service has to change" in told
    assert "Say by how much" in text_of(page.get("goals.show", goal_id=one, **at))


def test_purposes_are_said_and_counted(page: Page, at: dict[str, Any]) -> None:
    said = {"need": "yes", "scope": "no", "phase_ref": "waves", "evidence": "", "note": ""}
    page.post("goals.capability", said, ref="sales-work-supported", **at)
    page.get("goals.capability", ref="sales-work-supported", **at)
    assert "1 purpose is needed and nothing brings it" in text_of(page.get("goals.capabilities", **at))
    early = {**said, "scope": "yes", "delivered_on": "2026-12-01", "evidence": "x", "version": "1"}
    wrong = page.post("goals.capability", early, ref="sales-work-supported", status=422, **at)
    assert "once that day has come" in wrong.text
    bare = {**early, "delivered_on": "2026-03-01", "evidence": ""}
    wrong = page.post("goals.capability", bare, ref="sales-work-supported", status=422, **at)
    assert "what shows that it works" in wrong.text
    page.post("goals.capability", {**bare, "evidence": "Used by all"}, ref="sales-work-supported", **at)
    rollout = db.session.get_one(Rollout, at["rollout_id"])
    assert [each.capability.ref for each in purposes_service.purposes_of(rollout) if each.delivered] == [
        "sales-work-supported"
    ]
    page.get("goals.capability", ref="no-such", status=404, **at)


def test_the_map_of_purposes_says_by_which_phase(page: Page, at: dict[str, Any]) -> None:
    def phase() -> str:
        (cell,) = page.get("goals.capabilities", **at).xpath("//tr[@id='sales-work-supported']/td[@data-label='Phase']")
        return text_of(cell)

    assert phase() == "Waves proposed"
    said = {"need": "yes", "scope": "yes", "phase_ref": "pilot", "evidence": "", "note": ""}
    page.post("goals.capability", said, ref="sales-work-supported", **at)
    assert phase() == "Pilot"
    told = page.client(at["as_"]).get(f"/rollouts/{at['rollout_id']}/goals/capabilities.csv").data.decode("utf-8-sig")
    (row,) = [row for row in csv.DictReader(io.StringIO(told)) if row["Purpose"] == "Sales work supported"]
    assert (row["Phase"], row["Needed"], row["In scope"]) == ("Pilot", "Needed", "In scope")
    page.post("goals.capability", {**said, "phase_ref": "nowhere"}, ref="sales-work-supported", status=422, **at)


def test_exports_hold_everything_and_run_nothing(page: Page, at: dict[str, Any]) -> None:
    written(page, at, {**GOAL, "name": "=HYPERLINK(1)"})
    client, start = page.client(at["as_"]), f"/rollouts/{at['rollout_id']}/goals"
    rows = list(csv.DictReader(io.StringIO(client.get(f"{start}.csv").data.decode("utf-8-sig"))))
    assert rows[0]["Goal"] == "'=HYPERLINK(1)"
    assert (rows[0]["Target"], rows[0]["SMART"], rows[0]["Served by work"]) == ("60", "no", "no")
    assert client.get(f"{start}.xlsx").data[:2] == b"PK"
    assert "Sales work supported" in client.get(f"{start}/capabilities.csv").text
    assert client.get(f"{start}/capabilities.doc").status_code == 404


@pytest.mark.parametrize("role", [Role.TRAINER, Role.MEMBER, Role.VIEWER])
def test_others_read_and_change_nothing(page: Page, at: dict[str, Any], cast: Cast, role: Role) -> None:
    number = written(page, at, GOAL)
    other = {**at, "as_": cast.of(role)}
    for endpoint in ("goals.index", "goals.looks", "goals.capabilities", "goals.history"):
        page.get(endpoint, **other)
    tree = page.get("goals.show", goal_id=number, **other)
    assert not tree.xpath("//main//form")
    assert not tree.xpath("//a[contains(@href, '/edit') or contains(@href, '/links')]")
    page.get("goals.edit", goal_id=number, status=403, **other)


def test_the_history_of_a_goal_never_changes(page: Page, at: dict[str, Any]) -> None:
    written(page, at, GOAL)
    kept = db.session.query(GoalRevision).one()
    kept.reason = "another"
    with pytest.raises(Exception, match="never changes"):
        db.session.flush()
    db.session.rollback()


def test_a_goal_above_and_a_unit_of_another_rollout_are_not_taken(page: Page, at: dict[str, Any], cast: Cast) -> None:
    number = written(page, at, WISH)
    unit = rollouts.units(at["rollout_id"])[0].id
    under = {"name": "Under", "level": "department", "parent": str(number), "unit": str(unit), "importance": "low"}
    page.post("goals.create", under, **at)
    tree = page.get("goals.create", under=number, **at)
    assert tree.xpath("//select[@name='parent']/option[@selected]/@value") == [str(number)]
    page.post("goals.create", {**under, "unit": "99999"}, status=422, **at)
    assert [row.parent_id for row in queries.rows_of(at["rollout_id"])] == [None, number]


def test_many_goals_ask_no_more_questions(page: Page, at: dict[str, Any], cast: Cast) -> None:
    from tests.web.test_queries import counted

    rollout = db.session.get_one(Rollout, at["rollout_id"])
    counts = []
    for many in (3, 30):
        with transaction():
            for number in range(many):
                service.create(rollout, GoalDraft(Level.STRATEGIC, f"Goal {many}.{number}"), cast.manager, NOW)
        client, asked = page.client(cast.manager), []
        for path in ("goals", "goals/history", "goals/gates", "goals/gates/strategy-gate", "goals.csv"):
            client.get(f"/rollouts/{rollout.id}/{path}")
            with counted() as sent:
                assert client.get(f"/rollouts/{rollout.id}/{path}").status_code == 200
            asked.append(len(sent))
        counts.append(asked)
    assert counts[0] == counts[1]
