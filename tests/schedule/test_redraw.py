"""A change on the timeline is answered with what looks different: exactly what a page loaded anew would show."""

from collections import OrderedDict
from datetime import timedelta
from typing import Any

import pytest
from flask import url_for
from lxml import html
from sqlalchemy import event

from planner.db import db, transaction
from planner.schedule.chart import Bar
from planner.schedule.import_service import import_plan
from planner.schedule.importing import read_plan_bytes
from planner.schedule.plan_table import Line
from planner.schedule.states import Kind, TaskFacts, TaskState
from planner.schedule.timeline_rows import DrawnRow, mark_of, redrawn
from tests.conftest import NOW
from tests.page import Page, text_of
from tests.personas import Cast
from tests.schedule.files import project, task
from tests.schedule.test_outline_service import SMALL
from tests.schedule.test_outline_views import at, choose, row


def drawn(number: int, **more: Any) -> DrawnRow:
    task = TaskFacts(number, number, number, number, f"T{number}", 1, Kind.TASK)
    values: dict[str, Any] = {"links": "", "waits": "", "slack": "", "slip": None, "gate": None, **more}
    return DrawnRow(Line(task, TaskState.PLANNED, 0), values.pop("bar", None), **values)


def test_only_rows_that_look_different_are_drawn_anew_and_the_order_is_told_when_it_changed() -> None:
    a, b, c = drawn(1), drawn(2), drawn(3)
    assert redrawn([a, b, c], [a, b, c]) == redrawn([], [])
    other = drawn(2, waits="1")
    assert redrawn([a, b, c], [a, other, c]).rows == (other,)
    assert redrawn([a, b, c], [a, other, c]).order == ()
    assert redrawn([a, b, c], [c, a]).order == (3, 1)
    assert redrawn([a], [a, b]).rows == (b,)


def test_the_mark_changes_with_anything_that_is_drawn() -> None:
    bar = Bar(1, 2, 3, 0, Kind.TASK, critical=False, late=False, words="")
    rows = [
        drawn(1),
        drawn(1, waits="2"),
        drawn(1, slack="1 day"),
        drawn(1, slip=2),
        drawn(1, gate=7),
        drawn(1, bar=bar),
    ]
    assert len({mark_of([each]) for each in rows}) == len(rows)
    assert mark_of([drawn(1)], "week") != mark_of([drawn(1)], "day")


@pytest.fixture
def planned(cast: Cast) -> Cast:
    """The cast with a plan of four rows."""
    with transaction():
        import_plan(cast.rollout, read_plan_bytes(SMALL), file_name="p.xml", sha256="a" * 64, by=None, at=NOW)
    return cast


class Looking:
    """Somebody who has the timeline open and sends changes from it."""

    def __init__(self, page: Page, cast: Cast) -> None:
        self.page, self.cast, self.client = page, cast, page.client(cast.manager)
        self.load()

    def load(self) -> Any:
        self.tree = self.page.get(
            "schedule.timeline", as_=self.cast.manager, rollout_id=self.cast.rollout.id, zoom="week"
        )
        self.mark = self.tree.cssselect(".timeline")[0].get("data-mark")
        return self.tree

    def send(self, endpoint: str, values: dict[str, str], **where: Any) -> dict[str, Any]:
        with self.page.app.test_request_context():
            address = url_for(endpoint, zoom="week", **where)
        data = {"csrf_token": self.page.token(self.client), **values}
        answer = self.client.post(address, data=data, headers={"X-Redraw": self.mark})
        found: dict[str, Any] = answer.json
        return found

    def drag(self, name: str, start: str, finish: str) -> dict[str, Any]:
        values = {"version": str(row(self.cast, name).version), "start": start, "finish": finish}
        return self.send("schedule.drag", values, **at(self.cast, name))

    def arrange(self, name: str, step: str) -> dict[str, Any]:
        return self.send("schedule.arrange", choose(self.cast, name, step), rollout_id=self.cast.rollout.id)


def parts(tree: Any) -> dict[str, str]:
    """Every row, bar and path of links of a page by its id."""
    found = tree.cssselect("[id^=row-], [id^=bar-], [id^=links-]")
    return {each.get("id"): html.tostring(each, with_tail=False, encoding="unicode") for each in found}


def follow(shown: dict[str, str], answer: dict[str, Any]) -> dict[str, str]:
    """What the page shows once it has put the answer in place, as the script of the page does."""
    shown = dict(shown)
    for each in answer["rows"]:
        for kind, text in (("row", each["row"]), ("bar", each["bar"]), ("links", each["links"])):
            key = f"{kind}-{each['id']}"
            shown.pop(key, None)
            if text.strip():
                shown[key] = html.tostring(html.fragment_fromstring(text), with_tail=False, encoding="unicode")
    if answer["order"]:
        left = set(answer["order"])
        shown = {key: text for key, text in shown.items() if int(key.split("-")[1]) in left}
    return shown


