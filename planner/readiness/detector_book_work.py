"""Detectors of mistakes with the start, the goals, the plan, the data, the system and its use."""

from decimal import Decimal

from planner.playbook.words import Unit
from planner.readiness.detector import Detector, answered, figure, named, planned
from planner.readiness.scene import Scene, Sight
from planner.readiness.wording import figure as figure_in_words
from planner.readiness.wording import plain
from planner.rollouts.profile import Work

LARGE = 50
"""From so many people on, one day for all is a big bang, and more than half of them too much for a first wave."""
HALF = Decimal("0.5")


def _live(scene: Scene) -> bool:
    return scene.live


def _big_bang(scene: Scene) -> Sight | None:
    people = sum(each.people for each in scene.waves)
    if len(scene.waves) != 1 or people < LARGE:
        return None
    return Sight(f"All {people} people go live on one day, in one wave.", (scene.waves[0].name,), Decimal(people))


def _oversized(scene: Scene) -> Sight | None:
    people = sum(each.people for each in scene.waves)
    if len(scene.waves) < 2 or people < LARGE or 2 * scene.waves[0].people <= people:
        return None
    first = scene.waves[0]
    beyond = Decimal(first.people) / people - HALF
    return Sight(f"{first.people} of {people} people go live with the first wave.", (first.name,), beyond)


def _more_people(amount: Decimal) -> str:
    return f"more than {plain(amount)} people go live on that day"


def _larger_share(amount: Decimal) -> str:
    return f"more than {figure_in_words(100 * (HALF + amount), Unit.PERCENT)} go live with the first wave"


def _sales_last(scene: Scene) -> Sight | None:
    selling = [each for each in scene.waves if Work.SALES in each.works]
    if len(scene.waves) < 3 or not selling or selling[0].number < scene.waves[-1].number:
        return None
    return Sight("No sales unit goes live before the last wave.", (scene.waves[-1].name,))


START = (
    answered("quick-profit-motive", "benefit-beyond-year-two", "No benefit is named beyond the second year."),
    named(
        "system-before-strategy", "system-work-begun",
        "Work on the system has begun without a strategic decision: {}.", "suitability.index",
    ),
    named(
        "improve-or-change-undecided", "decision-missing",
        "Nobody has decided whether to improve or to change the processes.", "suitability.decision",
        when=lambda scene: scene.running,
    ),
    answered(
        "organisation-unchanged", "organisation-adapted",
        "The organisation stays as it was around the new system.",
    ),
    answered("budget-licences-only", "case-complete", "The budget covers little more than licences."),
    figure(
        "budget-licences-only", "suitability.npv", "<", 0,
        "The business case is worth less than nothing: {}.", "suitability.business_case",
    ),
    named(
        "stop-rules-missing", "stop-rules-missing", "No rule says when to stop.", "suitability.stops",
        when=lambda scene: scene.running,
    ),
)  # fmt: skip

GOALS = (
    named(
        "no-definition-of-success", "goals-missing", "No goal is written down.", "goals.index",
        when=lambda scene: scene.running,
    ),
    figure(
        "no-definition-of-success", "goals.not_smart", ">", 2, "Goals that lack a measure, a date or an owner: {}.",
        "goals.index"
    ),
    figure(
        "no-definition-of-success", "goals.without_kpi", ">", 0,
        "Goals that no key figure measures: {}.", "goals.index",
    ),
    figure(
        "goals-forgotten-until-the-end", "goals.not_served", ">", 0,
        "Goals that nothing serves: {}.", "goals.index",
    ),
    figure(
        "goals-forgotten-until-the-end", "goals.looked_at_share", "<", 50,
        "Only {} % of the goals were looked at again at the last gate.", "goals.index",
        when=lambda scene: scene.decided,
    ),
    figure(
        "kpi-without-baseline", "kpis.without_baseline", ">", 0, "Key figures without a starting value: {}.",
        "kpis.index",
    ),
    figure("no-customer-measure", "kpis.customer_based", "<", 1, "No key figure looks at the customers.", "kpis.index"),
    figure(
        "benefits-not-tracked", "kpis.stale_share", ">", 30, "{} % of the key figures are out of date.",
        "kpis.index",
    ),
    figure(
        "benefits-not-tracked", "suitability.benefits_with_kpi_share", "<", 50,
        "Only {} % of the benefits of the business case are tied to a key figure.", "suitability.business_case",
    ),
)  # fmt: skip

