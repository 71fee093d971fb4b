"""Systems whose logs are taken over: how their files are read, and the sealed salt of their marks."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import func, select, update

from planner.adoption.events import Choices
from planner.adoption.layouts import Field
from planner.adoption.presets import PRESET_BY_REF
from planner.adoption.usage_models import UsageDay, UsageSource
from planner.adoption.zone_words import known_zone
from planner.basics import secrets_service
from planner.basics.errors import NotFound, RuleBroken
from planner.basics.sealing import CannotOpen
from planner.db import check_version, db


@dataclass(frozen=True, slots=True)
class SourceDraft:
    """A source as a person describes it; what is empty follows from the preset and the rollout.

    `columns` names a column for a field, or an empty text where no column holds it; other fields are guessed.
    """

    name: str
    preset: str
    timezone: str
    columns: Mapping[Field, str] = field(default_factory=dict)
    source_zone: str = ""
    order: str = ""
    programs: tuple[str, ...] = ()
    people: tuple[str, ...] = ()

    def stored(self) -> dict[str, object]:
        """The choices as they are stored."""
        return {
            "columns": {each.value: name for each, name in self.columns.items()},
            "source_zone": self.source_zone,
            "order": self.order,
            "programs": list(self.programs),
            "people": list(self.people),
        }


def sources(rollout_id: int) -> list[UsageSource]:
    """The sources of a rollout, by name."""
    query = select(UsageSource).where(UsageSource.rollout_id == rollout_id).order_by(UsageSource.name)
    return list(db.session.scalars(query))


def source_of(rollout_id: int, source_id: int) -> UsageSource:
    """One source of this rollout; NotFound for any other."""
    found = db.session.get(UsageSource, source_id)
    if found is None or found.rollout_id != rollout_id:
        raise NotFound("There is no such source in this rollout.")
    return found


def add_source(rollout_id: int, draft: SourceDraft) -> UsageSource:
    """A new source; RuleBroken where the name is taken or the zone is none."""
    source = UsageSource(rollout_id=rollout_id, name="", preset="", timezone="")
    _fill(source, draft)
    db.session.add(source)
    db.session.flush()
    return source


def edit_source(source: UsageSource, draft: SourceDraft, version: int | None) -> UsageSource:
    """Change how files are read; the zone of the days stays once days were counted in it."""
    kept = {"name": source.name, "preset": source.preset, "timezone": source.timezone, **draft_of(source).stored()}
    check_version(source, version, kept)
    if draft.timezone != source.timezone and counted_days(source.id):
        raise RuleBroken("Days were counted in this zone already. Make another source for another zone.", "timezone")
    _fill(source, draft)
    db.session.flush()
    return source


def _fill(source: UsageSource, draft: SourceDraft) -> None:
    if draft.preset not in PRESET_BY_REF:
        raise RuleBroken("Choose the system that wrote the log.", "preset")
    for name, zone in (("timezone", draft.timezone), ("source_zone", draft.source_zone)):
        if zone and known_zone(zone) is None:
            raise RuleBroken("Choose a zone such as Europe/Paris.", name)
    query = select(UsageSource.id).where(
        UsageSource.rollout_id == source.rollout_id, func.lower(UsageSource.name) == draft.name.strip().lower()
    )
    with db.session.no_autoflush:
        taken = db.session.scalar(query)
    if taken is not None and taken != source.id:
        raise RuleBroken("There is a source of this name already.", "name")
    source.name, source.preset, source.timezone = draft.name.strip(), draft.preset, draft.timezone
    source.choices = draft.stored()


def draft_of(source: UsageSource) -> SourceDraft:
    """The source as a person described it."""
    kept = source.choices
    return SourceDraft(
        name=source.name,
        preset=source.preset,
        timezone=source.timezone,
        columns={Field(each): name for each, name in kept.get("columns", {}).items()},
        source_zone=kept.get("source_zone", ""),
        order=kept.get("order", ""),
        programs=tuple(kept.get("programs", ())),
        people=tuple(kept.get("people", ())),
    )


def choices_of(source: UsageSource, now: datetime) -> Choices:
    """How the files of a source are read; nothing may lie more than a day in the future."""
    return choices_from(draft_of(source), now)


def choices_from(draft: SourceDraft, now: datetime) -> Choices:
    """How files are read by what a person said of them; nothing may lie more than a day in the future."""
    return Choices(
        columns=draft.columns,
        zone=ZoneInfo(draft.timezone),
        source_zone=ZoneInfo(draft.source_zone) if draft.source_zone else None,
        order=draft.order,
        programs=frozenset(draft.programs),
        people=frozenset(draft.people),
        latest=now.timestamp() + 86_400,
    )


def counted_days(source_id: int) -> int:
    """On how many days of a source something was counted."""
    return db.session.scalar(select(func.count()).select_from(UsageDay).where(UsageDay.source_id == source_id)) or 0


def salt_of(source: UsageSource, now: datetime) -> bytes:
    """The key of a source's marks. Where the installation's key was lost, days so far are closed: none counts twice."""
    name = f"adoption.marks.{source.id}"
    try:
        return bytes.fromhex(secrets_service.reveal(source.rollout_id, name))
    except NotFound:
        pass
    except CannotOpen:
        db.session.execute(update(UsageDay).where(UsageDay.source_id == source.id).values(closed=True, marks=None))
    salt = secrets.token_bytes(32)
    secrets_service.keep(source.rollout_id, name, salt.hex(), now)
    return salt
