"""The database's schema: brought up to date step by step, with a copy kept before."""

import logging
from datetime import datetime

from flask import current_app
from sqlalchemy import func, inspect, select, text

from planner import paths
from planner.access.models import User
from planner.basics.errors import PlannerError
from planner.db import db
from planner.ops import backup
from planner.rollouts.models import Rollout


def revision_now() -> str:
    """The revision the database is at; empty for a new one."""
    with db.engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return ""
        return connection.execute(text("select version_num from alembic_version")).scalar() or ""


def newest_revision() -> str:
    """The revision this release wants."""
    return known_revisions()[0]


def known_revisions() -> list[str]:
    """All revisions this release knows, newest first: their files begin with their numbers.

    Alembic would say the same, but a start that has nothing to migrate need not load it.
    """
    files = (paths.MIGRATIONS / "versions").glob("[0-9]*.py")
    return sorted((file.stem.split("_")[0] for file in files), reverse=True)


def migrations() -> str:
    """The folder of the migrations, with Alembic made ready to run them."""
    from flask_migrate import Migrate

    if "migrate" not in current_app.extensions:
        app = current_app._get_current_object()  # type: ignore[attr-defined] # noqa: SLF001 - the documented way
        Migrate(app, db, directory=str(paths.MIGRATIONS), render_as_batch=True)
    return str(paths.MIGRATIONS)


def bring_up_to_date(now: datetime) -> str:
    """Migrate to this release's schema and say what was done; an existing database is copied first.

    Raises the migration's own error; the database is then as it was before.
    """
    before, wanted = revision_now(), newest_revision()
    if before == wanted:
        return "The database is up to date."
    if before and before not in known_revisions():
        raise PlannerError(
            f"The database is of a newer release (schema {before}). Install that release, or restore a backup."
        )
    kept = ""
    if before and db.engine.dialect.name == "sqlite":
        file = current_app.config["PLANNER"].instance / f"before-{wanted}-{now:%Y%m%d-%H%M%S}.planner-backup"
        backup.write(file, now)
        kept = f" A copy from before is in {file.name}."
    logging.getLogger("alembic").setLevel(logging.WARNING)
    _upgrade()
    return ("The database was brought up to date." if before else "The database was created.") + kept


def _upgrade() -> None:
    from flask_migrate import upgrade

    upgrade(directory=migrations())


def is_empty() -> bool:
    """Whether nobody uses this database yet: no account and no rollout."""
    if not inspect(db.engine).has_table("user"):
        return True
    people = db.session.scalar(select(func.count()).select_from(User)) or 0
    rollouts = db.session.scalar(select(func.count()).select_from(Rollout)) or 0
    db.session.rollback()
    return people + rollouts == 0
