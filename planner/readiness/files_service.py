"""Evidence files: checked, kept beside the database under their own SHA-256, and never shown inside a page."""

import hashlib
import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import NamedTemporaryFile

from planner.access.models import User
from planner.basics.errors import NotFound, RuleBroken
from planner.db import db
from planner.readiness.models import EvidenceFile

LARGEST_FILE = 10 * 1024 * 1024
MEDIA_TYPES = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "txt": "text/plain",
    "csv": "text/csv",
    "md": "text/markdown",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odp": "application/vnd.oasis.opendocument.presentation",
}
_BEGINNINGS = {
    "pdf": (b"%PDF-",),
    "png": (b"\x89PNG\r\n\x1a\n",),
    "jpg": (b"\xff\xd8\xff",),
    "jpeg": (b"\xff\xd8\xff",),
    **dict.fromkeys(("docx", "xlsx", "pptx", "odt", "ods", "odp"), (b"PK\x03\x04",)),
}


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it was sent: its name on the sender's machine and its content."""

    name: str
    content: bytes


def keep(rollout_id: int, upload: Upload, folder: Path, by: User, now: datetime) -> EvidenceFile:
    """Check and keep a file. The content is on the disk before the row that names it can be stored."""
    name, ending = check(upload)
    sha256 = hashlib.sha256(upload.content).hexdigest()
    write(place_of(folder, sha256), upload.content)
    file = EvidenceFile(
        rollout_id=rollout_id,
        sha256=sha256,
        name=name,
        media_type=MEDIA_TYPES[ending],
        size=len(upload.content),
        added_by_id=by.id,
        added_at=now,
    )
    db.session.add(file)
    db.session.flush()
    return file


def check(upload: Upload) -> tuple[str, str]:
    """The file's safe name and its ending; RuleBroken when it is empty, too large, or not of a kind that is taken."""
    name = safe_name(upload.name)
    ending = name.rpartition(".")[2].lower()
    if ending not in MEDIA_TYPES:
        raise RuleBroken(f"This kind of file is not taken. Taken are: {', '.join(sorted(MEDIA_TYPES))}.", "file")
    if not upload.content:
        raise RuleBroken("This file is empty.", "file")
    if len(upload.content) > LARGEST_FILE:
        raise RuleBroken("This file is larger than 10 MB.", "file")
    if not looks_like(ending, upload.content):
        raise RuleBroken(f"This file does not look like a .{ending} file inside.", "file")
    return name, ending


def looks_like(ending: str, content: bytes) -> bool:
    """Whether the first bytes fit the ending; texts must be readable texts."""
    if ending in _BEGINNINGS:
        return content.startswith(_BEGINNINGS[ending])
    try:
        return "\0" not in content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False


def safe_name(name: str) -> str:
    """The last part of a name, without signs that mean something to a file system or a header."""
    last = name.replace("\\", "/").rpartition("/")[2]
    kept = "".join(sign if sign.isalnum() or sign in " .-_()" else "_" for sign in last).strip(" .")
    stem, dot, ending = kept.rpartition(".")
    return f"{stem[:150]}{dot}{ending[:10]}"


def place_of(folder: Path, sha256: str) -> Path:
    """Where a content lies."""
    return folder / sha256


def write(place: Path, content: bytes) -> None:
    """Write a content whole or not at all; the same content is kept once."""
    if place.is_file():
        return
    place.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=place.parent, delete=False) as file:
        try:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        except BaseException:
            with suppress(OSError):
                Path(file.name).unlink()
            raise
    Path(file.name).replace(place)


def read(file: EvidenceFile, folder: Path) -> bytes:
    """The content of a file; NotFound when it is gone or was altered."""
    place = place_of(folder, file.sha256)
    if not place.is_file():
        raise NotFound("The content of this file is missing.")
    content = place.read_bytes()
    if hashlib.sha256(content).hexdigest() != file.sha256:
        raise NotFound("The content of this file was altered after it was added, so it is not handed out.")
    return content
