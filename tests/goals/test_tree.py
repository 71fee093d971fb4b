"""The tree of goals, what serves them, what is proposed, and the purposes of the system."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.basics.errors import RuleBroken
from planner.basics.lights import Light
from planner.goals.capabilities import InScope, Need, Purposed, by_part, by_purpose, coverage
from planner.goals.drafts import GoalDraft, Surroundings, check_draft
from planner.goals.gates import gate_names
from planner.goals.goal import Goal, Measure, above, below, slug, tree
from planner.goals.links import Link, LinkKind, LinkState, names, served
from planner.goals.proposals import proposals
from planner.goals.smart import check
from planner.goals.words import State, differences, path, state_of
from planner.playbook.library import Capability
from planner.playbook.service import load_shipped
from planner.playbook.words import Architecture, Level, Purpose
from tests.goals.samples import GOOD, TODAY, goal

STANDARD = load_shipped("standard")
GOALS = (
    Goal(1, "top", Level.STRATEGIC),
    Goal(2, "left", Level.DEPARTMENT, parent=1),
    Goal(3, "leaf", Level.WORK_GROUP, parent=2),
    Goal(4, "loose", Level.DEPARTMENT),
    Goal(5, "other top", Level.STRATEGIC),
)
PARENTS = {each.id: each.parent for each in GOALS}


def test_the_tree_shows_loose_goals_after_the_strategic_ones() -> None:
    branches = tree(GOALS)
    assert [branch.goal.name for branch in branches] == ["top", "other top", "loose"]
    assert [each.goal.name for each in branches[0].under[0].under] == ["leaf"]
    assert above(3, PARENTS) == (2, 1)
    assert below(1, PARENTS) == {1, 2, 3}


def link(number: int, kind: LinkKind, state: LinkState = LinkState.CONFIRMED) -> Link:
    return Link(number, kind, "x", state)


def test_work_for_a_goal_serves_those_above_it() -> None:
    assert served(PARENTS, [link(3, LinkKind.PHASE)]) == {1, 2, 3}
    assert served(PARENTS, [link(4, LinkKind.TASK)]) == {4}
    assert served(PARENTS, [link(4, LinkKind.TASK, LinkState.PROPOSED)]) == set()
    assert served(PARENTS, [link(4, LinkKind.FACTOR)]) == set()


@given(st.dictionaries(st.integers(1, 8), st.one_of(st.none(), st.integers(1, 8))), st.sets(st.integers(1, 8)))
def test_served_are_exactly_those_with_work_somewhere_below(parents: dict[int, int | None], worked: set[int]) -> None:
    links = [link(number, LinkKind.TASK) for number in worked]
    expected = {
        goal_id
        for goal_id in parents
        if any(number in parents and (number == goal_id or goal_id in above(number, parents)) for number in worked)
        or goal_id in worked
    }
    assert served(parents, links) == expected


AROUND = Surroundings(
    levels={1: Level.STRATEGIC, 2: Level.DEPARTMENT, 3: Level.WORK_GROUP},
    parents={1: None, 2: 1, 3: 2},
    units=frozenset({7}),
    people=frozenset({8}),
    kpis=frozenset({"win-rate"}),
)


@pytest.mark.parametrize(
    ("draft", "own", "field"),
    [
        (GoalDraft(Level.STRATEGIC, ""), None, "name"),
        (GoalDraft(Level.STRATEGIC, "x", unit_id=1), None, "unit"),
        (GoalDraft(Level.STRATEGIC, "x", owner_id=1), None, "owner"),
        (GoalDraft(Level.STRATEGIC, "x", parent_id=1), None, "parent"),
        (GoalDraft(Level.WORK_GROUP, "x", parent_id=1), None, "parent"),
        (GoalDraft(Level.DEPARTMENT, "x", parent_id=99), None, "parent"),
        (GoalDraft(Level.STRATEGIC, "x"), 2, "level"),
        (GoalDraft(Level.STRATEGIC, "x", kpi_ref="no"), None, "kpi"),
        (GoalDraft(Level.STRATEGIC, "x", kpi_ref="win-rate", measure_name="y"), None, "measure_name"),
        (GoalDraft(Level.STRATEGIC, "x", measure_name="y"), None, "measure_unit"),
        (GoalDraft(Level.STRATEGIC, "x", target=Decimal("1e20")), None, "target"),
        (GoalDraft(Level.STRATEGIC, "x", baseline_on=date(1900, 1, 1)), None, "baseline_on"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(draft: GoalDraft, own: int | None, field: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        check_draft(draft, AROUND, own)
    assert refused.value.field == field
    check_draft(GoalDraft(Level.DEPARTMENT, "x", parent_id=1, unit_id=7, owner_id=8, kpi_ref="win-rate"), AROUND)


def test_a_measure_of_ones_own_gets_a_lasting_name() -> None:
    assert slug("Ärger am Telefon!") == "own:rger-am-telefon"
    assert slug("!!!", ["own:measure"]) == "own:measure-2"
    assert len(slug("x" * 300)) <= 80


def test_proposals_say_why_and_lead_to_things_that_are_there() -> None:
    kpi = STANDARD.kpi("complaint-resolution-time")
    found = proposals(
        goal(
            name="Complaints settled quickly",
            wording="Each complaint is registered and settled.",
            measure=Measure.of(kpi),
        ),
        STANDARD,
    )
    known = names(STANDARD)
    assert all((each.kind, each.ref) in known and each.why for each in found)
    assert (LinkKind.FACTOR, "service-and-complaints") in {(each.kind, each.ref) for each in found}
    assert {each.ref for each in found if each.kind is LinkKind.PHASE} <= {"pilot", "build-and-data"}
    assert len(found) <= 7
    assert proposals(Goal(1, "x", Level.STRATEGIC), STANDARD) == ()


def test_how_a_goal_stands_and_what_moved() -> None:
    good, bad = check(GOOD, TODAY, 1), check(goal(owner=""), TODAY, 1)
    assert state_of(GOOD, good, 2, 2) is State.APPROVED
    assert state_of(GOOD, good, 2, 1) is State.CHANGED
    assert state_of(GOOD, good, 1, None) is State.WAITING
    assert state_of(GOOD, bad, 1, None) is State.NOT_SMART
    assert state_of(goal(dropped=True), good, 1, 1) is State.DROPPED
    assert differences(GOOD, goal(target=Decimal(90), owner=""), {}) == (
        ("Owner", "Sven Holm", ""),
        ("Target", "88 %", "90 %"),
    )
    assert path(goal(target=None)) == "from 80 % to a target not set yet"


def test_the_gates_before_which_goals_are_looked_at() -> None:
    found = [gate.key for gate in gate_names(STANDARD, [(1, "First"), (2, "Second")])]
    assert found[0] == "start-gate"
    assert {"pilot-gate@1", "wave-gate@2"} <= set(found)
    assert "pilot-gate@2" not in found


def purpose(need: Need, scope: InScope, on: date | None = None, *parts: Architecture) -> Purposed:
    capability = Capability(ref="x", name="X", purpose=Purpose.SALES, what="y", parts=parts, phase="p")
    return Purposed(capability, need, scope, "p", on)


def test_coverage_counts_only_what_is_wanted_as_delivered() -> None:
    whole, part = Architecture.OPERATIONAL, Architecture.ANALYTICAL
    found = [
        purpose(Need.YES, InScope.YES, TODAY, whole, part),
        purpose(Need.YES, InScope.YES, None, whole),
        purpose(Need.YES, InScope.NO, None, whole),
        purpose(Need.UNKNOWN, InScope.UNKNOWN, None, part),
        purpose(Need.NO, InScope.NO),
    ]
    total = coverage("all", found)
    assert (total.purposes, total.unknown, total.needed, total.in_scope, total.delivered, total.left_out) == (
        5, 1, 3, 2, 1, 1,
    )  # fmt: skip
    assert total.delivered_share == Fraction(50)
    assert coverage("none", []).delivered_share is None
    assert [(row.purposes, row.delivered) for row in by_part(found)] == [(3, 1), (2, 1), (0, 0)]
    assert [each.light for each in found] == [Light.GREEN, Light.AMBER, Light.RED, Light.UNKNOWN, Light.GREEN]
    assert [len(group) for _, group in by_purpose(found)] == [5]
