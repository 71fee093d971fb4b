"""The shipped playbooks: right, complete, and true to what the product promises of a good rollout."""

from itertools import product

import networkx as nx
import pytest

from planner.paths import PHASES
from planner.playbook.counts import counts
from planner.playbook.documents import digest, from_document, to_document
from planner.playbook.outline import CriterionKind, Culture, Decision, Delivery, Market, Phase, Playbook, Profile, Size
from planner.playbook.proposal import propose
from planner.playbook.service import check_folder, load_shipped
from planner.rollouts.profile import Sector

FOLDERS = sorted(path.parent.name for path in PHASES.glob("*/playbook.toml"))
PROFILES = [
    Profile(market=market, delivery=delivery, culture=culture, size=size, decision=decision)
    for market, delivery, culture, size, decision in product(Market, Delivery, Culture, Size, Decision)
]


def graph(playbook: Playbook, profile: Profile) -> "nx.DiGraph[str]":
    found: nx.DiGraph[str] = nx.DiGraph()
    for proposal in propose(playbook, profile):
        found.add_node(proposal.task.ref)
        found.add_edges_from((after.task, proposal.task.ref) for after in proposal.after)
    return found


@pytest.fixture(scope="module")
def standard() -> Playbook:
    return load_shipped("standard")


@pytest.mark.parametrize("name", FOLDERS)
def test_every_shipped_playbook_is_right(name: str) -> None:
    loaded = check_folder(PHASES / name)
    assert loaded.problems == ()
    assert loaded.playbook is not None
    assert loaded.playbook.ref == name


@pytest.mark.parametrize("name", FOLDERS)
def test_every_shipped_playbook_survives_being_stored(name: str) -> None:
    playbook = load_shipped(name)
    assert from_document(to_document(playbook)) == playbook
    assert digest(from_document(to_document(playbook))) == digest(playbook)


@pytest.mark.parametrize("name", FOLDERS)
def test_sectors_are_those_a_rollout_can_have(name: str) -> None:
    tasks = [task for phase in load_shipped(name).phases for task in phase.tasks]
    named = {sector for task in tasks if task.when for sector in task.when.sector}
    assert named <= {sector.value for sector in Sector}


@pytest.mark.parametrize("name", FOLDERS)
def test_every_plan_runs_without_circles_from_the_first_task_to_the_last(name: str) -> None:
    playbook = load_shipped(name)
    for profile in PROFILES:
        assert nx.is_directed_acyclic_graph(graph(playbook, profile))


def test_the_standard_playbook_is_complete(standard: Playbook) -> None:
    number = counts(standard)
    assert number["phases"] == 9
    assert number["factors"] >= 24
    assert number["factor criteria"] >= 90
    assert number["key figures"] >= 30
    assert {factor.pillar for factor in standard.factors} == set(type(standard.factors[0].pillar))
    assert {factor.level for factor in standard.factors} == set(type(standard.factors[0].level))


def test_every_phase_has_what_a_phase_needs(standard: Playbook) -> None:
    for phase in standard.phases:
        assert 300 <= len(phase.guidance.split()) <= 700, phase.ref
        assert len(phase.stages) >= 2, phase.ref
        assert phase.entry is not None, phase.ref
        assert phase.entry.musts, phase.ref
        assert len(phase.exit.musts) >= 3, phase.ref
        assert phase.exit.shoulds, phase.ref
        assert phase.deliverables, phase.ref
        assert phase.mistakes, phase.ref
        assert phase.lessons_prompt, phase.ref
        assert phase.tasks[-1].milestone, phase.ref


def test_every_organisation_gets_a_plan_of_bearable_size(standard: Playbook) -> None:
    for profile in PROFILES:
        for phase in standard.phases:
            proposed = [task for task in phase.tasks if task.proposed_for(profile)]
            assert 8 <= len(proposed) <= 19, (phase.ref, profile)


def test_no_work_on_a_system_before_the_strategy_gate(standard: Playbook) -> None:
    system = {
        task.ref
        for phase in standard.phases
        if phase.ref not in {"decide", "strategy-and-goals"}
        for task in phase.tasks
    }
    for profile in PROFILES:
        plan = graph(standard, profile)
        after_gate = set(nx.descendants(plan, "strategy-gate-called"))
        assert system.intersection(plan) <= after_gate


def test_training_starts_before_implementation_and_ends_before_going_live(standard: Playbook) -> None:
    for profile in PROFILES:
        plan = graph(standard, profile)
        assert {"key-user-foundation", "train-build-team"} <= nx.ancestors(plan, "configure-sales")
        assert {"train-users", "train-super-users", "mock-cutover"} <= nx.ancestors(plan, "pilot-live")
        assert {"train-users", "pilot-gate-called"} <= nx.ancestors(plan, "wave-live")
        assert "train-super-users" in nx.ancestors(plan, "acceptance-test")


def test_a_phase_ends_with_a_milestone_that_everything_in_it_leads_to(standard: Playbook) -> None:
    for profile in PROFILES:
        plan = graph(standard, profile)
        for phase in standard.phases:
            proposed = {task.ref for task in phase.tasks if task.proposed_for(profile)}
            milestone = phase.tasks[-1].ref
            led_here: set[str] = nx.ancestors(plan, milestone)
            assert proposed - led_here == {milestone}, phase.ref


def test_going_live_asks_for_training_rehearsals_privacy_and_a_way_back(standard: Playbook) -> None:
    musts = standard.gate("go-live-gate").musts
    facts = {criterion.fact: criterion.threshold for criterion in musts if criterion.kind is CriterionKind.MEASURE}
    assert facts["training.trained_share"] == 95
    assert facts["data.migration_rehearsals"] == 2
    assert "privacy-and-protection" in {criterion.factor for criterion in musts}
    assert "golive-cutover-rehearsed" in {criterion.ref for criterion in musts}


def test_every_wave_passes_through_a_way_to_go_live(standard: Playbook) -> None:
    def passed(number: int) -> list[str]:
        return [phase.ref for phase in standard.phases if phase.is_passed_by_wave(number)]

    assert passed(1) == ["test-and-train", "pilot"]
    assert passed(2) == passed(3) == ["test-and-train", "waves", "go-live-care"]


def test_every_mistake_named_in_a_phase_is_named_once(standard: Playbook) -> None:
    def doubled(phase: Phase) -> bool:
        return len(set(phase.mistakes)) < len(phase.mistakes)

    assert [phase.ref for phase in standard.phases if doubled(phase)] == []
