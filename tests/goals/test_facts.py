"""The facts of goals: not known without goals, then exactly what is stored."""

from datetime import date
from decimal import Decimal
from typing import Any

from planner.db import transaction
from planner.goals import capability_service, link_service, purposes_service, queries, service
from planner.goals.capabilities import InScope, Need
from planner.goals.drafts import GoalDraft
from planner.goals.gates import Outcome
from planner.goals.links import LinkKind
from planner.playbook.facts import FACTS, Per
from planner.playbook.words import Level
from planner.rollouts.figures_service import Question, ask
from planner.rollouts.models import Rollout
from tests.conftest import NOW
from tests.goals.test_views import GOAL, written
from tests.page import Page
from tests.personas import Cast

TODAY = NOW.date()
NAMES = [name for name in FACTS if name.startswith("goals.")]


def figures(rollout: Rollout, gate: str = "") -> dict[str, Decimal | None]:
    found = ask(Question(rollout, TODAY, gate=gate), NAMES, *Per)
    return {name.removeprefix("goals."): figure.value for name, figure in found.items()}


def test_without_goals_nothing_is_known(rollout: Rollout) -> None:
    assert len(NAMES) == 9
    assert all(FACTS[name].available for name in NAMES)
    assert figures(rollout) == dict.fromkeys([name.removeprefix("goals.") for name in NAMES], None)


def test_the_facts_are_what_is_stored(rollout: Rollout, cast: Cast, page: Page, at: dict[str, Any]) -> None:
    good = written(page, at, {**GOAL, "owner": str(cast.member.id)})
    with transaction():
        service.create(rollout, GoalDraft(Level.STRATEGIC, "A wish"), cast.manager, NOW)
        gone = service.create(rollout, GoalDraft(Level.STRATEGIC, "Gone"), cast.manager, NOW)
        service.drop(gone, "Not wanted", cast.manager, NOW, 1)
        row = queries.row_of(rollout.id, good)
        service.approve(rollout, row, cast.sponsor, NOW, row.version)
        service.look(row, "strategy-gate", Outcome.STILL_RIGHT, "", cast.sponsor, NOW)
        link_service.add(rollout, row, LinkKind.PHASE, "pilot", cast.manager)
        for ref, day in (("sales-work-supported", date(2026, 3, 1)), ("customers-won", None)):
            draft = capability_service.PurposeDraft(Need.YES, InScope.YES, "waves", day, "seen", "")
            capability = purposes_service.capability_of(rollout, ref)
            capability_service.say(rollout, capability, draft, TODAY, None)
    assert figures(rollout, "strategy-gate") == {
        "without_kpi": 1,
        "without_owner": 1,
        "not_smart": 1,
        "not_served": 1,
        "approved_share": 50,
        "looked_at_share": 50,
        "looked_at_gate_share": 50,
        "capabilities_delivered_share": 50,
        "unanswered_expectations": None,
    }
    assert figures(rollout, "design-gate")["looked_at_gate_share"] == 0
