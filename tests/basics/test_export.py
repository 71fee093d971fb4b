"""Cells of exported tables: text that a spreadsheet program would run is defused, and nothing is lost by it."""

import csv
import io
import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.basics.export import cell, csv_bytes, csv_text, defuse, is_dangerous, original

TRIGGERS = ["=", "+", "-", "@", "|", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20", "\uff5c"]
HARMLESS = ["", "plain", "a=b", "1 + 1", "'tis", "it's", "Ångström", "50 % done", "x@y.example", "–"]


@pytest.mark.parametrize(
    "trigger", ["=", "+", "-", "@", "|", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20", "\uff5c"]
)
@pytest.mark.parametrize("before", ["", " ", "\u00a0", "\u3000", "\u200b", "\ufeff", "  \u2009", "'", "''"])
def test_text_that_could_run_gets_an_apostrophe(trigger: str, before: str) -> None:
    text = f"{before}{trigger}cmd"
    assert defuse(text) == f"'{text}"
    assert original(defuse(text)) == text


@pytest.mark.parametrize(
    "text", ["", "plain", "a=b", "1 + 1", "'tis", "it's", "Ångström", "50 % done", "x@y.example", "–"]
)
def test_harmless_text_is_left_alone(text: str) -> None:
    assert defuse(text) == text
    assert original(text) == text


def test_numbers_stay_numbers_and_dates_are_iso() -> None:
    assert [cell(-5), cell(Decimal("-1.50")), cell(0)] == ["-5", "-1.50", "0"]
    assert [cell(None), cell(True), cell(date(2026, 3, 2))] == ["", "yes", "2026-03-02"]
    assert cell("-5") == "'-5"


def test_ten_thousand_apostrophes_are_no_trouble() -> None:
    assert is_dangerous("'" * 10_000 + "=1")


@given(st.text(alphabet=st.characters(exclude_characters="\0", exclude_categories=["Cs"])))
def test_the_original_comes_back_and_never_starts_as_a_formula(text: str) -> None:
    written = csv_text(["name"], [[text]])
    header, row = list(csv.reader(io.StringIO(written, newline="")))[:2] if text else (["name"], [""])
    assert header == ["name"]
    assert original(row[0]) == text
    assert not row[0].startswith(("=", "+", "-", "@", "|", "\t", "\r", "\n"))


def test_the_header_is_defused_too_and_rows_end_in_crlf() -> None:
    assert csv_text(["=name", "count"], [["a", 1]]) == "'=name,count\r\na,1\r\n"


def test_a_file_starts_with_the_mark_by_which_excel_knows_utf_8() -> None:
    assert csv_bytes(["é"], []) == b"\xef\xbb\xbf\xc3\xa9\r\n"
    assert csv_bytes(["\ud800"], []).endswith(b"?\r\n")


def test_every_published_attack_is_defused_and_comes_back(shared_data: Path) -> None:
    for attack in json.loads((shared_data / "hostile" / "csv_injection.json").read_text())["payloads"]:
        assert not cell(attack).startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
        assert original(cell(attack)) == attack
