"""Whatever the file holds, reading it takes five seconds and 300 MB at most, measured in a process of its own."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import pytest

from tests.schedule.files import NAMESPACE, task

SECONDS, MEGABYTES = 5, 300
MEASURE = """
import json, re, sys, time
from pathlib import Path
from planner.schedule.file_commands import BIG
from planner.schedule.importing import read_plan_file
reading = read_plan_file(Path(sys.argv[1]), *([BIG] if sys.argv[2:] else []))
print(json.dumps({
    "accepted": reading.accepted,
    "what": [problem.what for problem in reading.problems[:3]],
    "seconds": time.process_time(),
    # The peak of this process alone: getrusage would also tell the peak of the test run that started it.
    "megabytes": int(re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())[1]) / 1024,
}))
"""
HEAD = f'<?xml version="1.0" encoding="UTF-8"?><Project xmlns="{NAMESPACE}"><Tasks>'.encode()
SIZE = 31 * 1024 * 1024


def repeat(out: BinaryIO, piece: bytes, size: int = SIZE) -> None:
    block = piece * max(1, 1_000_000 // len(piece))
    out.writelines(block for _ in range(size // len(block)))


def deep(out: BinaryIO) -> None:
    repeat(out, b"<a>")


def many_elements(out: BinaryIO) -> None:
    repeat(out, b"<a/>")


def many_top_elements(out: BinaryIO) -> None:
    out.write(b"</Tasks>")
    repeat(out, b"<a/>")


def one_endless_row(out: BinaryIO) -> None:
    out.write(b"<Task>")
    repeat(out, b"<Name>x</Name>")


def many_rows(out: BinaryIO) -> None:
    repeat(out, b"<Task><UID>1</UID></Task>")


def long_text(out: BinaryIO) -> None:
    out.write(b"<Task><UID>1</UID><Name>")
    repeat(out, "😀aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa".encode())


def long_cdata(out: BinaryIO) -> None:
    out.write(b"<Task><UID>1</UID><Name><![CDATA[")
    repeat(out, b"<a b='c'>")


def long_comment(out: BinaryIO) -> None:
    out.write(b"<!-- ")
    repeat(out, b"<a b='c'> ")


def long_attribute(out: BinaryIO) -> None:
    out.write(b'<Task x="')
    repeat(out, b"attribute ")


def many_attributes(out: BinaryIO) -> None:
    size, n = 0, 0
    while size < SIZE:
        tag = b"<Task " + b" ".join(b'a%d=""' % number for number in range(n, n + 5000)) + b"/>"
        out.write(tag)
        n, size = n + 5000, size + len(tag)


def many_names(out: BinaryIO) -> None:
    numbered(out, b"<n%d/>", 2_500_000)


def many_namespaces(out: BinaryIO) -> None:
    numbered(out, b'<Task xmlns:p%d="u"/>', 1_200_000)


def numbered(out: BinaryIO, piece: bytes, most: int) -> None:
    out.writelines(
        b"".join(piece % number for number in range(block, block + 10_000)) for block in range(0, most, 10_000)
    )


def blanks(out: BinaryIO) -> None:
    repeat(out, b" \n")


def too_large(out: BinaryIO) -> None:
    """Sixty megabytes of sound rows."""
    number, size = 1, 0
    while size < 60 * 1024 * 1024:
        block = "".join(task(n) for n in range(number, number + 1000)).encode()
        out.write(block)
        number, size = number + 1000, size + len(block)
    out.write(b"</Tasks></Project>")


BOMBS = [
    deep, many_elements, many_top_elements, one_endless_row, many_rows, long_text, long_cdata, long_comment,
    long_attribute, many_attributes, many_names, many_namespaces, blanks, too_large,
]  # fmt: skip


def measure(path: Path, *more: str) -> dict[str, object]:
    """How a file is read; with one more word by the limits of the command that dates large plans."""
    run = subprocess.run(
        [sys.executable, "-c", MEASURE, str(path), *more], capture_output=True, text=True, timeout=60, check=True
    )
    answer: dict[str, object] = json.loads(run.stdout)
    assert float(str(answer["seconds"])) < SECONDS, answer
    assert float(str(answer["megabytes"])) < MEGABYTES, answer
    return answer


@pytest.mark.slow
@pytest.mark.parametrize("bomb", BOMBS, ids=lambda bomb: bomb.__name__)
def test_a_bomb_is_refused_in_bounded_time_and_memory(tmp_path: Path, bomb: Callable[[BinaryIO], None]) -> None:
    path = tmp_path / "bomb.xml"
    with path.open("wb") as out:
        out.write(HEAD)
        bomb(out)
    for limits in ((), ("big",)):
        answer = measure(path, *limits)
        assert answer["accepted"] is False
        assert answer["what"]
    path.unlink()


def test_ten_thousand_tasks_are_read_in_bounded_time_and_memory(tmp_path: Path) -> None:
    path = tmp_path / "large.xml"
    rows = (task(n, after=[n - 1] if n > 1 else [], Start="2026-01-05T08:00:00") for n in range(1, 10_001))
    path.write_bytes(HEAD + "".join(rows).encode() + b"</Tasks></Project>")
    assert measure(path)["accepted"] is True


def test_a_ring_of_ten_thousand_tasks_is_named_shortly(tmp_path: Path) -> None:
    path = tmp_path / "ring.xml"
    rows = (task(n, after=[n - 1 or 10_000]) for n in range(1, 10_001))
    path.write_bytes(HEAD + "".join(rows).encode() + b"</Tasks></Project>")
    answer = measure(path)
    assert answer["accepted"] is False
    assert "more tasks" in str(answer["what"])
