"""Takes key figures into a rollout, changes and retires them, and takes readings, corrections and deviations."""

from collections.abc import Sequence
from datetime import date, datetime

from planner.access.models import User
from planner.basics.errors import RuleBroken
from planner.db import check_version, db
from planner.kpis import queries
from planner.kpis.attainment import gap
from planner.kpis.definition import KpiDraft, Target, check, draft_of
from planner.kpis.deviation import Deviation, accepted
from planner.kpis.models import Kpi, KpiDeviation, KpiReading
from planner.kpis.reading import Origin, ReadingDraft, changes, check_reading
from planner.playbook.library import Kpi as PlaybookKpi
from planner.rollouts import queries as rollouts
from planner.rollouts.models import Rollout
from planner.rollouts.playbook_service import playbook_of

OWN = "own:"


def offered(rollout: Rollout) -> list[PlaybookKpi]:
    """The key figures of the playbook that the rollout has not taken yet."""
    if not rollouts.has_playbook(rollout.id):
        return []
    taken = {each.ref for each in queries.kpis(rollout.id, retired=True)}
    return [each for each in playbook_of(rollout).kpis if each.ref not in taken]


def take(rollout: Rollout, refs: Sequence[str], today: date) -> list[Kpi]:
    """Take key figures of the playbook's library, each without start and target yet."""
    known = {each.ref: each for each in offered(rollout)}
    if not refs:
        raise RuleBroken("Choose at least one key figure.", "refs")
    missing = [ref for ref in refs if ref not in known]
    if missing:
        raise RuleBroken("One of these was taken already, or is not in the playbook.", "refs")
    return [_store(Kpi(rollout_id=rollout.id, ref=ref, since=today), draft_of(known[ref])) for ref in refs]


def add(rollout: Rollout, draft: KpiDraft, today: date) -> Kpi:
    """A key figure of the rollout's own."""
    _check(rollout.id, draft)
    taken = {each.ref for each in queries.kpis(rollout.id, retired=True)}
    number = next(number for number in range(1, len(taken) + 2) if f"{OWN}{number}" not in taken)
    return _store(Kpi(rollout_id=rollout.id, ref=f"{OWN}{number}", since=today), draft)


def edit(row: Kpi, draft: KpiDraft, version: int | None) -> Kpi:
    """Change a definition; the history keeps what it was."""
    check_version(row, version, current_values(row))
    _check(row.rollout_id, draft)
    return _store(row, draft)


def retire(row: Kpi, version: int | None, today: date, *, again: bool = False) -> Kpi:
    """Read a figure no longer; it keeps its readings and can be taken up again."""
    check_version(row, version, current_values(row))
    row.retired_on = None if again else today
    db.session.flush()
    return row


def _check(rollout_id: int, draft: KpiDraft) -> None:
    check(draft)
    if draft.owner_id is not None and draft.owner_id not in {user.id for _, user in rollouts.members(rollout_id)}:
        raise RuleBroken("Choose somebody who takes part in this rollout.", "owner")
    if draft.unit_id is not None and draft.unit_id not in {unit.id for unit in rollouts.units(rollout_id)}:
        raise RuleBroken("Choose a unit of this rollout.", "place")
    if draft.wave is not None and draft.wave not in {wave.number for wave in rollouts.waves(rollout_id)}:
        raise RuleBroken("Choose a wave of this rollout.", "place")


def _store(row: Kpi, draft: KpiDraft) -> Kpi:
    row.name, row.purpose, row.formula, row.unit = draft.name.strip(), draft.purpose, draft.formula, draft.unit
    row.cadence, row.grace_days, row.source = draft.cadence, draft.grace_days, draft.source
    row.owner_id, row.customer_based = draft.owner_id, draft.customer_based
    row.unit_id, row.wave = draft.unit_id, draft.wave
    _set_target(row, draft.target)
    db.session.add(row)
    db.session.flush()
    return row


def _set_target(row: Kpi, target: Target) -> None:
    row.direction = target.direction
    for name in ("baseline", "baseline_on", "target", "target_on", "near", "low", "high"):
        setattr(row, name, getattr(target, name))


def current_values(row: Kpi) -> dict[str, object]:
    """What is stored now, by the names of the form's fields."""
    plain = ("name", "purpose", "formula", "grace_days", "source", "customer_based")
    aims = ("baseline", "baseline_on", "target", "target_on", "near", "low", "high")
    chosen = {"unit": row.unit.value, "direction": row.direction.value, "cadence": row.cadence.value}
    place = f"unit-{row.unit_id}" if row.unit_id else f"wave-{row.wave}" if row.wave else ""
    return {
        **{name: getattr(row, name) for name in (*plain, *aims)}, **chosen,
        "owner": str(row.owner_id or ""), "place": place,
    }  # fmt: skip


def add_readings(
    row: Kpi, drafts: Sequence[ReadingDraft], origin: Origin, by: User | None, today: date, now: datetime
) -> list[KpiReading]:
    """Take readings; those that say nothing new change nothing, and what is corrected is kept beside the new value."""
    for draft in drafts:
        check_reading(draft, row.unit, today)
    stored = {each.day: each for each in queries.reading_rows(row.id) if not each.replaced}
    wanted = changes(drafts, {day: each.value for day, each in stored.items()})
    made = []
    for draft in wanted:
        if draft.day in stored:
            stored[draft.day].replaced = True
        made.append(
            KpiReading(
                kpi_id=row.id, day=draft.day, value=draft.value, note=draft.note, origin=origin,
                by_id=by.id if by else None, at=now,
            )
        )  # fmt: skip
    db.session.add_all(made)
    db.session.flush()
    return made


def accept(row: Kpi, reason: str, until: date, by: User, today: date, version: int | None) -> KpiDeviation:
    """Accept that the target is missed by as much as today, for a time.

    While a deviation is in force it only tightens: a later day is refused (RuleBroken). Once it has lapsed, because the
    gap grew or its day is over, this is a new acceptance.
    """
    found = queries.deviations([row.id]).get(row.id)
    if found is not None:
        check_version(found, version, {"reason": found.reason, "until": found.until})
    given = queries.readings([row.id]).get(row.id, [])
    if not given or not row.aim.complete:
        raise RuleBroken("A deviation can be accepted once there is a target and a reading.")
    missing = gap(row.aim, given[-1].value)
    if not missing:
        raise RuleBroken("The target is reached: there is nothing to accept.")
    Deviation(reason, by.name, today, until, missing)
    if found is not None and until > found.until and accepted(found.facts(by.name), row.aim, given, today):
        raise RuleBroken(
            f"It is accepted until {found.until:%-d %B %Y}, and that only tightens. To accept it for longer, take it "
            "back and accept it anew.",
            "until",
        )
    found = found or KpiDeviation(kpi_id=row.id)
    found.reason, found.since, found.until, found.allowed, found.by_id = reason, today, until, missing, by.id
    db.session.add(found)
    db.session.flush()
    return found


def take_back(found: KpiDeviation, version: int | None) -> None:
    """Accept the deviation no longer."""
    check_version(found, version, {"reason": found.reason, "until": found.until})
    db.session.delete(found)
    db.session.flush()
