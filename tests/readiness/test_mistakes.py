"""Each detector fires where its mistake is, and is silent on an exemplary rollout and where nothing is known."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from planner.basics.errors import RuleBroken
from planner.people.sponsor_acts import SILENT
from planner.playbook.facts import FACTS
from planner.playbook.service import load_shipped
from planner.playbook.words import Comparison
from planner.readiness.mistakes import BOOK, BY_KEY, Found, Waiver, look, standing, tightened
from planner.readiness.scene import Scene, Sight, WaveScene
from planner.rollouts.profile import Work
from planner.schedule.file_facts import facts_of
from planner.schedule.plan_rules import BY_KEY as PLAN_RULES
from planner.schedule.plan_rules import findings_of
from planner.schedule.project_file import ImportedPlan
from tests.schedule.rollout_plans import rollout as exemplary_plan
from tests.schedule.test_plan_rules import SPOILT

TODAY = date(2026, 3, 2)
STANDARD = load_shipped("standard")
MISTAKES = {each.ref: each for each in STANDARD.mistakes}
CRITERIA = {each.ref for factor in STANDARD.factors for each in factor.criteria}
SOON, FAR = TODAY + timedelta(days=10), TODAY + timedelta(days=100)


def wave(number: int, people: int, *works: Work, go_live: date | None = FAR) -> WaveScene:
    return WaveScene(number, f"Wave {number}", people, frozenset(works or (Work.SALES,)), go_live)


GOOD: dict[str, int] = {
    "rollout.members_with_sponsor_role": 1, "people.sponsor_days_silent": 3, "people.promises_kept_share": 100,
    "people.coalition_gaps": 0, "people.overdue_actions": 0, "people.commitment_shortfall_share": 0,
    "people.committed_share": 100, "people.critical_roles_in_one_hand": 1, "people.raci_findings": 0,
    "readiness.verified_share": 100, "people.response_rate": 80, "people.resistant_share": 5,
    "people.stakeholder_gaps": 0, "people.units_without_champion": 0, "people.culture_misfits": 0,
    "training.trained_share": 100, "training.support_trained_share": 100, "suitability.npv": 100_000,
    "goals.not_smart": 0, "goals.without_kpi": 0, "goals.not_served": 0, "goals.looked_at_share": 100,
    "kpis.without_baseline": 0, "kpis.customer_based": 3, "kpis.stale_share": 0,
    "suitability.benefits_with_kpi_share": 100, "data.migration_rehearsals": 3,
    "technology.open_must_requirements": 0, "data.duplicate_rate": 1, "adoption.breadth": 70,
    "adoption.fragmentation": 5, "adoption.never_signed_in_share": 2, "adoption.rate": 92,
    "process.open_problems_older_than_14_days": 0,
}  # fmt: skip
EXEMPLARY = Scene(
    today=TODAY,
    live=True,
    decided=True,
    figures={name: Decimal(value) for name, value in GOOD.items()},
    answers=dict.fromkeys(CRITERIA, Fraction(1)),
    waves=(wave(1, 20, go_live=SOON), wave(2, 80)),
)
BAD: dict[str, int] = {
    "rollout.members_with_sponsor_role": 0, "people.sponsor_days_silent": 30, "people.promises_kept_share": 49,
    "people.coalition_gaps": 1, "people.overdue_actions": 3, "people.commitment_shortfall_share": 21,
    "people.committed_share": 59, "people.critical_roles_in_one_hand": 4, "people.raci_findings": 6,
    "readiness.verified_share": 49, "people.response_rate": 39, "people.resistant_share": 31,
    "people.stakeholder_gaps": 4, "people.units_without_champion": 1, "people.culture_misfits": 1,
    "training.trained_share": 79, "training.support_trained_share": 99, "suitability.npv": -1,
    "goals.not_smart": 3, "goals.without_kpi": 1, "goals.not_served": 1, "goals.looked_at_share": 49,
    "kpis.without_baseline": 1, "kpis.customer_based": 0, "kpis.stale_share": 31,
    "suitability.benefits_with_kpi_share": 49, "data.migration_rehearsals": 1,
    "technology.open_must_requirements": 1, "data.duplicate_rate": 6, "adoption.breadth": 49,
    "adoption.fragmentation": 26, "adoption.never_signed_in_share": 21, "adoption.rate": 59,
    "process.open_problems_older_than_14_days": 1,
}  # fmt: skip
WAVES = {
    "big-bang/waves": (wave(1, 50),),
    "oversized-first-phase/waves": (wave(1, 60), wave(2, 50)),
    "sales-automated-last/waves": (wave(1, 9, Work.SERVICE), wave(2, 9, Work.MARKETING), wave(3, 9)),
}


def firing(key: str) -> Scene:
    """The exemplary rollout with the one thing wrong that a detector looks for, just beyond its line."""
    about = key.split("/")[1]
    if key in WAVES:
        return replace(EXEMPLARY, waves=WAVES[key])
    if about == "plan":
        return with_plan(BY_KEY[key].rules[0])
    if about in BAD:
        return replace(EXEMPLARY, figures={**EXEMPLARY.figures, about: Decimal(BAD[about])})
    if about in CRITERIA:
        return replace(EXEMPLARY, answers={**EXEMPLARY.answers, about: Fraction(1, 4)})
    return replace(EXEMPLARY, lists={about: ("One thing",)})


def with_plan(rule: str) -> Scene:
    return replace(EXEMPLARY, plan={rule: ("A task is wrong.",)})


@pytest.mark.parametrize("key", BY_KEY)
def test_each_detector_fires_on_its_mistake_and_alone(key: str) -> None:
    found = look(firing(key), MISTAKES)
    assert key in {each.key for each in found}
    about = key.split("/")[1]
    same = {each.key for each in found if each.key.split("/")[1] == about or about == "plan"}
    assert {each.key for each in found} == same, "nothing else is said of it"
    assert all(each.sight.text and "{" not in each.sight.text for each in found)


OF_PLAN = [(each.key, rule) for each in BOOK for rule in each.rules]


@pytest.mark.parametrize(("key", "rule"), OF_PLAN)
def test_a_detector_hears_every_check_of_the_plan_that_it_listens_to(key: str, rule: str) -> None:
    assert rule in PLAN_RULES
    scene = replace(
        EXEMPLARY, plan={rule: ("First is wrong.", "Second is wrong."), "typed-dates": ("A date is typed.",)}
    )
    found = {each.key: each.sight for each in look(scene, MISTAKES)}
    assert found[key].text == "First is wrong. Second is wrong."
    assert found[key].amount == 2
    assert found.keys() == {detector for detector, of in OF_PLAN if of == rule}, "nobody else speaks"


@pytest.mark.parametrize(("key", "rule"), [(key, rule) for key, rule in OF_PLAN if rule in SPOILT])
def test_a_plan_with_that_mistake_is_seen_from_the_plan_itself(key: str, rule: str) -> None:
    plan, _ = SPOILT[rule]()
    told = {each.rule: each.text for each in findings_of(facts_of(plan))}
    (found,) = (each for each in look(heard(plan), MISTAKES) if each.key == key)
    assert told[rule][:40] in found.sight.text


def heard(plan: ImportedPlan) -> Scene:
    """The exemplary rollout with what the checks say of a plan."""
    texts: dict[str, tuple[str, ...]] = {}
    for each in findings_of(facts_of(plan)):
        texts[each.rule] = (*texts.get(each.rule, ()), each.text)
    return replace(EXEMPLARY, plan=texts)


def test_an_exemplary_plan_gives_the_detectors_nothing_to_tell() -> None:
    assert look(heard(exemplary_plan()), MISTAKES) == ()


def test_an_exemplary_rollout_has_no_finding_and_neither_has_one_of_which_nothing_is_known() -> None:
    assert look(EXEMPLARY, MISTAKES) == ()
    assert look(Scene(TODAY, running=False), MISTAKES) == ()


def test_there_are_at_least_45_detectors_of_known_mistakes_on_known_facts_and_questions() -> None:
    assert len(BOOK) >= 45
    assert len(BY_KEY) == len(BOOK)
    assert {each.mistake for each in BOOK} <= set(MISTAKES)
    assert {fact for each in BOOK for fact in each.facts} <= set(FACTS)
    asked = {key.split("/")[1] for key in BY_KEY if not any(each.facts for each in (BY_KEY[key],))}
    assert {each for each in asked if each in CRITERIA}
    assert set(GOOD) == set(BAD) == {fact for each in BOOK for fact in each.facts}


@pytest.mark.parametrize("playbook", ["standard", "small-business", "nonprofit"])
def test_the_page_the_mistakes_and_the_playbooks_call_a_sponsor_silent_on_the_same_day(playbook: str) -> None:
    asked = [each for each in load_shipped(playbook).criteria() if each.fact == "people.sponsor_days_silent"]
    assert len(asked) == (4 if playbook == "standard" else 0)
    assert {(each.op, each.threshold) for each in asked} <= {(Comparison.BELOW, SILENT)}
    for days in (29, 30):
        scene = replace(EXEMPLARY, figures={**EXEMPLARY.figures, "people.sponsor_days_silent": Decimal(days)})
        found = {each.key for each in look(scene, MISTAKES)}
        assert ("invisible-sponsor/people.sponsor_days_silent" in found) == (days >= SILENT)


def waiver(**fields: Any) -> Waiver:
    base = Waiver("undated-tasks/plan", "They are optional.", "Sven Holm", TODAY + timedelta(days=5), Decimal(3))
    return replace(base, **fields)


def test_an_accepted_finding_shows_again_when_there_is_more_of_it_or_the_day_is_over() -> None:
    scene = replace(EXEMPLARY, plan={"task-undated": ("One.", "Two.", "Three.")})
    (found,) = look(scene, MISTAKES, [waiver()])
    assert found.waived == waiver()
    assert standing([found]) == ()
    more = replace(EXEMPLARY, plan={"task-undated": ("One.", "Two.", "Three.", "Four.")})
    (worse,) = look(more, MISTAKES, [waiver()])
    assert (worse.waived, worse.lapsed) == (None, waiver())
    (over,) = look(replace(scene, today=TODAY + timedelta(days=6)), MISTAKES, [waiver()])
    assert over.waived is None
    with pytest.raises(RuleBroken, match="why"):
        waiver(reason=" ")


def test_what_was_accepted_only_tightens() -> None:
    assert tightened(waiver(), Sight("", amount=Decimal(2))) == 2
    assert tightened(waiver(), Sight("", amount=Decimal(9))) == 3
    assert tightened(waiver(), None) is None
    assert tightened(waiver(accepted=None), Sight("", amount=Decimal(1))) is None


def test_what_is_in_force_is_never_accepted_for_longer() -> None:
    waiver().check_tighter(TODAY + timedelta(days=5))
    with pytest.raises(RuleBroken, match="It is accepted until 7 March 2026, and that only tightens"):
        waiver().check_tighter(TODAY + timedelta(days=6))


def seen(key: str, fact: str, value: Decimal, given: Waiver | None = None) -> Found:
    """What one detector of a figure sees of a value, just before the go-live."""
    scene = replace(EXEMPLARY, figures={**EXEMPLARY.figures, fact: value})
    (found,) = (each for each in look(scene, MISTAKES, [given] if given else []) if each.key == key)
    return found


FIGURES = [(each.key, each.facts[0]) for each in BOOK if each.facts]


@pytest.mark.parametrize(("key", "fact"), FIGURES)
@pytest.mark.parametrize("less", [Decimal(1), Decimal("0.1"), Decimal(1) / 3])
def test_the_waiver_of_a_figure_lapses_when_it_gets_worse_and_tightens_when_it_gets_better(
    key: str, fact: str, less: Decimal
) -> None:
    towards = 1 if GOOD[fact] > BAD[fact] else -1
    value = BAD[fact] - 40 * towards
    first = seen(key, fact, Decimal(value))
    given = Waiver(key, "Known.", "Sven Holm", TODAY + timedelta(days=5), first.sight.amount)
    assert seen(key, fact, Decimal(value), given).waived == given
    better, worse = value + less * towards, value - less * towards
    assert seen(key, fact, worse, given).waived is None, "worse is not what was accepted"
    nearer = seen(key, fact, better, given)
    assert nearer.waived == given, "better is still within what was accepted"
    tight = replace(given, accepted=tightened(given, nearer.sight))
    assert tight.accepted is not None
    assert tight.accepted < first.sight.amount
    assert seen(key, fact, better, tight).waived == tight
    assert seen(key, fact, Decimal(value), tight).lapsed == tight, "back where it was is a new worsening"


def test_what_would_be_worse_is_said_in_the_figures_own_direction() -> None:
    until = TODAY + timedelta(days=5)

    def told(key: str, value: str) -> str:
        fact = key.split("/")[1]
        amount = seen(key, fact, Decimal(value)).sight.amount
        return seen(key, fact, Decimal(value), Waiver(key, "Known.", "Sven Holm", until, amount)).shows_again

    assert told("team-without-time/people.committed_share", "40") == "the figure is below 40 %"
    assert told("resistance-treated-as-ignorance/people.resistant_share", "31.5") == "the figure is above 31.5 %"
    assert told("invisible-sponsor/people.sponsor_days_silent", "31") == "the figure is above 31 days"
    assert told("budget-licences-only/suitability.npv", "-900000.5") == "the figure is below -900000.5"
    three = replace(EXEMPLARY, plan={"task-undated": ("One.", "Two.", "Three.")})
    assert look(three, MISTAKES, [waiver()])[0].shows_again == "there is more of it than 3"


def test_why_a_waiver_lapsed_is_said() -> None:
    key, fact = "team-without-time/people.committed_share", "people.committed_share"
    given = Waiver(key, "Known.", "Sven Holm", TODAY, Decimal(10))
    assert seen(key, fact, Decimal(50)).lapsed_because(TODAY) == ""
    assert seen(key, fact, Decimal(10), given).lapsed_because(TODAY) == "now the figure is below 50 %"
    over = replace(given, until=TODAY - timedelta(days=1))
    assert seen(key, fact, Decimal(10), over).lapsed_because(TODAY) == "that day is over"
    gone = replace(given, accepted=None)
    assert seen(key, fact, Decimal(59), gone).lapsed_because(TODAY) == "since then it was gone, and it is back"


def test_an_answer_that_falls_further_and_a_wave_that_grows_are_worse() -> None:
    key = "team-without-authority/team-may-decide"
    given = Waiver(key, "Known.", "Sven Holm", TODAY, look(firing(key), MISTAKES)[0].sight.amount)
    assert look(firing(key), MISTAKES, [given])[0].waived == given
    none = replace(EXEMPLARY, answers={**EXEMPLARY.answers, "team-may-decide": Fraction(0)})
    assert look(none, MISTAKES, [given])[0].lapsed_because(TODAY) == "now the answer is lower"
    for name, waves, words in (
        ("big-bang/waves", (wave(1, 51),), "now more than 50 people go live on that day"),
        ("oversized-first-phase/waves", (wave(1, 61), wave(2, 50)), "now more than 54.5 % go live with the first wave"),
    ):
        given = Waiver(name, "Known.", "Sven Holm", TODAY, look(firing(name), MISTAKES)[0].sight.amount)
        assert look(firing(name), MISTAKES, [given])[0].waived == given
        assert look(replace(EXEMPLARY, waves=waves), MISTAKES, [given])[0].lapsed_because(TODAY) == words
