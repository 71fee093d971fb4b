"""A date of the plan is the same wherever it stands: on pages of every area, in files, in calendars and in reports."""

import csv
import io
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from icalendar import Calendar
from python_calamine import CalamineWorkbook

from planner.db import db, transaction
from planner.rollouts.playbook_service import take_copy
from planner.schedule import baseline_service, feed_service, queries, service
from planner.schedule.baselines import BaselineDraft
from planner.schedule.calendar_feed import FeedKind
from planner.schedule.gate_queries import gate_by_key
from planner.schedule.states import TaskFacts
from tests.builders import make_wave
from tests.conftest import NOW
from tests.page import Page, text_of
from tests.personas import Cast
from tests.schedule.samples import SMALL

GATE = "Gate: Decide passed"
MOVED = {"start": "2026-04-07", "finish": "2026-04-09"}
DAY = date(2026, 4, 9)
SEEN = "9 Apr"


def row(cast: Cast, name: str) -> TaskFacts:
    db.session.expire_all()
    plan = queries.current_plan(cast.rollout.id)
    assert plan
    return next(each for each in queries.rows_of(plan.id) if each.name == name)


@pytest.fixture
def moved(page: Page, cast: Cast) -> Cast:
    """A plan with a baseline, whose first phase was then moved by the form: its gate comes on 9 April."""
    make_wave(cast.rollout, 1)
    with transaction():
        take_copy(cast.rollout.id, SMALL, NOW)
        service.prepare(cast.rollout, SMALL, NOW.date())
        baseline_service.set_baseline(cast.rollout, BaselineDraft("Agreed"), cast.manager, NOW)
    where: dict[str, Any] = {"rollout_id": cast.rollout.id, "task_id": row(cast, "Sign").id, "as_": cast.manager}
    form: Any = page.get("schedule.edit_task", **where).cssselect("main form.form")[0]
    values = {key: value for key, value in form.form_values() if key != "csrf_token"}
    page.post("schedule.edit_task", values | MOVED, **where)
    page.post("schedule.follow_plan", {}, rollout_id=cast.rollout.id, as_=cast.manager)
    return cast


def missing(seen: Mapping[str, Any]) -> dict[str, str]:
    """Where the day does not stand, and what stands there instead."""
    return {where: text_of(part)[:400] for where, part in seen.items() if SEEN not in text_of(part)}


def test_a_gate_has_its_day_on_every_page(page: Page, moved: Cast) -> None:
    assert row(moved, GATE).last_day == DAY
    gate = gate_by_key(moved.rollout, "decide-exit", NOW.date()).gate
    assert gate.due == DAY

    def parts(endpoint: str, path: str, **more: Any) -> Any:
        where: dict[str, Any] = {"rollout_id": moved.rollout.id, "as_": moved.manager, **more}
        found = page.get(endpoint, **where).xpath(path)
        assert found, endpoint
        return found[0]

    named = "contains(., 'Decide passed')"
    assert missing({
        "table": parts("schedule.plan", f"//tr[{named}]"),
        "timeline": parts("schedule.timeline", f"//tr[{named}]"),
        "network": parts("schedule.network", f"//a[{named}]"),
        "task": parts("schedule.task", "//main", task_id=row(moved, GATE).id),
        "gates": parts("schedule.gates", f"//tr[{named}]"),
        "gate": parts("schedule.gate", "//main", gate_id=gate.id),
        "baselines": parts("schedule.baselines", f"//tr[{named}]"),
        "risk": parts("schedule.risk", f"//tr[{named}]"),
        "board": parts("readiness.board", f"//li[{named}]"),
        "report": parts("reports.preview", f"//tr[{named}]"),
    }) == {}  # fmt: skip


def test_files_and_calendars_have_the_day_of_the_pages(page: Page, moved: Cast) -> None:
    with transaction():
        token = feed_service.add_feed(moved.rollout, moved.manager, FeedKind.ALL, NOW)[1]
    client = page.client(moved.manager)

    def file(kind: str) -> bytes:
        found: bytes = client.get(f"/rollouts/{moved.rollout.id}/plan/export/{kind}").data
        return found

    lines = list(csv.DictReader(io.StringIO(file("csv").decode("utf-8-sig"))))
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(file("xlsx"))).get_sheet_by_index(0).to_python()
    cells = [dict(zip(sheet[0], each, strict=True)) for each in sheet[1:]]
    tasks = [{each.tag.rpartition("}")[2]: each.text for each in task} for task in ET.fromstring(file("mspdi")).iter()]
    for name in (GATE, "Sign"):
        found = [(str(each["Start"])[:10], str(each["Finish"])[:10])
                 for table in (lines, cells, tasks) for each in table if each.get("Name") == name]  # fmt: skip
        assert found == [(DAY.isoformat() if name == GATE else "2026-04-07", DAY.isoformat())] * 3, name
    calendar = Calendar.from_ical(client.get(f"/calendar/{token}.ics").data)
    entries = {
        str(each["summary"]): (each.decoded("dtstart"), each.decoded("dtend")) for each in calendar.walk("VEVENT")
    }
    after = DAY + timedelta(days=1)
    assert entries["Review: Decide passed"] == (DAY, after)
    assert entries["Sign"] == (date(2026, 4, 7), after)
