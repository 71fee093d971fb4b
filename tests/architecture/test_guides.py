"""The guides in docs/ speak of what exists: buttons and pages by their names, commands, and files they link to."""

import re
from pathlib import Path

import click
import pytest

from planner.cli import planner
from planner.paths import PHASES

ROOT = PHASES.parent
GUIDES = ("administrator", "project-manager", "sponsor", "team-member", "trainer")
PLAIN = re.compile(r"[^a-z0-9]+")


def text_of(guide: str) -> str:
    return (ROOT / "docs" / f"{guide}.md").read_text(encoding="utf-8")


def plain(text: str) -> str:
    """Words only, so that typographic signs and line breaks do not matter."""
    return f" {PLAIN.sub(' ', text.lower()).strip()} "


@pytest.fixture(scope="module")
def words_of_the_product() -> str:
    files = [*ROOT.glob("templates/**/*.html"), *ROOT.glob("planner/**/*.py"), *PHASES.rglob("*.toml")]
    assert len(files) > 150
    return plain("\n".join(file.read_text(encoding="utf-8") for file in files))


@pytest.mark.parametrize("guide", GUIDES)
def test_what_a_guide_names_in_bold_is_written_on_a_page(guide: str, words_of_the_product: str) -> None:
    named = set(re.findall(r"\*\*(.+?)\*\*", text_of(guide), re.DOTALL))
    assert len(named) >= 5
    assert sorted(name for name in named if plain(name) not in words_of_the_product) == []


@pytest.mark.parametrize("guide", GUIDES)
def test_commands_of_a_guide_exist(guide: str) -> None:
    named = re.findall(r"\bplanner ([a-z-]+)(?: ([a-z-]+))?", text_of(guide))
    assert [" ".join(words) for words in named if not exists(*words)] == []


def exists(first: str, second: str) -> bool:
    command = planner.commands.get(first)
    if isinstance(command, click.Group):
        return not second or second in command.commands
    return command is not None and not second


@pytest.mark.parametrize("guide", GUIDES)
def test_links_of_a_guide_lead_somewhere(guide: str) -> None:
    targets = re.findall(r"\]\(([^)#]+)[^)]*\)", text_of(guide))
    assert [target for target in targets if not (ROOT / "docs" / Path(target)).exists()] == []


@pytest.mark.parametrize("guide", GUIDES)
def test_a_guide_says_what_is_not_there_yet(guide: str) -> None:
    assert "## Not there yet" in text_of(guide)
