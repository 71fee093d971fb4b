"""A directed graph of networkx for hundreds of thousands of tasks: its nodes and edges carry nothing but themselves.

All of them share one empty mapping, where networkx would make one for each; this is the way its own documentation gives
for large graphs (“ThinGraph”).
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import networkx as nx

Graph = Any  # networkx ships no types
_NOTHING: dict[str, Any] = {}


class LightGraph(nx.DiGraph):  # type: ignore[type-arg] # networkx ships no types
    """Nodes and edges without anything on them."""

    edge_attr_dict_factory = staticmethod(lambda: _NOTHING)
    node_attr_dict_factory = staticmethod(lambda: _NOTHING)


@contextmanager
def light_graph(nodes: Iterable[int], edges: Iterable[tuple[int, int]]) -> Iterator[Graph]:
    """The graph of some nodes and edges; afterwards its memory is free again, also while the collector rests."""
    graph = LightGraph()
    graph.add_nodes_from(nodes)
    graph.add_edges_from(edges)
    try:
        yield graph
    finally:
        graph.clear()


def circle_in(graph: Graph, start: int | None = None) -> list[int]:
    """The nodes of a circle, in its order; raises `networkx.NetworkXNoCycle` where there is none."""
    return [edge[0] for edge in nx.find_cycle(graph, start)]
