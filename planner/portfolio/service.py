"""Whole rollouts out and in: every table that hangs on a rollout is carried, found from the schema itself."""

import base64
import hashlib
import json
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Table, insert, select
from sqlalchemy.exc import IntegrityError

from planner.access import service as access
from planner.access.audit_service import bulk, record
from planner.access.models import User
from planner.basics.errors import NotFound, RuleBroken
from planner.db import Base, db
from planner.portfolio.bundle import FORMAT, VERSION, Problem, fitting, packed, shape_problems, unpacked
from planner.readiness import files_service

DECISIONS = ("sign_off", "gate_decision", "gate_condition")
"""What was decided: the history of the installation vouches for it from the day on which it came along."""

# Of the installation, not of a rollout: accounts, sessions, background work, and the trail with its one chain. And
# what somebody answered: a file carries what of it is published, and no more.
STAYS = frozenset(
    {"user", "submission", "job", "alembic_version", "audit_entry", "audit_head", "sign_in_session", "sign_in_attempt",
     "password_link", "rendered_pdf", "plan_feed", "api_token", "api_use", "api_answer", "kept_secret", "hook",
     "hook_message", "mail", "digest_day", "reminder_round", "sent_reminder", "daily_round",
     "survey_invitation", "survey_tally", "survey_words", "survey_reply", "culture_answer", "sitting_rating",
     "usage_import", "usage_day", "usage_count", "usage_week", "usage_function", "usage_connector",
     "usage_connector_run", "adoption_week",
     "adoption_function_week", "adoption_outcome", "adoption_person", "adoption_state",
     "problem_link", "training_calendar", "plan_outlook", "calendar_root"}
)  # fmt: skip


class BadBundle(RuleBroken):
    """A rollout file that cannot be taken; `problems` lists all of it."""

    def __init__(self, problems: list[Problem]) -> None:
        """Keep every problem; the message shows the first twenty."""
        lines = "\n".join(f"{p.where}: {p.message}" for p in problems[:20])
        more = f"\n… and {len(problems) - 20} more" if len(problems) > 20 else ""
        super().__init__(f"The file was not taken; nothing was stored.\n{lines}{more}")
        self.problems = problems


@cache
def tables() -> tuple[Table, ...]:
    """The tables a rollout consists of, parents before children."""
    found: list[Table] = []
    for table in Base.metadata.sorted_tables:
        if table.name not in STAYS and (table.name == "rollout" or any(_owner(c, found) for c in table.columns)):
            found.append(table)
    return tuple(found)


def _owner(column: Column[Any], among: list[Table]) -> bool:
    return any(key.column.table in among for key in column.foreign_keys)


def look_at_one_moment() -> None:
    """Let all that is read next be of one moment, while others write. SQLite does so by itself."""
    db.session.rollback()
    if db.engine.dialect.name == "postgresql":
        db.session.connection(execution_options={"isolation_level": "REPEATABLE READ"})


def export_rollout(rollout_id: int, uploads: Path) -> dict[str, Any]:
    """One rollout with all that hangs on it, as plain values; `uploads` is the folder of evidence files."""
    kept: dict[str, list[dict[str, Any]]] = {}
    for table in tables():
        rows = [dict(row._mapping) for row in db.session.execute(_rows_of(table, rollout_id, kept))]  # noqa: SLF001 - SQLAlchemy's documented name
        kept[table.name] = rows
    if not kept["rollout"]:
        raise NotFound(f"There is no rollout {rollout_id}.")
    people = _people(kept)
    document = {
        "format": FORMAT,
        "version": VERSION,
        "people": [{"email": email, "name": name} for email, name in sorted(people.values())],
        "tables": {name: [_packed_row(name, row, people) for row in rows] for name, rows in kept.items() if rows},
    }
    return document | {"files": dict(_files(document, uploads))}


def _rows_of(table: Table, rollout_id: int, kept: dict[str, list[dict[str, Any]]]) -> Any:  # noqa: ANN401 - a select of any columns
    query = select(table).order_by(table.c.id)
    if table.name == "rollout":
        return query.where(table.c.id == rollout_id)
    if "rollout_id" in table.c:
        return query.where(table.c.rollout_id == rollout_id)
    owner = next(c for c in table.columns if _owner(c, list(tables())) and not c.nullable)
    parent = next(iter(owner.foreign_keys)).column.table.name
    return query.where(owner.in_([row["id"] for row in kept[parent]]))


