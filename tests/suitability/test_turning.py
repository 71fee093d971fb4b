"""The smallest change of answers, held against trying every combination."""

from datetime import date
from itertools import combinations, product

from hypothesis import given, settings
from hypothesis import strategies as st

from planner.playbook.outline import Question
from planner.playbook.words import Choice, Effect
from planner.suitability.turning import Turn, settled, turns
from planner.suitability.verdict import Given, Verdict, assess
from tests.suitability.test_verdict import TODAY, all_answered, answered

EFFECTS = {str(effect): effect for effect in Effect} | {"second": Effect.POSTPONE}
QUESTIONS = tuple(
    Question(ref=ref, text=f"{ref}?", theme="any", effect=effect, options=()) for ref, effect in EFFECTS.items()
)

any_answer = st.builds(
    Given, st.sampled_from(Choice), st.just(TODAY), st.sampled_from(["", "Ada"]), st.sampled_from([None, TODAY])
)
any_answers = st.dictionaries(st.sampled_from([q.ref for q in QUESTIONS]), any_answer)


def after(answers: dict[str, Given], turn: Turn) -> Verdict:
    changed = answers | {move.ref: settled(move.after, TODAY) for move in turn.moves}
    return assess(QUESTIONS, changed, TODAY).verdict


def fewest(answers: dict[str, Given], *, better: bool) -> int | None:
    """How many answers must change at least, found by trying all changes of one, two, ... answers."""
    now = assess(QUESTIONS, answers, TODAY).verdict
    refs = [question.ref for question in QUESTIONS]
    for size in range(1, len(refs) + 1):
        for chosen in combinations(refs, size):
            for values in product(Choice, repeat=size):
                changed = answers | {ref: settled(value, TODAY) for ref, value in zip(chosen, values, strict=True)}
                verdict = assess(QUESTIONS, changed, TODAY).verdict
                if (verdict > now) if better else (verdict < now):
                    return size
    return None


@settings(max_examples=60, deadline=None)
@given(any_answers)
def test_the_better_change_is_real_and_no_smaller_one_exists(answers: dict[str, Given]) -> None:
    found = turns(QUESTIONS, answers, TODAY).better
    least = fewest(answers, better=True)
    assert (found is None) == (least is None)
    if found:
        assert len(found.moves) == least
        assert after(answers, found) is found.becomes > assess(QUESTIONS, answers, TODAY).verdict


@settings(max_examples=60, deadline=None)
@given(any_answers)
def test_each_worse_change_is_real_and_one_answer_long(answers: dict[str, Given]) -> None:
    now = assess(QUESTIONS, answers, TODAY).verdict
    worse = turns(QUESTIONS, answers, TODAY).worse
    least = fewest(answers, better=False)
    assert bool(worse) == (least is not None)
    for turn in worse:
        assert len(turn.moves) == least == 1
        assert after(answers, turn) is turn.becomes < now


@given(any_answers)
def test_no_part_of_the_better_change_is_enough(answers: dict[str, Given]) -> None:
    found = turns(QUESTIONS, answers, TODAY).better
    if found is None:
        return
    now = assess(QUESTIONS, answers, TODAY).verdict
    for left_out in found.moves:
        part = Turn(found.becomes, tuple(move for move in found.moves if move is not left_out))
        assert after(answers, part) <= now


@given(any_answers)
def test_the_smallest_is_never_larger_than_any_other(answers: dict[str, Given]) -> None:
    named = turns(QUESTIONS, answers, TODAY)
    every = [*([named.better] if named.better else []), *named.worse]
    assert {len(turn.moves) for turn in named.smallest} <= {min((len(turn.moves) for turn in every), default=0)}
    assert bool(named.smallest) == bool(every)


def test_a_condition_without_owner_is_turned_by_settling_it_alone() -> None:
    answers = all_answered() | {q.ref: answered(Choice.YES) for q in QUESTIONS}
    answers["condition"] = answered(Choice.PARTLY, owner="", due=None)
    found = turns(QUESTIONS, answers, TODAY).better
    assert found is not None
    assert [(move.ref, move.only_settles, move.needs_owner_and_date) for move in found.moves] == [
        ("condition", True, True)
    ]
    assert found.becomes is Verdict.PROCEED_WITH_CONDITIONS


def test_do_not_proceed_needs_the_benefit_first_and_says_what_follows() -> None:
    answers = {q.ref: answered(Choice.YES) for q in QUESTIONS}
    answers |= {"do-not-proceed": answered(Choice.NO), "postpone": answered(Choice.NO)}
    named = turns(QUESTIONS, answers, TODAY)
    assert named.better is not None
    assert [move.ref for move in named.better.moves] == ["do-not-proceed"]
    assert named.better.becomes is Verdict.POSTPONE
    assert named.worse == ()


def test_the_best_verdict_has_no_better_one() -> None:
    answers = {q.ref: answered(Choice.YES) for q in QUESTIONS}
    named = turns(QUESTIONS, answers, date(2026, 3, 2))
    assert named.better is None
    assert next(turn.becomes for turn in named.worse) is Verdict.DO_NOT_PROCEED
