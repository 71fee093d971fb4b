"""What stakeholders expect and which goal answers it: said on pages, counted in a fact, drawn on the impact map."""

from typing import Any

import pytest

from planner.basics.errors import RuleBroken
from planner.db import transaction
from planner.goals import expectation_service, link_service, service
from planner.goals.answering import Answered, answers
from planner.goals.drafts import GoalDraft
from planner.goals.facts_service import expectation_figures
from planner.goals.links import Link, LinkKind, LinkState
from planner.goals.models import Goal
from planner.people import stakeholder_queries, stakeholder_service
from planner.people.stakeholder_rules import Engagement, GroupKind, StakeholderDraft
from planner.playbook.words import Level
from planner.readiness import impact_service
from planner.rollouts.figures_service import Question
from tests.conftest import NOW
from tests.page import Page, text_of
from tests.personas import Cast

TODAY = NOW.date()


def expect(cast: Cast, group: str, influence: int, *texts: str) -> list[str]:
    """A group with what it expects; the lasting names."""
    with transaction():
        draft = StakeholderDraft(group, GroupKind.STAFF, influence, Engagement.NEUTRAL, Engagement.SUPPORTIVE, "")
        row = stakeholder_service.add_stakeholder(cast.rollout.id, draft)
        return [stakeholder_service.add_expectation(row, text).key for text in texts]


def goal(cast: Cast, name: str) -> Goal:
    with transaction():
        return service.create(cast.rollout, GoalDraft(level=Level.STRATEGIC, name=name), cast.manager, NOW)


def test_what_nobody_answers_stands_first_and_the_influential_before_others() -> None:
    told = [("a", "A", "Staff", 2), ("b", "B", "Board", 5), ("c", "C", "Clients", 5)]
    links = [
        Link(1, LinkKind.EXPECTATION, "b", LinkState.CONFIRMED),
        Link(9, LinkKind.EXPECTATION, "a", LinkState.CONFIRMED),
        Link(1, LinkKind.EXPECTATION, "c", LinkState.DECLINED),
        Link(1, LinkKind.FACTOR, "a", LinkState.CONFIRMED),
    ]
    assert answers(told, links, [1]) == [
        Answered("c", "C", "Clients", 5, ()), Answered("a", "A", "Staff", 2, ()), Answered("b", "B", "Board", 5, (1,)),
    ]  # fmt: skip


def test_a_goal_answers_and_the_rest_is_shown(cast: Cast, page: Page) -> None:
    at: dict[str, Any] = {"rollout_id": cast.rollout.id}
    assert "Nothing is expected yet" in text_of(page.get("goals.expectations", as_=cast.sponsor, **at))
    kept, lost = expect(cast, "Board", 5, "Renewals rise.", "Costs fall.")
    row = goal(cast, "Customers stay")
    tie: dict[str, Any] = {**at, "key": kept, "as_": cast.manager}
    page.get("goals.answer_expectation", **tie)
    page.post("goals.answer_expectation", {"goal": ""}, status=422, **tie)
    page.post("goals.answer_expectation", {"goal": str(row.id)}, **tie)
    page.post("goals.answer_expectation", {"goal": str(row.id)}, status=422, **tie)
    page.post("goals.answer_expectation", {"goal": str(row.id)}, status=404, **{**tie, "key": "nonsense"})
    page.post("goals.answer_expectation", {"goal": str(row.id)}, status=403, **{**tie, "as_": cast.sponsor})
    seen = text_of(page.get("goals.expectations", as_=cast.sponsor, **at))
    assert seen.index("Costs fall.") < seen.index("Renewals rise.")
    assert "Customers stay" in seen
    figure = expectation_figures(Question(cast.rollout, TODAY))["goals.unanswered_expectations"]
    assert figure.value == 1
    assert [each.key for each in expectation_service.answered(cast.rollout, TODAY) if not each.goals] == [lost]
    with pytest.raises(RuleBroken), transaction():
        link_service.add(cast.rollout, row, LinkKind.EXPECTATION, "nonsense", cast.manager)


def test_what_groups_expect_is_told_to_those_who_see_the_stakeholders(cast: Cast, page: Page) -> None:
    (key,) = expect(cast, "Board", 5, "Renewals rise.")
    row = goal(cast, "Customers stay")
    with transaction():
        link_service.add(cast.rollout, row, LinkKind.EXPECTATION, key, cast.manager)
    at: dict[str, Any] = {"rollout_id": cast.rollout.id}
    for who, sees in ((cast.manager, True), (cast.sponsor, True), (cast.trainer, False), (cast.viewer, False)):
        assert ("Renewals rise." in text_of(page.get("goals.show", goal_id=row.id, as_=who, **at))) is sees
        page.get("goals.expectations", as_=who, status=200 if sees else 403, **at)
        page.get("readiness.impact", as_=who, status=200 if sees else 404, around=f"expectation:{key}", **at)
    whole = impact_service.impact_map(cast.rollout, TODAY, people=True, groups=True)
    assert [hurt.target.name for hurt in whole.causes(f"expectation:{key}")] == ["Customers stay"]


def test_an_expectation_that_is_gone_leaves_the_goal_readable(cast: Cast, page: Page) -> None:
    (key,) = expect(cast, "Board", 5, "Renewals rise.")
    row = goal(cast, "Customers stay")
    with transaction():
        link_service.add(cast.rollout, row, LinkKind.EXPECTATION, key, cast.manager)
        gone = stakeholder_queries.expectation(cast.rollout.id, stakeholder_queries.expected(cast.rollout.id)[0].number)
        stakeholder_service.remove_expectation(gone, gone.version)
    at: dict[str, Any] = {"rollout_id": cast.rollout.id, "goal_id": row.id, "as_": cast.manager}
    assert "something that is expected no longer" in text_of(page.get("goals.show", **at))
    page.get("goals.links", **at)
