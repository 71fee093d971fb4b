"""Other programs that do the same work, each measured in its own process, by the Python of `.peers`.

`python peer_programs.py NAME FILE [SAMPLES]` prints one JSON object: CPU seconds of the work alone (median where it can
be repeated), the peak memory of the process in MB, and the end it found, so that both sides can be compared.
"""

import json
import statistics
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

WARM, TIMES = 2, 5
Json = dict[str, Any]


def seconds(work: Callable[[], object], warm: int = WARM, times: int = TIMES) -> float:
    """The median CPU time of a call."""
    for _ in range(warm):
        work()
    found = []
    for _ in range(times):
        start = time.process_time()
        work()
        found.append(time.process_time() - start)
    return statistics.median(found)


def peak() -> int:
    """The most memory this process had, in MB."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))) // 1024


def graph_rustworkx(file: Path) -> Json:
    """A forward and backward pass over a graph of rustworkx: all link types and lags, no calendar."""
    import rustworkx as rx

    tasks = json.loads(file.read_text(encoding="utf-8"))
    end = 0

    def work() -> None:
        nonlocal end
        graph = rx.PyDiGraph(check_cycle=False)
        graph.add_nodes_from([length for _, length, _ in tasks])
        graph.add_edges_from([(before, uid, (kind, lag)) for uid, _, links in tasks for before, kind, lag in links])
        order, length = list(rx.topological_sort(graph)), graph.nodes()
        early = [0] * len(length)
        for node in order:
            for before, _, (kind, lag) in graph.in_edges(node):
                early[node] = max(early[node], early[before] + _gap(kind, length[before], length[node]) + lag)
        end = max(early[node] + length[node] for node in order)
        late = [end - each for each in length]
        for node in reversed(order):
            for _, after, (kind, lag) in graph.out_edges(node):
                late[node] = min(late[node], late[after] - _gap(kind, length[node], length[after]) - lag)

    taken = seconds(work, 1, 3)
    return {"seconds": taken, "end": end}


def _gap(kind: str, before: int, after: int) -> int:
    """From start to start."""
    return (before if kind[0] == "F" else 0) - (after if kind[1] == "F" else 0)


def _machine() -> Any:  # noqa: ANN401 - the Java classes have no types
    """Java with MPXJ in it; `JClass` finds its classes."""
    import jpype
    import mpxj

    if not jpype.isJVMStarted():
        jpype.startJVM(classpath=[str(Path(mpxj.__file__).parent / "lib" / "*")])
    return jpype.JClass


def solve_mpxj(file: Path) -> Json:
    """MPXJ's scheduler after Microsoft Project's rules, over a plan that is in memory already."""
    find = _machine()
    plan = find("org.mpxj.reader.UniversalProjectReader")().read(str(file))
    start = plan.getProjectProperties().getStartDate()
    scheduler = find("org.mpxj.cpm.MicrosoftScheduler")
    taken = seconds(lambda: scheduler().schedule(plan, start), 3, 5)
    end = max(str(task.getFinish()) for task in plan.getTasks() if task.getFinish() is not None)
    return {"seconds": taken, "end": end[:16]}


def whole_mpxj(file: Path) -> Json:
    """MPXJ as somebody runs it: read a file, schedule it, write it."""
    find = _machine()
    plan = find("org.mpxj.reader.UniversalProjectReader")().read(str(file))
    find("org.mpxj.cpm.MicrosoftScheduler")().schedule(plan, plan.getProjectProperties().getStartDate())
    find("org.mpxj.mspdi.MSPDIWriter")().write(plan, str(file.with_suffix(".out.xml")))
    return {"seconds": time.process_time()}


def simulate_pmcontrols(file: Path, samples: int) -> Json:
    """PERT with Monte Carlo by pmcontrols: finish links only."""
    from pmcontrols import pert

    rows = json.loads(file.read_text(encoding="utf-8"))
    activities = [
        {"id": str(uid), "a": low, "m": likely, "b": high, "predecessors": [str(before) for before in links]}
        for uid, low, likely, high, links in rows
    ]
    start = time.process_time()
    stats = pert(activities, n_sim=samples).stats
    return {"seconds": time.process_time() - start, "p50": round(stats["mc_p50"], 1), "p80": round(stats["mc_p80"], 1)}


def simulate_trueppm(file: Path, samples: int) -> Json:
    """Monte Carlo by trueppm-scheduler: finish links only, in whole days of a calendar."""
    from trueppm_scheduler import Dependency, Project, Task, monte_carlo

    rows = json.loads(file.read_text(encoding="utf-8"))
    tasks = [
        Task(
            id=str(uid), name=str(uid), duration=timedelta(days=likely), optimistic_duration=timedelta(days=low),
            most_likely_duration=timedelta(days=likely), pessimistic_duration=timedelta(days=high),
        )
        for uid, low, likely, high, _ in rows
    ]  # fmt: skip
    links = [Dependency(str(before), str(uid)) for uid, _, _, _, links in rows for before in links]
    project = Project("bench", "bench", date(2026, 1, 5), tasks, links)
    start = time.process_time()
    found = monte_carlo(project, runs=samples, seed=1, max_runs=samples, max_tasks=len(tasks))
    taken = time.process_time() - start
    return {
        "seconds": taken,
        "p50": found.percentiles[50].date.isoformat(),
        "p80": found.percentiles[80].date.isoformat(),
    }


PROGRAMS: dict[str, Callable[..., Json]] = {
    "rustworkx": graph_rustworkx,
    "mpxj": solve_mpxj,
    "mpxj-whole": whole_mpxj,
    "pmcontrols": simulate_pmcontrols,
    "trueppm": simulate_trueppm,
}

if __name__ == "__main__":
    name, path, *more = sys.argv[1:]
    answer = PROGRAMS[name](Path(path), *map(int, more))
    print(json.dumps({**answer, "peak": peak()}))
