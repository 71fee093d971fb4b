import json
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.reports import document
from planner.reports.plain import from_plain, to_plain
from planner.reports.report import Range, Report
from tests.reports.samples import a_report

tenths = st.integers(0, 1000).map(lambda number: Decimal(number) / 10)


def test_the_stored_text_gives_the_same_report_back() -> None:
    report = a_report()
    assert document.parse(document.canonical(report)) == report


@given(score=st.none() | tenths, low=tenths, high=tenths, sentence=st.text(st.characters(exclude_categories=["Cs"])))
def test_any_percentage_and_text_survives(score: Decimal | None, low: Decimal, high: Decimal, sentence: str) -> None:
    report = a_report(factors=1, rows=1)
    report = replace(report, score=score, range=Range(low, high), verdict=replace(report.verdict, sentence=sentence))
    text = document.canonical(report)
    assert document.parse(text) == report
    assert document.canonical(document.parse(text)) == text


def test_the_fingerprint_does_not_depend_on_the_zone_a_moment_is_written_in() -> None:
    report = a_report()
    moved = report.identity.data_time.astimezone(timezone(timedelta(hours=9)))
    assert document.digest(replace(report, identity=replace(report.identity, data_time=moved))) == document.digest(
        report
    )


def test_the_fingerprint_is_plain_sha256() -> None:
    """The figure is what `sha256sum` says of the same bytes; were it to change, old reports could not be checked."""
    assert document.fingerprint('{"a":"ü"}') == "fd621823002706e24604cb868a9f4f8850d6f01fb5040d49ba050482e1472437"


def test_any_change_changes_the_fingerprint() -> None:
    report = a_report()
    other = replace(report, score=Decimal("64.3"))
    assert document.digest(report) != document.digest(other)


def test_the_download_has_the_promised_names() -> None:
    report = a_report()
    plain = json.loads(document.published(report))
    assert plain["verdict"]["state"] == "hold"
    assert plain["verdict"]["sentence"] == report.verdict.sentence
    assert (plain["score"], plain["coverage"]) == (64.2, 81.5)
    assert plain["range"] == {"low": 52.3, "high": 70.8}
    assert [blocker["ref"] for blocker in plain["blockers"]] == ["uat", "privacy"]
    assert {finding["kind"] for finding in plain["findings"]} == {"strength", "risk", "issue"}
    assert plain["snapshot"] == {"number": 2, "sha256": document.digest(report)}


def test_a_download_proves_itself() -> None:
    text = document.published(a_report())
    assert document.is_genuine(text)
    assert not document.is_genuine(text.replace("64.2", "94.2"))


def test_a_document_of_another_format_is_refused() -> None:
    with pytest.raises(ValueError, match="format"):
        document.parse('{"format": "something else"}')


def test_a_missing_part_is_named() -> None:
    plain = json.loads(document.canonical(a_report()))
    del plain["identity"]["gate"]
    with pytest.raises(ValueError, match=r"Report\.identity\.gate: missing"):
        from_plain(Report, plain)


@pytest.mark.parametrize(
    ("place", "value", "message"),
    [("factors", {}, r"Report\.factors: a list"), ("verdict", [], r"Report\.verdict: an object"),
     ("method", [1], r"Report\.method\[0\]: str")],
)  # fmt: skip
def test_a_wrong_shape_is_named(place: str, value: object, message: str) -> None:
    plain = json.loads(document.canonical(a_report()))
    plain[place] = value
    with pytest.raises(ValueError, match=message):
        from_plain(Report, plain)


def test_a_moment_is_written_in_utc() -> None:
    assert to_plain(datetime(2026, 3, 9, 10, tzinfo=timezone(timedelta(hours=2)))) == "2026-03-09T08:00:00Z"
