"""Makes and changes rollouts, their waves and units, and their steps of life.

Other areas that have something to prepare for a new rollout, such as a first plan, are called through `on_created`;
who is on that list is said once, in app.py.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import date, datetime
from zoneinfo import ZoneInfo

from planner.access.models import User
from planner.access.roles import Role
from planner.basics.errors import RuleBroken
from planner.db import check_version, db
from planner.playbook.outline import Playbook
from planner.rollouts import queries
from planner.rollouts.drafts import (
    RolloutDraft,
    SettingsDraft,
    check_go_live,
    check_names,
    check_settings,
    check_waves_and_units,
)
from planner.rollouts.models import Membership, Rollout, Unit, Wave
from planner.rollouts.playbook_service import take_copy
from planner.rollouts.profile import UnitDraft
from planner.rollouts.stages import Stage, steps

Created = Callable[[Rollout, Playbook, date], None]
on_created: list[Created] = []
"""What is done, in the same transaction, for each new rollout: called with the rollout, its playbook and the day."""


def create_rollout(draft: RolloutDraft, playbook: Playbook, by: User, now: datetime) -> Rollout:
    """A new rollout with its creator as project manager, its waves, units and copy of the playbook."""
    check_settings(draft.settings)
    check_waves_and_units(draft.units, draft.waves, draft.settings.start_date)
    rollout = Rollout(**asdict(draft.settings), created_at=now)
    db.session.add(rollout)
    db.session.flush()
    db.session.add(Membership(rollout_id=rollout.id, user_id=by.id, role=Role.MANAGER))
    _add_waves_and_units(rollout, draft)
    take_copy(rollout.id, playbook, now)
    today = now.astimezone(ZoneInfo(rollout.timezone)).date()
    for prepare in on_created:
        prepare(rollout, playbook, today)
    return rollout


def _add_waves_and_units(rollout: Rollout, draft: RolloutDraft) -> None:
    waves = {
        each.number: Wave(rollout_id=rollout.id, number=each.number, name=each.name, go_live=each.go_live)
        for each in draft.waves
    }
    db.session.add_all(waves.values())
    db.session.flush()
    for each in draft.units:
        wave_id = waves[each.wave].id if each.wave else None
        db.session.add(Unit(rollout_id=rollout.id, wave_id=wave_id, name=each.name, people=each.people, work=each.work))
    db.session.flush()


def edit_rollout(rollout: Rollout, draft: SettingsDraft, version: int | None) -> Rollout:
    """Change the settings; a start after a wave's go-live is refused."""
    values = asdict(draft)
    check_version(rollout, version, {name: getattr(rollout, name) for name in values})
    check_settings(draft)
    for wave in queries.waves(rollout.id):
        if wave.go_live and wave.go_live <= draft.start_date:
            raise RuleBroken(f"{wave.name} goes live on or before this day. Move the wave first.", "start_date")
    _assign(rollout, values)
    return rollout


def change_stage(rollout: Rollout, to: Stage, reason: str, today: date, version: int | None) -> Rollout:
    """Take a step of life; RuleBroken says what is in its way, or that it needs a reason."""
    check_version(rollout, version, {"to": rollout.stage, "reason": rollout.stage_reason})
    step = next((step for step in steps(queries.standing(rollout), today) if step.to is to), None)
    if step is None:
        raise RuleBroken(f"A rollout that is {rollout.stage.words.lower()} cannot become {to.words.lower()}.", "to")
    if step.obstacles:
        raise RuleBroken(" ".join(step.obstacles), "to")
    if step.needs_reason and not reason:
        raise RuleBroken("Say why; the reason stays on record.", "reason")
    rollout.stage, rollout.stage_reason = to, reason
    db.session.flush()
    return rollout


def add_wave(rollout: Rollout, name: str, go_live: date | None) -> Wave:
    """A further wave, after those there are."""
    check_go_live(go_live, rollout.start_date, "go_live")
    wave = Wave(rollout_id=rollout.id, number=len(queries.waves(rollout.id)) + 1, name=name, go_live=go_live)
    db.session.add(wave)
    db.session.flush()
    return wave


def edit_wave(rollout: Rollout, wave: Wave, name: str, go_live: date | None, version: int | None) -> Wave:
    """Change the name or the day of a wave; its number stays, because gates are reviewed under it."""
    check_version(wave, version, {"name": wave.name, "go_live": wave.go_live})
    check_go_live(go_live, rollout.start_date, "go_live")
    _assign(wave, {"name": name, "go_live": go_live})
    return wave


def remove_wave(wave: Wave) -> None:
    """Remove the last wave; its units stay, without a wave. The first is never removed."""
    last = queries.waves(wave.rollout_id)[-1]
    if wave.number == 1:
        raise RuleBroken("A rollout has at least one wave.")
    if wave.id != last.id:
        raise RuleBroken(f"Remove {last.name} first: waves are counted without a gap.")
    db.session.delete(wave)
    db.session.flush()


def add_unit(rollout: Rollout, draft: UnitDraft) -> Unit:
    """A further unit that will work with the system."""
    check_names([*(each.name for each in queries.units(rollout.id)), draft.name], "name")
    unit = Unit(rollout_id=rollout.id, **_unit_values(rollout.id, draft))
    db.session.add(unit)
    db.session.flush()
    return unit


def edit_unit(rollout: Rollout, unit: Unit, draft: UnitDraft, version: int | None) -> Unit:
    """Change a unit: its name, people, work or wave."""
    check_version(unit, version, unit_fields(unit))
    check_names([*(each.name for each in queries.units(rollout.id) if each.id != unit.id), draft.name], "name")
    _assign(unit, _unit_values(rollout.id, draft))
    return unit


def unit_fields(unit: Unit) -> dict[str, object]:
    """A unit by the names of its form: the wave by its number."""
    number = next((wave.number for wave in queries.waves(unit.rollout_id) if wave.id == unit.wave_id), None)
    return {"name": unit.name, "people": unit.people, "work": unit.work, "wave": "" if number is None else str(number)}


def remove_unit(unit: Unit) -> None:
    """Remove a unit from the rollout."""
    db.session.delete(unit)
    db.session.flush()


def _unit_values(rollout_id: int, draft: UnitDraft) -> dict[str, object]:
    by_number = {wave.number: wave.id for wave in queries.waves(rollout_id)}
    if draft.wave is not None and draft.wave not in by_number:
        raise RuleBroken("There is no such wave any more.", "wave")
    wave_id = by_number[draft.wave] if draft.wave else None
    return {"name": draft.name, "people": draft.people, "work": draft.work, "wave_id": wave_id}


def _assign(row: Rollout | Wave | Unit, values: Mapping[str, object]) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    db.session.flush()
