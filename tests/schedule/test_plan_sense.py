"""What the checks understand of plans drawn by others: words of several languages, outline, waves, and any file."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.schedule.file_facts import facts_of
from planner.schedule.importing import read_plan_file
from planner.schedule.plan_rules import findings_of
from planner.schedule.plan_sense import Sense
from planner.schedule.plan_words import Theme, is_live_itself, particular, plain, prepares, themes_of, wave_of
from planner.schedule.said import names
from tests.schedule.other_plans import with_dates
from tests.schedule.rollout_plans import Row, found, keys, renamed, rollout


@pytest.mark.parametrize(
    ("name", "theme"),
    [
        ("Go-Live", Theme.GO_LIVE),
        ("CRM goes live", Theme.GO_LIVE),
        ("Produktivstart Vertrieb", Theme.GO_LIVE),
        ("Mise en production", Theme.GO_LIVE),
        ("Puesta en producción", Theme.GO_LIVE),
        ("Cutover weekend", Theme.CUTOVER),
        ("Anwenderschulung Innendienst", Theme.TRAINING),
        ("Formation des utilisateurs", Theme.TRAINING),
        ("Capacitación de usuarios", Theme.TRAINING),
        ("End-user training", Theme.TRAINING),
        ("Datenmigration", Theme.MIGRATION),
        ("Reprise des données", Theme.MIGRATION),
        ("Migración de datos", Theme.MIGRATION),
        ("UAT", Theme.ACCEPTANCE),
        ("Abnahmetest", Theme.ACCEPTANCE),
        ("Recette utilisateurs", Theme.ACCEPTANCE),
        ("Pilotphase", Theme.PILOT),
        ("Hypercare", Theme.SUPPORT),
        ("Go/No-Go", Theme.GATE),
    ],
)
def test_words_of_the_field(name: str, theme: Theme) -> None:
    assert theme in themes_of(name)


MEANT: dict[Theme, tuple[str, ...]] = {
    Theme.TRAINING: (
        "Onboarding of sales users",
        "Educate users",
        "Teach sales staff",
        "Lunch & learn sessions",
        "Deliver user training",
        "Bootcamp for sales reps",
        "Upskill service agents",
        "TTT (train-the-trainer)",
        "User enablement",
        "UAT training",
    ),
    Theme.MIGRATION: (
        "Load legacy data",
        "Convert customer records",
        "Bulk import of leads",
        "Move data from old CRM",
        "Delta load",
        "Transfer customer master data",
        "ETL run to production",
        "Populate CRM with customer data",
        "Data upload",
        "Cutover data load",
        "Migrate accounts, contacts and opportunities",
        "Historical data migration",
    ),
    Theme.ACCEPTANCE: (
        "UAT cycle 2",
        "Execute UAT",
        "User verification testing",
        "End-to-end testing with users",
        "Final acceptance",
        "Validation by business users",
        "Business acceptance test",
        "Client sign-off of UAT",
    ),
    Theme.SUPPORT: (
        "Hyper-care period",
        "ELS",
        "Early life support",
        "Floorwalkers on site",
        "Bug fixing after go-live",
    ),
    Theme.CLEANING: (
        "Clean up duplicates",
        "Dedupe contacts",
        "De-dup accounts",
        "Scrub data",
        "Clean legacy data",
        "Data hygiene",
    ),
    Theme.PILOT: ("Early adopter group", "Beta with ten users", "Pilot with sales team Norway"),
}
ONLY_AROUND_IT = (
    "Develop training materials", "Training needs analysis", "Produce training videos", "Invite users to training",
    "Training content ready", "Prepare UAT scripts", "Data migration strategy", "Mock migration 1", "Test data load",
    "Load data into sandbox", "Sandbox data load", "Data migration development", "Develop data migration scripts",
    "Knowledge transfer on the data model", "Data mapping", "Mock cutover", "Cutover plan",
    "Set up help desk", "Book training rooms",
)  # fmt: skip
LIVE = (
    "Nordics live", "Switch on CRM for sales", "First day of production use", "Transition to production", "D-Day",
    "Activate CRM for all users", "Users start working in the CRM", "Promote to production", "Release to all users",
    "Commissioning", "Move configuration from sandbox to production", "GO-LIVE!", "Go-live date",
    "Switch to the new CRM",
)  # fmt: skip
NOT_LIVE = (
    "Launch party", "Go-live date confirmed", "Set go-live date", "Deploy to sandbox", "Deploy to UAT",
    "Project launch",
    "Start work on the design", "Launch tender", "Write the release notes", "Inform users on the new system",
    "Ready for go-live", "Post-go-live optimisation", "Go-live approval", "Go-live planning", "Pre go-live checks",
)  # fmt: skip


@pytest.mark.parametrize(("theme", "name"), [(theme, name) for theme, names in MEANT.items() for name in names])
def test_free_words_for_the_same_work(theme: Theme, name: str) -> None:
    assert theme in themes_of(name)
    assert not prepares(name)


@pytest.mark.parametrize("name", ONLY_AROUND_IT)
def test_what_is_only_around_it_is_not_taken_for_it(name: str) -> None:
    assert prepares(name) or not themes_of(name)


def test_a_go_live_phase_stands_for_the_cutover_in_it_not_for_its_last_milestone() -> None:
    rows = (
        (1, 1, "Build", 5, ""), (2, 1, "Launch", None, ""), (3, 2, "Cutover", 1, "1"), (4, 2, "Floor support", 5, "3"),
        (5, 2, "Handover to the line", 0, "4"), (6, 1, "Train all users", 3, "3"),
    )  # fmt: skip
    hits = [finding.tasks for finding in found(with_dates(rollout(rows))) if finding.rule == "training-after-go-live"]
    assert hits == [(6, 3)]


def test_support_as_a_trade_is_no_help_after_a_go_live() -> None:
    assert Theme.SUPPORT not in themes_of("Phase 2 – Service & Support")
    assert Theme.SUPPORT not in themes_of("Configure the customer support module")
    assert Theme.SUPPORT in themes_of("Customer support after go-live")


def test_training_in_a_phase_of_support_with_a_go_live_of_its_own_is_for_that_go_live() -> None:
    rows = (
        (1, 1, "Wave B – Support", None, ""), (2, 2, "Go-live", 0, ""), (3, 2, "End-user training", 5, "2"),
        (4, 1, "Support", None, ""), (5, 2, "Training of those who were on leave", 2, "2"),
    )  # fmt: skip
    hits = [finding.tasks for finding in found(with_dates(rollout(rows))) if finding.rule == "training-after-go-live"]
    assert hits == [(3, 2)]


def test_free_words_for_the_go_live_and_what_only_sounds_like_it() -> None:
    live = {Theme.GO_LIVE, Theme.CUTOVER, Theme.DEPLOYMENT}
    assert [name for name in LIVE if Theme.GO_LIVE not in themes_of(name) or not is_live_itself(name)] == []
    assert [name for name in NOT_LIVE if themes_of(name) & live and is_live_itself(name)] == []


@pytest.mark.parametrize("name", ["Information meeting", "Constraints", "Testimonials", "Galactic", "Trainspotting"])
def test_whole_words_only(name: str) -> None:
    assert themes_of(name) == frozenset()


@pytest.mark.parametrize("name", ["Go-live", "CRM launch", "Go live: Sales", "System Go-Live Date"])
def test_the_event_itself(name: str) -> None:
    assert is_live_itself(name)


@pytest.mark.parametrize(
    "name",
    ["Go-live support", "Go-live readiness review", "Prepare go-live", "Post go-live review", "Rehearse cutover",
     "Go/no-go decision for go-live", "Project launch meeting", "Go-live checklist", "Communicate go-live"],
)  # fmt: skip
def test_what_only_speaks_of_it(name: str) -> None:
    assert not is_live_itself(name)


def test_preparing_is_not_doing() -> None:
    assert prepares("Develop training materials")
    assert prepares("Trial data migration")
    assert not prepares("Train the planners")
    assert not prepares("Conduct training and hand out manuals")


def test_waves() -> None:
    found = [
        wave_of(name) for name in ("Wave 2: branches", "Second wave", "Welle II", "Rollout group B", "Vague 3", "Go")
    ]
    assert found == ["2", "2", "2", "b", "3", ""]
    assert particular("Go-Live Sales") == {"sales"}
    assert plain("Équipe – «Nord»") == "equipe nord"


FOREIGN: tuple[Row, ...] = (
    (1, 1, "Discovery", None, ""),
    (2, 2, "Workshops", 10, ""),
    (3, 2, "Discovery complete", 0, "2"),
    (4, 1, "Implementation", None, ""),
    (5, 2, "Configure CRM", 20, "3"),
    (6, 2, "Develop training materials", 5, "5"),
    (7, 2, "Data migration", 5, "5"),
    (8, 2, "User acceptance testing", 10, "7"),
    (9, 2, "Implementation complete", 0, "6 8"),
    (10, 1, "Deployment", None, ""),
    (11, 2, "Go-live", 0, "9"),
    (12, 2, "Training", None, ""),
    (13, 3, "Sales team", 3, "11"),
    (14, 3, "Service team", 3, "13"),
    (15, 2, "Support", 20, "11"),
    (16, 2, "Project closed", 0, "14 15"),
)


def test_a_plan_of_others_is_understood_by_its_words_and_outline() -> None:
    plan = Sense(facts_of(rollout(FOREIGN)))
    assert [live.row.uid for live in plan.go_lives] == [11]
    assert [plan.rows[n].name for n in plan.training] == ["Sales team", "Service team"]
    hits = {(finding.rule, finding.tasks) for finding in found(rollout(FOREIGN))}
    assert {("training-after-go-live", (13, 11)), ("training-after-go-live", (14, 11))} <= hits
    assert ("training-wrong-end", (13, 11)) in hits
    assert "no-pilot" in {rule for rule, _ in hits}


GERMAN = {
    1: "Konzeption", 2: "Workshops", 3: "Konzept freigegeben", 4: "Umsetzung", 5: "Konfiguration",
    6: "Schulungsunterlagen erstellen", 7: "Datenmigration", 8: "Abnahmetest", 9: "Umsetzung abgeschlossen",
    10: "Einführung", 11: "Produktivstart", 12: "Anwenderschulung", 13: "Vertrieb", 14: "Innendienst",
    15: "Nachbetreuung", 16: "Projektende",
}  # fmt: skip
FRENCH = GERMAN | {
    6: "Préparer les supports de formation", 7: "Reprise de données", 8: "Recette", 11: "Mise en production",
    12: "Formation des utilisateurs", 15: "Assistance",
}  # fmt: skip


@pytest.mark.parametrize("language", [GERMAN, FRENCH])
def test_another_language_finds_the_same(language: dict[int, str]) -> None:
    assert keys(renamed(rollout(FOREIGN), language)) == keys(rollout(FOREIGN))


def test_a_go_live_phase_without_such_a_task_stands_for_the_go_live() -> None:
    rows = ((1, 1, "Build", None, ""), (2, 2, "Write", 5, ""), (3, 1, "Go live", None, ""), (4, 2, "Switch", 2, "2"))
    plan = Sense(facts_of(rollout(rows)))
    assert [(live.row.uid, live.first) for live in plan.go_lives] == [(4, date(2026, 1, 12))]


SITES: tuple[Row, ...] = (
    (1, 1, "Rollout", None, ""),
    (2, 2, "London", None, ""),
    (3, 3, "Go live", 0, ""),
    (4, 3, "User training", 3, "3"),
    (5, 2, "Lyon", None, ""),
    (6, 3, "User training", 3, "4"),
    (7, 3, "Go live", 0, "6"),
)


def test_work_of_a_site_is_for_the_go_live_of_that_site() -> None:
    plan = Sense(facts_of(rollout(SITES)))
    assert [live.row.uid for n in plan.training if (live := plan.go_live_for(n))] == [3, 7]
    late = {finding.tasks for finding in found(rollout(SITES)) if finding.rule == "training-after-go-live"}
    assert late == {(4, 3)}


BUILT: tuple[Row, ...] = (
    (1, 1, "Discovery", None, ""), (2, 2, "User workshops", 5, ""), (3, 1, "Build", None, ""),
    (4, 2, "Configure CRM", 10, "2"), (5, 2, "Data migration", 2, "4"), (6, 2, "UAT", 5, "5"),
)  # fmt: skip


def lives(rows: tuple[Row, ...]) -> list[tuple[int, str]]:
    """The go-lives of a plan: their numbers and waves."""
    return [(live.row.uid, live.wave) for live in Sense(facts_of(with_dates(rollout(rows)))).go_lives]


def rules(rows: tuple[Row, ...], wanted: str) -> list[tuple[int, ...]]:
    """The rows that a rule speaks of."""
    return [finding.tasks for finding in found(with_dates(rollout(rows))) if finding.rule == wanted]


@pytest.mark.parametrize(
    "name", ["User workshops", "Workshops for all users", "Hands-on workshop", "Anwenderworkshops"]
)
def test_workshops_for_users_behind_the_building_train_them(name: str) -> None:
    sound = (*BUILT, (7, 1, "Change", None, ""), (8, 2, name, 5, "6"), (9, 2, "Go-live", 0, "8"))
    assert rules(sound, "training-missing") == []
    plan = Sense(facts_of(with_dates(rollout(sound))))
    assert [plan.rows[n].uid for n in plan.training] == [8]
    late = (*sound[:-2], (8, 2, name, 5, "9"), (9, 2, "Go-live", 0, "6"))
    assert rules(late, "training-after-go-live") == [(8, 9)]


@pytest.mark.parametrize(
    ("above", "name"),
    [
        ("Improvement", "User workshops"),
        ("Optimisation", "User workshops"),
        ("Change", "User workshops: feedback on the prototype"),
        ("Change", "Prepare user workshops"),
        ("Change", "Requirements workshops"),
        ("Change", "Workshop for the steering committee"),
    ],
)
def test_workshops_that_ask_users_do_not_train_them(above: str, name: str) -> None:
    rows = (*BUILT, (7, 1, above, None, ""), (8, 2, name, 5, "9"), (9, 1, "Go-live", 0, "6"))
    assert rules(rows, "training-after-go-live") == []
    assert len(rules(rows, "training-missing")) == 1


def test_workshops_beside_training_of_the_users_are_no_further_training() -> None:
    rows = (*BUILT, (7, 1, "Train the users", 5, "6"), (8, 1, "User workshops", 5, "9"), (9, 1, "Go-live", 0, "7"))
    assert rules(rows, "training-after-go-live") == []
    assert rules(rows, "training-missing") == []


def test_workshops_before_anything_is_built_train_nobody() -> None:
    early = (*((uid, level, {1: "Stage one"}.get(uid, name), days, after) for uid, level, name, days, after in BUILT),
             (7, 1, "Go-live", 0, "6"))  # fmt: skip
    assert Sense(facts_of(with_dates(rollout(early)))).training == []


def test_a_numbered_release_is_a_go_live_where_a_plan_has_no_plainer_word() -> None:
    only = (*BUILT, (7, 1, "Train the users", 5, "8"), (8, 1, "Release 1.0", 0, "6"), (9, 1, "Release v2.0", 0, "8"))
    assert lives(only) == [(8, "1"), (9, "")]
    assert rules(only[:-1], "training-after-go-live") == [(7, 8)]
    plainer = (*BUILT, (7, 1, "Train the users", 5, "8"), (8, 1, "Release 1.0", 0, "6"), (9, 1, "Go-live", 0, "7"))
    assert lives(plainer) == [(9, "")]
    assert rules(plainer, "training-after-go-live") == []


@pytest.mark.parametrize("name", ["Release 1.0 notes", "Release 1.0 scope agreed", "Release 1", "Prerelease 1.0"])
def test_what_only_names_a_release_is_none(name: str) -> None:
    assert lives((*BUILT, (7, 1, name, 0, "6"))) == []


@pytest.mark.parametrize("name", ["Release and commissioning", "Final release", "Release", "Commissioning & release"])
def test_several_weak_words_for_a_go_live_are_one(name: str) -> None:
    assert lives((*BUILT, (7, 1, name, 0, "6"))) == [(7, "")]


@pytest.mark.parametrize("name", ["Release of the design", "Final", "And the full", "Release meeting"])
def test_weak_words_beside_others_are_no_go_live(name: str) -> None:
    assert lives((*BUILT, (7, 1, name, 0, "6"))) == []


def in_two(first: str, second: str, live: str, change: str) -> tuple[Row, ...]:
    """Two parts that train their users; the first goes live by one word, the second by another, before its training."""
    return (
        *BUILT, (7, 1, first, None, ""), (8, 2, "User training", 5, "6"), (9, 2, live, 0, "8"),
        (10, 1, second, None, ""), (11, 2, "User training", 5, "12"), (12, 2, change, 1, "9"),
    )  # fmt: skip


@pytest.mark.parametrize("change", ["Cutover", "Roll-out", "Go-live"])
def test_a_wave_and_a_site_go_live_by_the_plainest_word_of_their_own(change: str) -> None:
    assert lives(in_two("Wave 1", "Wave 2", "Go-live", change)) == [(9, "1"), (12, "2")]
    assert lives(in_two("London", "Lyon", "Go-live", change)) == [(9, ""), (12, "")]
    for parts in (("Wave 1", "Wave 2"), ("London", "Lyon")):
        assert rules(in_two(*parts, "Go-live", change), "training-after-go-live") == [(11, 12)]


def test_a_less_plain_word_for_the_same_go_live_is_no_second_one() -> None:
    rows = (
        *BUILT, (7, 1, "Transition", None, ""), (8, 2, "User training", 5, "6"), (9, 2, "Cutover", 2, "8"),
        (10, 2, "Deployment", 1, "9"), (11, 1, "Launch", None, ""), (12, 2, "Go-live", 0, "10"),
        (13, 2, "Hypercare", 15, "12"),
    )  # fmt: skip
    assert lives(rows) == [(12, "")]
    wave = (*BUILT, (7, 1, "Wave 1", None, ""), (8, 2, "Cutover", 2, "6"), (9, 2, "Go-live", 0, "8"))
    assert lives(wave) == [(9, "1")]
    pilot = (*BUILT, (7, 1, "Pilot deployment", 2, "6"), (8, 1, "Wave 1: go-live", 0, "7"))
    assert lives(pilot) == [(8, "1")]


def test_names_in_a_sentence() -> None:
    assert names(["A"]) == "“A”"
    assert names(["A", "B"]) == "“A” and “B”"
    assert names(list("ABCDE")) == "“A”, “B”, “C” and 2 more"


@given(
    st.lists(
        st.tuples(st.integers(1, 5), st.sampled_from(["Go-live", "Training", "UAT", "Pilot", "x", ""])), max_size=12
    )
)
def test_any_outline_can_be_judged(rows: list[tuple[int, str]]) -> None:
    plan = rollout((uid, level, name, 1, "") for uid, (level, name) in enumerate(rows, 1))
    known = {task.uid for task in plan.tasks}
    assert all(set(finding.tasks) <= known for finding in found(plan))


def test_every_known_plan_can_be_judged(shared_data: Path) -> None:
    files = sorted([*(shared_data / "mspdi").glob("*.xml"), *(shared_data / "networks").rglob("*.xml")])
    assert len(files) > 10
    for file in files:
        plan = read_plan_file(file).plan
        assert plan
        assert all(finding.text.endswith(".") for finding in findings_of(facts_of(plan)))
