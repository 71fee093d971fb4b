"""Other programs that do the same work, each measured in its own process, by the Python of `.peers`.

`python peer_programs.py NAME FILE [NUMBER]` prints one JSON object: CPU seconds of the work alone (median where it can
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


def graph_numba(file: Path, ready: int = 0) -> Json:
    """Both passes compiled by numba over arrays of the tasks in order; `ready` leaves the building of arrays out."""
    import numpy as np
    from numba import njit

    @njit(cache=False)  # type: ignore[untyped-decorator] # numba has no types
    def solve(length: Any, first: Any, ties: Any) -> int:  # noqa: ANN401 - arrays of numbers
        early = np.zeros_like(length)
        for node in range(len(length)):
            for place in range(first[node], first[node + 1]):
                before, from_end, to_end, lag = ties[place]
                gap = from_end * length[before] - to_end * length[node] + lag
                early[node] = max(early[node], early[before] + gap)
        end = (early + length).max()
        late = end - length
        for node in range(len(length) - 1, -1, -1):
            for place in range(first[node], first[node + 1]):
                before, from_end, to_end, lag = ties[place]
                gap = from_end * length[before] - to_end * length[node] + lag
                late[before] = min(late[before], late[node] - gap)
        return int(end)

    tasks = json.loads(file.read_text(encoding="utf-8"))

    def build() -> tuple[Any, ...]:
        ties = [(before, kind[0] == "F", kind[1] == "F", lag) for _, _, links in tasks for before, kind, lag in links]
        counts = [len(links) for _, _, links in tasks]
        return np.array([length for _, length, _ in tasks]), np.cumsum([0, *counts]), np.array(ties, dtype=np.int64)

    arrays = build()
    return {"seconds": seconds(lambda: solve(*(arrays if ready else build()))), "end": solve(*arrays)}


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


def simulate_numba(file: Path, samples: int) -> Json:
    """Monte Carlo compiled by numba: a table of quantiles for each kind of estimate, finish links, only the ends."""
    import numpy as np
    from numba import njit
    from scipy.stats import beta

    @njit(cache=False)  # type: ignore[untyped-decorator] # numba has no types
    def run(kind: Any, first: Any, before: Any, table: Any, samples: int) -> Any:  # noqa: ANN401 - arrays of numbers
        np.random.seed(1)  # noqa: NPY002 - numba's own generator
        ends, finish = np.zeros(samples), np.zeros(len(kind))
        for number in range(samples):
            for node in range(len(kind)):
                start = 0.0
                for place in range(first[node], first[node + 1]):
                    start = max(start, finish[before[place]])
                finish[node] = start + table[kind[node], np.random.randint(0, table.shape[1])]  # noqa: NPY002 - same
            ends[number] = finish.max()
        return ends

    rows = json.loads(file.read_text(encoding="utf-8"))
    start = time.process_time()
    kinds = sorted({(low, likely, high) for _, low, likely, high, _ in rows})
    grid, table = (np.arange(1_024) + 0.5) / 1_024, []
    for low, likely, high in kinds:
        share = (likely - low) / (high - low)
        table.append(low + (high - low) * beta.ppf(grid, 1 + 4 * share, 5 - 4 * share))
    kind = np.array([kinds.index((low, likely, high)) for _, low, likely, high, _ in rows])
    first = np.cumsum([0, *(len(links) for *_, links in rows)])
    before = np.array([each for *_, links in rows for each in links])
    arrays = kind, first, before, np.array(table)
    made = time.process_time() - start
    run(*arrays, 1)
    start = time.process_time()
    ends = run(*arrays, samples)
    p50, p80 = (round(float(np.percentile(ends, share)), 1) for share in (50, 80))
    return {"seconds": made + time.process_time() - start, "p50": p50, "p80": p80}


PROGRAMS: dict[str, Callable[..., Json]] = {
    "rustworkx": graph_rustworkx,
    "numba": graph_numba,
    "mpxj": solve_mpxj,
    "mpxj-whole": whole_mpxj,
    "pmcontrols": simulate_pmcontrols,
    "trueppm": simulate_trueppm,
    "numba-runs": simulate_numba,
}

if __name__ == "__main__":
    name, path, *more = sys.argv[1:]
    answer = PROGRAMS[name](Path(path), *map(int, more))
    print(json.dumps({**answer, "peak": peak()}))
