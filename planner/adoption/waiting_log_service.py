"""Keeps an uploaded log while somebody says what its columns mean: a day at most, then the daily work deletes it.

It lies where uploads lie, so whatever belongs to no import goes as they do.
"""

import json
import re
import secrets
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO

from planner.adoption.import_service import folder_of
from planner.basics.errors import NotFound

_MARK = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class WaitingLog:
    """A log that waits: its mark, the name of its file, source and preset. `import_id` once it is being taken over."""

    rollout_id: int
    mark: str
    file_name: str
    source: str
    preset: str
    import_id: int = 0

    @property
    def path(self) -> Path:
        """Where it lies."""
        return _place(self.rollout_id, self.mark)


def _place(rollout_id: int, mark: str) -> Path:
    return folder_of(0).with_name(f"columns-{rollout_id}-{mark}.log")


def keep(rollout_id: int, content: BinaryIO, file_name: str, source: str, preset: str) -> WaitingLog:
    """Keep a log until its columns are told."""
    found = WaitingLog(rollout_id, secrets.token_hex(16), file_name[-200:], source, preset)
    found.path.parent.mkdir(parents=True, exist_ok=True)
    content.seek(0)
    with found.path.open("wb") as out:
        shutil.copyfileobj(content, out)
    _note(found)
    return found


def find(rollout_id: int, mark: str) -> WaitingLog:
    """A log that waits, or that is being taken over by now; NotFound where there is none of that mark."""
    place = _place(rollout_id, mark)
    note = place.with_suffix(".json")
    if not _MARK.fullmatch(mark) or not note.is_file():
        raise NotFound("This log waits no more. Choose the file again.")
    found = WaitingLog(**json.loads(note.read_text("utf-8")))
    if not found.import_id and not place.is_file():
        raise NotFound("This log waits no more. Choose the file again.")
    return found


def let_go(waiting: WaitingLog, import_id: int) -> None:
    """Its columns are told: delete the file, and remember which import it became."""
    _note(WaitingLog(**{**asdict(waiting), "import_id": import_id}))
    waiting.path.unlink(missing_ok=True)


def _note(waiting: WaitingLog) -> None:
    """Written beside and renamed, so that nobody reads half of it."""
    half = waiting.path.with_suffix(".part")
    half.write_text(json.dumps(asdict(waiting), ensure_ascii=False), "utf-8")
    half.replace(waiting.path.with_suffix(".json"))
