"""Responsibilities by the rules: one who answers, somebody who does, nobody with too much, and who fits a role."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.basics.lights import Light
from planner.people.raci_fit import ASKED, FitKind, Member, Quality, Said, Voice, fit_of, group_fit
from planner.people.raci_matrix import (
    ANSWERS,
    DOES,
    MANY_CRITICAL,
    MOST_IN_A_PHASE,
    Deliverable,
    FindingKind,
    Holder,
    Letter,
    Matrix,
    RoleFacts,
    by_phase,
    critical_hands,
    findings,
    loads,
)
from planner.playbook.words import Choice

A, R, AR, C = Letter.ACCOUNTABLE, Letter.RESPONSIBLE, Letter.BOTH, Letter.CONSULTED

YES, PARTLY, NO = Choice.YES, Choice.PARTLY, Choice.NO


def role(key: str, *, critical: bool = False) -> RoleFacts:
    return RoleFacts(key, key.title(), critical)


def matrix(*deliverables: dict[str, Letter], holders: tuple[Holder, ...] | None = None, critical: str = "") -> Matrix:
    roles = tuple(role(key, critical=key in critical) for key in "pqrs")
    held = holders if holders is not None else tuple(Holder(key, f"k{key}", f"N{key}") for key in "pqrs")
    return Matrix(roles, held, tuple(Deliverable(n, f"D{n}", "Build", each) for n, each in enumerate(deliverables)))


@pytest.mark.parametrize(
    ("letters", "kinds"),
    [
        ({"p": A, "q": R}, []),
        ({"p": AR}, []),
        ({"q": R}, [FindingKind.NO_ACCOUNTABLE]),
        ({"p": A, "q": AR}, [FindingKind.SEVERAL_ACCOUNTABLE]),
        ({"p": A, "q": C}, [FindingKind.NOBODY_RESPONSIBLE]),
        ({}, [FindingKind.NO_ACCOUNTABLE, FindingKind.NOBODY_RESPONSIBLE]),
    ],
)
def test_exactly_one_answers_and_somebody_does(letters: dict[str, Letter], kinds: list[FindingKind]) -> None:
    assert [each.kind for each in findings(matrix(letters))] == kinds


def test_a_role_that_answers_is_held_by_exactly_one_person() -> None:
    two = (Holder("p", "k1", "Ana"), Holder("p", "k2", "Bo"), Holder("q", "k3", "Cy"))
    shared = findings(matrix({"p": A, "q": R}, holders=two))
    assert [each.sentence for each in shared] == [
        "Ana and Bo share the role that is accountable for “D0”: one has to answer for it."
    ]
    empty = findings(matrix({"p": A, "q": R}, {"p": AR}, holders=two[2:]))
    assert [(each.kind, each.role) for each in empty] == [(FindingKind.UNFILLED, "p")]
    assert "has a part in 2 deliverables" in empty[0].sentence


def test_four_critical_roles_in_one_hand_and_critical_roles_without_deputy() -> None:
    one = tuple(Holder(key, "k1", "Ana") for key in "pqrs")
    found = findings(matrix(holders=one, critical="pqrs"))
    assert found[0].kind is FindingKind.CONCENTRATED
    assert "Ana holds 4 critical roles: P, Q, R and S" in found[0].sentence
    assert [each.kind for each in found[1:]] == [FindingKind.NO_DEPUTY] * MANY_CRITICAL
    deputy = Holder("p", "k2", "Bo", deputy=True)
    assert len(findings(matrix(holders=(*one, deputy), critical="pqrs"))) == MANY_CRITICAL
    himself = Holder("p", "k1", "Ana", deputy=True)
    assert len(findings(matrix(holders=(*one, himself), critical="pqrs"))) == MANY_CRITICAL + 1
    assert critical_hands(matrix(holders=one[:3], critical="pq")) == [("k1", "Ana", ["P", "Q"])]


def test_three_critical_roles_in_one_hand_are_not_flagged() -> None:
    one = tuple(Holder(key, "k1", "Ana") for key in "pqrs")
    deputies = tuple(Holder(key, "k2", "Bo", deputy=True) for key in "pqrs")
    assert findings(matrix(holders=(*one, *deputies), critical="pqr")) == ()
    flagged = findings(matrix(holders=(*one, *deputies), critical="pqrs"))
    assert [each.kind for each in flagged] == [FindingKind.CONCENTRATED]


def test_too_much_in_one_phase_is_said_by_person_not_by_role() -> None:
    one = (Holder("p", "k1", "Ana"), Holder("q", "k1", "Ana"))
    each = [{"p": AR}, {"q": AR}, {"p": AR, "q": R}]
    found = matrix(*each, *[{"q": AR}] * (MOST_IN_A_PHASE - 2), holders=one)
    assert loads(found) == {("Build", "k1"): ("Ana", MOST_IN_A_PHASE + 1)}
    assert [f.kind for f in findings(found)] == [FindingKind.OVERLOADED]
    assert findings(matrix(*[{"p": AR}] * MOST_IN_A_PHASE, holders=one)) == ()


LETTERS = st.dictionaries(st.sampled_from("pqrs"), st.sampled_from(list(Letter)))


@given(st.lists(LETTERS, max_size=6))
def test_every_deliverable_without_a_finding_has_one_who_answers_and_one_who_does(
    each: list[dict[str, Letter]],
) -> None:
    made = matrix(*each)
    wrong = {finding.deliverable_id for finding in findings(made)}
    for deliverable in made.deliverables:
        good = len(made.names(deliverable, ANSWERS)) == 1 and bool(made.names(deliverable, DOES))
        assert good is (deliverable.id not in wrong)


def test_deliverables_stand_in_the_order_of_the_phases() -> None:
    each = [Deliverable(1, "X", "Live", {}), Deliverable(2, "Y", "", {}), Deliverable(3, "Z", "Build", {})]
    assert [(name, [d.id for d in found]) for name, found in by_phase(each, ["Build", "Live", "Other"])] == [
        ("Build", [3]),
        ("Live", [1]),
        ("", [2]),
    ]


def said(**answers: Choice) -> dict[Quality, Said]:
    return {Quality[key.upper()]: Said(answer) for key, answer in answers.items()}


@pytest.mark.parametrize(
    ("answers", "light", "words"),
    [
        (said(sales=YES, service=NO, marketing=NO, planning=YES, it=YES), Light.GREEN, ""),
        (said(sales=NO, service=NO, marketing=NO, planning=YES, it=YES), Light.RED, "only in IT"),
        (said(sales=NO, service=PARTLY, marketing=NO, planning=YES, it=YES), Light.AMBER, "only from beside"),
        (said(service=YES, planning=YES, it=NO), Light.AMBER, "Not: knows enough of IT"),
        (said(service=YES, planning=NO, it=YES), Light.RED, "Not: has led a project"),
        (said(service=YES, planning=YES), Light.UNKNOWN, ""),
        (said(sales=NO, planning=YES, it=YES), Light.UNKNOWN, "Nothing is known yet"),
        ({}, Light.UNKNOWN, "Nothing is known yet"),
    ],
)
def test_a_manager_knows_customers_and_not_only_it(answers: dict[Quality, Said], light: Light, words: str) -> None:
    found = fit_of(FitKind.MANAGER, answers)
    assert found.light is light
    assert words in " ".join(found.reasons)
    assert found.unknown == len(ASKED[FitKind.MANAGER]) - len(answers)


def test_an_expert_has_done_it_before_and_hands_over() -> None:
    known = said(same_kind=YES, certified=YES, references=PARTLY, handover=NO)
    found = fit_of(FitKind.EXPERT, known)
    assert found.light is Light.AMBER
    assert found.reasons == ("Partly: references were called.", "Not: a named colleague learns from the expert.")
    assert fit_of(FitKind.EXPERT, known | said(same_kind=NO)).light is Light.RED
    assert fit_of(FitKind.NONE, {}).light is Light.UNKNOWN


def test_a_committee_speaks_for_everybody_concerned() -> None:
    whole = [
        Member("Ana", frozenset(Voice) - {Voice.STAFF}, may_decide=True),
        Member("Bo", frozenset({Voice.STAFF}), False),
    ]
    assert group_fit(whole).light is Light.GREEN
    no_service = [Member("Ana", frozenset(Voice) - {Voice.SERVICE}, may_decide=True)]
    assert (group_fit(no_service).light, group_fit(no_service).reasons) == (Light.RED, ("Nobody speaks for service.",))
    powerless = [
        Member("Ana", frozenset(Voice) - {Voice.IT}, may_decide=True),
        Member("Bo", frozenset({Voice.IT}), False),
    ]
    assert group_fit(powerless).reasons == ("Nobody who speaks for IT may decide.",)
    assert group_fit(powerless).light is Light.AMBER
    assert group_fit([]).light is Light.UNKNOWN
