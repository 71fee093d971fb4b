"""What the tests of key figures share."""

import pytest

from planner.kpis import queries
from planner.kpis.models import Kpi
from tests.kpis.stage import FORM
from tests.page import Page
from tests.personas import Cast


@pytest.fixture
def figure(cast: Cast, page: Page) -> Kpi:
    """A key figure of the manager's own."""
    page.post("kpis.add", FORM, as_=cast.manager, rollout_id=cast.rollout.id)
    return queries.kpis(cast.rollout.id)[0]
