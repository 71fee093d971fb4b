"""Whether training turned into use: use before and after it, beside people who were not trained yet in the same weeks.

A difference in differences. For everybody who became trained in a week, the change of active days from the four weeks
before to the four weeks after is taken, less the mean change over the same weeks of those not trained by their end: so
a holiday, a new release or a campaign that all of them lived through falls out. Weeks are joined to one value before
and one after, as successive weeks of one person are alike (Bertrand, Duflo and Mullainathan 2004, How much should we
trust differences-in-differences estimates); who is trained later stands for what would have been (Callaway and
Sant'Anna 2021). The interval treats each person as one observation, however often the person serves as comparison.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from planner.basics.suppression import FEWEST

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Reals = npt.NDArray[np.float64]
SPAN, LEAST = 4, 2
"""Weeks before and after that are compared; with fewer than two on a side a person is left out."""
SURE = 0.95
NOT_YET = int(np.iinfo(np.int64).max)


class Verdict(StrEnum):
    """What the comparison says."""

    MORE = "more"
    LESS = "less"
    NONE = "none"
    FEW = "few"


@dataclass(frozen=True, slots=True)
class Panel:
    """People by weeks. `use` is the number of active days; `trained` the week in which each became trained.

    `first` and `last` are the first and the last week in which each was licensed for the whole week.
    """

    use: npt.NDArray[np.uint8]
    trained: Ints
    first: Ints
    last: Ints


@dataclass(frozen=True, slots=True)
class Effect:
    """Active days a week before and after, of the trained and of those not yet trained, and what training added.

    `low` and `high` are the ends of the 95 % interval of `added`; all are None where there are too few people.
    `apart` says that the two groups drifted apart already before the training, so that the answer is in doubt.
    """

    verdict: Verdict
    trained: int
    others: int
    before: Decimal | None = None
    after: Decimal | None = None
    others_before: Decimal | None = None
    others_after: Decimal | None = None
    added: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    apart: bool = False


@dataclass(frozen=True, slots=True)
class _Doubt:
    """How much each person moves the mean of the others in each week of training, and the products over all people."""

    of_each: Reals
    products: Reals


@dataclass(frozen=True, slots=True)
class _Changes:
    """Each trained person's change beyond that of the others (`beyond`), and how far the others' mean is in doubt.

    `who` are places of people, `week` the places of the weeks of training; `drift` is the same change within the weeks
    before; `levels` are the days before and after, own and the others'; `serves` says who is compared with in a week.
    """

    who: Ints
    week: Ints
    beyond: Reals
    drift: Reals
    levels: Reals
    doubt: _Doubt
    drift_doubt: _Doubt
    serves: npt.NDArray[np.bool_]


def effects(panel: Panel, groups: Mapping[str, Flags]) -> dict[str, Effect]:
    """The effect over each group of people; those who are compared with come from everybody, in the same weeks."""
    found = _changes(panel)
    return {name: _effect(found, mine) for name, mine in groups.items()}


def _changes(panel: Panel) -> _Changes:
    size, weeks = panel.use.shape
    starts = [int(week) for week in np.unique(panel.trained) if week != NOT_YET]
    parts: list[tuple[Ints, Ints, Reals, Reals, Reals]] = []
    doubts: list[Reals] = []
    drifts: list[Reals] = []
    serves: list[Flags] = []
    for week in starts:
        before = np.arange(max(week - SPAN, 0), week)
        after = np.arange(week + 1, min(week + SPAN, weeks - 1) + 1)
        if len(before) < LEAST or len(after) < LEAST:
            continue
        there = (panel.first <= before[0]) & (panel.last >= after[-1])
        mine = np.flatnonzero(there & (panel.trained == week))
        others = np.flatnonzero(there & (panel.trained > after[-1]))
        if not len(mine) or len(others) < FEWEST:
            continue
        level = np.array([panel.use[:, span].mean(1) for span in (before, after)])
        change, half = level[1] - level[0], len(before) // 2
        drift = panel.use[:, before[half:]].mean(1) - panel.use[:, before[:half]].mean(1)
        beyond, doubt = _against(change, mine, others)
        apart, drift_doubt = _against(drift, mine, others)
        told = np.array([level[0, mine], level[1, mine], *(np.full(len(mine), each[others].mean()) for each in level)])
        parts.append((mine, np.full(len(mine), len(doubts)), beyond, apart, told))
        doubts.append(doubt)
        drifts.append(drift_doubt)
        serves.append(np.isin(np.arange(size), others))
    if not parts:
        none = np.empty(0, np.float64)
        empty = np.empty(0, np.int64)
        blank = np.empty((0, size), np.bool_)
        return _Changes(empty, empty, none, none, np.empty((4, 0)), _over([], size), _over([], size), blank)
    who, at, beyond_all, drift_all, levels = (np.concatenate(each, axis=-1) for each in zip(*parts, strict=True))
    return _Changes(who, at, beyond_all, drift_all, levels, _over(doubts, size), _over(drifts, size), np.array(serves))


def _over(rows: list[Reals], size: int) -> _Doubt:
    of_each = np.array(rows).reshape(len(rows), size)
    return _Doubt(of_each, of_each @ of_each.T)


def _against(change: Reals, mine: Ints, others: Ints) -> tuple[Reals, Reals]:
    """Changes beyond the others' mean, and how much each of the others moves that mean (their influence)."""
    mean = change[others].mean()
    doubt = np.zeros(len(change))
    doubt[others] = (change[others] - mean) / np.sqrt(len(others) * (len(others) - 1))
    return change[mine] - mean, doubt


def _effect(found: _Changes, mine: Flags) -> Effect:
    chosen = mine[found.who]
    many = int(chosen.sum())
    weights = np.bincount(found.week[chosen], minlength=len(found.serves)) / max(many, 1)
    others = int(found.serves[weights > 0].any(0).sum()) if many else 0
    if many < FEWEST or others < FEWEST:
        return Effect(Verdict.FEW, many, others)
    freedom = min(many, others) - 1
    added, width = _estimate(found.who[chosen], found.beyond[chosen], weights, found.doubt, freedom)
    drift, drift_width = _estimate(found.who[chosen], found.drift[chosen], weights, found.drift_doubt, freedom)
    verdict = Verdict.MORE if added > width else Verdict.LESS if added < -width else Verdict.NONE
    before, after, others_before, others_after = (_exact(float(each)) for each in found.levels[:, chosen].mean(1))
    ends = (_exact(added), _exact(added - width), _exact(added + width))
    apart = abs(drift) > drift_width
    return Effect(verdict, many, others, before, after, others_before, others_after, *ends, apart)


def _estimate(who: Ints, beyond: Reals, weights: Reals, doubt: _Doubt, freedom: int) -> tuple[float, float]:
    """The mean, and half of its interval: what each person adds to it, as trained and as one compared with, squared."""
    from scipy import stats

    mean = float(beyond.mean())
    own = (beyond - mean) / np.sqrt(len(beyond) * (len(beyond) - 1))
    squares = weights @ doubt.products @ weights - 2 * own @ (weights @ doubt.of_each[:, who]) + own @ own
    return mean, float(stats.t.ppf((1 + SURE) / 2, freedom) * np.sqrt(max(squares, 0.0)))


def _exact(value: float) -> Decimal:
    return round(Decimal(value), 2)