def _people(kept: dict[str, list[dict[str, Any]]]) -> dict[int, tuple[str, str]]:
    """Everybody a row mentions: account number to address and name."""
    numbers = {
        row[column.name]
        for table in tables()
        for column in table.columns
        if points_at(column) == "user"
        for row in kept[table.name]
    } - {None}
    users = db.session.scalars(select(User).where(User.id.in_(numbers)))
    return {user.id: (user.email, user.name) for user in users}


def points_at(column: Column[Any]) -> str:
    """The table a column refers to, or nothing."""
    key = next(iter(column.foreign_keys), None)
    return key.column.table.name if key else ""


def _packed_row(name: str, row: dict[str, Any], people: dict[int, tuple[str, str]]) -> dict[str, Any]:
    table = Base.metadata.tables[name]
    return {
        key: people[value][0] if value is not None and points_at(table.c[key]) == "user" else packed(value)
        for key, value in row.items()
        if value is not None
    }


def _files(document: dict[str, Any], uploads: Path) -> Iterator[tuple[str, str]]:
    """Evidence files that the rows name by the hash of their content."""
    named = json.dumps(document["tables"])
    for file in sorted(uploads.rglob("*")) if uploads.is_dir() else []:
        if file.is_file() and f'"{file.name}"' in named:
            yield file.name, base64.b64encode(file.read_bytes()).decode()


def import_rollout(document: object, uploads: Path, now: datetime) -> int:
    """Store a rollout from its file under a new number; gives that number. All or nothing; raises BadBundle.

    People are matched by e-mail address; those without an account get one that cannot sign in until it is enabled.
    """
    if problems := shape_problems(document, {t.name: t.columns.keys() for t in tables()}):
        raise BadBundle(problems)
    assert isinstance(document, dict)  # noqa: S101 - shape_problems saw to it
    rows, problems = _typed_rows(document)
    problems += _file_problems(document)
    if problems:
        raise BadBundle(problems)
    _store_files(document, uploads)
    with bulk("import", str(rows["rollout"][0]["name"])) as noted:
        people = _accounts(document, now)
        numbers = _insert_whole(rows, people)
        noted.rollout_id = numbers["rollout", rows["rollout"][0]["id"]]
        for name, found in rows.items():
            if found:
                noted.count("created", name, len(found))
    _note_reports(rows["snapshot"], numbers, people)
    _note_decisions(rows, numbers, noted.rollout_id)
    return noted.rollout_id


def _note_reports(rows: list[dict[str, Any]], numbers: dict[tuple[str, int], int], people: dict[str, int]) -> None:
    """The trail of this installation vouches for frozen reports that came from another from here on."""
    for row in rows:
        told = {"number": row["number"], "sha256": row["sha256"], "author_id": people[row["author_id"]]}
        rollout_id = numbers["rollout", row["rollout_id"]]
        new = numbers["snapshot", row["id"]]
        record("imported", object_type="snapshot", object_id=new, rollout_id=rollout_id, after=told)


def _note_decisions(
    rows: dict[str, list[dict[str, Any]]], numbers: dict[tuple[str, int], int], rollout_id: int
) -> None:
    """The same for decisions on reports and gates and for their conditions, without the numbers of other rows."""
    for name in DECISIONS:
        for row in rows[name]:
            told = {
                key: value for key, value in row.items() if key not in {"id", "version"} and not key.endswith("_id")
            }
            new = numbers[name, row["id"]]
            record("imported", object_type=name, object_id=new, rollout_id=rollout_id, after=told)


