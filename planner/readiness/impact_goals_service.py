"""The part of the goals in the impact map: goals under goals, the figures that show them, and what they rest on."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from planner.goals import known_service, tree_service
from planner.goals.known_service import Seen
from planner.goals.links import UID, Link, LinkKind
from planner.goals.tree_service import Goals
from planner.people import stakeholder_queries
from planner.readiness.impact import Line, Node, NodeKind, Part
from planner.readiness.impact_keys import (
    expectation_key,
    factor_key,
    goal_key,
    kpi_key,
    person_key,
    phase_key,
    task_key,
)
from planner.readiness.impact_queries import Asked, last_of
from planner.schedule.states import Kind, TaskFacts

SERVES, SHOWS, OWNS, RESTS, ANSWERS = "serves", "shows", "owns", "carries", "answers"


def goals_part(asked: Asked) -> Part:
    """Goals that are kept, with all that is tied to them."""
    found = tree_service.goals_of(asked.rollout, asked.today)
    nodes = [*_goal_nodes(asked, found), *_kpi_nodes(asked, found), *_expectation_nodes(asked)]
    lines = [*_goal_lines(asked, found), *_link_lines(asked, found), *_answer_lines(asked, found)]
    return Part(tuple(nodes), tuple(lines))


def _goal_nodes(asked: Asked, found: Goals) -> Iterator[Node]:
    for each in found.kept:
        goal = each.facts
        late = goal.target_on is not None and goal.target_on < asked.today
        page = ("goals.show", (("goal_id", goal.id),))
        yield Node(goal_key(goal.id), NodeKind.GOAL, goal.name, goal.unit, page, goal.target_on, late=late)


def _kpi_nodes(asked: Asked, found: Goals) -> Iterator[Node]:
    """The figures that show goals, and those that goals rest on."""
    known = {ref: each.name for ref, each in known_service.playbook_measures(asked.rollout).items()}
    shown = {each.facts.measure.ref: each.facts.measure.name for each in found.kept if each.facts.measure}
    tied = {link.ref: known.get(link.ref, "") for link in found.links if link.counts and link.kind is LinkKind.KPI}
    for ref, name in {**tied, **shown}.items():
        if name:
            yield Node(kpi_key(ref), NodeKind.KPI, name)


def _expectation_nodes(asked: Asked) -> Iterator[Node]:
    """What groups expect, where it may be told."""
    for each in stakeholder_queries.expected(asked.rollout.id) if asked.groups else ():
        page = ("goals.expectations", ())
        yield Node(expectation_key(each.key), NodeKind.EXPECTATION, each.text, each.group, page)


def _answer_lines(asked: Asked, found: Goals) -> Iterator[Line]:
    """A goal that is missed disappoints those whose expectation it answers."""
    for link in found.links if asked.groups else ():
        if link.counts and link.kind is LinkKind.EXPECTATION:
            yield Line(goal_key(link.goal), expectation_key(link.ref), ANSWERS)


def _goal_lines(asked: Asked, found: Goals) -> Iterator[Line]:
    for each in found.kept:
        yield from _own_lines(asked, each)


def _own_lines(asked: Asked, each: Seen) -> Iterator[Line]:
    key = goal_key(each.row.id)
    if each.row.parent_id is not None:
        yield Line(key, goal_key(each.row.parent_id), SERVES)
    if each.facts.measure:
        yield Line(kpi_key(each.facts.measure.ref), key, SHOWS)
    if asked.people and each.row.owner_id is not None:
        yield Line(person_key(each.row.owner_id), key, OWNS)


def _link_lines(asked: Asked, found: Goals) -> Iterator[Line]:
    """What is tied to goals. Work must be done by the goal's day: the time between swallows a delay."""
    days = {each.row.id: each.facts.target_on for each in found.kept}
    for link in found.links:
        if link.counts and link.goal in days:
            for key, ends in ends_of(link, asked.rows):
                yield Line(key, goal_key(link.goal), RESTS, asked.free(ends, days[link.goal]))


def ends_of(link: Link, rows: Sequence[TaskFacts]) -> list[tuple[str, datetime | None]]:
    """The things at the other end of a link with when each ends; a task of the playbook stands there for each wave."""
    if link.kind is LinkKind.FACTOR:
        return [(factor_key(link.ref), None)]
    if link.kind is LinkKind.KPI:
        return [(kpi_key(link.ref), None)]
    if link.kind is LinkKind.PHASE:
        return [(phase_key(link.ref), last_of([row for row in rows if row.phase_ref == link.ref]))]
    if link.kind is LinkKind.TASK:
        return [(task_key(row.id), row.finish) for row in rows if is_meant(link, row)]
    return []


def is_meant(link: Link, row: TaskFacts) -> bool:
    """Whether a link names a row of the plan, by its number there or by its task of the playbook."""
    if row.kind is Kind.SUMMARY:
        return False
    if link.ref.startswith(UID):
        return link.ref == f"{UID}{row.uid}"
    return bool(row.task_ref) and link.ref == f"{row.phase_ref}/{row.task_ref}"
