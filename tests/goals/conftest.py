"""A rollout with the standard playbook, two units and two waves, and everybody in it."""

from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from planner.access.roles import Role
from planner.db import db, transaction
from planner.playbook.service import load_shipped
from planner.rollouts import service
from planner.rollouts.models import Membership, Rollout
from tests.conftest import NOW
from tests.personas import Cast
from tests.rollouts.samples import DRAFT


@pytest.fixture
def rollout(app: Flask, cast: Cast) -> Rollout:
    """Managed by the manager of the cast; all others take part."""
    with transaction():
        made = service.create_rollout(replace(DRAFT, playbook="standard"), load_shipped("standard"), cast.manager, NOW)
        for role in (Role.SPONSOR, Role.VIEWER, Role.TRAINER, Role.MEMBER):
            db.session.add(Membership(rollout_id=made.id, user_id=cast.of(role).id, role=role))
    return made


@pytest.fixture
def at(rollout: Rollout, cast: Cast) -> dict[str, Any]:
    """The manager, in the rollout."""
    return {"rollout_id": rollout.id, "as_": cast.manager}
