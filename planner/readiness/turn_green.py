"""What would turn a gate green: the cheapest set of changes that makes the verdict go, and none that could be left out.

Must and should criteria all have to be met; a factor has to reach its line at its low end. One change may serve
several of them: whoever brings the trained share to 95 % has brought it to 90 % too. The set is exact, found by a
solver; beside it stand the next cheapest ways. Work that nobody estimated is counted as `UNESTIMATED` days when ways
are compared, and shown as not estimated.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import lcm

from planner.playbook.outline import Comparison, CriterionKind
from planner.readiness.cheapest import Choice, Gain, Line, Move, Problem, alternatives, cheapest
from planner.readiness.criteria import CriterionResult
from planner.readiness.factors import FactorResult
from planner.readiness.levels import Level, confirm_only, is_partly, possible_levels, share_at
from planner.readiness.requirements import GateCriterion, action_of, confirms, effort_of
from planner.readiness.verdict import Need, Order, Requirement

UNESTIMATED = Decimal(5)


@dataclass(frozen=True, slots=True)
class Change:
    """One change that is needed for go, with who owns it and how much work it is (None: not estimated).

    `serves` names what else it brings to green; `start_by` is the day on which it has to begin to be in time.
    """

    ref: str
    text: str
    action: str
    need: Need
    owner: str = ""
    effort_days: Decimal | None = None
    factor: str = ""
    factor_name: str = ""
    owner_role: str = ""
    serves: tuple[str, ...] = ()
    start_by: date | None = None

    @property
    def blocking(self) -> bool:
        """False when the gate could go with this as a condition."""
        return self.need is not Need.SHOULD

    @property
    def key(self) -> str:
        """The change among all changes of its gate: criteria of gates and of factors may bear the same name."""
        return f"{self.factor}:{self.ref}"


@dataclass(frozen=True, slots=True)
class Ways:
    """The cheapest way to green, and the next cheapest ones as far as there are any."""

    changes: tuple[Change, ...]
    alternatives: tuple[tuple[Change, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Open:
    """One criterion that can be improved: of the gate itself, or of a factor that is asked for."""

    item: str
    result: CriterionResult
    need: Need
    owner: str
    factor: FactorResult | None = None


Moved = tuple[Level, tuple[Open, ...]]


def ways_to_green(
    criteria: Sequence[GateCriterion],
    critical: Sequence[Requirement],
    factors: Sequence[FactorResult],
    orders: Sequence[Order],
    owners: Mapping[str, str],
) -> Ways:
    """The changes needed, what blocks first; empty exactly when the verdict is go.

    Raises nothing: every open criterion can be brought to full marks, so there is always a way.
    """
    standing = [Change("", order.text, "Settle this first.", Need.STANDING) for order in orders]
    opened = [*_own(criteria), *_of_factors(criteria, critical, factors, owners)]
    problem, moved = problem_of(opened, _lines(criteria, critical, factors))
    first = cheapest(problem) or frozenset()
    others = [_changes(each, moved) for each in alternatives(problem)] if first else []
    return Ways(
        tuple(sorted([*standing, *_changes(first, moved)], key=lambda each: not each.blocking)),
        tuple(tuple(sorted(each, key=lambda one: not one.blocking)) for each in others),
    )


def _own(criteria: Sequence[GateCriterion]) -> list[Open]:
    """The gate's own checks and measures that are not met."""
    return [
        Open(f"gate:{each.criterion.ref}", each.result, each.requirement.need, each.requirement.owner)
        for each in criteria
        if each.requirement is not None and each.result is not None and each.requirement.met is not True
    ]


def asked_lines(criteria: Sequence[GateCriterion], critical: Sequence[Requirement]) -> dict[str, tuple[Decimal, Need]]:
    """The highest line asked of each factor that misses one, and whether missing it blocks."""
    asked: dict[str, tuple[Decimal, Need]] = {}
    required = [each.requirement for each in criteria if each.requirement is not None] + list(critical)
    for each in required:
        if each.factor and each.line is not None and each.met is not True:
            line, need = asked.get(each.factor, (each.line, each.need))
            need = need if need is not Need.SHOULD else each.need
            asked[each.factor] = (max(line, each.line), need)
    return asked


def _of_factors(
    criteria: Sequence[GateCriterion],
    critical: Sequence[Requirement],
    factors: Sequence[FactorResult],
    owners: Mapping[str, str],
) -> list[Open]:
    asked = asked_lines(criteria, critical)
    found = []
    for factor in (each for each in factors if each.ref in asked):
        for result in factor.criteria:
            if len(possible_levels(result)) > 1:
                role = result.criterion.owner_role or factor.factor.owner_role
                item = f"{factor.ref}:{result.ref}"
                found.append(Open(item, result, asked[factor.ref][1], owners.get(role, role), factor))
    return found


