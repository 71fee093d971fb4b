"""A small playbook and drafts that the tests of this area share."""

from datetime import date

from planner.playbook.outline import (
    Culture,
    Decision,
    Delivery,
    Gate,
    Market,
    Phase,
    Playbook,
    Question,
    Size,
    Stage,
    Task,
    When,
)
from planner.playbook.words import Effect
from planner.rollouts.drafts import RolloutDraft, SettingsDraft
from planner.rollouts.profile import Sector, UnitDraft, WaveDraft, Work

ALWAYS = Task(ref="kick-off", stage="s", name="Kick-off", role="manager")
B2B_TASK = Task(
    ref="offers",
    stage="s",
    name="Agree on offer templates",
    role="manager",
    when=When(market=(Market.B2B,)),
    because="Businesses ask for offers in writing.",
)
LOCAL_TASK = Task(
    ref="champions",
    stage="s",
    name="Name champions",
    role="manager",
    when=When(culture=(Culture.DECENTRALISED,)),
    because="Units that decide for themselves need their own voice.",
)
QUESTIONS = (
    Question(
        ref="benefit",
        text="Is a lasting benefit in sight?",
        theme="benefit",
        effect=Effect.DO_NOT_PROCEED,
        options=(),
    ),
    Question(
        ref="structure",
        text="Can structure and strategy change?",
        theme="structure",
        effect=Effect.DO_NOT_PROCEED_NOW,
        options=(),
    ),
    Question(ref="awareness", text="Do staff know the need?", theme="culture", effect=Effect.POSTPONE, options=()),
    Question(ref="funding", text="Is the money there?", theme="funding", effect=Effect.CONDITION, options=()),
)
TINY = Playbook(
    ref="tiny",
    name="Tiny",
    version="1.0.0",
    summary="For tests.",
    suitability=QUESTIONS,
    phases=(
        Phase(
            ref="decide",
            name="Decide",
            objective="Decide.",
            stages=(Stage(ref="s", name="S"),),
            tasks=(ALWAYS, B2B_TASK, LOCAL_TASK),
            exit=Gate(ref="start", name="Start"),
        ),
    ),
)
SETTINGS = SettingsDraft(
    name="Northwind CRM",
    organisation="Northwind",
    sector=Sector.WHOLESALE,
    size=Size.MEDIUM,
    market=Market.B2B,
    culture=Culture.CENTRALISED,
    decision=Decision.IMPROVE,
    delivery=Delivery.SAAS,
    currency="EUR",
    timezone="Europe/Berlin",
    start_date=date(2026, 3, 2),
)
DRAFT = RolloutDraft(
    settings=SETTINGS,
    units=(UnitDraft("Sales north", 12, Work.SALES, 1), UnitDraft("Service", 30, Work.SERVICE, 2)),
    waves=(WaveDraft(1, "Pilot", date(2026, 6, 22)), WaveDraft(2, "Rest", date(2026, 8, 3))),
    playbook="tiny",
)
