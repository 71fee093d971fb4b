"""A key figure of a rollout's own, its readings, and a table of them sent in, for the tests of key figures."""

import io
from datetime import timedelta
from decimal import Decimal
from typing import Any

from flask import url_for

from planner.db import transaction
from planner.kpis import service
from planner.kpis.models import Kpi
from planner.kpis.reading import Origin, ReadingDraft
from tests.conftest import NOW
from tests.page import Page
from tests.personas import Cast

TODAY = NOW.date()
FORM: dict[str, Any] = {
    "name": "Visits a week", "unit": "count", "direction": "up", "cadence": "weekly", "grace_days": "3", "owner": "",
    "baseline": "10", "baseline_on": TODAY - timedelta(days=70),
    "target": "20", "target_on": TODAY + timedelta(days=30),
}  # fmt: skip


def read(figure: Kpi, *values: int, by: Cast) -> None:
    with transaction():
        drafts = [ReadingDraft(TODAY - timedelta(days=7 * n), Decimal(v)) for n, v in enumerate(reversed(values))]
        service.add_readings(figure, drafts, Origin.HAND, by.manager, TODAY, NOW)


def send(page: Page, cast: Cast, content: bytes, name: str = "readings.csv", **more: str) -> Any:
    client = page.client(cast.manager)
    with page.app.test_request_context():
        address = url_for("kpis.import_readings", rollout_id=cast.rollout.id)
    form = {
        "csrf_token": page.token(client),
        "file": (io.BytesIO(content), name),
        "layout": "readings",
        "only": "",
        **more,
    }
    return client.post(address, data=form)
