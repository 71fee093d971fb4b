"""CPU time as a median, and memory: what all measurements share."""

import statistics
import time
import tracemalloc
from collections.abc import Callable


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
