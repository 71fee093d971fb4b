"""Takes what was chosen of an uploaded file into the plan: at once, or in the background when the file is long."""

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from planner.access.models import User
from planner.basics.errors import NotFound, RuleBroken
from planner.basics.pauses import without_collector
from planner.db import db, transaction
from planner.queue import enqueue
from planner.rollouts.models import Rollout
from planner.schedule import queries, upload_service
from planner.schedule.import_service import Imported, import_plan
from planner.schedule.plan_differences import Group
from planner.schedule.plan_file_service import PlanReading, read_any
from planner.schedule.reimport_service import compared, take_rows
from planner.schedule.upload_service import Upload

AT_ONCE = 2_000
"""Rows that are taken while somebody waits, in about a second; a longer file goes to the queue."""
QUIET = timedelta(minutes=2)
"""A take that was not heard of for so long is over, whatever became of it, and can be begun again."""
READ, STORED = 20, 60
"""How far it is, in percent, when the file is read, and when its rows are stored; then dates are worked out."""
Tell = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Choice:
    """What somebody takes of a file: everything (`all`), one kind of difference, or the rows `ticked` by their UID."""

    what: str = "all"
    ticked: tuple[int, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether the file becomes the plan as it is."""
        return self.what not in {"ticked", *Group}

    def said(self, done: Imported) -> str:
        """What came of it, in words."""
        return done.sentence if self.whole else f"{done.sentence} All other rows stayed as they were."


@dataclass(frozen=True, slots=True)
class Standing:
    """How far the taking of a file is: percent done, or what came of it: a sentence, or why nothing was taken."""

    at: str
    percent: int = 0
    said: str = ""
    problem: str = ""

    @property
    def over(self) -> bool:
        """Whether it has ended."""
        return bool(self.said or self.problem)

    @property
    def step(self) -> str:
        """What is being done, in words."""
        if self.percent < READ:
            return "Reading the file"
        return "Storing its rows" if self.percent < STORED else "Working out the dates"


def is_long(waiting: Upload) -> bool:
    """Whether taking a file is work for the background."""
    return waiting.rows > AT_ONCE


def take(rollout: Rollout, waiting: Upload, choice: Choice, by: User | None, at: datetime) -> Imported:
    """Take a file or a part of it over as the next version of the plan."""
    with waiting.open() as source:
        return store(rollout, waiting, choice, read_any(source, waiting.file_name, rollout), by, at)


def store(
    rollout: Rollout,
    waiting: Upload,
    choice: Choice,
    found: PlanReading,
    by: User | None,
    at: datetime,
    tell: Tell = lambda _: None,
) -> Imported:
    """Store what was read, or the part of it that was chosen; `tell` hears how far it is, in percent."""
    with waiting.open() as source:
        kept: dict[str, Any] = {"file_name": waiting.file_name, "sha256": waiting.sha256, "by": by, "at": at}
        if choice.whole:
            project_file = source if found.is_project_file else None
            return import_plan(rollout, found.reading, source=project_file, given=found.given, tell=_part(tell), **kept)
        chosen = frozenset(choice.ticked)
        if choice.what in set(Group):
            changes = compared(queries.current_plan(rollout.id), found)
            chosen = frozenset(row.uid for row in changes.of(Group(choice.what))) if changes else frozenset()
        return take_rows(rollout, found, chosen, source=source, **kept)


def _part(tell: Tell) -> Tell:
    """Progress of the import as a part of the whole."""
    return lambda percent: tell(READ + percent * (99 - READ) // 100)


def begin(rollout: Rollout, folder: Path, waiting: Upload, choice: Choice, by: User, now: datetime) -> None:
    """Take a file in the background, once, however often somebody asks."""
    found = standing(folder, waiting.sha256, now)
    if found is not None and not found.over:
        return
    _tell(folder, waiting.sha256, Standing(now.isoformat()))
    with transaction():
        enqueue("schedule.take", now, by.id, rollout_id=rollout.id, mark=waiting.sha256, by_id=by.id, **asdict(choice))


def standing(folder: Path, mark: str, now: datetime) -> Standing | None:
    """How far the taking of a file is; None where nobody took it lately."""
    upload_service.find(folder, mark)
    with suppress(OSError, ValueError, TypeError):
        found = Standing(**json.loads(_heard(folder, mark).read_text(encoding="utf-8")))
        quiet = not found.over and now - datetime.fromisoformat(found.at) > QUIET
        return None if quiet else found
    return None


def take_later(
    folder: Path, rollout_id: int, mark: str, choice: Choice, by_id: int, clock: Callable[[], datetime]
) -> None:
    """The part that runs in the background: all is stored or nothing, and what came of it is noted.

    The file is read before anything is written, so that others who save wait for the writing only.
    """

    def tell(percent: int) -> None:
        _tell(folder, mark, Standing(clock().isoformat(), percent))

    try:
        tell(1)
        waiting = upload_service.find(folder, mark)
        with waiting.open() as source, without_collector():
            found = read_any(source, waiting.file_name, db.session.get_one(Rollout, rollout_id))
        tell(READ)
        with without_collector(), transaction():
            rollout, by = db.session.get_one(Rollout, rollout_id), db.session.get(User, by_id)
            done = store(rollout, waiting, choice, found, by, clock(), tell)
            said = choice.said(done)
        _tell(folder, mark, Standing(clock().isoformat(), 100, said=said))
    except (RuleBroken, NotFound) as broken:
        _tell(folder, mark, Standing(clock().isoformat(), problem=broken.message))


def _heard(folder: Path, mark: str) -> Path:
    return folder / f"{mark}.progress"


def _tell(folder: Path, mark: str, told: Standing) -> None:
    place = _heard(folder, mark)
    half = place.with_suffix(".half")
    half.write_text(json.dumps(asdict(told), ensure_ascii=False), encoding="utf-8")
    half.replace(place)
