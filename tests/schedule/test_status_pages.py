"""The status date is set by a form, read from a file, taken back, exported, and known to the commands."""

import json
from datetime import date, datetime
from pathlib import Path

from click.testing import CliRunner

from planner.cli import planner
from planner.db import db, transaction
from planner.schedule import queries, service
from planner.schedule.export_service import mspdi
from planner.schedule.import_service import import_plan
from planner.schedule.importing import read_plan_bytes
from planner.schedule.memory_service import last_change, take_back
from planner.schedule.models import Plan, PlanTask
from planner.schedule.status_service import StatusDraft, set_status, status_version
from tests.conftest import NOW
from tests.page import Page, text_of
from tests.personas import Cast
from tests.schedule.files import project, task

# NOW is 2 March 2026. Write was done for a half, Check and Other have not begun.
FILE = project(
    task(1, "Write", ActualStart="2026-02-16T08:00:00", Start="2026-02-16T08:00:00", Finish="2026-02-19T17:00:00",
         Duration="PT32H0M0S", PercentComplete=50, RemainingDuration="PT16H0M0S"),
    task(2, "Check", after=[1]),
    task(3, "Other"),
    more="<StartDate>2026-02-16T08:00:00</StartDate><StatusDate>2026-02-20T17:00:00</StatusDate>",
)  # fmt: skip
STATUS = datetime(2026, 2, 20, 17)


def stored(cast: Cast) -> Plan:
    with transaction():
        made = import_plan(cast.rollout, read_plan_bytes(FILE), file_name="p.xml", sha256="a" * 64, by=None, at=NOW)
    return made.plan


def days(plan: Plan) -> list[str]:
    db.session.expire_all()
    return [f"{row.first_day:%m-%d} {row.last_day:%m-%d}" for row in queries.rows_of(plan.id)]


def moved(cast: Cast, plan: Plan, day: date | None, *, reschedules: bool = True) -> None:
    with transaction():
        draft = StatusDraft(day, reschedules)
        set_status(plan, draft, status_version(plan), cast.manager, NOW, today=NOW.date())


PLANNED = ["02-16 02-19", "02-20 02-20", "02-16 02-16"]
AFTER_FRIDAY = ["02-16 02-24", "02-25 02-25", "02-23 02-23"]


def test_the_status_date_of_a_file_is_read_and_moves_nothing_by_itself(cast: Cast) -> None:
    plan = stored(cast)
    assert plan.status_date == STATUS
    assert not plan.reschedules
    assert days(plan) == PLANNED


def test_unfinished_work_goes_on_after_the_day_and_the_change_is_taken_back(cast: Cast) -> None:
    plan = stored(cast)
    moved(cast, plan, date(2026, 2, 20))
    assert days(plan) == AFTER_FRIDAY
    task_3 = db.session.query(PlanTask).filter_by(plan_id=plan.id, name="Other").one()
    draft = service.stored_draft(task_3)
    with transaction():
        service.edit_task(task_3, draft, task_3.version, cast.rollout.id, today=NOW.date())
    assert days(plan) == AFTER_FRIDAY
    moved(cast, plan, date(2026, 2, 27))
    assert days(plan) == ["02-16 03-03", "03-04 03-04", "03-02 03-02"]
    for expected in (AFTER_FRIDAY, PLANNED):
        change = last_change(plan)
        assert change
        with transaction():
            take_back(plan, change.id, NOW.date())
        assert days(plan) == expected
    assert (plan.status_date, plan.reschedules) == (STATUS, False)


def test_the_form_says_what_moved_and_the_pages_say_the_day(page: Page, cast: Cast) -> None:
    plan = stored(cast)
    where = {"rollout_id": cast.rollout.id}
    form = page.get("schedule.status_date", as_=cast.manager, **where)
    assert form.cssselect("input[name=day]")[0].get("value") == "2026-02-20"
    values = {"day": "2026-02-20", "reschedules": "y", "version": form.cssselect("input[name=version]")[0].get("value")}
    page.post("schedule.status_date", values, as_=cast.manager, **where)
    assert days(plan) == AFTER_FRIDAY
    for endpoint in ("schedule.plan", "schedule.timeline"):
        text = text_of(page.get(endpoint, as_=cast.viewer, **where))
        assert "Progress is recorded up to 20 Feb 2026; unfinished work goes on after that day." in text
    stale = page.post("schedule.status_date", {**values, "day": "2026-02-25"}, as_=cast.manager, status=409, **where)
    assert "20 Feb 2026" in stale.text or "2026-02-20" in stale.text
    page.post("schedule.status_date", values, as_=cast.member, status=403, **where)


def test_the_form_refuses_a_day_to_come_and_a_tick_without_a_day(page: Page, cast: Cast) -> None:
    plan = stored(cast)
    version = str(status_version(plan))
    for values in ({"day": "2026-03-03", "reschedules": "y"}, {"day": "", "reschedules": "y"}):
        where = {"rollout_id": cast.rollout.id, "status": 422}
        page.post("schedule.status_date", {**values, "version": version}, as_=cast.manager, **where)
    assert days(plan) == PLANNED


def test_a_file_written_from_it_gives_the_same_dates_without_a_status_date(cast: Cast, tmp_path: Path) -> None:
    plan = stored(cast)
    moved(cast, plan, date(2026, 2, 20))
    path = tmp_path / "out.xml"
    path.write_bytes(mspdi(plan))
    again = read_plan_bytes(path.read_bytes()).plan
    assert again
    assert again.status_date == STATUS
    rows = json.loads(CliRunner().invoke(planner, ["schedule", "analyze", str(path), "--json"]).stdout)["tasks"]
    assert [f"{row['start'][5:10]} {row['finish'][5:10]}" for row in rows] == AFTER_FRIDAY


def test_the_command_moves_unfinished_work_only_when_asked(tmp_path: Path) -> None:
    path = tmp_path / "plan.xml"
    path.write_bytes(FILE)

    def starts(*more: str) -> list[str]:
        result = CliRunner().invoke(planner, ["schedule", "analyze", str(path), "--json", *more])
        return [row["start"][5:10] for row in json.loads(result.stdout)["tasks"]]

    assert starts() == ["02-16", "02-20", "02-16"]
    assert starts("--reschedule") == ["02-16", "02-25", "02-23"]
    assert starts("--status-date", "2026-02-27") == ["02-16", "03-04", "03-02"]
    path.write_bytes(project(task(1)))
    refused = CliRunner().invoke(planner, ["schedule", "analyze", str(path), "--json", "--reschedule"])
    assert refused.exit_code == 1
