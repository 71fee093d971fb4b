"""The playbooks that ship with the product, and any other one in a folder of its own."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from planner import paths
from planner.basics.errors import NotFound
from planner.playbook.loading import Files, Loaded, load
from planner.playbook.outline import Playbook
from planner.playbook.problems import PlaybookRefused, Problem

MAX_BYTES = 1_000_000
"""Largest file of a playbook that is read; a long phase takes about 20 000."""


@dataclass(frozen=True, slots=True)
class Folder:
    """The texts of a playbook's folder by file name, and the files that could not be read."""

    files: Files
    problems: tuple[Problem, ...]


def read_folder(folder: Path) -> Folder:
    """Read the files of a playbook: the TOML files and, of each phase, phase.toml and guidance.md."""
    found = [*folder.glob("*.toml"), *folder.glob("*/phase.toml"), *folder.glob("*/guidance.md")]
    files: dict[str, str] = {}
    problems = []
    for path in sorted(found):
        name = path.relative_to(folder).as_posix()
        text = _read(path)
        if isinstance(text, str):
            files[name] = text
        else:
            problems.append(Problem(name, "", text[0]))
    return Folder(files, tuple(problems))


def _read(path: Path) -> str | tuple[str]:
    """The text of a file, or why it cannot be read."""
    try:
        if path.stat().st_size > MAX_BYTES:
            return (f"is larger than {MAX_BYTES:,} bytes",)
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ("is not UTF-8 text",)
    except OSError as error:
        return (f"cannot be read: {error.strerror}",)


def check_folder(folder: Path) -> Loaded:
    """Load the playbook of a folder, with everything that is wrong with it; NotFound when there is no such folder."""
    if not folder.is_dir():
        raise NotFound(f"There is no folder {folder}.")
    return _load(read_folder(folder))


def _load(content: Folder) -> Loaded:
    loaded = load(content.files, {name: one.files for name, one in _shipped_folders().items()})
    unreadable = {problem.file for problem in content.problems}
    others = tuple(problem for problem in loaded.problems if problem.file not in unreadable)
    problems = (*content.problems, *others)
    return Loaded(None if problems else loaded.playbook, problems)


@cache
def _shipped_folders() -> dict[str, Folder]:
    return {path.parent.name: read_folder(path.parent) for path in sorted(paths.PHASES.glob("*/playbook.toml"))}


@cache
def shipped() -> dict[str, Loaded]:
    """Every playbook in `phases/` by its folder's name, the broken ones too; read once and kept."""
    return {name: _load(content) for name, content in _shipped_folders().items()}


def shipped_playbooks() -> tuple[Playbook, ...]:
    """The playbooks a rollout can be planned from, the fullest first."""
    ready = [loaded.playbook for loaded in shipped().values() if loaded.playbook is not None]
    return tuple(sorted(ready, key=lambda playbook: (-sum(1 for _ in playbook.criteria()), playbook.ref)))


def load_shipped(ref: str) -> Playbook:
    """The shipped playbook of that ref; NotFound when there is none, PlaybookRefused when it is broken."""
    loaded = shipped().get(ref)
    if loaded is None:
        raise NotFound(f'There is no playbook "{ref}".')
    if loaded.playbook is None:
        raise PlaybookRefused(loaded.problems)
    return loaded.playbook
