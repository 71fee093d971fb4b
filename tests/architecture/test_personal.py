"""No table knows anything about a person without saying what, why, how long, and what erasure does with it.

A table that breaks this law is named with the column that points at a person and the words to add.
"""

import re
from collections.abc import Iterator

import pytest
from sqlalchemy import Column, Enum, Integer, MetaData, String, Table
from sqlalchemy.orm import DeclarativeBase

from planner import queue  # noqa: F401 - its table is one of those that are looked at
from planner.app import load_models
from planner.basics.personal import DAY_NAMES, OnErasure, Personal
from planner.db import Base

load_models()

PEOPLE = {"user", "staff"}
NAMED = re.compile(
    r"(^|_)(user|staff|person|employee|owner|author|manager|sponsor|speaker|recipient|attendee|participant|"
    r"invitee|learner|trainer|respondent|decider|approver|reporter|assignee|by|who|email|first_name|last_name|full_name)"
    r"(_id|_name|_email|_address)?$"
)
NOT_PEOPLE: set[str] = set()
"""Columns, as `table.column`, that sound like a person and hold none."""

HELP = """
{kind} (table {table}) has the column {column}, which points at a person. Say in the model what is kept and why:

    __personal__ = Personal(
        "What it is, as the person reads it", "Why it is kept",
        kept_days=None,                  # or days after its day (`day=` names that column)
        on_erasure=OnErasure.DELETE,     # DETACH: stays for the totals; KEEP: stays as evidence, needs why_kept=
        about=("staff_id",),             # whom it is about, where other columns name who wrote or decided it
        emptied=("comment",),            # with DETACH: texts that erasure takes away
    )

from planner.basics.personal; see its docstrings."""


def kinds() -> list[type]:
    """Every stored class, by its table."""
    return [mapper.class_ for mapper in sorted(Base.registry.mappers, key=lambda m: str(m.local_table.description))]


def points_at_people(table: Table) -> Iterator[Column[object]]:
    """The columns of a table that point at a person, or are named as if they did."""
    for column in table.columns:
        if f"{table.name}.{column.name}" in NOT_PEOPLE or (column.primary_key and not column.foreign_keys):
            continue
        if any(key.column.table.name in PEOPLE for key in column.foreign_keys) or _sounds_so(column):
            yield column


def _sounds_so(column: Column[object]) -> bool:
    kind = isinstance(column.type, String | Integer) and not isinstance(column.type, Enum)
    return kind and not column.foreign_keys and bool(NAMED.search(column.name))


def problems(kind: type) -> list[str]:
    """What is wrong with what a class says of people; nothing is right."""
    table = kind.__table__  # type: ignore[attr-defined] # every stored class has one
    personal = kind.__dict__.get("__personal__")
    if personal is None:
        column = next(points_at_people(table), None)
        return [HELP.format(kind=kind.__name__, table=table.name, column=column.name)] if column is not None else []
    found = []
    if not isinstance(personal, Personal):
        found.append(f"{kind.__name__}.__personal__ is no Personal")
        return found
    strangers = {*personal.about, *personal.emptied, *([personal.day] if personal.day else [])} - set(table.c.keys())
    found += [f"{kind.__name__}.__personal__ names {name}, which is no column" for name in sorted(strangers)]
    if strangers:
        return found
    found += [
        f"{kind.__name__}: erasure cannot empty {name}: let it be a text or nothing"
        for name in personal.emptied
        if not (table.c[name].nullable or isinstance(table.c[name].type, String))
    ]
    if personal.kept_days is not None and not ({personal.day} | set(DAY_NAMES)) & set(table.c.keys()):
        found.append(f"{kind.__name__}: kept_days needs `day=`, the column with the day of a row")
    if not personal.label[:1].isupper() or personal.label.endswith(".") or not personal.purpose:
        found.append(f"{kind.__name__}: label and purpose are read by the person: begin with a capital, no full stop")
    return found


@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.__name__)
def test_what_is_kept_about_people_is_declared(kind: type) -> None:
    assert not problems(kind), "\n".join(problems(kind))


def test_the_law_notices_what_breaks_it() -> None:
    class Planted(DeclarativeBase):
        metadata = MetaData()

    class Unsaid(Planted):
        __personal__: Personal
        __table__ = Table(
            "unsaid",
            Planted.metadata,
            Column("id", Integer, primary_key=True),
            Column("told_by", String(80)),
            Column("score", Integer, nullable=False),
        )

    assert "told_by" in problems(Unsaid)[0]
    wrong = Personal("Said", "Why", on_erasure=OnErasure.DETACH, emptied=("score",), kept_days=3)
    Unsaid.__personal__ = wrong
    assert len(problems(Unsaid)) == 2
    Unsaid.__personal__ = Personal("Said", "Why", about=("nobody",))
    assert "nobody" in problems(Unsaid)[0]


def test_keeping_asks_for_a_reason() -> None:
    with pytest.raises(ValueError, match="say why"):
        Personal("A decision", "To know who decided", on_erasure=OnErasure.KEEP)
