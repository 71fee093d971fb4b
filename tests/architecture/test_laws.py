"""The laws hold on the product, and each is shown to notice a planted violation."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.architecture import laws

ROOT = Path(__file__).resolve().parent.parent.parent
ALL_LAWS = (laws.broken_imports, laws.clock_readings, laws.too_long, laws.misnamed_pages, laws.unexplained)


@pytest.mark.parametrize("law", ALL_LAWS, ids=lambda law: law.__name__)
def test_the_product_keeps_the_law(law: Callable[[Path], list[str]]) -> None:
    assert law(ROOT) == []


def plant(root: Path, name: str, text: str) -> Path:
    """A tree with one offending file in it."""
    for folder in (
        "planner/goals",
        "planner/readiness",
        "planner/basics",
        "planner/access",
        "templates",
        "tests/goals",
    ):
        (root / folder).mkdir(parents=True, exist_ok=True)
    (root / "planner/readiness/service.py").write_text('"""Service."""\n')
    (root / "planner/goals/service.py").write_text('"""Service."""\n')
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).write_text(text)
    return root


@pytest.mark.parametrize(
    ("name", "text", "why"),
    [
        ("planner/goals/wording.py", "from flask import g\n", "a pure module knows nothing outside"),
        ("planner/goals/wording.py", "import random\n", "a pure module knows nothing outside"),
        ("planner/goals/wording.py", "from planner.db import db\n", "a pure module knows no database"),
        ("planner/goals/wording.py", "from planner.goals import service\n", "equal or lower layer"),
        ("planner/goals/service.py", "from planner.readiness import service\n", "goals stands left of readiness"),
        ("planner/goals/service.py", "from planner.web import current\n", "only edges know the web"),
        ("planner/goals/views.py", "from planner.app import create_app\n", "nothing imports what composes"),
        ("planner/web/menu.py", "from planner.goals import service\n", "the web toolkit knows only"),
        (
            "planner/goals/wording.py",
            "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from planner.readiness import service\n",
            "goals stands left",
        ),
    ],
)
def test_a_planted_import_is_noticed(tmp_path: Path, name: str, text: str, why: str) -> None:
    found = laws.broken_imports(plant(tmp_path, name, text))
    assert len(found) == 1
    assert why in found[0]


def test_a_planted_clock_is_noticed(tmp_path: Path) -> None:
    text = "from datetime import date\n\ndef f() -> date:\n    return date.today()\n"
    plant(tmp_path, "planner/goals/views.py", text)
    assert laws.clock_readings(tmp_path) == []
    (tmp_path / "planner/goals/service.py").write_text(text)
    assert laws.clock_readings(tmp_path) == ["planner/goals/service.py:4 reads the clock"]


def test_planted_sizes_are_noticed(tmp_path: Path) -> None:
    long_function = "def f() -> None:\n" + "    x = 1\n" * 41
    plant(tmp_path, "planner/goals/wording.py", long_function)
    assert laws.too_long(tmp_path) == ["planner/goals/wording.py:1 f: 42 lines"]
    plant(tmp_path, "planner/goals/wording.py", "x = 1\n" * 301)
    assert any("301 lines" in line for line in laws.too_long(tmp_path))
    plant(tmp_path, "planner/goals/wording.py", "x = 1\n")
    assert laws.too_long(tmp_path) == []
    plant(tmp_path, "templates/goals/edit.html", "<p>\n" * 151)
    assert laws.too_long(tmp_path) == ["templates/goals/edit.html: 151 lines"]


VIEW = '@blueprint.get("/goals")\n@needs(P)\ndef index():\n    return render_template("goals/{name}.html")\n'


def test_planted_misnamed_pages_are_noticed(tmp_path: Path) -> None:
    plant(tmp_path, "planner/goals/views.py", VIEW.format(name="list"))
    plant(tmp_path, "templates/goals/list.html", "<p>")
    assert laws.misnamed_pages(tmp_path) == ["goals.index renders goals/list.html, not goals/index.html"]
    plant(tmp_path, "planner/goals/views.py", VIEW.format(name="index"))
    assert laws.misnamed_pages(tmp_path) == [
        "goals/index.html does not exist",
        "templates/goals/list.html is used nowhere",
    ]
    (tmp_path / "templates/goals/list.html").rename(tmp_path / "templates/goals/index.html")
    assert laws.misnamed_pages(tmp_path) == []
    plant(tmp_path, "planner/goals/forms.py", "class GoalForm:\n    pass\n")
    assert laws.misnamed_pages(tmp_path) == ["goals: GoalForm is used nowhere"]
    (tmp_path / "planner/goals/forms.py").unlink()
    (tmp_path / "tests/goals").rmdir()
    assert laws.misnamed_pages(tmp_path) == ["tests/goals does not exist"]


@pytest.mark.parametrize(
    ("line", "noticed"),
    [
        ("import os  # noqa: F401", True),
        ("import os  # noqa", True),
        ("import os  # type: ignore[misc]", True),
        ("import os  # noqa: F401 - joins the blueprint", False),
        ("import os  # type: ignore[misc] # ships no types", False),
        ("import os  # type: ignore[misc]  # noqa: F401 - one reason for both", False),
        ("text = 'no comment  # noqa'", False),
        ("pytest.skip()", True),
        ("pytest.skip('no browser')", False),
        ("@pytest.mark.skip\ndef test_it(): ...", True),
        ("@pytest.mark.skipif(True, reason='no browser')\ndef test_it(): ...", False),
    ],
)
def test_planted_silence_is_noticed(tmp_path: Path, line: str, noticed: bool) -> None:
    assert bool(laws.unexplained(plant(tmp_path, "tests/goals/test_it.py", line + "\n"))) is noticed
