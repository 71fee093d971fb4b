"""The scheduling engine over layered networks of three sizes, and the command that analyzes a project file.

The peers know link types and lags but no calendar and no constraint, except MPXJ, which follows Microsoft Project.
`python -m bench.schedule [path|file|risk] [SIZE …]` prints one table, or with Monte Carlo all three in one run.
"""

import json
import random
import subprocess
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import networkx as nx
import numpy as np

from bench import risk
from bench.measure import apart, growth, once, seconds, tell
from bench.peers import measured, told
from planner.schedule.critical_path import Scheduler
from planner.schedule.network import Activity, Link, Network
from planner.schedule.project_file import LINK_TYPES, LinkType
from planner.schedule.slack import words

SIZES = (1_000, 10_000, 100_000)
TASKJUGGLER = "not measured: tj3 is a Ruby program, none of the peers that pip installs"
START = datetime(2026, 1, 5, 8)  # noqa: DTZ001 - plan dates are local, without a zone
HOUR = 3_600
Rows = Sequence[tuple[int, int, Sequence[tuple[int, str, int]]]]
"""Each task with its length and its links: what is waited for, the type, the lag."""


def network(tasks: int) -> Network:
    """About 1.8 links a task to the layer before, seven in ten from finish to start, some with a lag or a lead."""
    dice = random.Random(1)
    layer = tasks // max(10, tasks // 100)
    kinds = [LinkType.FINISH_START] * 7 + [LinkType.START_START, LinkType.FINISH_FINISH, LinkType.START_FINISH]
    activities = []
    for number in range(tasks):
        first = (number // layer - 1) * layer
        before = {first + dice.randrange(layer) for _ in range(dice.choice((1, 2, 2, 2)))} if first >= 0 else set()
        links = tuple(Link(each, dice.choice(kinds), dice.choice((0, 0, 0, HOUR, -HOUR))) for each in sorted(before))
        activities.append(Activity(number, f"Task {number}", duration=dice.randrange(1, 10) * 4 * HOUR, links=links))
    return Network(START, tuple(activities))


def rows_of(plan: Network) -> Rows:
    """The network in plain values, as the bare peers take it."""
    return [
        (task.uid, task.duration, [(link.predecessor, link.type.value, link.lag) for link in task.links])
        for task in plan.activities
    ]


def _gap(kind: str, before: int, after: int) -> int:
    """From start to start."""
    return (before if kind[0] == "F" else 0) - (after if kind[1] == "F" else 0)


def on_networkx(rows: Rows) -> int:
    """Early and late times in seconds with the graph library alone; the end."""
    graph: nx.DiGraph[int] = nx.DiGraph()
    graph.add_nodes_from((uid, {"length": length}) for uid, length, _ in rows)
    graph.add_edges_from(
        (before, uid, {"type": kind, "lag": lag}) for uid, _, links in rows for before, kind, lag in links
    )
    order, length = list(nx.topological_sort(graph)), dict(graph.nodes(data="length"))
    early = dict.fromkeys(order, 0)
    for node in order:
        for before, _, link in graph.in_edges(node, data=True):
            gap = _gap(link["type"], length[before], length[node]) + link["lag"]
            early[node] = max(early[node], early[before] + gap)
    end = max(early[node] + length[node] for node in order)
    late = {node: end - length[node] for node in order}
    for node in reversed(order):
        for _, after, link in graph.out_edges(node, data=True):
            gap = _gap(link["type"], length[node], length[after]) + link["lag"]
            late[node] = min(late[node], late[after] - gap)
    return int(end)


def in_lists(rows: Rows) -> int:
    """The same over plain lists, the tasks being in order already; the end."""
    length = [each for _, each, _ in rows]
    early = [0] * len(rows)
    for uid, _, links in rows:
        for before, kind, lag in links:
            early[uid] = max(early[uid], early[before] + _gap(kind, length[before], length[uid]) + lag)
    end = max(map(int.__add__, early, length))
    late = [end - each for each in length]
    for uid, _, links in reversed(rows):
        for before, kind, lag in links:
            late[before] = min(late[before], late[uid] - _gap(kind, length[before], length[uid]) - lag)
    return end


class ByLevels:
    """The same level by level with numpy: what can be known of the links is made once, durations may change."""

    def __init__(self, rows: Rows) -> None:
        level = [0] * len(rows)
        for uid, _, links in rows:
            level[uid] = max((level[before] + 1 for before, _, _ in links), default=0)
        table = np.array(
            [
                (level[uid], before, uid, kind[0] == "F", kind[1] == "F", lag)
                for uid, _, links in rows
                for before, kind, lag in links
            ]
        )
        table = table[np.argsort(table[:, 0], kind="stable")]
        self.steps = np.split(table[:, 1:], np.flatnonzero(np.diff(table[:, 0])) + 1)
        self.length = np.array([each for _, each, _ in rows])

    def run(self) -> int:
        """Both passes; the end."""
        length = self.length
        gaps = [step[:, 2] * length[step[:, 0]] - step[:, 3] * length[step[:, 1]] + step[:, 4] for step in self.steps]
        early = np.zeros_like(length)
        for step, gap in zip(self.steps, gaps, strict=True):
            np.maximum.at(early, step[:, 1], early[step[:, 0]] + gap)
        end = int((early + length).max())
        late = end - length
        for step, gap in zip(reversed(self.steps), reversed(gaps), strict=True):
            np.minimum.at(late, step[:, 0], late[step[:, 1]] - gap)
        return end


def project(plan: Network) -> bytes:
    """The same network as Microsoft Project XML."""
    rows = []
    for activity in plan.activities:
        links = "".join(
            f"<PredecessorLink><PredecessorUID>{link.predecessor}</PredecessorUID>"
            f"<Type>{LINK_TYPES.index(link.type)}</Type><LinkLag>{link.lag // 6}</LinkLag></PredecessorLink>"
            for link in activity.links
        )
        length = f"PT{activity.duration // HOUR}H0M0S"
        rows.append(
            f"<Task><UID>{activity.uid}</UID><ID>{activity.uid}</ID><Name>{activity.name}</Name><Type>1</Type>"
            f"<OutlineLevel>1</OutlineLevel><Duration>{length}</Duration><PercentComplete>0</PercentComplete>"
            f"<ActualDuration>PT0H0M0S</ActualDuration><RemainingDuration>{length}</RemainingDuration>"
            f"<ConstraintType>0</ConstraintType>{links}</Task>"
        )
    begin = '<Project xmlns="http://schemas.microsoft.com/project"><StartDate>2026-01-05T08:00:00</StartDate>'
    return f"{begin}<Tasks>{''.join(rows)}</Tasks></Project>".encode()


def run(sizes: Sequence[int] = SIZES) -> None:
    """Print both tables."""
    run_path(sizes)
    run_file(sizes)


def run_path(sizes: Sequence[int] = SIZES) -> None:
    """Critical path: all dates again after one changed duration."""
    print("\nCritical path: all dates again after one changed duration (x: our time in parts of the peer's)")
    print("  calendars, constraints and minutes exact on our side, and on that of MPXJ")
    with TemporaryDirectory() as folder:
        growth({size: _dated(size, Path(folder)) for size in sizes})


def run_file(sizes: Sequence[int] = SIZES) -> None:
    """A Microsoft Project file from reading to answers."""
    print("\nA file analyzed, whole process: start, reading, checking, scheduling, writing")
    with TemporaryDirectory() as folder:
        growth({size: _analyzed(size, Path(folder)) for size in sizes})
    print(f"    {'TaskJuggler, whole process':<46} {TASKJUGGLER}")


def _dated(size: int, folder: Path) -> float:
    plan = network(size)
    scheduler, rows = Scheduler(plan), rows_of(plan)
    end = words(int(scheduler.run().finish.max()))

    def again() -> None:
        scheduler.set_duration(3, plan.activities[3].duration)
        scheduler.run()

    own = seconds(again, 7)
    peak = apart("bench.schedule", size)[0]
    prepared = once(lambda: Scheduler(plan)) * 1000
    print(f"  {size:>7,} tasks: {own * 1000:.1f} ms, prepared in {prepared:.0f} ms, process peak {peak} MB")
    (folder / f"{size}.xml").write_bytes(project(plan))
    plain = folder / f"{size}.json"
    plain.write_text(json.dumps(rows), encoding="utf-8")
    levels = ByLevels(rows)
    assert on_networkx(rows) == in_lists(rows) == levels.run()
    told("networkx", own, _here(lambda: on_networkx(rows)))
    told("rustworkx", own, measured("rustworkx", plain))
    told("plain lists in order", own, _here(lambda: in_lists(rows)))
    told("numpy by levels, first time", own, _here(lambda: ByLevels(rows).run()))
    told("numpy by levels, again", own, _here(levels.run))
    for words_of, ready in (("numba over arrays, with building them", 0), ("numba over arrays, again", 1)):
        bare = measured("numba", plain, ready)
        told(words_of, own, bare, "same end" if bare.get("end") == levels.run() else "another end")
    found = measured("mpxj", folder / f"{size}.xml")
    same = "" if "missing" in found else "same end" if found["end"] == end else f"ends {found['end']}, we {end}"
    told("MPXJ, MicrosoftScheduler alone", own, found, same)
    return own


def _here(work: Any) -> dict[str, Any]:  # noqa: ANN401 - any work
    return {"seconds": seconds(work, 3), "peak": "–"}


MEASURED = """
import sys, time
from planner.cli import planner
try:
    planner(["schedule", "analyze", sys.argv[1], "--json"], standalone_mode=False)
finally:
    peak = next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM"))
    print(time.process_time(), peak, file=sys.stderr)
"""


def whole_process(*program: str) -> tuple[float, int]:
    """CPU seconds of a program, start included, and its peak memory in MB."""
    done = subprocess.run(
        (sys.executable, *program), check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    taken, peak = done.stderr.split()[-2:]
    return float(taken), int(peak) // 1024


def _analyzed(size: int, folder: Path) -> float:
    file = folder / f"{size}.xml"
    file.write_bytes(project(network(size)))
    own, peak = whole_process("-c", MEASURED, str(file))
    print(f"  {size:>7,} tasks, {file.stat().st_size / 1e6:.1f} MB: {own:.2f} s, peak {peak} MB")
    taken, used = whole_process(str(Path(__file__).with_name("expat_program.py")), str(file))
    told("a small program on expat that checks nothing", own, {"seconds": taken, "peak": used})
    found = measured("mpxj-whole", file)
    share = "" if "missing" in found else f"our memory {peak / found['peak']:.3f} of it"
    told("MPXJ, file to file", own, found, share)
    return own


def alone(size: int) -> None:
    """Prepare a network and date it twice in a process of its own, and tell its time and memory."""
    plan = network(size)
    scheduler = Scheduler(plan)
    scheduler.run()
    scheduler.set_duration(3, plan.activities[3].duration)
    tell(once(scheduler.run))


TABLES = {"path": run_path, "file": run_file, "risk": risk.run}
"""Critical path, a file from reading to answers, Monte Carlo."""


def main(*asked: str) -> None:
    """The tables and the sizes that are asked for; without a word all of them."""
    sizes = [int(word) for word in asked if word.isdigit()]
    for name in [word for word in asked if not word.isdigit()] or TABLES:
        TABLES[name](sizes or SIZES)


if __name__ == "__main__":
    if sys.argv[1:2] == ["alone"]:
        alone(int(sys.argv[2]))
    else:
        main(*sys.argv[1:])
