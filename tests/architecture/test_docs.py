"""Every command, setting and permission is documented, and the table of roles is the code's own."""

import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import click

from planner.access.roles import ROLE_NAMES, Permission, scope_of
from planner.app import load_facts
from planner.cli import planner
from planner.playbook.facts import FACTS, Fact
from planner.playbook.words import Direction
from planner.settings import Settings

DOCS = Path(__file__).resolve().parent.parent.parent / "docs"


def undocumented(words: list[str], text: str) -> list[str]:
    """Those words that stand nowhere in code marks."""
    marked = " ".join(re.findall(r"`([^`]+)`", text))
    return [word for word in words if not re.search(rf"(^|\W){re.escape(word)}(\W|$)", marked)]


def commands(group: click.Group, path: str) -> Iterator[str]:
    """Full names of all commands."""
    for name, command in sorted(group.commands.items()):
        if isinstance(command, click.Group):
            yield from commands(command, f"{path} {name}")
        else:
            yield f"{path} {name}"


def test_every_command_is_documented() -> None:
    assert undocumented(list(commands(planner, "planner")), (DOCS / "operations.md").read_text("utf-8")) == []


def test_every_setting_is_documented() -> None:
    names = [field.name for field in fields(Settings)]
    assert undocumented(names, (DOCS / "operations.md").read_text("utf-8")) == []


BETTER = {Direction.UP: "higher", Direction.DOWN: "lower"}


def fact_line(fact: Fact) -> str:
    """A fact as the table shows it."""
    how, better = "counted" if fact.available else "by hand", BETTER[fact.direction]
    named = f"`{fact.name}` | {fact.meaning} | {fact.unit.value}"
    return f"| {named} | {better} | {fact.per.value} | {how} | {fact.freshness} |"


def test_every_fact_is_documented_as_it_is() -> None:
    load_facts()
    told = {line for line in (DOCS / "facts.md").read_text("utf-8").splitlines() if line.startswith("| `")}
    missing, gone = (
        sorted({fact_line(each) for each in FACTS.values()} - told),
        sorted(told - set(map(fact_line, FACTS.values()))),
    )
    assert (missing, gone) == ([], []), "write the first into the table of docs/facts.md, take the others out"


def test_something_undocumented_is_noticed() -> None:
    assert undocumented(["planner fly", "base_url"], "set `base_url`, or fly with planner") == ["planner fly"]


def test_the_table_of_roles_is_the_code() -> None:
    lines = (DOCS / "permissions.md").read_text("utf-8").splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("| ")]
    roles = {name: role for role, name in ROLE_NAMES.items()}
    heads = [roles[name] for name in rows[0][2:]]
    written = {row[0].strip("`"): dict(zip(heads, row[2:], strict=True)) for row in rows[1:]}
    granted = {p.value: {role: scope_of(role, p) or "–" for role in heads} for p in Permission}
    assert written == granted
