"""The start decision: precedence, monotony, conditions and the date of the next look."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from planner.playbook.outline import Question
from planner.playbook.words import Choice, Effect
from planner.suitability.verdict import Given, Verdict, assess

TODAY = date(2026, 3, 2)
QUESTIONS = tuple(
    Question(ref=f"{effect}-{n}", text=f"{effect} {n}?", theme="any", effect=effect, options=())
    for effect in Effect
    for n in (1, 2)
)
NO_MEANS = {
    Effect.DO_NOT_PROCEED: Verdict.DO_NOT_PROCEED,
    Effect.DO_NOT_PROCEED_NOW: Verdict.DO_NOT_PROCEED_NOW,
    Effect.POSTPONE: Verdict.POSTPONE,
    Effect.CONDITION: Verdict.PROCEED_WITH_CONDITIONS,
}
RANK = {Choice.NO: 0, Choice.PARTLY: 1, Choice.YES: 2}


def answered(value: Choice, *, owner: str = "Ada", due: date | None = TODAY) -> Given:
    return Given(value, TODAY, owner, due)


def all_answered(value: Choice = Choice.YES, **other: Choice) -> dict[str, Given]:
    values = {question.ref: value for question in QUESTIONS} | {k.replace("_", "-"): v for k, v in other.items()}
    return {ref: answered(each) for ref, each in values.items()}


any_answer = st.builds(
    Given,
    st.sampled_from(Choice),
    st.just(TODAY),
    st.sampled_from(["", "Ada"]),
    st.sampled_from([None, TODAY - timedelta(days=1), TODAY, TODAY + timedelta(days=9)]),
)
any_answers = st.dictionaries(st.sampled_from([q.ref for q in QUESTIONS]), any_answer)


def test_all_yes_means_proceed() -> None:
    judged = assess(QUESTIONS, all_answered(), TODAY)
    assert judged.verdict is Verdict.PROCEED
    assert judged.conditions == ()
    assert judged.next_look is None


def test_no_questions_decide_nothing() -> None:
    assert assess((), {}, TODAY).verdict is Verdict.INCOMPLETE


def test_nothing_answered_is_not_decided() -> None:
    judged = assess(QUESTIONS, {}, TODAY)
    assert judged.verdict is Verdict.INCOMPLETE
    assert judged.answered == 0
    assert len(judged.deciding) == len(QUESTIONS)


def test_partly_with_owner_and_date_is_a_condition() -> None:
    judged = assess(QUESTIONS, all_answered(do_not_proceed_1=Choice.PARTLY), TODAY)
    assert judged.verdict is Verdict.PROCEED_WITH_CONDITIONS
    assert [found.ref for found in judged.conditions] == ["do-not-proceed-1"]


def test_condition_without_owner_or_date_leaves_it_undecided_and_says_what_is_missing() -> None:
    answers = all_answered() | {"condition-1": answered(Choice.NO, owner="", due=None)}
    judged = assess(QUESTIONS, answers, TODAY)
    assert judged.verdict is Verdict.INCOMPLETE
    assert judged.deciding[0].reason == "Answered no; the condition still needs an owner and a date."
    assert [found.ref for found in judged.conditions] == ["condition-1"]


def test_condition_holds_on_its_day_and_not_the_day_after() -> None:
    answers = all_answered(condition_1=Choice.PARTLY)
    assert assess(QUESTIONS, answers, TODAY).verdict is Verdict.PROCEED_WITH_CONDITIONS
    late = assess(QUESTIONS, answers, TODAY + timedelta(days=1))
    assert late.verdict is Verdict.INCOMPLETE
    assert "has passed" in late.deciding[0].reason


def test_postpone_looks_again_on_the_earliest_date_named() -> None:
    answers = all_answered() | {
        "postpone-1": answered(Choice.NO, due=date(2026, 9, 1)),
        "postpone-2": answered(Choice.NO, due=date(2026, 6, 1)),
    }
    judged = assess(QUESTIONS, answers, TODAY)
    assert (judged.verdict, judged.next_look, judged.next_look_is_proposed) == (
        Verdict.POSTPONE,
        date(2026, 6, 1),
        False,
    )


def test_postpone_without_a_date_proposes_a_quarter_after_the_answer() -> None:
    judged = assess(QUESTIONS, all_answered() | {"postpone-1": answered(Choice.NO, due=None)}, TODAY)
    assert (judged.next_look, judged.next_look_is_proposed) == (date(2026, 6, 1), True)


def test_a_no_decides_even_while_others_are_unanswered() -> None:
    judged = assess(QUESTIONS, {"do-not-proceed-1": answered(Choice.NO)}, TODAY)
    assert judged.verdict is Verdict.DO_NOT_PROCEED
    assert [found.ref for found in judged.deciding] == ["do-not-proceed-1"]


def test_an_answer_to_a_question_that_is_not_asked_counts_for_nothing() -> None:
    assert assess(QUESTIONS, all_answered() | {"gone": answered(Choice.NO)}, TODAY).verdict is Verdict.PROCEED


@given(any_answers)
def test_the_most_serious_no_decides_whatever_else_was_answered(answers: dict[str, Given]) -> None:
    judged = assess(QUESTIONS, answers, TODAY)
    noes = [NO_MEANS[q.effect] for q in QUESTIONS if q.ref in answers and answers[q.ref].value is Choice.NO]
    stops = [verdict for verdict in noes if verdict < Verdict.INCOMPLETE]
    if stops:
        assert judged.verdict is min(stops)
    else:
        assert judged.verdict >= Verdict.INCOMPLETE


@given(any_answers)
def test_proceeding_needs_every_answer(answers: dict[str, Given]) -> None:
    judged = assess(QUESTIONS, answers, TODAY)
    if judged.verdict.may_start:
        assert judged.answered == len(QUESTIONS)
        assert all(found.owner and found.due and found.due >= TODAY for found in judged.conditions)


@given(any_answers, st.sampled_from(QUESTIONS), st.sampled_from(Choice))
def test_a_better_answer_never_makes_the_verdict_worse(
    answers: dict[str, Given], question: Question, better: Choice
) -> None:
    before = answers.get(question.ref)
    if before is None or RANK[better] < RANK[before.value]:
        return
    after = answers | {question.ref: answered(better)}
    assert assess(QUESTIONS, after, TODAY).verdict >= assess(QUESTIONS, answers, TODAY).verdict


@given(any_answers, st.permutations(QUESTIONS))
def test_the_order_of_questions_does_not_matter(answers: dict[str, Given], order: list[Question]) -> None:
    assert assess(order, answers, TODAY).verdict is assess(QUESTIONS, answers, TODAY).verdict


@given(any_answers)
def test_every_verdict_names_the_answers_that_decided_it(answers: dict[str, Given]) -> None:
    judged = assess(QUESTIONS, answers, TODAY)
    assert judged.deciding
    assert all(found.outcome is judged.verdict and found.reason for found in judged.deciding)
    assert (judged.next_look is not None) == (judged.verdict is Verdict.POSTPONE)


def test_the_sentence_says_what_is_missing() -> None:
    answers = all_answered() | {"condition-1": answered(Choice.NO, owner="")}
    assert assess(QUESTIONS, answers, TODAY).sentence == (
        "Not decided until 1 condition has an owner and a date ahead."
    )
    del answers["postpone-1"], answers["postpone-2"]
    assert assess(QUESTIONS, answers, TODAY).sentence == (
        "Not decided until 2 questions are answered and 1 condition has an owner and a date ahead."
    )
    assert assess(QUESTIONS, all_answered(), TODAY).sentence == "Go ahead; nothing stands in the way."


def test_words_and_names() -> None:
    assert Verdict.PROCEED_WITH_CONDITIONS.ref == "proceed-with-conditions"
    assert all(verdict.words and verdict.means for verdict in Verdict)
