"""Files of records that were uploaded and wait to be looked at; kept by their fingerprint, outside the database."""

import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path

from planner.basics.errors import NotFound

MOST = 20
"""So many files of a rollout wait at once; the oldest goes when another comes."""
_MARK = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class WaitingFile:
    """A file that waits."""

    path: Path
    file_name: str

    def content(self) -> bytes:
        """What it holds."""
        return self.path.read_bytes()


def folder_of(instance: Path, rollout_id: int) -> Path:
    """Where files of a rollout wait."""
    return instance / "waiting" / "training" / str(rollout_id)


def keep(folder: Path, content: bytes, file_name: str) -> str:
    """Keep a file until it is taken over; its mark."""
    folder.mkdir(parents=True, exist_ok=True)
    mark = hashlib.sha256(content).hexdigest()
    (folder / mark).write_bytes(content)
    (folder / f"{mark}.json").write_text(json.dumps({"name": file_name[-200:]}), "utf-8")
    old = sorted(folder.glob("*.json"), key=lambda path: path.stat().st_mtime)[:-MOST]
    for path in old:
        path.with_suffix("").unlink(missing_ok=True)
        path.unlink(missing_ok=True)
    return mark


def find(folder: Path, mark: str) -> WaitingFile:
    """A file that waits; NotFound where there is none of that mark."""
    path = folder / mark
    if not _MARK.fullmatch(mark) or not path.is_file():
        raise NotFound("This file waits no more. Choose it again.")
    return WaitingFile(path, json.loads((folder / f"{mark}.json").read_text("utf-8"))["name"])
