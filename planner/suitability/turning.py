"""The smallest change of answers that would change the verdict, in either direction.

Because the worst single answer decides, a better verdict needs every deciding answer to change and no other one,
and a worse verdict needs exactly one answer to change. Both are exact, not estimates.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from planner.playbook.outline import Question
from planner.playbook.words import Choice, Effect
from planner.suitability.verdict import Assessment, Given, Verdict, assess, judge, outcome_of

_STEPS: dict[Choice | None, tuple[Choice, ...]] = {
    None: (Choice.PARTLY, Choice.YES),
    Choice.NO: (Choice.NO, Choice.PARTLY, Choice.YES),
    Choice.PARTLY: (Choice.PARTLY, Choice.YES),
    Choice.YES: (Choice.YES,),
}


@dataclass(frozen=True, slots=True)
class Move:
    """One answer that changes: from what, to what, and whether that needs an owner and a date that are not there."""

    ref: str
    text: str
    before: Choice | None
    after: Choice
    needs_owner_and_date: bool = False

    @property
    def only_settles(self) -> bool:
        """The answer stays; what changes is that someone owns it and a date stands."""
        return self.before is self.after


@dataclass(frozen=True, slots=True)
class Turn:
    """Answers which, changed together, make the verdict `becomes`."""

    becomes: Verdict
    moves: tuple[Move, ...]


@dataclass(frozen=True, slots=True)
class Turns:
    """What would change the verdict: all of `better` together, or any one of `worse` alone."""

    better: Turn | None
    worse: tuple[Turn, ...]

    @property
    def smallest(self) -> tuple[Turn, ...]:
        """The changes that touch the fewest answers, best outcome first."""
        turns = ([self.better] if self.better else []) + list(self.worse)
        fewest = min((len(turn.moves) for turn in turns), default=0)
        return tuple(turn for turn in turns if len(turn.moves) == fewest)


def turns(questions: Sequence[Question], answers: Mapping[str, Given], today: date) -> Turns:
    """The smallest sets of answers that would make the verdict better, and those that would make it worse."""
    now = assess(questions, answers, today)
    return Turns(_better(questions, answers, today, now), _worse(questions, answers, today, now))


def _better(questions: Sequence[Question], answers: Mapping[str, Given], today: date, now: Assessment) -> Turn | None:
    """Lift each deciding answer by the fewest steps that leave the present verdict; nothing else has to change."""
    if now.verdict is Verdict.PROCEED or not questions:
        return None
    deciding = {found.ref for found in now.deciding}
    moves = tuple(
        _lift(question, answers.get(question.ref), now.verdict) for question in questions if question.ref in deciding
    )
    after = dict(answers) | {move.ref: settled(move.after, today) for move in moves}
    return Turn(assess(questions, after, today).verdict, moves)


def _lift(question: Question, given: Given | None, verdict: Verdict) -> Move:
    before = given.value if given else None
    after = next(step for step in _STEPS[before] if _settled_outcome(question.effect, step) > verdict)
    return Move(question.ref, question.text, before, after, after is not Choice.YES)


def _worse(
    questions: Sequence[Question], answers: Mapping[str, Given], today: date, now: Assessment
) -> tuple[Turn, ...]:
    """Each single answer that would make the verdict worse if it became a "no", worst outcome first."""
    found = [turn for question in questions if (turn := _fall(question, answers.get(question.ref), today, now.verdict))]
    return tuple(sorted(found, key=lambda turn: turn.becomes))


def _fall(question: Question, given: Given | None, today: date, verdict: Verdict) -> Turn | None:
    """What a "no" to this question would do; nothing when it already is one that counts as much."""
    becomes = _settled_outcome(question.effect, Choice.NO)
    if becomes >= verdict or judge(question, given, today).outcome <= becomes:
        return None
    before = given.value if given else None
    return Turn(becomes, (Move(question.ref, question.text, before, Choice.NO, becomes > Verdict.INCOMPLETE),))


def settled(value: Choice, today: date) -> Given:
    """An answer as it would be given with its owner and date, which is what a proposed change assumes."""
    return Given(value, today, owner="to be named", due=today)


def _settled_outcome(effect: Effect, value: Choice) -> Verdict:
    return outcome_of(effect, settled(value, date.min), date.min)[0]
