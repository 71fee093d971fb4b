"""What the profile of an organisation changes in a playbook: tasks left out or kept, waves, warnings; each with why.

Nothing is changed silently: every adaptation is a sentence that a page can show.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from planner.playbook.outline import Culture, Decision, Delivery, Market, Phase, Playbook, Profile, Size, Task
from planner.playbook.words import Trait
from planner.rollouts.pace import days_before_go_live, too_early
from planner.rollouts.profile import UnitDraft, WaveDraft
from planner.rollouts.wave_checks import check_waves


class Kind(StrEnum):
    """What sort of adaptation it is."""

    ADDED = "added"
    LEFT_OUT = "left-out"
    ADVICE = "advice"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Adaptation:
    """One thing the profile changes or asks attention for: what, and why."""

    kind: Kind
    what: str
    why: str
    phase: str = ""
    task: str = ""


@dataclass(frozen=True, slots=True)
class Tailoring:
    """A playbook as it is proposed to one organisation."""

    tasks: tuple[tuple[str, str], ...]
    adaptations: tuple[Adaptation, ...]

    def of(self, *kinds: Kind) -> tuple[Adaptation, ...]:
        """The adaptations of these kinds, in their order."""
        return tuple(found for found in self.adaptations if found.kind in kinds)

    @property
    def warnings(self) -> tuple[Adaptation, ...]:
        """What should be thought over before going on."""
        return self.of(Kind.WARNING)


def tailor(
    playbook: Playbook,
    profile: Profile,
    units: Sequence[UnitDraft] = (),
    waves: Sequence[WaveDraft] = (),
    start: date | None = None,
) -> Tailoring:
    """Fit a playbook to a profile; `tasks` are the (phase ref, task ref) that are proposed."""
    proposed = playbook.tasks_for(profile)
    tasks = (_task(phase, task, profile) for phase in playbook.phases for task in phase.tasks if task.when)
    seen = [*_time(playbook, profile, waves, start), *check_waves(profile.culture, units, waves)]
    warnings = (Adaptation(Kind.WARNING, what, why) for what, why in seen)
    found = (*tasks, *_advice(profile), *warnings)
    return Tailoring(tuple((phase.ref, task.ref) for phase, task in proposed), found)


def _time(
    playbook: Playbook, profile: Profile, waves: Sequence[WaveDraft], start: date | None
) -> list[tuple[str, str]]:
    """Whether the first go-live leaves the time that the tasks before it are likely to take."""
    first = min((wave.go_live for wave in waves if wave.go_live), default=None)
    found = too_early(days_before_go_live(playbook, profile), start, first) if start else None
    return [found] if found else []


def _task(phase: Phase, task: Task, profile: Profile) -> Adaptation:
    kind = Kind.ADDED if task.proposed_for(profile) else Kind.LEFT_OUT
    return Adaptation(kind, f"{task.name} ({phase.name})", task.because, phase.ref, task.ref)


def _advice(profile: Profile) -> tuple[Adaptation, ...]:
    """What each fact of the profile means for the work, beyond single tasks."""
    values = (
        profile.market, profile.culture, profile.decision, profile.delivery, profile.size, *profile.traits,
    )  # fmt: skip
    return tuple(Adaptation(Kind.ADVICE, *_ADVICE[value]) for value in values if value in _ADVICE)


_ADVICE: dict[object, tuple[str, str]] = {
    Market.B2B: (
        "Compare systems on accounts with several contacts, long deals and offers.",
        "Selling to businesses means few customers, many people in each decision and long sales.",
    ),
    Market.B2C: (
        "Compare systems on large numbers of customers, campaigns, consent and service channels.",
        "Selling to consumers means many customers, short sales and strict rules for personal data.",
    ),
    Market.BOTH: (
        "Weigh both sets of needs when comparing systems, and decide which business leads.",
        "Businesses and consumers need different systems; one that serves both well is rare.",
    ),
    Culture.CENTRALISED: (
        "Settle one way of working with the head office before the first wave.",
        "Where the head office decides, units wait for its word; unclear rules stop every wave.",
    ),
    Culture.DECENTRALISED: (
        "Name a champion in every unit and let each unit settle its own way of working.",
        "A programme made for a central organisation does not take root where units decide for themselves.",
    ),
    Decision.IMPROVE: (
        "Map and measure today's processes first; the system has to make them faster or better.",
        "Improving is judged against today; without a measured start nobody can tell whether it worked.",
    ),
    Decision.CHANGE: (
        "Decide the new strategy and structure before choosing a system.",
        "A system that comes before the change cements the old way of working.",
    ),
    Delivery.SAAS: (
        "Check the contract for data export, exit and where the data lies.",
        "With a rented service, leaving is what must be agreed on before entering.",
    ),
    Delivery.HOSTED: (
        "Agree with the host on recovery times, updates and who does what at night.",
        "With a hosted licence two partners share the duty, and gaps open between them.",
    ),
    Delivery.OWN: (
        "Plan people, machines and time for running the system, backups and updates.",
        "On own machines everything that a provider would do is your own work.",
    ),
    Trait.SLOW: (
        "Leave more weeks between waves than the playbook proposes, and show an early result in each.",
        "Where change takes its time, haste looks like a mistake, and people wait until it has passed.",
    ),
    Trait.QUICK: (
        "Keep waves small and close together, and stop what does not work at the next gate.",
        "Where people change quickly they also drop things quickly: what lies still for a quarter is forgotten.",
    ),
    Trait.BY_ORDER: (
        "Let the sponsor announce each step with its date, and ask for answers in writing before it.",
        "Where people wait for orders they follow the system, and keep silent about what is wrong with it.",
    ),
    Trait.BY_CONSENSUS: (
        "Plan time for consultation before each decision, and write down what was agreed and by whom.",
        "Where decisions need agreement, one that was taken without it is taken again, later and louder.",
    ),
    Trait.GUARDED: (
        "Ask anonymously, let problems be reported without a name, and thank in public for the first ones.",
        "Where mistakes are hidden, a report that shows green says more about fear than about the system.",
    ),
    Trait.FORMAL: (
        "Fix responsibilities, forms and sign-offs in writing before work begins.",
        "Where rules count, what no rule covers is not done, however sensible it is.",
    ),
    Trait.INFORMAL: (
        "Win the people others listen to, and keep rules few: one page, read out once.",
        "Where things go by acquaintance, written rules are passed over and the wrong person is asked.",
    ),
    Trait.INWARD: (
        "Bring customers into the room: their cases in every course, their figures at every gate.",
        "Where people look inward, the system is bent to the departments until no customer is helped by it.",
    ),
    Size.LARGE: (
        "Form a committee with members from sales, service, marketing and finance.",
        "With many units no single manager sees all that changes.",
    ),
}
