import pytest

from planner.reports.models import Snapshot
from tests.personas import Cast
from tests.reports.stage import called, give_password, give_playbook


@pytest.fixture
def ready(cast: Cast) -> Cast:
    """A rollout with a playbook, and a sponsor who has a password."""
    give_playbook(cast.rollout)
    give_password(cast.sponsor)
    return cast


@pytest.fixture
def report(ready: Cast) -> Snapshot:
    """The first report, called by the manager for the first gate."""
    return called(ready.rollout, ready.manager)
