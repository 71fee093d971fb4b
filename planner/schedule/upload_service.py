"""Keeps an uploaded project file from the moment it is looked at until it is taken over; the folder cleans itself."""

import gzip
import hashlib
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from planner.basics.errors import NotFound
from planner.schedule.project_file import FileProblem, Reading

PIECE = 1024 * 1024
MOST_KEPT = 5
_MARK = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that waits: its fingerprint, the name it had, where its content is kept, and how many rows it has."""

    sha256: str
    file_name: str
    content: Path
    rows: int = 0

    def open(self) -> BinaryIO:
        """The content for reading."""
        return io.BytesIO(gzip.decompress(self.content.read_bytes()))


def folder_of(instance: Path, rollout_id: int) -> Path:
    """Where files of a rollout wait."""
    return instance / "imports" / str(rollout_id)


def keep(folder: Path, source: BinaryIO, file_name: str, reading: Reading) -> str:
    """Keep a file and what its reading told; gives its SHA-256. Of a refused file only the problems are kept.

    The five files that were looked at last stay; older ones are removed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    mark = _digest(source)
    if reading.accepted:
        _store(folder / f"{mark}.gz", _packed(source))
    rows = len(reading.plan.tasks) if reading.plan else 0
    told = {"file_name": file_name[-200:], "rows": rows, "problems": [_told(problem) for problem in reading.problems]}
    _store(folder / f"{mark}.json", iter([json.dumps(told, ensure_ascii=False).encode()]))
    for old in sorted(folder.glob("*.json"), key=lambda path: path.stat().st_mtime_ns)[:-MOST_KEPT]:
        old.unlink(missing_ok=True)
        old.with_suffix(".gz").unlink(missing_ok=True)
        old.with_suffix(".progress").unlink(missing_ok=True)
    return mark


def find(folder: Path, mark: str) -> Upload:
    """A file that waits; NotFound when it was removed meanwhile, or never was."""
    content = folder / f"{mark}.gz"
    if not _MARK.fullmatch(mark) or not content.is_file():
        raise NotFound("This file is no longer here. Upload it again.")
    told = json.loads((folder / f"{mark}.json").read_bytes())
    return Upload(mark, told["file_name"], content, told.get("rows", 0))


def problems(folder: Path, mark: str) -> list[dict[str, str]]:
    """What was wrong with a file, row by row."""
    path = folder / f"{mark}.json"
    if not _MARK.fullmatch(mark) or not path.is_file():
        raise NotFound("This list is no longer here. Upload the file again.")
    found: list[dict[str, str]] = json.loads(path.read_bytes())["problems"]
    return found


def _digest(source: BinaryIO) -> str:
    source.seek(0)
    return hashlib.file_digest(source, "sha256").hexdigest()  # type: ignore[arg-type] # any binary file will do


def _packed(source: BinaryIO) -> Iterator[bytes]:
    source.seek(0)
    while piece := source.read(PIECE):
        yield gzip.compress(piece, compresslevel=1, mtime=0)


def _store(path: Path, pieces: Iterator[bytes]) -> None:
    """Write beside and rename, so that nobody ever reads half a file."""
    half = path.with_suffix(".part")
    with half.open("wb") as out:
        out.writelines(pieces)
    half.replace(path)


def _told(problem: FileProblem) -> dict[str, str]:
    return {"severity": problem.severity.value, "where": problem.where, "what": problem.what, "remedy": problem.remedy}
