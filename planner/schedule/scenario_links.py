"""Takes rows out of a plan so that the order of work stays: what waited for them waits for what they waited for."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from planner.schedule.network import Activity, Link
from planner.schedule.outline import ancestors, parents, with_children
from planner.schedule.project_file import LagKind, LinkType

FROM_START = frozenset({LinkType.START_START, LinkType.START_FINISH})
TO_FINISH = frozenset({LinkType.FINISH_FINISH, LinkType.START_FINISH})
TYPES = {
    (False, False): LinkType.FINISH_START,
    (True, False): LinkType.START_START,
    (False, True): LinkType.FINISH_FINISH,
    (True, True): LinkType.START_FINISH,
}
PERCENT = frozenset({LagKind.PERCENT, LagKind.ELAPSED_PERCENT})


def without(rows: Sequence[Activity], doomed: Collection[int]) -> tuple[Activity, ...]:
    """The rows without some of them, by number; a summary whose last row goes, goes too.

    A → B with a lag of one day and B → C with two become A → C with three days once B is gone: B counts as work that
    takes no time.
    """
    return _Taking(rows, doomed).left()


def joined(before: Link, after: Link) -> Link:
    """The link that two links over a dropped task amount to.

    Lags of one kind add up; where they cannot be added the first one holds. A share of the dropped task is nothing.
    """
    kind = TYPES[before.type in FROM_START, after.type in TO_FINISH]
    later = 0 if after.lag_kind in PERCENT else after.lag
    if not before.lag:
        return Link(before.predecessor, kind, later, after.lag_kind if later else LagKind.WORKING)
    if before.lag_kind is after.lag_kind and before.lag_kind not in PERCENT:
        return Link(before.predecessor, kind, before.lag + later, before.lag_kind)
    return Link(before.predecessor, kind, before.lag, before.lag_kind)


def merged(links: Iterable[Link]) -> tuple[Link, ...]:
    """One link for each predecessor: finish to start before all others, then the longer lag."""
    kept: dict[int, Link] = {}
    for link in links:
        old = kept.get(link.predecessor)
        if old is None or _rank(link) > _rank(old):
            kept[link.predecessor] = link
    return tuple(kept.values())


def _rank(link: Link) -> tuple[bool, int]:
    return link.type is LinkType.FINISH_START, link.lag


class _Taking:
    """The links of a plan while rows are taken out of it one by one."""

    def __init__(self, rows: Sequence[Activity], doomed: Collection[int]) -> None:
        self.rows = rows
        self.above = parents(row.level for row in rows)
        self.summaries = with_children(self.above)
        self.links: dict[int, list[Link]] = {row.uid: list(row.links) for row in rows}
        self.gone = self._with_empty(set(doomed))
        self.over = {row.uid: {rows[a].uid for a in ancestors(n, self.above)} for n, row in enumerate(rows)}

    def _with_empty(self, doomed: set[int]) -> set[int]:
        """The rows to go, and each summary with nothing left under it."""
        under: dict[int, list[int]] = defaultdict(list)
        for row, over in zip(self.rows, self.above, strict=True):
            if over is not None:
                under[over].append(row.uid)
        for place in sorted(under, reverse=True):
            if doomed.issuperset(under[place]):
                doomed.add(self.rows[place].uid)
        return doomed

    def left(self) -> tuple[Activity, ...]:
        leaves = [row.uid for n, row in enumerate(self.rows) if row.uid in self.gone and n not in self.summaries]
        for uid in self.gone.difference(leaves):
            self._spread(uid, [leaf for leaf in leaves if uid in self.over[leaf]])
        for uid in leaves:
            self._bridge(uid)
        return tuple(
            row if list(row.links) == self.links[row.uid] else replace(row, links=merged(self.links[row.uid]))
            for row in self.rows
            if row.uid not in self.gone
        )

    def _spread(self, summary: int, leaves: Sequence[int]) -> None:
        """What a summary waits for, its tasks wait for; what waits for it waits for each of them."""
        for leaf in leaves:
            self.links[leaf] += self.links[summary]
        for uid, links in self.links.items():
            mine = [link for link in links if link.predecessor == summary]
            if mine:
                rest = [link for link in links if link.predecessor != summary]
                self.links[uid] = rest + [replace(link, predecessor=leaf) for link in mine for leaf in leaves]

    def _bridge(self, uid: int) -> None:
        """Tie what waits for a task to what the task waits for, also through the summaries above it."""
        own = self.links.pop(uid)
        for other, links in self.links.items():
            mine = [link for link in links if link.predecessor == uid]
            if not mine:
                continue
            outer = [over for over in self.over[uid] - self.gone if over != other and over not in self.over[other]]
            before = own + [link for over in outer for link in self.links[over]]
            new = [joined(link, after) for link in before for after in mine if link.predecessor not in {other, uid}]
            self.links[other] = list(merged([link for link in links if link.predecessor != uid] + new))
