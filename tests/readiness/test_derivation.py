from fractions import Fraction

from hypothesis import given

from planner.playbook.outline import Factor, Pillar
from planner.readiness.derivation import Node, derive_factor, derive_programme
from planner.readiness.evidence import Statement
from tests.readiness.samples import (
    TODAY,
    answer,
    assessed,
    check,
    fact,
    factor,
    factors_with_statements,
    measure,
    said,
    verified,
)


def test_a_factor_opens_to_value_line_weight_evidence_author_and_age() -> None:
    one = factor("f", answer("a", weight=3, valid_days=60), measure("m"), check("c"))
    statements = {"a": verified(said(3, days_ago=12, evidence="Minutes of 18 February", link="https://example.org/m"))}
    node = derive_factor(assessed([one], statements, fact(2)).factors[0])
    assert node.sum == "(3 × 75 % + 1 × 0 %) ÷ 4"
    (first, second, third) = node.children
    assert (first.weight, first.word, first.line) == (3, "partly met", "step 4 of 4")
    assert first.source is not None
    assert (first.source.value, first.source.author, first.source.age_days) == ("Step 3 of 4", "Mara Lind", 12)
    assert (first.source.evidence, first.source.grade) == ("Minutes of 18 February", "observed")
    assert (first.source.verified_by, first.source.verified_on) == ("Sven Holm", TODAY)
    assert second.source is not None
    assert (second.source.value, second.source.target, second.source.live) == ("2", "at most 0", True)
    assert (second.source.standing, second.word) == ("The plan", "not met")
    assert third.source is not None
    assert (third.source.value, third.sum) == ("Not yet known", "")


def test_the_programme_opens_to_pillars_factors_and_criteria() -> None:
    factors = [factor("f", check("a"), pillar=Pillar.PROCESS), factor("g", check("b"), pillar=Pillar.PEOPLE)]
    node = derive_programme(assessed(factors, {"a": said(1)}))
    assert [each.title for each in node.children] == ["People", "Process"]
    assert [leaf.title for leaf in leaves(node)] == ["Check b", "Check a"]


@given(factors_with_statements("fgh"))
def test_the_tree_adds_up(drawn: tuple[list[Factor], dict[str, Statement]]) -> None:
    """Recomputing a factor from the leaves that count gives the score shown above them."""
    assessment = assessed(*drawn)
    node = derive_programme(assessment)
    assert sum(len(pillar.children) for pillar in node.children) == len(assessment.factors)
    for result in assessment.factors:
        counted = [(each.criterion.weight, each.share) for each in result.criteria if each.share is not None]
        total = sum(weight for weight, _ in counted)
        score = sum((weight * share for weight, share in counted), Fraction(0)) / total * 100 if total else None
        assert derive_factor(result).score == result.score
        assert result.score.value == score


def leaves(node: Node) -> list[Node]:
    """The criteria under a node."""
    return [leaf for child in node.children for leaf in leaves(child)] if node.children else [node]
