"""Logs of every form are read piece by piece; what is broken is refused with its place; known counts are exact."""

import csv
import gzip
import io
import json
import random
from collections import defaultdict
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from planner.adoption.json_importing import json_rows
from planner.adoption.metered_importing import Metered
from planner.adoption.seen import Seen
from planner.adoption.usage_importing import LogRefusedError
from planner.adoption.usage_metrics import UsageMetrics
from planner.basics.export import csv_bytes, xlsx_bytes
from planner.cli import planner
from tests.adoption.logs import choices, counted, events_of

HEADER = ["time", "user", "feature"]
ROW = ["2026-01-05T08:15:00Z", "ann", "Deals"]
ONE = [("ann", "2026-01-05 09:15", "Deals")]
LOGS = {
    "team_log.csv": "generic",
    "salesforce_elf_login_redressed.csv": "salesforce-event-log-login",
    "dataverse_audits_redressed.json": "dataverse-audit",
    "kommo_events_redressed.json": "kommo-events",
}


def analyzed(*arguments: object) -> dict[str, Any]:
    result = CliRunner().invoke(planner, ["usage", "analyze", *map(str, arguments), "--json"])
    assert result.exit_code == 0, result.output
    answer: dict[str, Any] = json.loads(result.stdout)
    return answer


@pytest.mark.parametrize(("name", "preset"), LOGS.items())
def test_known_logs_are_exact_in_both_zones(shared_data: Path, name: str, preset: str) -> None:
    path = shared_data / "usage" / name
    expected = json.loads(path.with_suffix(".expected.json").read_text("utf-8"))
    zones = [expected[part]["timezone"] for part in ("metrics_local", "metrics_utc")]
    answers = analyzed(path, "--preset", preset, "--timezone", zones[0], "--timezone", zones[1])["metrics"]
    for part, got in zip(("metrics_local", "metrics_utc"), answers, strict=True):
        for key, want in expected[part].items():
            if key in got and key not in expected.get("not_judged", []):
                assert got[key] == (want[1] if key == "dau_max" else want), f"{part} {key}"


def test_every_form_says_the_same(tmp_path: Path) -> None:
    plain = csv_bytes(HEADER, [ROW])
    forms = {
        "comma": plain,
        "tab in UTF-16": "\t".join(HEADER).encode("utf-16") + ("\n" + "\t".join(ROW)).encode("utf-16-le"),
        "semicolon after sep=": b"sep=;\r\n" + plain.removeprefix(b"\xef\xbb\xbf").replace(b",", b";"),
        "compressed": gzip.compress(plain),
        "workbook": xlsx_bytes(HEADER, [ROW]),
        "JSON": json.dumps([dict(zip(HEADER, ROW, strict=True))]).encode(),
        "JSON lines": json.dumps(dict(zip(HEADER, ROW, strict=True))).encode() + b"\n",
    }
    for name, content in forms.items():
        assert events_of(content, "generic") == ONE, name


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"), (b"%PDF-1.7", "PDF"), (b"time,user\n\xff\xfe\xff,b\n", "UTF-8"), (b"time,user\n\0,b\n", "NUL"),
        (b"<?xml version='1.0'?><!DOCTYPE x>", "XML"), (gzip.compress(b"time,user\n" * 900)[:40], "cut short"),
        (b"time,user\n" + b"x" * 1_000_002, "longer than"), (b",".join([b"c"] * 2000) + b"\n", "1,000 columns"),
        (b"[" * 50_000, "nested too deeply"), (b'{"value": [{"time": "2026-01-05"}', "no end"),
        (b'{"value": [{"time": "2026', "no JSON"), (b"[1, 2]", "no record"), (b"{}", "no column"),
        (b'time,user\n"2026-01-05,ann\n', "no CSV"), (gzip.compress(gzip.compress(b"a")), "compressed twice"),
        (b"time,user\n01/02/2026,ann\n", "do not show whether the day"),
    ],
    ids=range(16),
)  # fmt: skip
def test_what_is_no_log_is_refused_with_its_reason(content: bytes, said: str) -> None:
    with pytest.raises(LogRefusedError, match=said):
        counted(content, "generic")


def test_each_bad_row_is_named() -> None:
    rows = [
        ROW,
        ["2026-01-05T08:15:00Z", "ann"],
        ["soon", "bob", "Deals"],
        [],
        ["2999-01-01T00:00:00Z", "eve", "Deals"],
    ]
    content = "\n".join(",".join(row) for row in [HEADER, *rows]) + "\n"
    soon = datetime(2026, 2, 1, tzinfo=UTC).timestamp()
    found, told, _ = counted(content, "generic", choices(latest=soon))
    assert found == ONE
    assert [problem.where for problem in told.problems] == ["row 3", "row 4", "row 6"]
    _, told, _ = counted(content.replace("2999", "2027"), "generic", choices(latest=soon))
    assert "lies in the future" in told.problems[-1].message


