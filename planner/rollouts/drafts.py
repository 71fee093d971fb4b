"""A rollout as it was typed, before it is stored, and the rules it has to keep."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from planner.basics.days import check_day
from planner.basics.errors import RuleBroken
from planner.playbook.outline import Culture, Decision, Delivery, Market, Profile, Size
from planner.rollouts.profile import Sector, UnitDraft, WaveDraft


@dataclass(frozen=True, slots=True)
class SettingsDraft:
    """What is known of the rollout as a whole; `country` is where its public holidays come from, empty for none."""

    name: str
    organisation: str
    sector: Sector
    size: Size
    market: Market
    culture: Culture
    decision: Decision
    delivery: Delivery
    currency: str
    timezone: str
    start_date: date
    country: str = ""

    @property
    def profile(self) -> Profile:
        """The facts that tailor a playbook."""
        return Profile(
            market=self.market,
            delivery=self.delivery,
            culture=self.culture,
            size=self.size,
            sector=self.sector,
            decision=self.decision,
        )


@dataclass(frozen=True, slots=True)
class RolloutDraft:
    """A whole rollout to be made: settings, units with their waves, and the playbook by its name."""

    settings: SettingsDraft
    units: tuple[UnitDraft, ...]
    waves: tuple[WaveDraft, ...]
    playbook: str


def check_settings(draft: SettingsDraft) -> None:
    """Refuse a start date that is a slip of the keys."""
    check_day(draft.start_date, "start_date")


def check_waves_and_units(units: Sequence[UnitDraft], waves: Sequence[WaveDraft], start: date) -> None:
    """Waves are counted from 1 without a gap and go live after the start; each unit is named once, in a known wave."""
    if not waves:
        raise RuleBroken("A rollout has at least one wave.", "waves")
    if [wave.number for wave in waves] != list(range(1, len(waves) + 1)):
        raise RuleBroken("Waves are counted from 1 without a gap.", "waves")
    for wave in waves:
        check_go_live(wave.go_live, start, "waves")
    check_names([unit.name for unit in units])
    known = {wave.number for wave in waves} | {None}
    for unit in units:
        if unit.wave not in known:
            raise RuleBroken(f"{unit.name} joins wave {unit.wave}, which is not there.", "units")


def check_go_live(day: date | None, start: date, field: str) -> None:
    """A wave goes live after the rollout starts."""
    check_day(day, field)
    if day and day <= start:
        raise RuleBroken("A wave goes live after the start of the rollout.", field)


def check_names(names: Sequence[str], field: str = "units") -> None:
    """No two units with one name, however it is written."""
    seen: set[str] = set()
    for name in names:
        if name.casefold() in seen:
            raise RuleBroken(f"There are two units named {name}.", field)
        seen.add(name.casefold())
