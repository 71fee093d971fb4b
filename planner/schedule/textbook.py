"""Networks as textbooks print them: three-point estimates or fixed durations, in any unit, without a calendar.

Answers both by the classical way (the normal distribution along the critical path) and by simulation, so that the
difference can be seen.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from typing import Any

from planner.schedule.outcome import chance, percentile
from planner.schedule.simulation import Activity, Settings, Tie, reach, simulate
from planner.schedule.three_point import Estimate, chance_by, problem_of

CLOSE = 1e-9
"""Slack below this is none: sums of sixths are not exact."""
MOST = 10_000
Json = dict[str, Any]


class CaseRefusedError(ValueError):
    """A case that cannot be computed; the message says where and why."""


@dataclass(frozen=True, slots=True)
class Step:
    """One activity of a case."""

    id: str
    estimate: Estimate
    predecessors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Path:
    """Early and late dates of every step, in the order of work, and the critical path that varies most."""

    steps: tuple[Step, ...]
    start: Mapping[str, float]
    late_finish: Mapping[str, float]
    expected: float
    variance: float

    def slack(self, step: Step) -> float:
        """How much the step can slip without moving the end; rounding errors count as none."""
        slack = self.late_finish[step.id] - step.estimate.expected - self.start[step.id]
        return 0.0 if abs(slack) < CLOSE else slack


def answer(document: object, settings: Settings) -> Json:
    """The answers to all cases of a document, in the shape that docs/operations.md describes."""
    cases = document.get("cases") if isinstance(document, dict) else None
    if not isinstance(cases, list):
        raise CaseRefusedError("The file has no list “cases”.")
    return {"cases": [_answer(case, number, settings) for number, case in enumerate(cases, start=1)]}


def _answer(case: object, number: int, settings: Settings) -> Json:
    if not isinstance(case, dict):
        raise CaseRefusedError(f"Case {number} is not an object.")
    name = str(case.get("id", number))
    steps = steps_of(case, name)
    path = path_of(steps)
    deadlines = [_number(each, f"case {name}, deadlines") for each in _list(case, "deadlines", name)]
    return {
        "id": name,
        "activities": [_line(path, step) for step in steps],
        "expected": path.expected,
        "path_variance": path.variance,
        "p_by": {f"{by:g}": chance_by(by, path.expected, path.variance) for by in deadlines},
        "simulation": _simulated(path, deadlines, settings),
    }


def _line(path: Path, step: Step) -> Json:
    start, finish = path.start[step.id], path.late_finish[step.id]
    te, slack = step.estimate.expected, path.slack(step)
    return {
        "id": step.id,
        "te": te,
        "variance": step.estimate.variance,
        "es": start,
        "ef": start + te,
        "ls": finish - te,
        "lf": finish,
        "slack": slack,
        "critical": not slack,
    }


def steps_of(case: Json, name: str) -> tuple[Step, ...]:
    """Read the activities of a case in the order of the file; refuses what is missing, doubled or circular."""
    rows = _list(case, "activities", name)
    if not 0 < len(rows) <= MOST:
        raise CaseRefusedError(f"Case {name} needs between 1 and {MOST:,} activities.")
    steps = tuple(_step(row, f"case {name}, activity {number}") for number, row in enumerate(rows, start=1))
    known = {step.id for step in steps}
    if len(known) < len(steps):
        double = next(step.id for number, step in enumerate(steps) if step.id in {each.id for each in steps[:number]})
        raise CaseRefusedError(f"Case {name}: the activity {double} is there twice.")
    for step in steps:
        if missing := set(step.predecessors) - known:
            raise CaseRefusedError(f"Case {name}: {step.id} waits for {min(missing)}, which is not there.")
    return steps


def _step(row: object, where: str) -> Step:
    if not isinstance(row, dict) or "id" not in row:
        raise CaseRefusedError(f"The {where} has no id.")
    where = f"{where} ({row['id']})"
    if "duration" in row:
        estimate = Estimate.fixed(_number(row["duration"], where))
    else:
        values = [_number(row.get(key), f"{where}, {key}") for key in ("optimistic", "likely", "pessimistic")]
        estimate = Estimate(*values)
    if problem := problem_of(estimate):
        raise CaseRefusedError(f"The {where}: {problem[0]}")
    return Step(str(row["id"]), estimate, tuple(str(each) for each in _list(row, "predecessors", where)))


def _list(row: Json, key: str, where: str) -> list[Any]:
    found = row.get(key, [])
    if not isinstance(found, list):
        raise CaseRefusedError(f"“{key}” of {where} is not a list.")
    return found


def _number(value: object, where: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise CaseRefusedError(f"The {where} needs a number, not {str(value)[:40]!r}.")
    return value


def path_of(steps: Sequence[Step]) -> Path:
    """Forward and backward pass with the expected durations.

    Where several paths are critical, the variance is that of the one that varies most, as textbooks advise.
    """
    by_id = {step.id: step for step in steps}
    try:
        order = [by_id[each] for each in TopologicalSorter({s.id: s.predecessors for s in steps}).static_order()]
    except CycleError as error:
        raise CaseRefusedError(f"Activities wait for each other: {' → '.join(error.args[1])}.") from error
    start: dict[str, float] = {}
    for step in order:
        start[step.id] = max((start[each] + by_id[each].estimate.expected for each in step.predecessors), default=0)
    end = max(start[step.id] + step.estimate.expected for step in order)
    finish = dict.fromkeys(start, end)
    for step in reversed(order):
        for each in step.predecessors:
            finish[each] = min(finish[each], finish[step.id] - step.estimate.expected)
    path = Path(tuple(order), start, finish, end, 0.0)
    return Path(path.steps, start, finish, end, _variance(path, by_id))


def _variance(path: Path, by_id: Mapping[str, Step]) -> float:
    """The greatest sum of variances along a path without slack."""
    sums: dict[str, float] = {}
    for step in path.steps:
        if path.slack(step):
            continue
        waits = [
            sums[each]
            for each in step.predecessors
            if each in sums and abs(path.start[each] + by_id[each].estimate.expected - path.start[step.id]) < CLOSE
        ]
        sums[step.id] = max(waits, default=0.0) + step.estimate.variance
    return max(sums.values())


def _simulated(path: Path, deadlines: Sequence[float], settings: Settings) -> Json:
    """The same case run many times, in units small enough that rounding does not show."""
    place = {step.id: number for number, step in enumerate(path.steps)}
    longest = reach([_activity(step, place, 1) for step in path.steps])
    scale = 10 ** max(0, 9 - len(str(longest + 1)))
    runs = simulate([_activity(step, place, scale) for step in path.steps], settings)
    ends = runs.ends
    return {
        "distribution": settings.distribution.value,
        "n": settings.samples,
        "mean": float(ends.mean()) / scale,
        "sd": float(ends.std()) / scale,
        "p50": percentile(ends, 50) / scale,
        "p80": percentile(ends, 80) / scale,
        "p90": percentile(ends, 90) / scale,
        "p_by": {f"{by:g}": chance(ends, by * scale) for by in deadlines},
        "criticality": {
            step.id: float(runs.criticality[number]) for step, number in zip(path.steps, place.values(), strict=True)
        },
    }


def _activity(step: Step, place: Mapping[str, int], scale: int) -> Activity:
    estimate = step.estimate
    scaled = Estimate(*(round(each * scale) for each in (estimate.optimistic, estimate.likely, estimate.pessimistic)))
    return Activity(scaled, tuple(Tie(place[each]) for each in step.predecessors), key=place[step.id])