@pytest.mark.parametrize("known", [True, False])
def test_what_is_drawn_anew_equals_the_page_loaded_anew(
    page: Page, planned: Cast, monkeypatch: pytest.MonkeyPatch, *, known: bool
) -> None:
    looking = Looking(page, planned)
    shown = parts(looking.tree)
    steps = (("drag", "Write", "2026-03-04", "2026-03-05"), ("arrange", "Other", "in"), ("arrange", "Other", "up"))
    for name, *values in steps:
        if not known:
            monkeypatch.setattr("planner.schedule.timeline_views._SEEN", OrderedDict())
        answer: dict[str, Any] = getattr(looking, name)(*values)
        assert answer["rows"]
        shown = follow(shown, answer)
        tree = looking.load()
        assert shown == parts(tree)
        assert answer["mark"] == looking.mark
        order = [int(each.get("id")[4:]) for each in tree.cssselect("tr[id^=row-]")]
        assert answer["order"] in ([], order)


def test_it_says_what_happened_and_offers_to_take_it_back(page: Page, planned: Cast) -> None:
    looking = Looking(page, planned)
    answer = looking.drag("Write", "2026-03-04", "2026-03-05")
    assert "takes from 2026-03-04 to 2026-03-05" in answer["said"]
    undo = html.fromstring(answer["undo"])
    looking.mark = answer["mark"]
    change = {"change": str(undo.cssselect("input[name=change]")[0].get("value"))}
    back = looking.send("schedule.undo", change, rollout_id=planned.rollout.id)
    assert "Taken back" in back["said"]
    assert "Undo" not in back["undo"]
    assert not text_of(looking.load()).count("Taken back"), "it is said once"


def test_what_is_refused_is_said_and_changes_nothing(page: Page, planned: Cast) -> None:
    looking = Looking(page, planned)
    answer = looking.arrange("Phase", "up")
    assert "first of its level" in answer["said"]
    assert answer["rows"] == []
    assert answer["mark"] == looking.mark


def test_a_page_that_shows_something_else_is_loaded_anew(page: Page, planned: Cast) -> None:
    looking = Looking(page, planned)
    looking.mark = "0" * 16
    assert looking.drag("Write", "2026-03-04", "2026-03-05") == {"reload": True}
    assert str(row(planned, "Write").first_day) == "2026-03-04", "the change was made all the same"
    looking.load()
    values = {"version": "1", "start": "2026-03-09", "finish": "2026-03-10"}
    assert looking.send("schedule.drag", values, **at(planned, "Write")) == {"reload": True}
    assert "Somebody changed this row meanwhile" in text_of(html.fromstring(looking.client.get("/").text))


def test_how_many_findings_there_are_now_is_a_number(page: Page, planned: Cast) -> None:
    client = page.client(planned.manager)
    address = f"/rollouts/{planned.rollout.id}/plan/checks"
    count = client.get(address, headers={"X-Count": "1"}).json["count"]
    assert f"{count} finding" in text_of(html.fromstring(client.get(address).text))


def chain(rows: int) -> bytes:
    """A plan in which every row waits for the one before it, so that moving the first moves all of them."""
    return project(*(task(n, after=[n - 1] if n > 1 else []) for n in range(1, rows + 1)))


@pytest.mark.slow
def test_one_drag_asks_the_database_no_more_in_a_long_plan_than_in_a_short_one(page: Page, cast: Cast) -> None:
    counts = []
    for number, size in enumerate((20, 10_000)):
        with transaction():
            reading = read_plan_bytes(chain(size))
            import_plan(cast.rollout, reading, file_name="p", sha256=str(number) * 64, by=None, at=NOW)
        looking = Looking(page, cast)
        first = row(cast, "Task 1")
        assert first.first_day
        assert first.last_day
        seen: list[str] = []
        listener = lambda *args: seen.append(args[2])  # noqa: B023, E731 - removed in the same round
        event.listen(db.engine, "before_cursor_execute", listener)
        later = [str(day + timedelta(days=7)) for day in (first.first_day, first.last_day)]
        answer = looking.drag("Task 1", *later)
        event.remove(db.engine, "before_cursor_execute", listener)
        assert "takes from" in answer["said"]
        assert str(row(cast, f"Task {size}").first_day) > str(later[0])
        counts.append(len(seen))
    assert counts[0] == counts[1]
    assert counts[0] < 70