def _lines(
    criteria: Sequence[GateCriterion], critical: Sequence[Requirement], factors: Sequence[FactorResult]
) -> list[Line]:
    asked = asked_lines(criteria, critical)
    return [line_of(each, Fraction(asked[each.ref][0])) for each in factors if each.ref in asked]


def line_of(factor: FactorResult, line: Fraction) -> Line:
    """The factor's line as a sum of whole numbers: weight x (share - line), over what applies, reaches zero.

    A low end of at least the line is the same as a sum of at least zero; what does not apply adds nothing.
    """
    parts = [(result, [_part(result, level, line) for level in Level]) for result in factor.criteria]
    whole = lcm(*(value.denominator for _, levels in parts for value in levels))
    left = sum((levels[Level.LEFT] for _, levels in parts), Fraction(0))
    gains = tuple(
        Gain(
            f"{factor.ref}:{result.ref}",
            int((levels[Level.CONFIRMED] - levels[Level.LEFT]) * whole),
            int((levels[Level.RAISED] - levels[Level.LEFT]) * whole),
        )
        for result, levels in parts
        if len(possible_levels(result)) > 1
    )
    return Line(int(-left * whole), gains)


def _part(result: CriterionResult, level: Level, line: Fraction) -> Fraction:
    share = share_at(result, level)
    return Fraction(0) if share is None else result.criterion.weight * (share - line / 100)


def problem_of(opened: Sequence[Open], lines: Sequence[Line]) -> tuple[Problem, list[Moved]]:
    """The moves there are, each with how far it goes and the criteria it serves, the one it is about first."""
    moves: list[Move] = []
    moved: list[Moved] = []
    for one in opened:
        if one.factor is None and confirms(one.result) and one.result.standing.open:
            moves.append(Move(0, confirms=(one.item,)))
            moved.append((Level.CONFIRMED, (one,)))
            continue
        if one.factor is not None and Level.CONFIRMED in possible_levels(one.result):
            moves.append(Move(0, confirms=(one.item,)))
            moved.append((Level.CONFIRMED, (one,)))
        if one.factor is None or Level.RAISED in possible_levels(one.result):
            served = (one, *(other for other in opened if other is not one and brings(one.result, other.result)))
            moves.append(Move(_cost(one.result), raises=tuple(each.item for each in served)))
            moved.append((Level.RAISED, served))
    asked = tuple(one.item for one in opened if one.factor is None)
    return Problem(tuple(moves), asked, tuple(lines)), moved


def brings(done: CriterionResult, other: CriterionResult) -> bool:
    """Whether bringing one measure to its line brings another of the same live figure to its own.

    95 % of the trained share brings 90 % of it; at most 5 late tasks brings at most 10. Only what moves the figure
    itself counts: where a person has to state it, each statement stands alone.
    """
    one, two = done.criterion, other.criterion
    if one.kind is not CriterionKind.MEASURE or one.fact != two.fact or two.kind is not CriterionKind.MEASURE:
        return False
    if one.threshold is None or two.threshold is None or one.op is not two.op or done.fact is None:
        return False
    if done.fact != other.fact:  # one is about a wave, the other about all: two figures of one name
        return False
    if one.op in (Comparison.AT_LEAST, Comparison.ABOVE):
        return one.threshold >= two.threshold
    return one.op in (Comparison.AT_MOST, Comparison.BELOW) and one.threshold <= two.threshold


def _cost(result: CriterionResult) -> int:
    effort = effort_of(result)
    return int((UNESTIMATED if effort is None else effort) * 100)


def _changes(chosen: Choice, moved: Sequence[Moved]) -> list[Change]:
    return [_change(*moved[index]) for index in sorted(chosen)]


def _change(level: Level, served: tuple[Open, ...]) -> Change:
    one, *others = served
    result, factor = one.result, one.factor
    gently = level is Level.CONFIRMED and is_partly(result)
    return Change(
        ref=result.ref,
        text=result.criterion.text,
        action=confirm_only(result) if gently else action_of(result),
        need=min((each.need for each in served), key=lambda each: each is Need.SHOULD),
        owner=one.owner,
        owner_role=result.criterion.owner_role or (factor.factor.owner_role if factor else ""),
        effort_days=Decimal(0) if level is Level.CONFIRMED else effort_of(result),
        factor=factor.ref if factor else "",
        factor_name=factor.factor.name if factor else "",
        serves=tuple(dict.fromkeys(_name(each) for each in others)),
    )


def _name(one: Open) -> str:
    return one.factor.factor.name if one.factor else one.result.criterion.text
