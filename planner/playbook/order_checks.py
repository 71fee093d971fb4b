"""Checks of the order of tasks: every dependency leads somewhere, never to a later phase, and never in a circle."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from planner.playbook.context import Context
from planner.playbook.outline import After, Phase, Task
from planner.playbook.problems import Place, perhaps

if TYPE_CHECKING:
    import networkx as nx

_Home = Mapping[str, tuple[int, Phase]]


def check_order(context: Context) -> None:
    """Check the dependencies of all tasks together."""
    home = {task.ref: (number, phase) for number, (phase, _) in enumerate(context.phases()) for task in phase.tasks}
    import networkx as nx

    graph: nx.DiGraph[str] = nx.DiGraph()
    places: dict[str, Place] = {}
    for number, (phase, place) in enumerate(context.phases()):
        for index, task in enumerate(phase.tasks):
            places[task.ref] = place.item("task", task.ref, index)
            _check_task(task, number, phase, home, places[task.ref], context)
            graph.add_edges_from((after.task, task.ref) for after in task.after if after.task in home)
    for circle in circles(graph):
        places[circle[0]].at("after").tell("the tasks wait for each other in a circle: " + " -> ".join(circle))


def circles(graph: "nx.DiGraph[str]") -> list[list[str]]:
    """One circle of every knot of tasks, each as the list of tasks that form it, its first task repeated at the end."""
    import networkx as nx

    found = []
    for knot in nx.strongly_connected_components(graph):
        first = min(knot)
        if len(knot) > 1 or graph.has_edge(first, first):
            edges = nx.find_cycle(graph.subgraph(knot), first)
            found.append([edge[0] for edge in edges] + [edges[-1][1]])
    return sorted(found)


def _check_task(task: Task, number: int, phase: Phase, home: _Home, place: Place, context: Context) -> None:
    for after in task.after:
        reason = _wrong(after, number, phase, home, context)
        if reason:
            place.at(f"after[{after}]").tell(reason)


def _wrong(after: After, number: int, phase: Phase, home: _Home, context: Context) -> str:
    wanted = after.phase or phase.ref
    if after.task not in home:
        missing = f'no phase has a task "{after.task}"' + perhaps(after.task, home)
        return missing if context.complete() or wanted == phase.ref else ""
    at, found = home[after.task]
    if found.ref != wanted:
        return f'the task "{after.task}" belongs to the phase "{found.ref}": write "{found.ref}.{after.task}"'
    return "waits for a task of a later phase" if at > number else ""
