"""Checks that the rows of a project file make a plan: unique numbers, a sound outline, links that lead somewhere.

Links that cannot hold are left out with a warning; a circle refuses the file and is named task by task.
"""

from collections.abc import Iterable
from dataclasses import replace
from itertools import chain

from planner.schedule.durations import LONGEST
from planner.schedule.file_values import Problems
from planner.schedule.outline import DEEPEST, ancestors, parents, with_children
from planner.schedule.project_file import LINK_WORDS, ImportedLink, ImportedTask, LinkType
from planner.schedule.task_rows import NO_NAME

ENDS = frozenset({LinkType.FINISH_FINISH, LinkType.START_FINISH})
MOST_CIRCLES = 10
MOST_STEPS = 25

Node = int
"""Twice the position of a task, and one more where its finish is meant; plain tasks have one node, summaries two."""


def checked(tasks: tuple[ImportedTask, ...], problems: Problems) -> tuple[ImportedTask, ...]:
    """The tasks with the links that can hold, and with `summary` true exactly where rows stand under a task."""
    _check_numbers(tasks, problems)
    _check_depth(tasks, problems)
    if problems.refused:
        return tasks
    parent_of = parents(task.outline_level for task in tasks)
    summaries = with_children(parent_of)
    position = {task.uid: index for index, task in enumerate(tasks)}
    sound = []
    for index, task in enumerate(tasks):
        _check_dates(task, problems)
        kept = tuple(link for link in task.links if _holds(link, index, tasks, position, parent_of, problems))
        if index in summaries:
            _check_ends(task, kept, problems)
        same = kept == task.links and task.summary == (index in summaries)
        sound.append(task if same else replace(task, links=kept, summary=index in summaries))
    result = tuple(sound)
    for circle in circles(result, parent_of):
        _refuse_circle(circle, tasks, problems)
    return result


def check_calendars(tasks: Iterable[ImportedTask], own: int | None, known: frozenset[int], problems: Problems) -> None:
    """Tell which tasks follow a calendar that the file does not have, and whether the plan itself does (`own`)."""
    if own is not None and known and own not in known:
        problems.warn(
            f"The plan follows the calendar number {own}, which is not in the file.",
            "Another calendar of the file was used: choose the right one.",
            task="project",
        )
    for task in tasks:
        if task.calendar_uid is not None and task.calendar_uid not in known:
            problems.warn(
                f"The task follows the calendar number {task.calendar_uid}, which is not in the file.",
                "It was planned by the calendar of the plan: choose a calendar for it.",
                task.row,
                task.name or NO_NAME,
            )


def check_lengths(tasks: Iterable[ImportedTask], minutes_per_day: int, problems: Problems) -> None:
    """Tell which tasks take more days of work than a hundred years have; summaries only sum up."""
    most = LONGEST.days * minutes_per_day * 60
    for task in tasks:
        if task.duration is None or task.elapsed or task.summary or task.duration.total_seconds() <= most:
            continue
        days = task.duration.total_seconds() / minutes_per_day / 60
        problems.warn(
            f"The task takes {days:,.0f} days of work, more than a hundred years have.",
            "The duration was kept: correct it, or the plan gets no dates.",
            task.row,
            task.name or NO_NAME,
        )


def _check_numbers(tasks: tuple[ImportedTask, ...], problems: Problems) -> None:
    seen: dict[int, ImportedTask] = {}
    for task in tasks:
        first = seen.setdefault(task.uid, task)
        if first is not task:
            problems.refuse(
                f"The task has the number (UID) {task.uid}, and so has row {first.row}, {first.name or NO_NAME}.",
                "Links to it cannot be told apart: save the plan again from the program that made it.",
                task.row,
                task.name or NO_NAME,
            )


def _check_depth(tasks: tuple[ImportedTask, ...], problems: Problems) -> None:
    deep = next((task for task in tasks if task.outline_level > DEEPEST), None)
    if deep is not None:
        problems.refuse(
            f"The outline is {deep.outline_level:,} levels deep; the limit is {DEEPEST}.",
            "Outdent the tasks and save the plan again.",
            deep.row,
            deep.name or NO_NAME,
        )


