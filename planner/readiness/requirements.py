"""What one gate asks for, judged: its own must and should criteria, and the critical factors."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from planner.playbook.outline import Criterion, CriterionKind, Gate
from planner.readiness.criteria import CriterionResult, share_of, target_in_words
from planner.readiness.evidence import Standing, State
from planner.readiness.factors import FactorResult
from planner.readiness.verdict import Need, Requirement
from planner.readiness.wording import day_in_words, percent, percent_under, plain


@dataclass(frozen=True, slots=True)
class GateCriterion:
    """One criterion of a gate with what was found: a judged criterion, or a factor whose low end must reach a line.

    `requirement` is None when the criterion does not apply.
    """

    criterion: Criterion
    requirement: Requirement | None
    result: CriterionResult | None = None
    factor: FactorResult | None = None

    @property
    def met(self) -> bool | None:
        """True, False, or None while it is not known; a criterion that does not apply is met."""
        return True if self.requirement is None else self.requirement.met


def own_criterion(result: CriterionResult, owners: Mapping[str, str]) -> GateCriterion:
    """A check or a measure of the gate itself."""
    asked = result.criterion
    if result.standing is Standing.NOT_APPLICABLE:
        return GateCriterion(asked, None, result)
    requirement = Requirement(
        ref=asked.ref,
        text=asked.text,
        need=Need.MUST if asked.must else Need.SHOULD,
        met=result.passed,
        why=why_open(result),
        owner=owners.get(asked.owner_role, asked.owner_role),
        effort_days=effort_of(result),
        action=action_of(result),
    )
    return GateCriterion(asked, requirement, result)


def factor_criterion(asked: Criterion, factor: FactorResult, owners: Mapping[str, str]) -> GateCriterion:
    """A criterion of the gate that asks a factor's low end to reach a line."""
    if not factor.score.applies:
        return GateCriterion(asked, None, None, factor)
    line = factor.line if asked.threshold is None else asked.threshold
    need = Need.MUST if asked.must else Need.SHOULD
    owner = asked.owner_role or factor.factor.owner_role
    requirement = factor_requirement(asked.ref, asked.text, need, factor, line, owners.get(owner, owner))
    return GateCriterion(asked, requirement, None, factor)


def critical_requirements(
    gate: Gate,
    factors: Sequence[FactorResult],
    owners: Mapping[str, str],
) -> tuple[Requirement, ...]:
    """The critical factors, each against its own line; they hold every gate, whatever the gate itself asks.

    A factor that the gate names as a must-criterion with a line as high or higher is left out: it is asked for already.
    """
    asked = {each.factor: each.threshold for each in gate.criteria if each.kind is CriterionKind.FACTOR and each.must}
    return tuple(
        factor_requirement(
            each.ref,
            each.factor.name,
            Need.CRITICAL,
            each,
            each.line,
            owners.get(each.factor.owner_role, each.factor.owner_role),
        )
        for each in factors
        if each.factor.critical and each.score.applies and not _covers(asked, each)
    )


def _covers(asked: Mapping[str, Decimal | None], factor: FactorResult) -> bool:
    if factor.ref not in asked:
        return False
    line = asked[factor.ref]
    return line is None or line >= factor.line


def factor_requirement(ref: str, text: str, need: Need, factor: FactorResult, line: Decimal, owner: str) -> Requirement:
    """A line for a factor's low end. Missed for certain when not even the high end reaches it, else not known."""
    reached = factor.score.low >= Fraction(line)
    return Requirement(
        ref=ref,
        text=text,
        need=need,
        met=True if reached else (False if factor.score.high < Fraction(line) else None),
        why="" if reached else why_below(factor, line),
        owner=owner,
        action=""
        if reached
        else f"Bring the low end from {percent_under(factor.score.low, line)} to {plain(line)} % or more.",
        factor=factor.ref,
        line=line,
    )


def why_below(factor: FactorResult, line: Decimal) -> str:
    """Why a factor does not reach its line, in one sentence."""
    score = factor.score
    if score.value is None:
        return "Nothing is known about this factor yet."
    low, asked = percent_under(score.low, line), f"asked for is {plain(line)} % or more"
    if score.exact:
        return f"The score is {low}; {asked}."
    high = percent_under(score.high, line)
    return f"The score lies between {low} and {high}; {asked}. {percent(score.coverage)} of it is known."


def why_open(result: CriterionResult) -> str:
    """Why a criterion is not met, in one sentence; empty when it is."""
    if result.passed:
        return ""
    if result.standing.open:
        said = f" Answered so far: {result.shown}." if result.value is not None else ""
        return f"{result.standing_text}.{said}"
    if result.criterion.kind is CriterionKind.MEASURE:
        return f"It stands at {result.shown}; asked for is {result.target}."
    return f"The answer is {result.shown.lower()}."


def action_of(result: CriterionResult) -> str:
    """What has to be done so that the criterion counts as met; empty when it is."""
    asked, statement = result.criterion, result.statement
    if result.passed:
        return ""
    wanted = f" Evidence asked for: {asked.evidence.rstrip('.')}." if asked.evidence else ""
    if result.standing is Standing.UNVERIFIED and statement is not None and confirms(result):
        return f"Have a second person verify the answer of {statement.author}."
    if result.standing is Standing.EXPIRED and confirms(result):
        until = day_in_words(result.expires_on) if result.expires_on else ""
        if result.live:
            return f"Count it anew: the figure counted until {until}.{wanted}"
        return f"Look again and renew the answer: it was valid until {until}.{wanted}"
    now = f"; now {result.shown.lower()}" if result.value is not None else ""
    if asked.kind is CriterionKind.MEASURE:
        return f"{'Bring it' if now else 'Find out the figure and bring it'} to {target_in_words(asked)}{now}.{wanted}"
    if asked.kind is CriterionKind.ANSWER:
        return f"{'Reach' if now else 'Find out where it stands and reach'} {target_in_words(asked)}{now}.{wanted}"
    return f"Make it true and record it.{wanted}" if result.passed is False else f"Find out and record it.{wanted}"


def confirms(result: CriterionResult) -> bool:
    """True when the stated answer, once it counts, would be enough: it only needs to be verified or renewed."""
    if result.live:
        return result.standing is Standing.EXPIRED and share_of(result.criterion, result.value or Decimal(0)) == 1
    if result.statement is None:
        return False
    if result.statement.state is State.NOT_APPLICABLE:
        return True
    return result.value is not None and share_of(result.criterion, result.value) == 1


def effort_of(result: CriterionResult) -> Decimal | None:
    """Working days still to spend: none when met or only to be confirmed, else what the playbook estimates."""
    if result.passed or confirms(result):
        return Decimal(0)
    return result.criterion.effort_days
