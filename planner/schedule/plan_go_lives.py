"""Which rows of a plan are its go-lives: those with the plainest words, for each wave and each site.

“Go-live” is plainer than “Cutover”, that is plainer than “Deployment”, and a numbered release is the least plain.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from planner.schedule import plan_words as words
from planner.schedule.plan_facts import PlanRow
from planner.schedule.plan_own_rows import OWN_ROWS
from planner.schedule.plan_words import Theme
from planner.schedule.states import Kind

if TYPE_CHECKING:
    from planner.schedule.plan_sense import Sense

PILOT_WAVE = "pilot"
PLAINEST = (Theme.GO_LIVE, Theme.CUTOVER, Theme.DEPLOYMENT, Theme.RELEASE)


@dataclass(frozen=True, slots=True)
class GoLive:
    """A go-live: its row and the days around it. `first` is the day on which people begin to work with the system."""

    row: PlanRow
    position: int
    wave: str
    first: date
    last: date
    pilot: bool = False

    @property
    def name(self) -> str:
        """Its name, with the wave where the plan repeats the same name for each."""
        return self.row.name if self.row.wave is None else f"{self.row.name}, wave {self.row.wave}"


def go_lives_of(plan: "Sense") -> list[GoLive]:
    """The go-lives in the order of their days. Less plain words count for waves and sites that have no plainer ones."""
    found: list[GoLive] = []
    for theme in PLAINEST:
        events = _events(plan, theme, phases=not found)
        found += [each for each in events if _apart(plan, found, each)] if found else events
    return sorted(found, key=lambda each: (each.first, each.position))


def _apart(plan: "Sense", found: Sequence[GoLive], event: GoLive) -> bool:
    """Whether an event is the go-live of a wave or a site of its own, beside others that are known already.

    A site is a summary beside another one; both train their users. A release beside a go-live is only software.
    """
    if Theme.RELEASE in plan.themes[event.position]:
        return False
    if event.wave:
        waves = {each.wave for each in found} - {"", PILOT_WAVE}
        return bool(waves) and event.wave not in waves | {PILOT_WAVE}
    here, trained = plan.parent_of[event.position], set(plan.user_training)
    there = [plan.parent_of[each.position] for each in found]
    if here is None or here in there or not trained.intersection(plan.inside[here]):
        return False
    beside = [each for each in there if each is not None and plan.parent_of[each] == plan.parent_of[here]]
    return any(trained.intersection(plan.inside[each]) for each in beside)


def _events(plan: "Sense", theme: Theme, *, phases: bool) -> list[GoLive]:
    """The rows of a theme that are the event; where there is none, what stands for it in `phases` named after it."""
    groups: dict[tuple[str, object], list[int]] = defaultdict(list)
    for number in plan.leaves:
        if theme in plan.themes[number] and _is_event(plan, number):
            wave = plan.wave(number)
            groups[wave, None if wave else _spot(plan, number)].append(number)
    if not groups and phases:
        heads = [n for n, row in enumerate(plan.rows) if row.summary and row.level > 0 and theme in plan.themes[n]]
        nested = {n for n in heads if any(above in heads for above in plan.above(n))}
        for number in heads:
            if number not in nested and _is_event(plan, number) and (moment := _moment(plan, number)) is not None:
                groups[plan.wave(number), number].append(moment)
    found = (_go_live(plan, wave, _best(plan, numbers)) for (wave, _), numbers in groups.items())
    return [each for each in found if each is not None]


def _is_event(plan: "Sense", number: int) -> bool:
    row = plan.rows[number]
    return row.task_ref in OWN_ROWS or words.is_live_itself(row.name)


def _spot(plan: "Sense", number: int) -> object:
    """Go-lives without a wave are told apart by what makes them particular, else by the summary they stand in."""
    return words.particular(plan.rows[number].name) or plan.parent_of[number]


def _moment(plan: "Sense", summary: int) -> int | None:
    """The row of a go-live phase that stands for it: a cutover, its last milestone, its last work but support.

    A decision is not what it decides on; a phase that holds nothing else has no go-live.
    """
    inside = [n for n in plan.inside[summary] if not words.has(words.DECIDING, plan.rows[n].name)]
    change = {Theme.CUTOVER, Theme.DEPLOYMENT, Theme.RELEASE}
    inside = [n for n in inside if plan.themes[n] & change and _is_event(plan, n)] or inside
    inside = [n for n in inside if Theme.SUPPORT not in plan.themes[n]] or inside
    marks = [n for n in inside if plan.rows[n].milestone]
    return max(marks or inside, key=lambda n: (plan.rows[n].last or date.min, n), default=None)


def _best(plan: "Sense", numbers: Sequence[int]) -> int:
    """Of several rows for the same go-live the milestone, else the last one."""
    marks = [n for n in numbers if plan.rows[n].kind is Kind.MILESTONE]
    return max(marks or numbers, key=lambda n: (plan.rows[n].first or date.min, n))


def _go_live(plan: "Sense", wave: str, number: int) -> GoLive | None:
    row = plan.rows[number]
    if row.first is None or row.last is None:
        return None
    pilot = wave == PILOT_WAVE or Theme.PILOT in plan.themes[number]
    return GoLive(row, number, wave, row.first, row.last, pilot)
