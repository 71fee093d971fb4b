"""Tables from outside: what is no table is refused quickly and with a reason, whatever it holds."""

import io
import json
import subprocess
import sys
import zipfile
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path

import pytest

from planner.basics.export import csv_bytes, xlsx_bytes
from planner.basics.table_importing import Cell, read_table
from planner.basics.workbook_checks import TableLimits, TableRefusedError
from tests.conftest import SHARED

XLSX = sorted((SHARED / "hostile" / "xlsx").glob("*.xlsx"))
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def read(content: bytes, limits: TableLimits | None = None) -> list[list[Cell]]:
    return read_table(io.BytesIO(content), limits)


def refused(content: bytes, limits: TableLimits | None = None) -> str:
    with pytest.raises(TableRefusedError) as told:
        read(content, limits)
    assert told.value.remedy
    return told.value.what


def texts() -> list[str]:
    """Strings that break programs; NUL and half characters cannot stand in any stored text."""
    strings = json.loads((SHARED / "hostile" / "blns_open.json").read_text())
    strings += json.loads((SHARED / "hostile" / "csv_injection.json").read_text())["payloads"]
    strings += (SHARED / "hostile" / "xss.txt").read_text().splitlines()
    return [text for text in strings if text and "\0" not in text]


@pytest.mark.parametrize("write", [csv_bytes, xlsx_bytes])
def test_hostile_texts_come_back_byte_for_byte(shared_data: Path, write: type) -> None:
    rows = [(number, text) for number, text in enumerate(texts())]
    back = read(write(("Number", "Text"), rows))
    assert [row[1] for row in back[1:]] == [text for _, text in rows]


def test_numbers_and_dates_stay_such_in_a_workbook() -> None:
    row = (-5, 2.5, date(2026, 3, 2), datetime(2026, 3, 2, 8, 30), "-5", True, None)
    back = read(xlsx_bytes(("a",) * 7, [row]))[1]
    assert back[:2] == [-5, 2.5]
    assert back[3:5] == [datetime(2026, 3, 2, 8, 30), "-5"]
    assert back[2] in {date(2026, 3, 2), datetime(2026, 3, 2)}


def test_no_cell_of_a_workbook_is_a_formula_or_begins_like_one(shared_data: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(xlsx_bytes(("=1",), [(text,) for text in texts()]))) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
        strings = archive.read("xl/sharedStrings.xml").decode()
    assert b"<f>" not in sheet
    assert b"hyperlink" not in sheet
    assert not [text for text in strings.split("<t>")[1:] if text[0] in "=+-@|\t"]


@pytest.mark.parametrize(
    "content", [b"a;b\r\n1;2,5\r\n", b'\xef\xbb\xbfa,b\n1,"2,5"\n', b"a\tb\n1\t2,5"], ids=["semicolon", "comma", "tab"]
)
def test_the_usual_separators_are_understood(content: bytes) -> None:
    assert read(content) == [["a", "b"], ["1", "2,5"]]


@pytest.mark.parametrize(
    ("content", "part"),
    [
        (b"", "empty"),
        (b"a,b\nK\xf6ln,1", "Line 2 is not UTF-8"),
        (b"a\n\0", "Line 2 holds NUL"),
        (b'a\n"open', "no CSV"),
        (b"a\n" + b"x" * 140_000, "no CSV"),
        (b"a\n" * 40_000, "more than 30,001 rows"),
        (b"," * 300, "more than 200 columns"),
        (b"a,b\n" + b"," * 1_000_001, "The row in line 2 is longer than 1,000,000 signs"),
        (b'a,b\n"' + b'\n",,,,"' * 200_000, "is longer than 1,000,000 signs"),
        ((b"," * 199 + b"\n") * 5_010, "Up to row 5,001 the table has more than 1,000,000 cells"),
        (b"%PDF-1.7", "PDF"),
        (b"PK\x03\x04 and so on", "damaged archive"),
    ],
)
def test_what_is_no_table_is_refused(content: bytes, part: str) -> None:
    assert part in refused(content)


def test_texts_that_come_again_count_once() -> None:
    limits = TableLimits(distinct=2_000)
    assert len(read(b"north\n" * 1_000, limits)) == 1_000
    assert "more text" in refused("".join(f"north{n}\n" for n in range(1_000)).encode(), limits)


def test_a_file_too_large_is_refused() -> None:
    assert "larger than" in refused(b"a" * 2000, TableLimits(size=1000))


def workbook(**parts: str) -> bytes:
    """A workbook in which some parts are replaced; names by their last word before the dot."""
    with zipfile.ZipFile(io.BytesIO(xlsx_bytes(("Name",), [("one",)]))) as good:
        members = {name: good.read(name).decode() for name in good.namelist()}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, parts.get(Path(name).stem, content))
    return out.getvalue()


def sheet(cells: str) -> str:
    return f'<worksheet xmlns="{MAIN}"><sheetData>{cells}</sheetData></worksheet>'


