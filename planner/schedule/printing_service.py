"""Prints of long plans: made in the background from the sheets as they were asked for, and kept to be fetched."""

import hashlib
import json
import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from planner.basics.errors import NotFound, PlannerError
from planner.basics.making import WAITING, making_of
from planner.db import transaction
from planner.queue import enqueue

AT_ONCE = 300
"""Rows that are printed while somebody waits, in two or three seconds; more goes to the queue."""
MOST_KEPT = 5
QUIET = timedelta(minutes=5)
"""A print that was not heard of for so long is over and can be asked for again."""
_MARK = re.compile(r"[0-9a-f]{64}")
Heard = Callable[[str], None]
Draw = Callable[[str, Heard], bytes]


@dataclass(frozen=True, slots=True)
class Asked:
    """What is printed: the name of the file, which plan, its version, how many rows and sheets, on which paper."""

    name: str
    plan_id: int
    number: int
    paper: str
    rows: int
    pages: int


@dataclass(frozen=True, slots=True)
class Print:
    """A print and how far it is: percent done, the step in words, or why there will be none."""

    asked: Asked
    at: str
    step: str = WAITING.step
    percent: int = WAITING.percent
    problem: str = ""
    ready: bool = False

    @property
    def over(self) -> bool:
        """Whether it has ended."""
        return self.ready or bool(self.problem)


def folder_of(instance: Path, rollout_id: int) -> Path:
    """Where prints of a rollout are kept; they can be thrown away at any time."""
    return instance / "prints" / str(rollout_id)


def begin(folder: Path, rollout_id: int, html: str, asked: Asked, by_id: int, now: datetime) -> str:
    """Have sheets printed in the background, once, however often somebody asks; gives the mark of the print.

    The five prints that were asked for last are kept.
    """
    mark = hashlib.sha256(html.encode()).hexdigest()
    found = _told(folder, mark)
    if found is None or found.problem or _is_silent(found, now):
        folder.mkdir(parents=True, exist_ok=True)
        _store(folder / f"{mark}.html", html.encode())
        _tell(folder, mark, Print(asked, now.isoformat()))
        _sweep(folder)
        with transaction():
            enqueue("schedule.print", now, by_id, rollout_id=rollout_id, mark=mark)
    return mark


def standing(folder: Path, mark: str, now: datetime) -> Print | None:
    """How far a print is; None where nothing was heard of it lately. NotFound when it was removed, or never was."""
    found = _told(folder, mark)
    if found is None:
        raise NotFound("This print is no longer here. Print the plan again from its timeline.")
    return None if _is_silent(found, now) else found


def content(folder: Path, mark: str) -> tuple[Asked, bytes]:
    """A print that is ready, as a PDF file. NotFound when it is not ready, or was removed."""
    found = _told(folder, mark)
    if found is None or not found.ready:
        raise NotFound("This print is no longer here. Print the plan again from its timeline.")
    return found.asked, (folder / f"{mark}.pdf").read_bytes()


def make(folder: Path, mark: str, draw: Draw, clock: Callable[[], datetime]) -> None:
    """The part that runs in the background: `draw` makes the PDF; one that was removed meanwhile needs none."""
    found = _told(folder, mark)
    if found is None or found.ready:
        return

    def heard(said: str) -> None:
        made = making_of(said, found.asked.pages)
        if made is not None:
            now = replace(found, at=clock().isoformat(), step=made.step, percent=made.percent)
            _tell(folder, mark, now)

    try:
        data = draw((folder / f"{mark}.html").read_text("utf-8"), heard)
    except PlannerError as error:
        _tell(folder, mark, replace(found, at=clock().isoformat(), problem=error.message))
    else:
        _store(folder / f"{mark}.pdf", data)
        (folder / f"{mark}.html").unlink(missing_ok=True)


def _told(folder: Path, mark: str) -> Print | None:
    with suppress(OSError, ValueError, TypeError):
        if _MARK.fullmatch(mark):
            told = json.loads((folder / f"{mark}.json").read_text("utf-8"))
            ready = (folder / f"{mark}.pdf").is_file()
            return Print(**{**told, "asked": Asked(**told["asked"]), "ready": ready})
    return None


def _is_silent(found: Print, now: datetime) -> bool:
    return not found.over and now - datetime.fromisoformat(found.at) > QUIET


def _tell(folder: Path, mark: str, told: Print) -> None:
    _store(folder / f"{mark}.json", json.dumps(asdict(told), ensure_ascii=False).encode())


def _store(path: Path, data: bytes) -> None:
    """Write beside and rename, so that nobody ever reads half a file."""
    half = path.with_name(f"{path.name}.part")
    half.write_bytes(data)
    half.replace(path)


def _sweep(folder: Path) -> None:
    for old in sorted(folder.glob("*.json"), key=lambda path: path.stat().st_mtime_ns)[:-MOST_KEPT]:
        for kind in (".json", ".html", ".pdf"):
            old.with_suffix(kind).unlink(missing_ok=True)
