"""A rollout with four suitability questions, one of each effect."""

import pytest
from flask import Flask

from planner.access.roles import Role
from planner.db import db, transaction
from planner.rollouts import service
from planner.rollouts.models import Membership, Rollout
from tests.conftest import NOW
from tests.personas import Cast
from tests.rollouts.samples import DRAFT, TINY


@pytest.fixture
def rollout(app: Flask, cast: Cast) -> Rollout:
    """Managed by the manager of the cast; sponsor and viewer take part."""
    with transaction():
        made = service.create_rollout(DRAFT, TINY, cast.manager, NOW)
        for role in (Role.SPONSOR, Role.VIEWER, Role.TRAINER, Role.MEMBER):
            db.session.add(Membership(rollout_id=made.id, user_id=cast.of(role).id, role=role))
    return made