def _check_dates(task: ImportedTask, problems: Problems) -> None:
    if task.start is not None and task.finish is not None and task.finish < task.start:
        problems.warn(
            f"The task finishes ({task.finish:%Y-%m-%d %H:%M}) before it starts ({task.start:%Y-%m-%d %H:%M}).",
            "Both dates were kept: correct them in the plan.",
            task.row,
            task.name or NO_NAME,
        )
    begun, done = task.actual_start, task.actual_finish
    if begun is not None and done is not None and done < begun:
        problems.warn(
            f"The task actually finished ({done:%Y-%m-%d %H:%M}) before it started ({begun:%Y-%m-%d %H:%M}).",
            "Both dates were kept: correct the progress of the task.",
            task.row,
            task.name or NO_NAME,
        )


def _check_ends(summary: ImportedTask, links: Iterable[ImportedLink], problems: Problems) -> None:
    """Microsoft Project lets only the start of a summary wait: its finish follows from what stands under it."""
    kind = next((link.type for link in links if link.type in ENDS), None)
    if kind is not None:
        problems.warn(
            f"A link from {LINK_WORDS[kind]} holds the end of the summary, which follows from its tasks.",
            "It was taken to hold every task under it: link the task that has to end last.",
            summary.row,
            summary.name or NO_NAME,
        )


def _holds(
    link: ImportedLink,
    index: int,
    tasks: tuple[ImportedTask, ...],
    position: dict[int, int],
    parent_of: tuple[int | None, ...],
    problems: Problems,
) -> bool:
    task, other = tasks[index], position.get(link.predecessor_uid)
    if other is None:
        what = f"The task waits for task number {link.predecessor_uid}, which is not in the file."
    elif other != index and other in ancestors(index, parent_of):
        what = f"The task waits for its own summary, row {tasks[other].row}, {tasks[other].name or NO_NAME}."
    elif other != index and index in ancestors(other, parent_of):
        what = f"The summary waits for a task of its own, row {tasks[other].row}, {tasks[other].name or NO_NAME}."
    else:
        return True
    problems.warn(
        what, "The link was left out: link the task again where it is needed.", task.row, task.name or NO_NAME
    )
    return False


def circles(tasks: tuple[ImportedTask, ...], parent_of: tuple[int | None, ...]) -> Iterable[tuple[int, ...]]:
    """Circles of waiting, each as positions in order; a circle may pass through summaries.

    A summary is two nodes: what waits for it waits for all tasks under it, and what it waits for holds them all back.
    """
    import networkx as nx

    from planner.schedule.light_graph import circle_in, light_graph

    summaries = with_children(parent_of)
    position = {task.uid: index for index, task in enumerate(tasks)}
    links = (
        (2 * before + (before in summaries), 2 * index)
        for index, task in enumerate(tasks)
        for link in task.links
        if (before := position.get(link.predecessor_uid)) is not None
    )
    with light_graph((), chain(_outline_edges(parent_of, summaries), links)) as graph:
        if nx.is_directed_acyclic_graph(graph):
            return
        knots = [knot for knot in nx.strongly_connected_components(graph) if len(knot) > 1]
        knots += [{node} for node in nx.nodes_with_selfloops(graph)]
        for knot in sorted(knots, key=min)[:MOST_CIRCLES]:
            yield tuple(dict.fromkeys(node // 2 for node in circle_in(graph.subgraph(knot), min(knot))))


def _outline_edges(parent_of: tuple[int | None, ...], summaries: frozenset[int]) -> Iterable[tuple[Node, Node]]:
    for index, above in enumerate(parent_of):
        if above is not None:
            yield 2 * above, 2 * index
            yield 2 * index + (index in summaries), 2 * above + 1


def _refuse_circle(circle: tuple[int, ...], tasks: tuple[ImportedTask, ...], problems: Problems) -> None:
    steps = [f"row {tasks[index].row} {tasks[index].name or NO_NAME}" for index in circle]
    shown = steps if len(steps) <= MOST_STEPS else [*steps[:MOST_STEPS], f"{len(steps) - MOST_STEPS} more tasks"]
    first = tasks[circle[0]]
    problems.refuse(
        f"Tasks wait for each other in a circle: {' → '.join([*shown, steps[0]])}.",
        "Remove one of these links and save the plan again.",
        first.row,
        first.name or NO_NAME,
    )
