"""The content of the shipped libraries: observable answers, lines one can reach, honest names, and more."""

import re
from fractions import Fraction

import networkx as nx
import pytest

from planner.paths import PHASES
from planner.playbook.facts import FACTS
from planner.playbook.library import Criterion, Factor
from planner.playbook.outline import CriterionKind, Playbook
from planner.playbook.service import load_shipped
from planner.playbook.words import Step, Unit

NAMES = sorted(path.parent.name for path in PHASES.glob("*/playbook.toml"))
LEAN = ["small-business", "nonprofit"]
PROTECTED = re.compile(r"\bADKAR\b|\bPCT\b|stage-gate|success by design|net promoter", re.IGNORECASE)
BARE = {"poor", "fair", "good", "none", "nothing", "no", "yes", "nobody", "excellent", "partly"}
PRESETS = {
    "salesforce-login-history",
    "salesforce-event-log-login",
    "dataverse-audit",
    "kommo-events",
    "creatio-sessions",
    "oracle-crm-on-demand",
    "sap-c4c",
    "hubspot-logins",
    "hubspot-audit",
    "suitecrm-tracker",
    "espocrm",
}


@pytest.fixture(params=NAMES)
def playbook(request: pytest.FixtureRequest) -> Playbook:
    return load_shipped(request.param)


@pytest.fixture(scope="module")
def standard() -> Playbook:
    return load_shipped("standard")


def answers(playbook: Playbook) -> list[Criterion]:
    found = [criterion for factor in playbook.factors for criterion in factor.criteria]
    return [criterion for criterion in found if criterion.kind is CriterionKind.ANSWER]


def test_no_protected_name_of_a_method_is_used() -> None:
    texts = {path: path.read_text(encoding="utf-8") for path in PHASES.rglob("*") if path.suffix in {".toml", ".md"}}
    assert len(texts) > 40
    assert [path.name for path, text in texts.items() if PROTECTED.search(text)] == []


def test_every_answer_step_says_what_one_would_see(playbook: Playbook) -> None:
    steps = [(criterion.ref, step) for criterion in answers(playbook) for step in criterion.steps]
    assert [ref for ref, step in steps if step.strip(" .").lower() in BARE or len(step.split()) < 4] == []
    assert [step for _, step in steps if step[-1] not in ".!?"] == []


def test_no_answer_step_is_used_for_two_questions(playbook: Playbook) -> None:
    steps = [step for criterion in answers(playbook) for step in criterion.steps]
    assert sorted({step for step in steps if steps.count(step) > 1}) == []


def test_every_criterion_says_what_to_attach(playbook: Playbook) -> None:
    asked = [criterion for factor in playbook.factors for criterion in factor.criteria]
    by_hand = [each for each in asked if each.kind is not CriterionKind.MEASURE or not FACTS[each.fact].available]
    assert [each.ref for each in by_hand if not each.evidence] == []
    assert [each.ref for each in asked if each.effort_days is None or each.valid_days is None] == []


KNOWN_AT_THE_START = {"rollout.members_with_sponsor_role", "plan.tasks_without_owner"}


def first_gate_low_end(factor: Factor) -> Fraction:
    """What a first gate can show: answers at the middle step, checks done, a fresh plan, nothing recorded by hand."""

    def reached(criterion: Criterion) -> Fraction:
        if criterion.kind is CriterionKind.ANSWER:
            return Fraction(criterion.weight, 2)
        known = criterion.kind is CriterionKind.CHECK or criterion.fact in KNOWN_AT_THE_START
        return Fraction(criterion.weight if known else 0)

    total = sum(each.weight for each in factor.criteria)
    return 100 * sum((reached(each) for each in factor.criteria), Fraction(0)) / total


def test_critical_factors_can_be_met_before_anything_is_built(playbook: Playbook) -> None:
    """A critical factor holds at every gate; one that the first gate could never meet would stop every rollout."""
    lines = {factor: factor.threshold for factor in playbook.factors if factor.critical}
    assert 3 <= len(lines) <= 9
    assert [factor.ref for factor, line in lines.items() if line is None or first_gate_low_end(factor) < line] == []


def test_percent_thresholds_of_gates_reach_beyond_the_line_of_the_factor(standard: Playbook) -> None:
    lines = {factor.ref: factor.threshold for factor in standard.factors if factor.critical}
    for phase in standard.phases:
        for criterion in phase.exit.musts:
            line = lines.get(criterion.factor)
            if line is not None and criterion.threshold is not None:
                assert criterion.threshold >= line, (phase.ref, criterion.ref)


def test_every_system_named_in_the_sources_is_in_the_catalogue(standard: Playbook) -> None:
    names = {name.lower() for vendor in standard.vendors for name in (vendor.name, *vendor.formerly)}
    wanted = [
        *("salesforce", "microsoft crm", "sap", "oracle crm on demand", "bpm'online", "creatio", "amocrm", "kommo"),
        *("act!", "saleslogix", "accpac crm", "siebel", "rightnow", "multiactive", "clientele"),
        *("confirmit", "medallia", "satmetrix"),
        *("hubspot", "suitecrm", "espocrm", "zoho"),
    ]
    assert [one for one in wanted if not any(one in name for name in names)] == []


