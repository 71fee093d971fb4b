"""The database's schema: brought up to date step by step, with a copy kept before."""

import logging
from datetime import datetime

from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import current_app
from flask_migrate import upgrade
from sqlalchemy import func, inspect, select

from planner.access.models import User
from planner.basics.errors import PlannerError
from planner.db import db
from planner.ops import backup
from planner.rollouts.models import Rollout


def revision_now() -> str:
    """The revision the database is at; empty for a new one."""
    with db.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() or ""


def newest_revision() -> str:
    """The revision this release wants."""
    return _scripts().get_current_head() or ""


def known_revisions() -> list[str]:
    """All revisions this release knows, newest first."""
    return [script.revision for script in _scripts().walk_revisions()]


def _scripts() -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", current_app.extensions["migrate"].directory)
    return ScriptDirectory.from_config(config)


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
    upgrade(directory=current_app.extensions["migrate"].directory)
    return ("The database was brought up to date." if before else "The database was created.") + kept


def is_empty() -> bool:
    """Whether nobody uses this database yet: no account and no rollout."""
    if not inspect(db.engine).has_table("user"):
        return True
    people = db.session.scalar(select(func.count()).select_from(User)) or 0
    rollouts = db.session.scalar(select(func.count()).select_from(Rollout)) or 0
    db.session.rollback()
    return people + rollouts == 0
