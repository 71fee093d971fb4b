"""The worked example of phases/README.md as files, and ways to break it."""

import re
from collections.abc import Callable

from planner.paths import PHASES
from planner.playbook.loading import load
from planner.playbook.outline import Playbook
from planner.playbook.problems import Problem

_FILE = re.compile(r"^### `(?P<name>[^`]+)`\n+```\w+\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)


def example_files() -> dict[str, str]:
    """Every file of the worked example by its name."""
    readme = (PHASES / "README.md").read_text(encoding="utf-8")
    return {found["name"]: found["text"] for found in _FILE.finditer(readme)}


def example() -> Playbook:
    """The worked example, loaded."""
    loaded = load(example_files())
    assert loaded.playbook is not None, loaded.problems
    return loaded.playbook


def swap(file: str, old: str, new: str) -> Callable[[dict[str, str]], None]:
    """A change of one place in one file."""

    def change(files: dict[str, str]) -> None:
        assert files[file].count(old) >= 1, f"{old} is not in {file}"
        files[file] = files[file].replace(old, new, 1)

    return change


def problems_after(*changes: Callable[[dict[str, str]], None]) -> tuple[Problem, ...]:
    """Everything that is wrong with the example after some changes."""
    files = example_files()
    for change in changes:
        change(files)
    return load(files).problems
