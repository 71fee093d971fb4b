"""The part of the key figures in the impact map: every figure that is read, whose it is, and what counts them."""

from collections.abc import Iterator

from planner.kpis import queries
from planner.kpis.models import Kpi
from planner.readiness.impact import Line, Node, NodeKind, Part
from planner.readiness.impact_keys import criterion_key, kpi_key, person_key
from planner.readiness.impact_queries import Asked
from planner.rollouts import queries as rollouts
from planner.rollouts.playbook_service import playbook_of

OWNS, COUNTED, FACTS = "answers for", "is counted in", "kpis."


def figures_part(asked: Asked) -> Part:
    """The key figures of the rollout with their pages; a criterion that counts figures can be hurt by each."""
    rows = queries.kpis(asked.rollout.id)
    return Part(tuple(_node(row) for row in rows), tuple(_lines(asked, rows)))


def _node(row: Kpi) -> Node:
    page = ("kpis.show", (("kpi_id", row.id),))
    return Node(kpi_key(row.ref), NodeKind.KPI, row.name, page=page, day=row.target_on)


def _lines(asked: Asked, rows: list[Kpi]) -> Iterator[Line]:
    playbook = playbook_of(asked.rollout) if rollouts.has_playbook(asked.rollout.id) else None
    criteria = [each for each in playbook.criteria() if each.fact.startswith(FACTS)] if playbook else []
    for row in rows:
        if asked.people and row.owner_id is not None:
            yield Line(person_key(row.owner_id), kpi_key(row.ref), OWNS)
        for criterion in criteria:
            yield Line(kpi_key(row.ref), criterion_key(criterion.ref), COUNTED)
