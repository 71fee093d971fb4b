"""Monte Carlo over layered networks: the product beside numpy that draws every beta directly, without criticality.

On a network of finish links in whole days also beside two packages, which know no others, and a bare kernel of numba.
`python -m bench.risk [SIZE …]` prints this table alone.
"""

import json
import random
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from bench.measure import apart, growth, head, line, once, tell
from bench.peers import measured, told
from planner.schedule.simulation import Activity, Settings, Tie, simulate
from planner.schedule.three_point import Estimate

SAMPLES = 10_000
SIZES = (1_000, 10_000, 100_000)
MOST_OF_PEER = 10_000
"""Tasks that the peers are given at most: for 100,000 the bare way takes minutes and the packages 25 GB and more."""
LEFT_OUT = "peer not measured: too long"
DAY = 8 * 3600


def layered(tasks: int) -> list[Activity]:
    """Layers of tasks that wait for one or two of the layer before, some from the start of it, some with a lag."""
    dice, width, made = random.Random(1), max(1, int(tasks**0.5)), []
    for number in range(tasks):
        layer = number // width
        ties = tuple(
            Tie((layer - 1) * width + dice.randrange(width), dice.choice((0, 0, 0, DAY)), dice.random() < 0.1)
            for _ in range(dice.choice((1, 2, 2, 2)) if layer else 0)
        )
        likely = dice.randrange(1, 20) * DAY
        made.append(Activity(Estimate(0.75 * likely, likely, likely * dice.choice((1.5, 1.7, 2.0))), ties, key=number))
    return made


def direct(activities: Sequence[Activity], samples: int, block: int = 1_000) -> np.ndarray:
    """The bare way: a beta for each task and run, one forward pass, the end of each run."""
    dice, ends = np.random.default_rng(1), []
    for _ in range(0, samples, block):
        start, finish = [], []
        for activity in activities:
            estimate = activity.estimate
            alpha, beta = 1 + 4 * estimate.mode_share, 5 - 4 * estimate.mode_share
            took = estimate.optimistic + estimate.spread * dice.beta(alpha, beta, block)
            begin = np.zeros(block)
            for tie in activity.ties:
                begin = np.maximum(begin, (start if tie.from_start else finish)[tie.before] + tie.lag)
            start.append(begin)
            finish.append(begin + took)
        ends.append(np.max(finish, axis=0))
    return np.concatenate(ends)


def run(sizes: Sequence[int] = SIZES) -> None:
    """Measure both, the peak memory of a process that does nothing else, and how far the answers lie apart."""
    head(f"Monte Carlo, {SAMPLES:,} runs (peer: numpy.beta drawn directly, no criticality, no drivers)")
    growth({size: _compare(size) for size in sizes})
    _beside_packages(min(max(sizes), MOST_OF_PEER))


def in_days(tasks: int) -> list[tuple[int, int, int, int, list[int]]]:
    """A layered network of whole days with finish links only: number, three estimates, what is waited for."""
    dice, width, rows = random.Random(2), max(1, int(tasks**0.5)), []
    for number in range(tasks):
        layer = number // width
        before = {(layer - 1) * width + dice.randrange(width) for _ in range(2 if layer else 0)}
        likely = dice.randrange(4, 20)
        rows.append((number, likely - likely // 4, likely, likely * dice.choice((2, 3)), sorted(before)))
    return rows


def _beside_packages(size: int) -> None:
    rows, found = in_days(size), {}
    activities = [
        Activity(Estimate(low * DAY, likely * DAY, high * DAY), tuple(Tie(each) for each in before), key=uid)
        for uid, low, likely, high, before in rows
    ]
    own = once(lambda: found.update(own=simulate(activities, Settings(SAMPLES)).ends))
    p50, p80 = (np.percentile(found["own"], share) / DAY for share in (50, 80))
    print(f"\n  {size:,} tasks, finish links, {SAMPLES:,} runs: {own * 1000:.0f} ms, P50 {p50:.1f} days, P80 {p80:.1f}")
    with TemporaryDirectory() as folder:
        file = Path(folder) / "days.json"
        file.write_text(json.dumps(rows), encoding="utf-8")
        for name in ("pmcontrols", "trueppm", "numba-runs"):
            peer = measured(name, file, SAMPLES)
            told(name, own, peer, f"P50 {peer.get('p50')}, P80 {peer.get('p80')}")


def _compare(size: int) -> float:
    peak, whole, own = apart("bench.risk", size)
    used = f"peak {peak} MB, whole process {whole} s"
    if size > MOST_OF_PEER:
        print(f"  {f'{size:,} tasks':<34} {own * 1000:>9.1f} ms  {LEFT_OUT}  {used}", flush=True)
        return own
    plan, found = layered(size), {}
    own = once(lambda: found.update(own=simulate(plan, Settings(SAMPLES)).ends))
    peer = once(lambda: found.update(peer=direct(plan, SAMPLES)))
    off = max(abs(np.percentile(found["own"], p) / np.percentile(found["peer"], p) - 1) for p in (50, 80))
    line(f"{size:,} tasks", own, peer, f"{used}, apart {off:.2%}")
    return own


def alone(size: int) -> None:
    """Simulate once in a process of its own, and tell its time and memory."""
    plan = layered(size)
    tell(once(lambda: simulate(plan, Settings(SAMPLES))))


if __name__ == "__main__":
    if sys.argv[1:2] == ["alone"]:
        alone(int(sys.argv[2]))
    else:
        run([int(size) for size in sys.argv[1:]] or SIZES)
