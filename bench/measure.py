"""CPU time as a median, and memory: what all measurements share."""

import statistics
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable, Mapping
from itertools import pairwise
from pathlib import Path


def seconds(work: Callable[[], object], times: int = 5) -> float:
    """The median CPU time of a call, after one call to warm up."""
    work()
    found = []
    for _ in range(times):
        start = time.process_time()
        work()
        found.append(time.process_time() - start)
    return statistics.median(found)


def once(work: Callable[[], object]) -> float:
    """The CPU time of one call that cannot be repeated."""
    start = time.process_time()
    work()
    return time.process_time() - start


def peak(work: Callable[[], object]) -> int:
    """The most memory Python objects take at once during a call, in bytes."""
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def line(name: str, own: float, peer: float, more: str = "") -> None:
    """One row of the table: ours, the peer's, and how many times as long."""
    print(
        f"  {name:<34} {own * 1000:>9.1f} ms {peer * 1000:>9.1f} ms {own / max(peer, 1e-9):>7.1f} x  {more}", flush=True
    )


def head(title: str) -> None:
    """The heading of a table."""
    print(f"\n{title}\n  {'':<34} {'product':>12} {'peer':>12} {'ratio':>9}")


def growth(taken: Mapping[int, float]) -> None:
    """How many times as long each size takes as the one before it."""
    for (fewer, before), (more, after) in pairwise(sorted(taken.items())):
        print(f"  growth from {fewer:,} to {more:,} tasks: {after / max(before, 1e-9):.1f} times", flush=True)


def peak_here() -> int:
    """The most memory this process had so far, in MB."""
    status = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    return int(next(line.split()[1] for line in status if line.startswith("VmHWM"))) // 1024


def apart(module: str, size: int) -> tuple[int, float, float]:
    """What `python -m MODULE alone SIZE` tells: its peak memory in MB, CPU seconds of all of it, and of the work."""
    command = [sys.executable, "-m", module, "alone", str(size)]
    peak, whole, work = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    return int(peak), float(whole), float(work)


def tell(work: float) -> None:
    """What a process that was started by `apart` says in its end."""
    print(peak_here(), round(time.process_time(), 1), work)
