"""The scheduling engine over layered networks of three sizes, and the command that analyzes a project file.

The peer is a forward and backward pass on networkx with link types and lags, but without calendars and constraints.
"""

import random
import subprocess
import sys
import tempfile
from datetime import datetime
from pathlib import Path
from xml.parsers.expat import ParserCreate

import networkx as nx

from bench.measure import head, line, once, seconds
from planner.schedule.critical_path import Scheduler
from planner.schedule.network import Activity, Link, Network
from planner.schedule.project_file import LINK_TYPES, LinkType

SIZES = (1_000, 10_000, 100_000)
START = datetime(2026, 1, 5, 8)  # noqa: DTZ001 - plan dates are local, without a zone
HOUR = 3_600


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


def plain(plan: Network) -> None:
    """Early and late times in seconds with the graph library alone: all link types and lags, no calendar."""
    graph: nx.DiGraph[int] = nx.DiGraph()
    graph.add_nodes_from((activity.uid, {"length": activity.duration}) for activity in plan.activities)
    graph.add_edges_from(
        (link.predecessor, activity.uid, {"type": link.type, "lag": link.lag})
        for activity in plan.activities
        for link in activity.links
    )
    order = list(nx.topological_sort(graph))
    length = dict(graph.nodes(data="length"))
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


def _gap(kind: LinkType, before: int, after: int) -> int:
    """From start to start."""
    return (before if kind.value[0] == "F" else 0) - (after if kind.value[1] == "F" else 0)


def project(plan: Network) -> bytes:
    """The same network as Microsoft Project XML."""
    rows = []
    for activity in plan.activities:
        links = "".join(
            f"<PredecessorLink><PredecessorUID>{link.predecessor}</PredecessorUID>"
            f"<Type>{LINK_TYPES.index(link.type)}</Type><LinkLag>{link.lag // 6}</LinkLag></PredecessorLink>"
            for link in activity.links
        )
        rows.append(
            f"<Task><UID>{activity.uid}</UID><Name>{activity.name}</Name><OutlineLevel>1</OutlineLevel>"
            f"<Duration>PT{activity.duration // HOUR}H0M0S</Duration>{links}</Task>"
        )
    begin = '<Project xmlns="http://schemas.microsoft.com/project"><StartDate>2026-01-05T08:00:00</StartDate>'
    return f"{begin}<Tasks>{''.join(rows)}</Tasks></Project>".encode()


def walk(content: bytes) -> None:
    """Let the XML parser alone see every element."""
    parser = ParserCreate()
    parser.StartElementHandler = lambda _name, _attributes: None
    parser.Parse(content, True)


MEASURED = """
import sys, time
from planner.cli import planner
try:
    planner(["schedule", "analyze", sys.argv[1], "--json"], standalone_mode=False)
finally:
    peak = next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM"))
    print(time.process_time(), peak, file=sys.stderr)
"""


def whole_process(file: Path) -> tuple[float, int]:
    """CPU seconds of the command on a file, start included, and its peak memory in MB."""
    command = (sys.executable, "-c", MEASURED, str(file))
    done = subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    taken, peak = done.stderr.split()[-2:]
    return float(taken), int(peak) // 1024


def run() -> None:
    """Print both tables."""
    head("Critical path: all dates again after one changed duration, beside a bare pass on networkx")
    plans = {size: network(size) for size in SIZES}
    for size, plan in plans.items():
        scheduler = Scheduler(plan)
        scheduler.run()

        def again(one: Scheduler = scheduler) -> None:
            one.set_duration(3, 8 * HOUR)
            one.run()

        line(f"{size:,} tasks", seconds(again, 3), seconds(lambda each=plan: plain(each), 3))  # type: ignore[misc] # bound per size
    head("A file analyzed, whole process, beside the XML parser alone in a running one")
    with tempfile.TemporaryDirectory() as folder:
        for size, plan in plans.items():
            file, content = Path(folder) / f"{size}.xml", project(plan)
            file.write_bytes(content)
            taken, peak = whole_process(file)
            line(
                f"{size:,} tasks, {len(content) // 1024:,} KB",
                taken,
                once(lambda each=content: walk(each)),
                f"{peak} MB",
            )  # type: ignore[misc] # bound per size
