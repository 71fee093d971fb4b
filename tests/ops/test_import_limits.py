"""`planner import-check` stays within 300 MB whatever the file, and says at which place it gave up."""

import gzip
import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from planner.basics.export import xlsx_bytes
from tests.live import ROOT

MEASURED = """
import atexit, sys
from planner.cli import main

def peak():
    with open("/proc/self/status") as status:
        print(next(int(line.split()[1]) // 1024 for line in status if line.startswith("VmHWM")), file=sys.stderr)

atexit.register(peak)
main()
"""


def commas(size: int) -> bytes:
    return b"," * size


def endless_row() -> bytes:
    """A row that goes on over millions of lines, each of which is short."""
    return b'time,user\n"' + b'\n",,,,,,,,,,"' * 2_000_000


def packed(start: bytes, again: bytes, megabytes: int) -> bytes:
    """What unpacks to many megabytes: a packed file may hold several parts, one after the other."""
    part = again * (10_000_000 // len(again))
    return gzip.compress(start) + gzip.compress(part) * (megabytes // 10)


def short_addresses() -> bytes:
    """A workbook of a few kilobytes whose cells have no addresses: opened, it is a rectangle of a hundred million."""
    cells = "<row>" + "<c><v>1</v></c>" * 100_000 + "</row>" + "<row><c><v>1</v></c></row>" * 1_000
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(xlsx_bytes(("Name",), [("one",)]))) as good, zipfile.ZipFile(out, "w", 8) as made:
        for name in good.namelist():
            content = good.read(name)
            if name.endswith("sheet1.xml"):
                content = f"<worksheet><sheetData>{cells}</sheetData></worksheet>".encode()
            made.writestr(name, content)
    return out.getvalue()


def two_letters() -> bytes:
    return (b",".join([b"ab"] * 59) + b"\n") * 180_000


CASES: list[tuple[str, str, Callable[[], bytes], str]] = [
    ("kpis", "commas.csv", lambda: commas(30_000_000), "line 1 is longer"),
    ("training", "commas.csv", lambda: commas(30_000_000), "line 1 is longer"),
    ("plan", "commas.csv", lambda: commas(30_000_000), "line 1 is longer"),
    ("people", "commas.csv", lambda: commas(16_000_000), "line 1 is longer"),
    ("customers", "commas.csv", lambda: commas(30_000_000), "line 1 is longer"),
    ("training", "cells.csv", two_letters, "cells"),
    ("training", "lists.json", lambda: b"[" + b"[]," * 5_000_000 + b"[]]", "values of JSON"),
    ("customers", "short.xlsx", short_addresses, "reaches to EQXD1001"),
    ("usage", "blanks.json.gz", lambda: packed(b"[", b" ", 1_500), "without another row"),
    ("usage", "empty.json.gz", lambda: packed(b"[", b'{"value":[]},', 1_000), "without another row"),
    ("usage", "row.csv", endless_row, "without another row"),
]


@pytest.mark.skipif(not Path("/proc/self/status").is_file(), reason="peak memory is read from Linux")
@pytest.mark.parametrize(
    ("kind", "name", "made", "said"), CASES, ids=lambda value: value if isinstance(value, str) else ""
)
def test_no_file_fills_the_memory(kind: str, name: str, made: Callable[[], bytes], said: str, tmp_path: Path) -> None:
    file = tmp_path / name
    file.write_bytes(made())
    words = [sys.executable, "-c", MEASURED, "import-check", kind, str(file), "--json"]
    done = subprocess.run(words, check=False, cwd=ROOT, capture_output=True, text=True, timeout=300)
    answer = json.loads(done.stdout)
    assert (answer["accepted"], done.returncode) == (False, 1)
    assert said in answer["errors"][0]["message"]
    assert int(done.stderr.split()[-1]) < 300