def test_usage_presets_are_those_the_product_knows(playbook: Playbook) -> None:
    assert {vendor.usage_import for vendor in playbook.vendors} - {""} <= PRESETS


def test_survey_platforms_are_told_apart_from_crm_systems(standard: Playbook) -> None:
    platforms = [vendor for vendor in standard.vendors if "survey platform" in vendor.name]
    assert {vendor.ref for vendor in platforms} == {"forsta", "medallia", "nice-satmetrix"}
    assert all("not a CRM" in vendor.note for vendor in platforms)


def test_key_figures_cover_what_customers_do_and_what_users_do(standard: Playbook) -> None:
    refs = {kpi.ref for kpi in standard.kpis}
    assert {
        *("repeat-purchase-rate", "customer-retention-rate", "customer-turnover-rate", "customer-satisfaction"),
        *("marketing-cost-ratio", "sales-revenue", "gross-margin", "complaint-rate", "follow-up-on-time"),
        *("forecast-accuracy", "campaign-roi", "adoption-rate", "breadth-of-use", "duplicate-rate"),
    } <= refs
    assert sum(kpi.customer_based for kpi in standard.kpis) >= 15


def test_the_usability_scale_stands_as_published(standard: Playbook) -> None:
    scale = next(survey for survey in standard.surveys if survey.ref == "system-usability-scale")
    assert len(scale.items) == 10
    assert any("Brooke" in source for source in scale.sources)
    assert [item.ref for item in scale.items] == [f"sus-{number}" for number in range(1, 11)]
    assert all("system" in item.text or "functions" in item.text for item in scale.items)


def test_a_pulse_asks_for_the_five_steps_in_their_order(playbook: Playbook) -> None:
    pulses = [survey for survey in playbook.surveys if any(item.step for item in survey.items)]
    assert len(pulses) == 1
    assert [item.step for item in pulses[0].items] == list(Step)


def test_groups_too_small_for_anonymity_are_not_promised_it() -> None:
    assert [survey.ref for survey in load_shipped("small-business").surveys if survey.anonymous] == []


def test_questions_before_the_start_can_end_in_every_way(playbook: Playbook) -> None:
    assert {question.effect.value for question in playbook.suitability} == {
        "do-not-proceed",
        "do-not-proceed-now",
        "postpone",
        "condition",
    }
    assert all(len(question.options) == 3 for question in playbook.suitability)


def test_known_mistakes_can_be_recognised(standard: Playbook) -> None:
    assert len(standard.mistakes) >= 45
    assert all(mistake.area and mistake.seen_in for mistake in standard.mistakes)
    texts = [text for mistake in standard.mistakes for text in (mistake.looks_like, mistake.why, mistake.instead)]
    assert len(set(texts)) == len(texts)


def working_days(playbook: Playbook, phase: str) -> int:
    """Working days until a phase is over, by likely durations and nobody busy with two tasks."""
    tasks = {task.ref: task for each in playbook.phases for task in each.tasks}
    order: nx.DiGraph[str] = nx.DiGraph()
    order.add_nodes_from(tasks)
    order.add_edges_from((after.task, task.ref) for task in tasks.values() for after in task.after)
    finish: dict[str, int] = {}
    for ref in nx.topological_sort(order):
        begin = max((finish[after.task] + after.lag_days for after in tasks[ref].after), default=0)
        finish[ref] = begin + tasks[ref].likely
    return max(finish[task.ref] for task in playbook.phase(phase).tasks)


def test_lean_playbooks_keep_the_time_they_promise() -> None:
    assert 40 <= working_days(load_shipped("small-business"), "switch-over") <= 60
    assert 120 <= working_days(load_shipped("nonprofit"), "live-and-improve") <= 195


@pytest.mark.parametrize("name", LEAN)
def test_lean_playbooks_are_lean_and_complete(name: str, standard: Playbook) -> None:
    lean = load_shipped(name)
    assert 5 <= len(lean.phases) <= 6
    assert len(lean.factors) < len(standard.factors) / 2
    assert all(200 <= len(phase.guidance.split()) <= 500 for phase in lean.phases)
    assert all(phase.tasks[-1].milestone or phase.wave_phase for phase in lean.phases)
    assert any(phase.wave_phase for phase in lean.phases)


def test_the_non_profit_playbook_speaks_of_its_people() -> None:
    playbook = load_shipped("nonprofit")
    refs = {kpi.ref for kpi in playbook.kpis}
    assert {"donor-retention", "membership-renewal", "volunteer-retention", "time-to-thank"} <= refs
    assert {"fundraising-lead", "membership-lead", "volunteer-coordinator"} <= {role.ref for role in playbook.roles}


def test_shares_have_the_unit_of_a_percentage() -> None:
    kpis = [kpi for name in NAMES for kpi in load_shipped(name).kpis]
    shares = [kpi for kpi in kpis if kpi.ref.endswith(("-rate", "-share", "-retention", "-accuracy", "-renewal"))]
    assert len(shares) > 15
    assert {kpi.unit for kpi in shares} == {Unit.PERCENT}
