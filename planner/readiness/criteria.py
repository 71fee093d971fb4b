"""One criterion judged: what is known about it today, and the share of full marks it brings, if it is known at all."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from planner.playbook.outline import Criterion, CriterionKind, Unit
from planner.readiness.counted import Counted
from planner.readiness.evidence import Grade, Standing, State, Statement, expires_on, standing
from planner.readiness.wording import day_in_words, figure

HIGHEST_STEP = 4


@dataclass(frozen=True, slots=True)
class FactValue:
    """A named live figure of this rollout. `value` is None while nothing can be said; `source` tells its origin.

    `as_of` is the day it is from, None for one of today; `lasts` for how many days it counts then, and `freshness` the
    same in words. `counted` is what a share was counted over, `about` the things that are counted, by name.
    """

    name: str
    meaning: str
    unit: Unit
    value: Decimal | None
    source: str = ""
    as_of: date | None = None
    lasts: int | None = None
    freshness: str = ""
    counted: Counted | None = None
    about: tuple[str, ...] = ()

    @property
    def shown(self) -> str:
        """The figure with its unit, or that it is not yet known."""
        return figure(self.value, self.unit)


@dataclass(frozen=True, slots=True)
class CriterionResult:
    """One criterion, judged on one day. `share` is between 0 and 1 and None when unknown or not applicable."""

    criterion: Criterion
    standing: Standing
    share: Fraction | None
    value: Decimal | None
    statement: Statement | None
    fact: FactValue | None
    age_days: int | None
    expires_on: date | None

    @property
    def ref(self) -> str:
        """The criterion's lasting name in the playbook."""
        return self.criterion.ref

    @property
    def passed(self) -> bool | None:
        """Whether the criterion is fully met; None while unknown or not applicable."""
        return None if self.share is None else self.share == 1

    @property
    def live(self) -> bool:
        """True when the value comes from the rollout's own data of today."""
        return self.fact is not None and self.fact.value is not None

    @property
    def grade(self) -> Grade | None:
        """How well it is known: live figures are measured, answers as their author says."""
        if self.live:
            return Grade.MEASURED
        return self.statement.grade if self.statement and self.statement.state is State.SCORED else None

    @property
    def shown(self) -> str:
        """The value in words a reader understands: `Yes`, `Step 3 of 4`, `82 %`, `Not applicable`, `Not yet known`."""
        if self.value is not None:
            return value_in_words(self.criterion, self.value)
        said_so = self.statement is not None and self.statement.state is State.NOT_APPLICABLE
        return "Not applicable" if said_so else "Not yet known"

    @property
    def target(self) -> str:
        """The line to reach, in words."""
        return target_in_words(self.criterion)

    @property
    def step_text(self) -> str:
        """The observable behaviour behind the chosen step, empty for other kinds."""
        if self.criterion.kind is not CriterionKind.ANSWER or self.value is None or not self.criterion.steps:
            return ""
        return self.criterion.steps[int(self.value)]

    @property
    def standing_text(self) -> str:
        """Whether it counts, and if not why not, in words."""
        return standing_in_words(self)


def judge(
    criterion: Criterion,
    statements: Mapping[str, Statement],
    facts: Mapping[str, FactValue],
    today: date,
) -> CriterionResult:
    """Judge one criterion today.

    A live figure counts by itself: nobody needs to verify what the product counts. Without one, the recorded answer
    counts, as far as it is still valid, and verified where that is asked for. To set a must-criterion "not applicable"
    always takes a second person: otherwise one person alone could take a hard question off the table.
    """
    statement, fact = statements.get(criterion.ref), facts.get(criterion.fact) if criterion.fact else None
    if criterion.kind is CriterionKind.MEASURE and fact is not None and fact.value is not None:
        return _measured(criterion, fact, fact.value, statement, today)
    scored = statement is not None and statement.state is State.SCORED
    needs_second = criterion.verify or (criterion.must and not scored)
    how = standing(statement, valid_days=criterion.valid_days, needs_second=needs_second, today=today)
    value = statement.value if statement is not None and scored else None
    return CriterionResult(
        criterion=criterion,
        standing=how,
        share=share_of(criterion, value) if how is Standing.KNOWN and value is not None else None,
        value=value,
        statement=statement,
        fact=fact,
        age_days=statement.age(today) if statement is not None and statement.state is not State.UNKNOWN else None,
        expires_on=expires_on(statement.answered_on, criterion.valid_days)
        if statement is not None and scored
        else None,
    )


def _measured(
    criterion: Criterion, fact: FactValue, value: Decimal, statement: Statement | None, today: date
) -> CriterionResult:
    """A live figure. One of an earlier day ages as answers do, by its own days and by those of the criterion."""
    last = None
    if fact.as_of is not None:
        ends = [expires_on(fact.as_of, days) for days in (fact.lasts, criterion.valid_days)]
        last = min((each for each in ends if each is not None), default=None)
    counts = last is None or today <= last
    return CriterionResult(
        criterion=criterion,
        standing=Standing.KNOWN if counts else Standing.EXPIRED,
        share=share_of(criterion, value) if counts else None,
        value=value,
        statement=statement,
        fact=fact,
        age_days=0 if fact.as_of is None else (today - fact.as_of).days,
        expires_on=last,
    )


def share_of(criterion: Criterion, value: Decimal) -> Fraction:
    """The share of full marks a value brings, exact: step / 4, yes = 1 and no = 0, line reached = 1 and missed = 0.

    Example: step 3 brings 3/4; 82 percent against at least 95 percent brings 0.
    """
    if criterion.kind is CriterionKind.ANSWER:
        return Fraction(value) / HIGHEST_STEP
    if criterion.kind is CriterionKind.CHECK:
        return Fraction(int(value == 1))
    if criterion.threshold is None or criterion.op is None:
        return Fraction(0)
    return Fraction(int(criterion.op.holds(value, criterion.threshold)))


def target_in_words(criterion: Criterion) -> str:
    """The line to reach: `at least 95 %`, `yes`, or `step 4 of 4`."""
    if criterion.kind is CriterionKind.ANSWER:
        return f"step {HIGHEST_STEP} of {HIGHEST_STEP}"
    if criterion.kind is CriterionKind.CHECK or criterion.op is None:
        return "yes"
    return f"{criterion.op.sentence} {figure(criterion.threshold, criterion.unit)}"


def value_in_words(criterion: Criterion, value: Decimal) -> str:
    """An answer's value as people say it."""
    if criterion.kind is CriterionKind.ANSWER:
        return f"Step {int(value)} of {HIGHEST_STEP}"
    if criterion.kind is CriterionKind.CHECK:
        return "Yes" if value == 1 else "No"
    return figure(value, criterion.unit)


def standing_in_words(result: CriterionResult) -> str:
    """One short sentence: does it count, and if not, why not."""
    statement = result.statement
    if result.live and result.fact is not None:
        said = result.fact.source or "Counted today from this rollout's own data"
        if result.expires_on is None:
            return said
        until = day_in_words(result.expires_on)
        return (
            f"Out of date, it counted until {until}: {said}"
            if result.standing is Standing.EXPIRED
            else f"{said}; counts until {until}"
        )
    if result.standing is Standing.MISSING or statement is None:
        return "Not yet known"
    if result.standing is Standing.UNVERIFIED:
        return "Waits for a second person to verify it; until then it does not count"
    if result.standing is Standing.EXPIRED:
        until = day_in_words(result.expires_on) if result.expires_on else ""
        return f"Too old to count: it was valid until {until}"
    if statement.verified:
        return f"Verified by {statement.verified_by}"
    return "Not verified by a second person"