def _typed_rows(document: dict[str, Any]) -> tuple[dict[str, list[dict[str, Any]]], list[Problem]]:
    known = {person["email"] for person in document["people"]}
    numbers = {name: {row["id"] for row in rows} for name, rows in document["tables"].items()}
    typed: dict[str, list[dict[str, Any]]] = {}
    problems: list[Problem] = []
    for table in tables():
        typed[table.name] = []
        for row in document["tables"].get(table.name, []):
            values = {}
            for column in table.columns:
                try:
                    values[column.name] = _typed(column, row.get(column.name), known, numbers)
                except ValueError as error:
                    problems.append(Problem(f"{table.name} {row['id']}, {column.name}", str(error)))
            typed[table.name].append(values)
    return typed, problems


def _typed(column: Column[Any], value: object, people: set[str], numbers: dict[str, set[int]]) -> object:
    if value is None:
        if not column.nullable and column.default is None and column.server_default is None:
            raise ValueError("is missing")
        return getattr(column.default, "arg", None) if column.default is not None and column.default.is_scalar else None
    target = points_at(column)
    if target == "user":
        if not isinstance(value, str) or value not in people:
            raise ValueError(f"{value!r} is not among the people of the file")
        return value
    if target and (type(value) is not int or value not in numbers.get(target, set())):
        raise ValueError(f"points at {target} {value!r}, which is not in the file")
    return fitting(unpacked(value, column.type.python_type), getattr(column.type, "length", None))


def _file_problems(document: dict[str, Any]) -> list[Problem]:
    found = []
    for name, content in document.get("files", {}).items():
        try:
            whole = hashlib.sha256(base64.b64decode(content, validate=True)).hexdigest() == name.split(".")[0]
        except (ValueError, TypeError):
            whole = False
        if not whole:
            found.append(Problem(f"files.{str(name)[:80]}", "The content does not match its name."))
    return found


def _accounts(document: dict[str, Any], now: datetime) -> dict[str, int]:
    found = {}
    for person in document["people"]:
        user = access.user_by_email(person["email"])
        if user is None:
            try:
                user = access.add_user(person["email"], person["name"], None, now)
            except RuleBroken as error:
                raise BadBundle([Problem(f"people, {person['email'][:80]}", error.message)]) from error
            user.active = False
        found[person["email"]] = user.id
    db.session.flush()
    return found


def _insert_whole(rows: dict[str, list[dict[str, Any]]], people: dict[str, int]) -> dict[tuple[str, int], int]:
    try:
        return _insert_all(rows, people)
    except IntegrityError as error:
        raise BadBundle([Problem("tables", f"Two rows contradict each other ({error.orig}).")]) from error


def _insert_all(rows: dict[str, list[dict[str, Any]]], people: dict[str, int]) -> dict[tuple[str, int], int]:
    """Insert parents before children, with new numbers; references within one table are set afterwards."""
    numbers: dict[tuple[str, int], int] = {}
    connection = db.session.connection()  # beside the session, whose trail would count each row by itself
    for table in tables():
        for row in rows[table.name]:
            own = row["id"]
            values = {
                c.name: _renumbered(c, row[c.name], numbers, people)
                for c in table.columns
                if c.name != "id" and (row[c.name] is not None or c.nullable)
            }
            new = connection.execute(insert(table).values(values).returning(table.c.id)).scalar_one()
            numbers[table.name, own] = new
        _set_own_references(table, rows[table.name], numbers)
    return numbers


def _renumbered(column: Column[Any], value: Any, numbers: dict[tuple[str, int], int], people: dict[str, int]) -> Any:  # noqa: ANN401 - any column
    target = points_at(column)
    if value is None or not target:
        return value
    return people[value] if target == "user" else numbers.get((target, value))


def _set_own_references(table: Table, rows: list[dict[str, Any]], numbers: dict[tuple[str, int], int]) -> None:
    own = [c for c in table.columns if points_at(c) == table.name]
    for column in own:
        for row in rows:
            if row[column.name] is not None:
                new = {column.name: numbers[table.name, row[column.name]]}
                db.session.connection().execute(
                    table.update().where(table.c.id == numbers[table.name, row["id"]]).values(new)
                )


def _store_files(document: dict[str, Any], uploads: Path) -> None:
    """Evidence lies whole on the disk before the rows that name it are stored; the same content is kept once."""
    for name, content in document.get("files", {}).items():
        files_service.write(files_service.place_of(uploads, Path(name).name), base64.b64decode(content))
