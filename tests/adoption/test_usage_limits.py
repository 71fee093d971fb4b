"""What a usage log must not be able to do, and what happens when the machine dies in the middle of a large one."""

import gzip
import io
import json
import os
import signal
import subprocess
import sys
import tracemalloc
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from planner.adoption import log_importing, settings_service
from planner.adoption.import_service import upload_of
from planner.adoption.retention_service import let_go
from planner.adoption.settings_service import Rules
from planner.adoption.usage_importing import LogRefusedError, read_usage
from planner.adoption.usage_models import ImportState, UsageAccount, UsageCount, UsageDay, UsageImport
from planner.db import db, transaction
from tests.adoption.logs import CHOICES, counted, events_of
from tests.adoption.worlds import EVENT, daily, log_of, make_world
from tests.builders import make_rollout
from tests.page import Page, text_of
from tests.personas import Cast

ROW = "2026-01-05T08:15:00Z,ann,Deals\n"


def test_a_packed_log_that_would_fill_the_disk_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    packed = gzip.compress(b"time,user,feature\n" + ROW.encode() * 200_000)
    assert len(packed) < 40_000
    monkeypatch.setattr(log_importing, "MOST_UNPACKED", 2_000_000)
    with pytest.raises(LogRefusedError, match="unpacks to more than"):
        counted(packed, "generic")


def test_a_line_of_a_million_columns_is_refused_before_it_is_taken_apart() -> None:
    tracemalloc.start()
    with pytest.raises(LogRefusedError, match="1,000 columns"):
        counted(b",".join([b"c"] * 450_000) + b"\n" + ROW.encode(), "generic")
    with pytest.raises(LogRefusedError, match="longer than"):
        counted(b"time,user\n" + b"," * 1_000_001, "generic")
    assert tracemalloc.get_traced_memory()[1] < 120_000_000
    tracemalloc.stop()


@pytest.mark.parametrize(
    "content",
    [
        b"[" + b" " * 30_000_000,
        b"[" + b'{"value":[]},' * 2_000_000,
        b'{"value":[' + b'], "value":[' * 2_000_000,
        b'time,user\n"' + b'\n",,"' * 5_000_000,
    ],
    ids=["blanks", "empty answers", "empty lists", "a row of many lines"],
)
def test_what_brings_no_rows_is_given_up_after_a_few_megabytes(content: bytes) -> None:
    source = io.BytesIO(content)
    with pytest.raises(LogRefusedError, match="signs without another row"):
        read_usage(source, "generic", CHOICES, lambda _reader, _events: None)
    assert source.tell() < 8_000_000


def test_long_rows_are_handed_on_a_few_at_a_time() -> None:
    """Five thousand rows of a megabyte each would be five gigabytes."""
    long = ROW.strip().encode() + b" " * 100_000 + b"\n"
    told: list[int] = []
    content = io.BytesIO(b"time,user,feature\n" + long * 200)
    _, counted = read_usage(content, "generic", CHOICES, lambda _reader, events: told.append(len(events)))
    assert (counted.rows, sum(told)) == (200, 200)
    assert max(told) < 60


def test_moments_of_many_zones_in_one_log_fall_on_the_right_days() -> None:
    """Offsets, world time, seconds since 1970, and the night in which the clock goes back."""
    seconds = int(datetime(2026, 3, 1, 23, 30, tzinfo=UTC).timestamp())
    moments = {
        "2026-03-01T23:30:00Z": "2026-03-02 00:30",
        "2026-03-01T23:30:00+05:45": "2026-03-01 18:45",
        "2026-03-01T20:30:00-09:00": "2026-03-02 06:30",
        str(seconds): "2026-03-02 00:30",
        "2025-10-26T00:30:00Z": "2025-10-26 02:30",
        "2025-10-26T01:30:00Z": "2025-10-26 02:30",
        "2026-03-29T01:30:00Z": "2026-03-29 03:30",
    }
    lines = "".join(f"{moment},u{place},Deals\n" for place, moment in enumerate(moments))
    found = events_of("time,user,feature\n" + lines, "generic")
    assert [when for _, when, _ in found] == list(moments.values())


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("time,user,feature\n2026-01-05,Müller,Ä\n".encode("cp1252"), "UTF-8"),
        ("time,user,feature\n2026-01-05,Müller,Ä\n".encode("utf-16-le"), "NUL|no column|UTF-8"),
        (b"time,user,TIME\n2026-01-05,ann,2026-01-06\n", "stands twice"),
        (b"PK\x03\x04 not a workbook", "damaged archive"),
    ],
)
def test_wrong_encodings_and_doubled_headers_are_refused(content: bytes, said: str) -> None:
    with pytest.raises(LogRefusedError, match=said):
        counted(content, "generic")


