"""What is different between two papers of one kind: the verdict, the score, and each of the eight sides."""

from collections.abc import Iterator
from decimal import Decimal

from planner.reports.paper import Bar, Chart, Paper, Side
from planner.reports.report import Change, Changes
from planner.reports.wording import percent

ORDER = ("stop", "in trouble", "hold", "at risk", "conditional go", "healthy", "go")


def compare(before: Paper, after: Paper) -> Changes:
    """All differences from the earlier paper to the later one; the same paper gives none."""
    return Changes(before.snapshot.number or 0, before.identity.data_time, tuple(_items(before, after)))


def _items(before: Paper, after: Paper) -> Iterator[Change]:
    old, new = before.verdict, after.verdict
    if old.state != new.state:
        yield Change("verdict", "Verdict", old.word, new.word, rank(old.state, new.state))
    if before.score != after.score:
        yield Change(
            "score", after.kind.measure, percent(before.score), percent(after.score), _more(before.score, after.score)
        )
    if before.coverage != after.coverage and after.kind.asks:
        known = percent(before.coverage), percent(after.coverage)
        yield Change("coverage", "Share that is known", *known, _more(before.coverage, after.coverage))
    sides = {each.key: each for each in before.dimensions}
    for side in after.dimensions:
        yield from _side(sides.get(side.key), side)
    yield from _blockers(before, after)
    yield from _bars(before, after)


def _side(old: Side | None, new: Side) -> Iterator[Change]:
    if old is not None and old.state != new.state:
        yield Change("side", new.name, old.state, new.state, rank(old.state, new.state))


def _blockers(before: Paper, after: Paper) -> Iterator[Change]:
    old, new = ({each.ref or each.text: each.text for each in one.blockers} for one in (before, after))
    for key in [each for each in new if each not in old]:
        yield Change("blocker", new[key], "not there", "stands in the way", "worse")
    for key in [each for each in old if each not in new]:
        yield Change("blocker", old[key], "stood in the way", "not any more", "better")


def _bars(before: Paper, after: Paper) -> Iterator[Change]:
    """Bars of both papers whose number moved; one that came or went with a group or a week is no change."""
    old = _all_bars(before)
    for key, (chart, bar) in _all_bars(after).items():
        was = old.get(key)
        if was is not None and was[1].text != bar.text:
            way = _more(was[1].value, bar.value) if chart.line is not None else "neutral"
            yield Change("figure", f"{chart.title}: {bar.label}", was[1].text, bar.text, way)


def _all_bars(paper: Paper) -> dict[tuple[str, str, str], tuple[Chart, Bar]]:
    return {
        (section.key, chart.title, bar.label): (chart, bar)
        for section in paper.sections
        for chart in section.charts
        for bar in chart.bars
    }


def rank(old: str, new: str) -> str:
    """Whether a state is better or worse than another one; what was or is not known is neither."""
    if old not in ORDER or new not in ORDER:
        return "neutral"
    return "better" if ORDER.index(new) > ORDER.index(old) else "worse"


def _more(old: Decimal | None, new: Decimal | None) -> str:
    if old is None or new is None:
        return "neutral"
    return "neutral" if new == old else "better" if new > old else "worse"