def test_a_check_names_rows_and_ends_with_one(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_text("time,user\n2026-01-05,ann\nsoon,bob\n")
    result = CliRunner().invoke(planner, ["import-check", "usage", str(path), "--json"])
    assert result.exit_code == 1
    assert json.loads(result.stdout)["errors"][0]["where"] == "row 3"
    path.write_text("time,user\n2026-01-05,ann\n")
    result = CliRunner().invoke(planner, ["import-check", "usage", str(path), "--json"])
    assert result.exit_code == 0
    assert json.loads(result.stdout)["rows"] == 1


records = st.lists(
    st.dictionaries(st.text(max_size=5), st.one_of(st.text(), st.integers(), st.booleans(), st.none()), min_size=1),
    min_size=1, max_size=30,
)  # fmt: skip


@given(records, st.sampled_from(['{{"value": {}}}', '{{"d": {{"results": {}}}}}', "{}"]), st.booleans())
def test_json_is_read_as_the_standard_library_reads_it(rows: list[dict[str, Any]], form: str, ascii_only: bool) -> None:
    text = form.format(json.dumps(rows, ensure_ascii=ascii_only))
    header, *found = list(json_rows(Metered(io.StringIO(text))))
    for row, record in zip(found, rows, strict=True):
        said = {k: "" if v is None else str(v).lower() if isinstance(v, bool) else str(v) for k, v in record.items()}
        assert dict(zip(header, row, strict=True)) == dict.fromkeys(header, "") | said


@given(st.lists(st.lists(st.integers(0, 50), max_size=20), max_size=30))
def test_an_event_is_fresh_once(batches: list[list[int]]) -> None:
    seen, known = Seen(), set[int]()
    for batch in batches:
        expected = []
        for number in batch:
            expected.append(number not in known)
            known.add(number)
        assert seen.fresh(np.array(batch, np.uint64)).tolist() == expected
    assert seen.all().tolist() == sorted(known)


events = st.lists(
    st.tuples(st.integers(0, 400), st.integers(0, 8), st.integers(0, 5), st.integers(0, 3)), min_size=1, max_size=80
)


@given(events, st.integers(1, 5))
def test_counts_are_those_of_the_plain_way(found: list[tuple[int, int, int, int]], pieces: int) -> None:
    start = date(2025, 11, 20).toordinal()
    rows = [(start + day, person, function, weight) for day, person, function, weight in found]
    metrics = UsageMetrics("UTC")
    for number in range(pieces):
        columns = list(zip(*rows[number::pieces], strict=True)) or [(), (), (), ()]
        metrics.add(*(np.array(column, np.int64) for column in columns))
    answer = metrics.answer()
    by_week, last, functions = defaultdict(set), dict[int, int](), defaultdict(set)
    for day, person, function, _ in rows:
        year, week, _ = date.fromordinal(day).isocalendar()
        by_week[f"{year}-W{week:02d}"].add(person)
        last[person] = max(last.get(person, 0), day)
        functions[person].add(function)
    assert answer["wau"] == {week: len(people) for week, people in sorted(by_week.items())}
    assert answer["events"] == sum(weight for *_, weight in rows)
    assert answer["dormant_users_30d_at_end"] == sum(max(last.values()) - day >= 30 for day in last.values())
    assert answer["mean_distinct_features_per_user"] == round(sum(map(len, functions.values())) / len(functions), 4)
    newcomers = answer["new_users_by_iso_week"]
    assert isinstance(newcomers, dict)
    assert sum(newcomers.values()) == len(last)


def test_a_long_log_in_any_order_counts_the_same(tmp_path: Path) -> None:
    rng = random.Random(4)
    zone = ZoneInfo("America/New_York")
    moments = [datetime(2026, 1, 1, tzinfo=UTC).timestamp() + rng.random() * 8e6 for _ in range(45_000)]
    people = [rng.randrange(300) for _ in moments]
    path = tmp_path / "long.csv"
    with path.open("w", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["timestamp", "user"])
        writer.writerows(
            (datetime.fromtimestamp(m, UTC).isoformat(), f"u{p}") for m, p in zip(moments, people, strict=True)
        )
    answer = analyzed(path, "--timezone", "America/New_York")["metrics"][0]
    days = defaultdict(set)
    for moment, person in zip(moments, people, strict=True):
        days[datetime.fromtimestamp(moment, zone).date()].add(person)
    assert answer["events"] == 45_000
    assert answer["active_days"] == len(days)
    assert answer["dau_max"] == max(map(len, days.values()))
