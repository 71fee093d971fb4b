"""Finds where a person is named in texts that others wrote: no rule can know what a sentence is about.

Before an erasure these places are shown. Names in plain texts can be replaced; what is sealed or appended only stays,
and is said so.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import JSON, ColumnElement, LargeBinary, String, Table, cast, func, inspect, or_, select
from sqlalchemy.orm import Mapper

from planner.basics.personal import OnErasure, Personal
from planner.db import Base, db
from planner.people.privacy_queries import OWN

SHORTEST = 5
"""A name of fewer letters would be found inside of other words."""
FORGETTABLE = frozenset({"api_answer"})
"""Tables of which rows that name somebody are simply deleted: copies kept for a day."""


@dataclass(frozen=True, slots=True)
class Mention:
    """Texts of one table that name a person: in which column, how many, and whether they can be changed."""

    kind: type[Base]
    column: str
    rows: int
    can_change: bool

    @property
    def where(self) -> str:
        """The place in words."""
        table: Table = self.kind.__table__  # type: ignore[assignment] # every stored class has a table
        return f"{table.name.replace('_', ' ')}: {self.column.replace('_', ' ')}"


def mentions(names: frozenset[str]) -> list[Mention]:
    """Every text that holds one of the names, addresses or numbers, outside of the person's own entries."""
    wanted = sorted(name for name in names if len(name) >= SHORTEST)
    return list(_mentions(wanted)) if wanted else []


def _mentions(wanted: list[str]) -> Iterator[Mention]:
    for mapper in sorted(Base.registry.mappers, key=lambda each: str(each.local_table.description)):
        table = mapper.local_table
        if not isinstance(table, Table) or table.name in OWN:
            continue
        for column in table.columns:
            if (holds := holding(column, wanted)) is not None:
                number = db.session.scalar(select(func.count()).select_from(table).where(holds)) or 0
                if number:
                    yield Mention(mapper.class_, column.name, number, _can_change(mapper, column))


def holding(column: Any, wanted: list[str]) -> ColumnElement[bool] | None:  # noqa: ANN401 - a column of any type
    """The condition that a column's text holds one of the names; None for columns of other kinds."""
    kind = column.type
    if isinstance(kind, String) and not getattr(kind, "enums", None):
        text, spelt = column, [*wanted, *map(str.lower, wanted)]
    elif isinstance(kind, JSON):
        text, spelt = cast(column, String), [*wanted, *(json.dumps(name)[1:-1] for name in wanted)]
    else:
        return None
    return or_(*(func.lower(text).contains(name.lower(), autoescape=True) | text.contains(name) for name in spelt))


def _can_change(mapper: Mapper[Any], column: Any) -> bool:  # noqa: ANN401 - a column of any type
    personal = getattr(mapper.class_, "__personal__", None)
    sealed = isinstance(personal, Personal) and personal.on_erasure is OnErasure.KEEP
    return not sealed and isinstance(column.type, String)


def replace_mentions(names: frozenset[str], by: str) -> int:
    """Put other words in place of the names in every text that may be changed; how many rows were."""
    wanted = sorted((name for name in names if len(name) >= SHORTEST), key=len, reverse=True)
    changed = 0
    for mention in mentions(names):
        if not mention.can_change:
            continue
        attribute = next(a.key for a in inspect(mention.kind).column_attrs if a.columns[0].name == mention.column)
        condition = holding(inspect(mention.kind).local_table.c[mention.column], wanted)
        if condition is None:
            continue
        for row in db.session.scalars(select(mention.kind).where(condition)):
            setattr(row, attribute, _replaced(getattr(row, attribute), wanted, by))
            changed += 1
    db.session.flush()
    return changed


def _replaced(text: str, wanted: list[str], by: str) -> str:
    for name in wanted:
        start = text.lower().find(name.lower())
        while start >= 0:
            text = text[:start] + by + text[start + len(name) :]
            start = text.lower().find(name.lower(), start + len(by))
    return text


def forget_copies(names: frozenset[str]) -> int:
    """Delete short-lived copies that may hold a name in their bytes; how many went."""
    gone = 0
    for mapper in Base.registry.mappers:
        table = mapper.local_table
        if isinstance(table, Table) and table.name in FORGETTABLE:
            columns = [column for column in table.columns if isinstance(column.type, LargeBinary)]
            for row in db.session.scalars(select(mapper.class_)):
                held = b" ".join(getattr(row, column.name) or b"" for column in columns)
                if any(name.encode() in held for name in names):
                    db.session.delete(row)
                    gone += 1
    return gone