PLAN = (
    Detector("big-bang/waves", "big-bang", _big_bang, "rollouts.waves", worse=_more_people),
    Detector(
        "oversized-first-phase/waves", "oversized-first-phase", _oversized, "rollouts.waves", worse=_larger_share
    ),
    Detector("sales-automated-last/waves", "sales-automated-last", _sales_last, "rollouts.waves"),
    planned("date-before-scope", "no-buffer", "fixed-date-missed", "negative-slack", "hard-constraint"),
    planned("undated-tasks", "task-undated", "task-unowned"),
    planned("go-live-in-peak-season", "go-live-on-a-bad-day"),
    planned("review-before-its-work", "milestone-too-early", "gate-before-its-work", "phase-without-gate"),
    planned("tested-without-migrated-data", "go-live-before-acceptance", "no-acceptance-test"),
    planned("dirty-data-migrated", "go-live-before-migration", "no-data-migration"),
    planned("team-disbanded-at-go-live", "no-support", "short-support"),
    planned("big-bang", "no-pilot", "no-time-for-feedback"),
    answered("care-without-end-rule", "care-has-end-rule", "Nothing says when the care after go-live ends."),
    answered("cutover-not-rehearsed", "cutover-rehearsed", "The cutover was not rehearsed."),
    figure(
        "cutover-not-rehearsed", "data.migration_rehearsals", "<", 2,
        "The go-live is near. Rehearsals of the migration so far: {}.", "readiness.questions",
        when=lambda scene: scene.near_go_live(28),
    ),
)  # fmt: skip

SYSTEM = (
    answered("technology-before-process", "process-end-to-end", "The processes are not mapped from end to end."),
    answered("channel-left-outside", "channels-same-view", "One channel does not see what the others know."),
    answered("requirements-wish-list", "gaps-now-and-later", "Everything is a must; nothing is for later."),
    answered("demo-driven-selection", "selection-own-scenarios", "The choice rests on demonstrations by the vendors."),
    answered("over-customised", "standard-before-custom", "Much is rebuilt instead of taken as it comes."),
    answered("integration-left-late", "interfaces-proven", "No interface has carried real data yet."),
    figure(
        "requirements-wish-list", "technology.open_must_requirements", ">", 0,
        "The go-live is near. Must-have requirements not met: {}.", "readiness.questions",
        when=lambda scene: scene.near_go_live(28),
    ),
    answered(
        "tested-without-migrated-data", "tests-real-people-and-data",
        "Tests run on invented records or with other rights."
    ),
    figure(
        "dirty-data-migrated", "data.duplicate_rate", ">", 5, "{} % of the records are duplicates.",
        "readiness.questions",
    ),
    answered("no-data-owner", "data-care-agreed", "Nobody answers for the data."),
    answered("silos-kept", "silos-closing", "Other customer databases stay alive."),
    answered("no-privacy-basis", "lawful-basis-recorded", "No lawful basis is recorded for the data that is moved."),
)  # fmt: skip

USE = (
    figure(
        "half-the-functions-unused", "adoption.breadth", "<", 50,
        "Only {} % of the expected functions are used.", "adoption.index",
    ),
    figure(
        "average-hides-weak-units", "adoption.fragmentation", ">", 25,
        "{} points lie between the unit that uses it most and the one that uses it least.", "adoption.index",
    ),
    figure(
        "licences-for-all-on-day-one", "adoption.never_signed_in_share", ">", 20,
        "{} % of the licensed people have never signed in.", "adoption.index",
    ),
    figure(
        "managers-keep-spreadsheets", "adoption.rate", "<", 60,
        "Only {} % have adopted the system after its go-live.", "adoption.index", when=_live,
    ),
    answered("parallel-run-without-end", "old-ways-closed", "The old ways stay open beside the new system."),
    figure(
        "problems-about-the-system-lost", "process.open_problems_older_than_14_days", ">", 0,
        "Reported problems open for more than 14 days: {}.", "process.problems",
    ),
)  # fmt: skip
BOOK: tuple[Detector, ...] = (*START, *GOALS, *PLAN, *SYSTEM, *USE)
