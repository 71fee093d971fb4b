"""Takes an uploaded log in: looks whether it can be read as its source is read, or what somebody must say first."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import BinaryIO

from planner.adoption import import_service, source_service
from planner.adoption.column_doubts import Doubt, doubts
from planner.adoption.events import Reader
from planner.adoption.layout_fit import LayoutError
from planner.adoption.layouts import Field, Naive, Preset
from planner.adoption.log_columns import as_said, nearest, proposed
from planner.adoption.presets import PRESET_BY_REF
from planner.adoption.source_service import SourceDraft, choices_from, draft_of
from planner.adoption.usage_importing import LogRefusedError, Sample, sample_of
from planner.adoption.usage_models import ImportState, UsageImport, UsageSource
from planner.basics.errors import RuleBroken
from planner.rollouts.models import Rollout


@dataclass(frozen=True, slots=True)
class Sheet:
    """The beginning of a log, with what is known of how its source's files are read."""

    sample: Sample
    draft: SourceDraft
    source: UsageSource | None

    @property
    def preset(self) -> Preset:
        """The system that wrote it."""
        return PRESET_BY_REF[self.draft.preset]

    @property
    def usual_zone(self) -> str:
        """What a moment without a zone means as long as nobody says otherwise."""
        layout = nearest(self.preset, self.sample.header, {})
        return self.draft.timezone if layout.naive is Naive.LOCAL else "UTC"

    def proposed(self) -> list[Field | None]:
        """What each column seems to mean."""
        return proposed(self.preset, self.sample.header, self.sample.rows, self.draft.columns)

    def said(self, chosen: Sequence[Field | None], draft: SourceDraft) -> SourceDraft:
        """The source as somebody described it, with the meanings that were chosen for the columns."""
        usual = proposed(self.preset, self.sample.header, self.sample.rows, {})
        return replace(draft, columns=as_said(self.preset, self.sample.header, chosen, usual))


def source_named(rollout_id: int, name: str, preset: str) -> UsageSource | None:
    """The source of a name, if there is one; RuleBroken where its files are read as another system's."""
    found = next(
        (each for each in source_service.sources(rollout_id) if each.name.casefold() == name.strip().casefold()), None
    )
    if found is not None and found.preset != preset:
        label = PRESET_BY_REF[found.preset].label if found.preset in PRESET_BY_REF else found.preset
        raise RuleBroken(
            f"Files of “{found.name}” are read as “{label}”. Choose that system, or name this source otherwise.",
            "source",
        )
    return found


def source_for(rollout: Rollout, name: str, preset: str) -> UsageSource:
    """The source of a name, made where there is none."""
    known = source_named(rollout.id, name, preset)
    return known or source_service.add_source(rollout.id, SourceDraft(name.strip(), preset, rollout.timezone))


def sheet_of(rollout: Rollout, name: str, preset: str, content: BinaryIO) -> Sheet:
    """The beginning of a log of a source; RuleBroken on `file` where it is no log, on `source` for another preset."""
    source = source_named(rollout.id, name, preset)
    draft = SourceDraft(name.strip(), preset, rollout.timezone) if source is None else draft_of(source)
    try:
        return Sheet(sample_of(content), draft, source)
    except LogRefusedError as refused:
        raise RuleBroken(str(refused), "file") from refused


def lack_of(sheet: Sheet, now: datetime) -> LayoutError | None:
    """Why a log cannot be read as its source is read; None where it can."""
    try:
        Reader(sheet.preset, sheet.sample.header, sheet.sample.rows, choices_from(sheet.draft, now))
    except LayoutError as error:
        return error
    return None


def doubts_about(sheet: Sheet, chosen: Sequence[Field | None], draft: SourceDraft, now: datetime) -> list[Doubt]:
    """What speaks against the meanings that were chosen."""
    return doubts(sheet.preset, sheet.sample.header, sheet.sample.rows, chosen, choices_from(draft, now))


def described_source(rollout_id: int, draft: SourceDraft, version: int | None) -> UsageSource:
    """The source as it is described now: made, or changed for this log and those to come."""
    known = source_named(rollout_id, draft.name, draft.preset)
    if known is None:
        return source_service.add_source(rollout_id, draft)
    return source_service.edit_source(known, draft, version)


def begin(
    source: UsageSource, content: BinaryIO, file_name: str, by_id: int, now: datetime, *, anew: bool = False
) -> UsageImport:
    """Note the import of a log and keep the file for the reading; `WAITING` says that it is to be read.

    The same file as before is that import again. With `anew` it is read again unless it is stored already.
    """
    row = import_service.begin(source, content, file_name, by_id, now)
    if anew and row.state is ImportState.READ:
        row.state, row.told, row.rows_read, row.at = ImportState.WAITING, {}, 0, now
    if row.state is ImportState.WAITING:
        import_service.keep_upload(row.id, content)
    return row
