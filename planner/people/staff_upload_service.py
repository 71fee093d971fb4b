"""Keeps an uploaded staff list from the moment it is looked at until it is taken; then, or after a day, it is deleted.

A staff list is personal data: it waits in a folder of its own, and nothing of it is kept once it is in the database.
"""

import gzip
import hashlib
import io
import json
import re
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, BinaryIO

from planner.basics.errors import NotFound

WAITS = timedelta(days=1)
_MARK = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Waiting:
    """A list that waits: its fingerprint, the name it had, and what was said about it.

    `chosen` holds the meaning of each column by its place, empty where it is left out; None until it was said.
    """

    mark: str
    file_name: str
    kept_at: str
    chosen: tuple[str, ...] | None = None
    complete_on: str = ""
    make_units: bool = False

    @property
    def last_day(self) -> date | None:
        """The last day of those whom a full list no longer names."""
        return date.fromisoformat(self.complete_on) if self.complete_on else None


@dataclass(frozen=True, slots=True)
class Shelf:
    """The folder where the lists of one rollout wait."""

    folder: Path

    @classmethod
    def of(cls, instance: Path, rollout_id: int) -> "Shelf":
        """The shelf of a rollout."""
        return cls(instance / "staff-lists" / str(rollout_id))

    def keep(self, source: BinaryIO, file_name: str, now: datetime) -> Waiting:
        """Keep a list; the same list again keeps what was said about it."""
        self.clean(now)
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        source.seek(0)
        content = source.read()
        mark = hashlib.sha256(content).hexdigest()
        _store(self.folder / f"{mark}.gz", gzip.compress(content, compresslevel=1, mtime=0))
        found = Waiting(mark, file_name[-200:], now.isoformat())
        self.note(found)
        return found

    def find(self, mark: str) -> Waiting:
        """A list that waits; NotFound when it was taken or removed meanwhile, or never was."""
        if not _MARK.fullmatch(mark) or not (self.folder / f"{mark}.gz").is_file():
            raise NotFound("This list is no longer here. Upload it again.")
        told = _read(self.folder / f"{mark}.json")
        if told is None:
            raise NotFound("This list is no longer here. Upload it again.")
        chosen = told.pop("chosen")
        return Waiting(**told, chosen=None if chosen is None else tuple(chosen))

    def open(self, mark: str) -> BinaryIO:
        """The content of a list."""
        return io.BytesIO(gzip.decompress((self.folder / f"{mark}.gz").read_bytes()))

    def note(self, waiting: Waiting, **said: Any) -> Waiting:  # noqa: ANN401 - fields of Waiting
        """Keep what was said about a list."""
        found = replace(waiting, **said)
        _store(self.folder / f"{found.mark}.json", json.dumps(asdict(found), ensure_ascii=False).encode())
        return found

    def tell(self, mark: str, **progress: object) -> None:
        """Note how far the taking has come; read by the page that waits for it."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        _store(self.folder / f"{mark}.progress", json.dumps(progress, ensure_ascii=False).encode())

    def progress(self, mark: str) -> Mapping[str, Any]:
        """How far the taking has come; NotFound where none was begun."""
        told = _read(self.folder / f"{mark}.progress") if _MARK.fullmatch(mark) else None
        if told is None:
            raise NotFound("This list is no longer here. Upload it again.")
        return told

    def forget(self, mark: str) -> None:
        """Delete a list with what was said about it; how far its taking came stays for a day."""
        for ending in (".gz", ".json"):
            (self.folder / f"{mark}{ending}").unlink(missing_ok=True)

    def clean(self, now: datetime) -> int:
        """Delete what has waited for more than a day; how many files went."""
        old = [path for path in self.folder.glob("*") if now.timestamp() - path.stat().st_mtime > WAITS.total_seconds()]
        for path in old:
            path.unlink(missing_ok=True)
        return len(old)


def clean_all(instance: Path, now: datetime) -> int:
    """Delete every list that has waited for more than a day, of all rollouts; how many files went."""
    return sum(Shelf(folder).clean(now) for folder in (instance / "staff-lists").glob("*") if folder.is_dir())


def forget_all(instance: Path) -> None:
    """Delete every waiting list, whoever it names: for erasure."""
    shutil.rmtree(instance / "staff-lists", ignore_errors=True)


def _read(path: Path) -> dict[str, Any] | None:
    try:
        told: dict[str, Any] = json.loads(path.read_bytes())
    except FileNotFoundError:
        return None
    return told


def _store(path: Path, content: bytes) -> None:
    """Write beside and rename, so that nobody ever reads half a file."""
    half = path.with_name(f"{path.name}.part")
    half.write_bytes(content)
    half.replace(path)
