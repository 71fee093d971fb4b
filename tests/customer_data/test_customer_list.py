"""Lists of customers are looked at without repeating anybody's data; broken and hostile files get an answer in time."""

import io
import json
import subprocess
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from planner.cli import planner
from planner.customer_data.customer_list import Column, check_customers

TODAY = date(2026, 3, 2)
HEADER = ["Customer No.", "Company", "E-mail", "Phone", "Postcode", "City", "Revenue", "Last modified"]
GOOD = ["1", "Acme Ltd", "info@acme.example", "+44 20 7946 0000", "N1", "London", "12,500.50", "2026-02-01"]


def told(*rows: list[Any], header: Sequence[Any] = HEADER) -> dict[str, str]:
    """What is said of a list, by the end of each sentence's row."""
    found = check_customers([header, *rows], TODAY)
    return {each.where: each.message for each in (*found.errors, *found.warnings)}


def check(path: Path) -> tuple[int, dict[str, Any]]:
    """The command's answer."""
    result = CliRunner().invoke(planner, ["import-check", "customers", str(path), "--json"])
    return result.exit_code, json.loads(result.stdout)


def test_a_good_list_has_nothing_to_say() -> None:
    found = check_customers([HEADER, GOOD, ["2", "Beta", "a@b.example", "", "", "Rome", -5, date(2026, 1, 1)]], TODAY)
    assert (found.rows, found.errors, found.warnings) == (2, [], [])
    assert found.filled[Column.PHONE] == 1
    assert found.columns[Column.NUMBER] == "Customer No."


def test_what_is_wrong_is_told_by_row_and_never_repeats_a_customer() -> None:
    rows: list[Sequence[object]] = [
        GOOD,
        ["1", "ACME  ltd", "INFO@acme.example", "n/a", "n1", "Leeds", "much", "2027-01-01"],
        ["", "", "", "", "", "", "", ""],
        [None, "N/A", "secret.example.org", "call me", "", "", "1e999", "31.02.2026"],
        ["5", "=HYPERLINK(1)", "", "", "", "", "", ""],
    ]
    found = check_customers([HEADER, *rows], TODAY)
    text = " ".join(each.message for each in found.warnings)
    assert found.rows == 4
    for part in (
        "1 row (25.0 %) without a customer number: 5.",
        "something that is no e-mail address: 5.",
        "something that is no phone number: 5.",
        "2 rows (50.0 %) with a value that is no number: 3, 5.",
        "2 rows (50.0 %) with a day that is none, or lies in the future: 3, 5.",
        "repeat an earlier row's customer number: 3.",
        "repeat an earlier row's e-mail address: 3.",
        "repeat an earlier row's name and postcode: 3.",
        "begin a formula or hold unseen signs: 6.",
    ):
        assert part in text, (part, text)
    assert "name and city" not in text
    for personal in ("secret.example.org", "acme", "HYPERLINK", "call me"):
        assert personal.casefold() not in text.casefold()


def test_a_list_that_is_none_is_refused_with_the_reason() -> None:
    assert "no column of customer numbers" in told(["1"], header=["Colour"])["row 1"]
    assert "stands twice" in told(GOOD, header=[*HEADER, " company "])["row 1"]
    assert "has 9 cells and the header 8" in told(GOOD, [*GOOD, "more"])["row 3"]
    assert told(header=HEADER) == {"file": "The list has a header and no customers."}
    assert check_customers([], TODAY).errors[0].message == "The list is empty."


@given(st.lists(st.lists(st.one_of(st.none(), st.text(max_size=20), st.integers(), st.floats()), max_size=10)))
def test_whatever_stands_in_the_cells_there_is_an_answer(rows: list[list[Any]]) -> None:
    found = check_customers([HEADER, *rows], TODAY)
    assert found.rows <= len(rows)


def test_hostile_files_are_refused_or_told_in_time(shared_data: Path, tmp_path: Path) -> None:
    hostile = shared_data / "hostile"
    subprocess.run([sys.executable, str(hostile / "make_bombs.py"), str(tmp_path)], check=True, capture_output=True)
    expected = json.loads((hostile / "hostile.expected.json").read_text("utf-8"))
    made = {tmp_path / name: each for name, each in expected["made_by_make_bombs"].items()}
    for path, each in ({hostile / name: each for name, each in expected["files"].items()} | made).items():
        code, answer = check(path)
        assert code == (0 if answer["accepted"] else 1), path.name
        if each["expect"] == "refuse" or path.suffix == ".xml":
            assert answer["errors"][0]["message"], path.name
    strings = json.loads((hostile / "blns_open.json").read_text("utf-8"))
    texts = [str(each) for each in strings] + (hostile / "xss.txt").read_text("utf-8").splitlines()
    buffer = io.StringIO()
    __import__("csv").writer(buffer).writerows([["Name", "E-mail"], *([text, ""] for text in texts)])
    (tmp_path / "strings.csv").write_text(buffer.getvalue(), "utf-8", errors="replace")
    code, answer = check(tmp_path / "strings.csv")
    assert (code, answer["accepted"]) in {(0, True), (1, False)}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        ("Name\nMüller\n".encode("cp1252"), "not UTF-8"),
        (b"Name\nA\0B\n", "NUL"),
        (b"%PDF-1.4", "PDF"),
        (b",".join([b"Name"] * 1_000), "more than 200 columns"),
        (b'Name\n"open', "no CSV"),
    ],
)
def test_files_that_are_no_tables_are_refused(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(content)
    code, answer = check(path)
    assert (code, answer["accepted"]) == (1, False)
    assert words in answer["errors"][0]["message"]


def test_a_workbook_of_customers_is_read(tmp_path: Path) -> None:
    path = tmp_path / "customers.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate([HEADER, GOOD, ["2", *GOOD[1:]]]):
            sheet.write_row(number, 0, row)
    code, answer = check(path)
    assert (code, answer["rows"]) == (0, 2)
    assert any("repeat an earlier row's e-mail address: 3." in each["message"] for each in answer["warnings"])


def test_a_hundred_thousand_customers_are_checked_in_bounds(tmp_path: Path) -> None:
    path = tmp_path / "many.csv"
    lines = (
        f"{n},Company {n},c{n}@example.org,+44 20 {n:07d},N{n % 999},Town {n % 300},{n},2026-01-01"
        for n in range(100_000)
    )
    path.write_text("\n".join([",".join(HEADER), *lines]), "utf-8")
    program = (
        "import sys, time; from planner.cli import main; sys.argv[1:] = "
        f"['import-check', 'customers', {str(path)!r}, '--json']\n"
        "try: main()\n"
        "finally: peak = next(line for line in open('/proc/self/status') if line.startswith('VmHWM')).split()[1]; "
        "print(time.process_time(), peak, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, text=True)
    assert json.loads(done.stdout)["rows"] == 100_000
    seconds, kilobytes = map(float, done.stderr.split()[-2:])
    assert seconds < 5
    assert kilobytes < 300 * 1024, "of resident memory"
