"""The whole assessment as one flat table, a row for each question, for whoever works on in a spreadsheet."""

from collections.abc import Iterator
from decimal import Decimal

from planner.basics.export import Cell
from planner.readiness.criteria import CriterionResult
from planner.readiness.derivation import criterion_word, source_of
from planner.readiness.factors import PILLARS, Assessment, FactorResult
from planner.readiness.wording import plain

HEADINGS = (
    "Pillar", "Level", "Factor", "Critical", "Factor weight", "Factor score", "Low end", "High end", "Known", "Line",
    "Question", "Weight", "Answer", "Asked for", "State", "Grade", "Evidence", "Link", "File", "Author", "Answered on",
    "Counts until", "Verified by", "Verified on",
)  # fmt: skip


def table(assessment: Assessment) -> Iterator[list[Cell]]:
    """One row for each question, under the headings above; percentages with two places."""
    for factor in assessment.factors:
        for result in factor.criteria:
            yield [*factor_cells(factor), *question_cells(result)]


def factor_cells(factor: FactorResult) -> list[Cell]:
    """What is said of the factor, repeated on each of its rows."""
    one, score = factor.factor, factor.score
    figures = (score.value, score.low, score.high, score.coverage)
    return [
        PILLARS[one.pillar],
        one.level.value,
        one.name,
        one.critical,
        one.weight,
        *(None if each is None else round(Decimal(each.numerator) / Decimal(each.denominator), 2) for each in figures),
        plain(factor.line),
    ]


def question_cells(result: CriterionResult) -> list[Cell]:
    """What is said of one question."""
    source = source_of(result)
    return [
        result.criterion.text,
        result.criterion.weight,
        source.value,
        source.target,
        criterion_word(result),
        source.grade,
        source.evidence,
        source.link,
        source.file_name,
        source.author,
        source.answered_on,
        source.expires_on,
        source.verified_by,
        source.verified_on,
    ]