@pytest.mark.parametrize(
    ("cells", "part"),
    [
        ('<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>', "reaches to"),
        ('<row r="1"><c s="1" r="XFD1"><v>1</v></c></row>', "reaches to XFD1"),
        ('<row r="99999999999"><c><v>1</v></c></row>', "reaches to"),
        ('<row r="1"><c r="A99999"><v>1</v></c></row>', "reaches to A99999"),
        ("<row>" + "<c/>" * 300 + "</row>", "reaches to KN1"),
        ('<row r="1"><c r="GR1"/><c/></row>', "reaches to GS1"),
        ("<row/>" * 30_002, "30,001 rows"),
        ('<row r="30000"><c r="GR30000"><v>1</v></c></row>', "at most 1,000,000 cells"),
        ('<row r="1"><c x=">" r="XFD1"><v>1</v></c></row>', "reaches to XFD1"),
        ('<row r="1"><c r="A1">', "not well-formed"),
    ],
)
def test_a_cell_far_away_is_refused_before_it_takes_memory(cells: str, part: str) -> None:
    assert part in refused(workbook(sheet1=sheet(cells)))


def test_a_long_text_that_many_cells_share_is_refused() -> None:
    strings = f'<sst xmlns="{MAIN}"><si><t>{"x" * 1_000_000}</t></si></sst>'
    cells = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 101))
    assert "more text" in refused(workbook(sheet1=sheet(cells), sharedStrings=strings))


@pytest.mark.parametrize("point", ["&#48;", "<!-- -->0", "0"])
def test_shared_texts_are_counted_however_they_are_written(point: str) -> None:
    strings = f'<x:sst xmlns:x="{MAIN}"><x:si><x:t>{"x" * 1_000_000}</x:t></x:si></x:sst>'
    cells = "".join(f'<row><c t="s"><v>{point}</v></c></row>' for _ in range(100))
    assert "more text" in refused(workbook(sheet1=sheet(cells), sharedStrings=strings))


def test_rows_and_columns_that_are_empty_at_the_beginning_stay() -> None:
    cells = '<row r="2"><c r="B2"><v>1</v></c><c r="D2"><v>2</v></c></row><row r="4"><c r="C4"><v>7</v></c></row>'
    nothing = [None] * 4
    assert read(workbook(sheet1=sheet(cells))) == [nothing, [None, 1, None, 2], nothing, [None, None, 7, None]]


def test_an_archive_of_another_program_is_no_workbook() -> None:
    """The reader would open a sheet of OpenDocument too, in which one cell can stand for a thousand million."""
    out = io.BytesIO(workbook())
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("content.xml", "<office/>")
    assert "not a workbook" in refused(out.getvalue())


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_parts_of_one_name_are_refused() -> None:
    out = io.BytesIO(workbook())
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("xl/worksheets/sheet1.xml", sheet('<row r="1"><c r="XFD1"/></row>'))
    assert "same name" in refused(out.getvalue())


def test_a_workbook_with_a_document_type_is_refused() -> None:
    bomb = f'<!DOCTYPE a [<!ENTITY b "c">]>{sheet("")}'
    assert "entities" in refused(workbook(sheet1=bomb))


def test_a_part_that_lies_about_its_size_is_refused() -> None:
    content = bytearray(workbook(sheet1=sheet("<!--" + "0" * 500_000 + "-->")))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        member = next(each for each in archive.infolist() if each.filename.endswith("sheet1.xml"))
    size = member.file_size.to_bytes(4, "little")
    assert size in content
    assert "damaged" in refused(bytes(content).replace(size, (100).to_bytes(4, "little")))


@pytest.mark.parametrize("path", XLSX, ids=lambda path: path.name[-24:])
def test_fuzzed_workbooks_get_a_clean_answer(path: Path) -> None:
    with suppress(TableRefusedError):
        assert read(path.read_bytes())


MEASURED = """
import sys
from planner.basics.table_importing import read_table
from planner.basics.workbook_checks import TableRefusedError
try:
    with open(sys.argv[1], "rb") as source:
        read_table(source)
    print("read", end=" ")
except TableRefusedError:
    print("refused", end=" ")
with open("/proc/self/status") as status:
    print(next(int(line.split()[1]) // 1024 for line in status if line.startswith("VmHWM")))
"""


@pytest.mark.skipif(not Path("/proc/self/status").is_file(), reason="peak memory is read from Linux")
def test_bombs_are_refused_in_bounded_memory(shared_data: Path, tmp_path: Path) -> None:
    made = [sys.executable, str(shared_data / "hostile" / "make_bombs.py"), str(tmp_path)]
    subprocess.run(made, check=True, capture_output=True)
    bombs = sorted(tmp_path.iterdir())
    assert len(bombs) == 4
    for bomb in bombs:
        done = subprocess.run(
            [sys.executable, "-c", MEASURED, str(bomb)], check=True, capture_output=True, text=True, timeout=60
        )
        answer, megabytes = done.stdout.split()
        assert answer == "refused", bomb.name
        assert int(megabytes) < 300, bomb.name
