"""The database: one typed base for all tables, and the one way to write to it.

SQLite writers begin IMMEDIATE, so that two people who save at once are served one after the other and nothing is lost;
readers never wait for them.
"""

import enum
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from copy import copy
from datetime import UTC, datetime
from decimal import Decimal
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from flask import has_request_context, request
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import JSON, Connection, DateTime, Dialect, Engine, Enum, MetaData, String, event
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column
from sqlalchemy.types import TypeDecorator

from planner.basics.errors import Stale


class UtcDateTime(TypeDecorator[datetime]):
    """An instant: aware going in, stored as UTC, aware UTC coming out, on every database."""

    impl = DateTime
    cache_ok = True

    @property
    def python_type(self) -> type[datetime]:
        """What it is in Python, for whoever reads the schema."""
        return datetime

    def load_dialect_impl(self, dialect: Dialect) -> Any:  # noqa: ANN401 - SQLAlchemy's own signature
        """PostgreSQL keeps the zone; SQLite stores the bare UTC reading."""
        return dialect.type_descriptor(DateTime(timezone=dialect.name != "sqlite"))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a moment without a zone: it would mean something else elsewhere."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give back aware UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


class Exact(TypeDecorator[Decimal]):
    """A decimal number kept to its last digit on every database: stored as its plain text, never as a float."""

    impl = String(40)
    cache_ok = True

    @property
    def python_type(self) -> type[Decimal]:
        """What it is in Python, for whoever reads the schema."""
        return Decimal

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - signature
        """Write `2.50` as `2.50`; no exponent."""
        return None if value is None else format(value, "f")

    def process_result_value(self, value: str | None, dialect: Dialect) -> Decimal | None:  # noqa: ARG002 - signature
        """Read it back."""
        return None if value is None else Decimal(value)


class Base(DeclarativeBase):
    """What every table inherits: names of constraints, enums by value, instants in UTC."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012 - read by SQLAlchemy as a plain class attribute
        datetime: UtcDateTime(),
        Decimal: Exact(),
        dict[str, Any]: JSON(),
        list[Any]: JSON(),
        enum.Enum: Enum(
            enum.Enum,
            native_enum=False,
            create_constraint=False,
            length=40,
            values_callable=lambda members: [member.value for member in members],
        ),
    }


class Versioned:
    """A row that people edit: each change counts its version up, and a stale edit is noticed."""

    version: Mapped[int] = mapped_column(default=1, server_default="1")

    @declared_attr.directive
    @classmethod
    def __mapper_args__(cls) -> dict[str, Any]:
        """Let SQLAlchemy check and count the version at each update."""
        return {"version_id_col": cls.__table__.c.version}  # type: ignore[attr-defined] # added by Base


db = SQLAlchemy(metadata=Base.metadata)


Answer = TypeVar("Answer")
Asked = ParamSpec("Asked")
ASKED = "planner.asked"


def asked_once(question: Callable[Asked, Answer]) -> Callable[Asked, Answer]:
    """Ask the same question of the database once for each page that only reads, however many areas want to know.

    It is asked anew after any transaction of this page, inside one, and everywhere outside of a GET. Rows of a table
    are known by their number. A list or mapping is given as a copy of its own.
    """

    @wraps(question)
    def answered(*given: Asked.args, **named: Asked.kwargs) -> Answer:
        if not has_request_context() or request.method != "GET" or db.session.info.get("writing"):
            return question(*given, **named)
        known: dict[object, Answer] = request.environ.setdefault(ASKED, {})
        key = question, *map(_plain, given), *((name, _plain(value)) for name, value in sorted(named.items()))
        if key not in known:
            known[key] = question(*given, **named)
        found = known[key]
        return copy(found) if isinstance(found, list | dict) else found

    return answered


def _plain(value: object) -> object:
    if isinstance(value, list | set):
        return tuple(value)
    return (type(value), value.id) if isinstance(value, Base) else value  # type: ignore[attr-defined] # every table has it


def _forget_answers() -> None:
    if has_request_context():
        request.environ.pop(ASKED, None)


def check_version(row: Versioned, version: int | None, current: Mapping[str, object]) -> None:
    """Refuse an edit that began from an older version; `current` is what is stored now, by form field name.

    Raises Stale, which the page answers with 409 and both versions. A form without a version is stale too.
    """
    if version != row.version:
        raise Stale(current, row.version)


@contextmanager
def transaction() -> Iterator[None]:
    """One business action: all of it is stored at the end, or nothing.

    Rows read before are read again inside, so that a rule judges what is stored now. Nested use joins the outer one.
    """
    session = db.session()
    if session.info.get("writing"):
        yield
        return
    _forget_answers()
    session.rollback()
    session.info["writing"] = True
    try:
        session.connection(execution_options={"write": True})
        yield
        session.commit()
    except BaseException:
        session.rollback()
        raise
    finally:
        session.info.pop("writing", None)
        _forget_answers()


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection: object, _record: object) -> None:
    if isinstance(connection, sqlite3.Connection):
        connection.isolation_level = None  # the listener below says BEGIN, in the right mode
        for pragma in (
            "foreign_keys=ON",
            "journal_mode=WAL",
            "synchronous=FULL",
            "busy_timeout=5000",
            "secure_delete=ON",
        ):
            connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "begin")
def _begin_sqlite(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        writing = connection.get_execution_options().get("write")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")