def test_a_formula_for_a_name_stays_a_text(cast: Cast, page: Page) -> None:
    world = make_world(cast.rollout)
    nasty = '"=HYPERLINK(""http://x.example"")"'
    row = world.take("timestamp,user,name,feature\n" + f"2026-01-05T09:00:00Z,+1 cmd,{nasty},=1+1\n")
    assert row.state is ImportState.DONE
    assert db.session.scalar(select(UsageAccount.name)) == '=HYPERLINK("http://x.example")'
    page.get("adoption.accounts", as_=cast.manager, rollout_id=cast.rollout.id)
    page.get("adoption.events", as_=cast.manager, rollout_id=cast.rollout.id)
    for fmt in ("csv", "xlsx"):
        assert page.client(cast.manager).get(f"/rollouts/{cast.rollout.id}/adoption/figures.{fmt}").status_code == 200


def test_half_a_character_in_json_is_shown_as_a_question_mark(cast: Cast, page: Page) -> None:
    world = make_world(cast.rollout)
    row = world.take(json.dumps([{"timestamp": "soon \ud83d", "user": "ann", "no\ud83dte": ""}]), "log.json")
    shown = page.get("adoption.log", as_=cast.manager, rollout_id=cast.rollout.id, usage_import_id=row.id)
    assert "“soon ?” is no moment" in text_of(shown)


def test_counts_go_when_the_rules_say(cast: Cast) -> None:
    world = make_world(cast.rollout)
    world.take(log_of(daily(["north0"], range(50), EVENT["deal"])))
    with transaction():
        settings_service.set_rules(cast.rollout.id, Rules(daily_kept=31, weekly_kept=62), None)
        closed = let_go(cast.rollout, date(2026, 2, 24))
    oldest = db.session.scalar(select(func.min(UsageCount.day)))
    assert date.fromordinal(oldest or 0) == date(2026, 1, 19), "31 days back, to the Monday before"
    assert closed == 14
    assert db.session.scalar(select(func.count()).select_from(UsageDay).where(UsageDay.marks.is_not(None))) == 36


def test_a_log_of_a_hundred_megabytes_may_be_uploaded(app: Flask, cast: Cast, page: Page) -> None:
    content = io.BytesIO(b"timestamp,user,feature\n" + (b"x" * 99 + b"\n") * 1_048_576)
    form = {"preset": "generic", "source": "Large", "file": (content, "large.csv")}
    page.post("adoption.logs", form, as_=cast.manager, rollout_id=cast.rollout.id)
    page.response.request.environ["wsgi.input"].close()  # the client keeps what it sent in a file
    row = db.session.scalars(select(UsageImport)).one()
    assert row.state is ImportState.WAITING
    assert upload_of(row.id).stat().st_size > 100 * 1024**2


@pytest.mark.slow
def test_an_import_that_is_killed_goes_on_where_it_was(own_app: Flask, tmp_path: Path) -> None:
    """Kill -9 while weeks are being stored: the same command again stores the rest, and every event counts once."""
    rollout = make_rollout("Killed")
    world = make_world(rollout)
    number = rollout.id
    log = tmp_path / "log.csv"
    start = datetime(2025, 6, 2, 8, tzinfo=UTC)
    events = ((start + timedelta(minutes=7 * n), f"north{n % 6}") for n in range(45_000))
    log.write_text("timestamp,user,feature\n" + "".join(f"{at.isoformat()},{who},deal\n" for at, who in events))
    assert world.source.id
    db.session.remove()
    settings = own_app.config["PLANNER"]
    told = {
        "PLANNER_INSTANCE": str(settings.instance), "PLANNER_DATABASE_URL": settings.database_url,
        "PLANNER_SECRET_KEY": settings.secret_key, "PLANNER_TEST_MODE": "1", "PLANNER_NOW": "2026-03-02T09:00:00+00:00",
    }  # fmt: skip
    command = [
        sys.executable,
        "-m",
        "planner",
        "usage",
        "import",
        str(number),
        str(log),
        "--source",
        "Test system",
        "--json",
    ]
    with subprocess.Popen(
        command, env={**os.environ, **told}, stderr=subprocess.PIPE, stdout=subprocess.PIPE
    ) as running:
        assert running.stderr is not None
        for line in running.stderr:
            if line.startswith(b"week 3 "):
                running.send_signal(signal.SIGKILL)
                break
        running.communicate()
    assert running.returncode == -signal.SIGKILL
    before = db.session.scalar(select(func.sum(UsageCount.count)))
    assert 0 < int(before or 0) < 45_000
    db.session.remove()
    done = subprocess.run(command, env={**os.environ, **told}, capture_output=True, check=True, text=True)
    assert json.loads(done.stdout)["counted"] == 45_000
    assert "rows read" not in done.stderr, "it was read before; only what is missing is stored"
    assert db.session.scalar(select(func.sum(UsageCount.count))) == 45_000
