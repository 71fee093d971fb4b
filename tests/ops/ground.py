"""An installation to stand on: a rollout and its manager in a folder of their own, for servers that are killed."""

from pathlib import Path

from planner.access import service as access
from planner.access.roles import Role
from planner.app import create_app
from planner.db import db, transaction
from planner.ops import schema
from planner.rollouts.models import Membership
from planner.settings import read_settings
from tests.builders import make_rollout
from tests.conftest import NOW

MANAGER, PASSWORD = "mara@example.org", "correct horse battery staple"


def lay_ground(instance: Path) -> None:
    """Make the database with one rollout; every connection is closed again."""
    app = create_app(read_settings({"PLANNER_INSTANCE": str(instance)}))
    with app.app_context():
        schema.bring_up_to_date(NOW)
        rollout = make_rollout()
        with transaction():
            manager = access.add_user(MANAGER, "Mara Lind", PASSWORD, NOW)
            db.session.add(Membership(rollout_id=rollout.id, user_id=manager.id, role=Role.MANAGER))
        db.session.remove()
        db.engine.dispose()
