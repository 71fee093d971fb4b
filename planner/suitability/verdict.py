"""The start decision: proceed, proceed with conditions, postpone, or do not proceed, with the answers that decided it.

CRM is not justified everywhere. Each question knows what a "no" to it means for the whole; the most serious
meaning among the answers is the verdict, and no number of good answers outvotes it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum

from planner.playbook.outline import Question
from planner.playbook.words import Choice, Effect


class Verdict(IntEnum):
    """The outcomes from worst to best; the order is the precedence."""

    DO_NOT_PROCEED = 0
    DO_NOT_PROCEED_NOW = 1
    POSTPONE = 2
    INCOMPLETE = 3
    PROCEED_WITH_CONDITIONS = 4
    PROCEED = 5

    @property
    def ref(self) -> str:
        """The stable name in files and interfaces, e.g. `proceed-with-conditions`."""
        return self.name.lower().replace("_", "-")

    @property
    def words(self) -> str:
        """The verdict as people read it."""
        return _WORDS[self]

    @property
    def means(self) -> str:
        """What it means, in one sentence."""
        return _MEANINGS[self]

    @property
    def may_start(self) -> bool:
        """Whether the rollout may begin under this verdict."""
        return self >= Verdict.PROCEED_WITH_CONDITIONS


_WORDS = {
    Verdict.DO_NOT_PROCEED: "Do not proceed",
    Verdict.DO_NOT_PROCEED_NOW: "Do not proceed now",
    Verdict.POSTPONE: "Postpone",
    Verdict.INCOMPLETE: "Not decided yet",
    Verdict.PROCEED_WITH_CONDITIONS: "Proceed with conditions",
    Verdict.PROCEED: "Proceed",
}
_MEANINGS = {
    Verdict.DO_NOT_PROCEED: "No lasting benefit is in sight; a CRM system would cost more than it brings.",
    Verdict.DO_NOT_PROCEED_NOW: "Structure or strategy cannot be changed yet; look again when they can.",
    Verdict.POSTPONE: "People or culture are not ready yet; prepare them and look again on the date below.",
    Verdict.INCOMPLETE: "Something is still missing before the assessment can say yes or no.",
    Verdict.PROCEED_WITH_CONDITIONS: "Go ahead; each open condition has an owner and a date, and must be met by then.",
    Verdict.PROCEED: "Go ahead; nothing stands in the way.",
}
_NO_MEANS = {
    Effect.DO_NOT_PROCEED: Verdict.DO_NOT_PROCEED,
    Effect.DO_NOT_PROCEED_NOW: Verdict.DO_NOT_PROCEED_NOW,
    Effect.POSTPONE: Verdict.POSTPONE,
    Effect.CONDITION: Verdict.PROCEED_WITH_CONDITIONS,
}
LOOK_AGAIN_AFTER = timedelta(days=91)
"""A quarter: what is proposed as the next look when nobody has named a date."""


@dataclass(frozen=True, slots=True)
class Given:
    """An answer: its value, when it was given, and for what is still open its owner and date."""

    value: Choice
    answered_on: date
    owner: str = ""
    due: date | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """What one question contributes to the verdict, and why."""

    ref: str
    text: str
    answer: Choice | None
    outcome: Verdict
    reason: str
    owner: str = ""
    due: date | None = None


@dataclass(frozen=True, slots=True)
class Assessment:
    """The verdict with everything that decided it; `next_look` is set when the verdict is to postpone."""

    verdict: Verdict
    deciding: tuple[Finding, ...]
    findings: tuple[Finding, ...]
    next_look: date | None
    next_look_is_proposed: bool

    @property
    def sentence(self) -> str:
        """The verdict in one sentence; while it is not decided, what is missing.

        For example: "Not decided until 2 questions are answered and 1 condition has an owner and a date ahead."
        """
        if self.verdict is not Verdict.INCOMPLETE or not self.findings:
            return self.verdict.means
        missing = len(self.findings) - self.answered
        loose = sum(found.answer is not None for found in self.deciding)
        parts = [_count(missing, "question is", "questions are", "answered")] if missing else []
        parts += [_count(loose, "condition has", "conditions have", "an owner and a date ahead")] if loose else []
        return f"Not decided until {' and '.join(parts)}."

    @property
    def conditions(self) -> tuple[Finding, ...]:
        """Conditions that are open: agreed in part, or a "no" that an owner makes good by a date."""
        return tuple(found for found in self.findings if is_condition(found))

    @property
    def answered(self) -> int:
        """How many questions have an answer."""
        return sum(found.answer is not None for found in self.findings)


def _count(number: int, one: str, more: str, rest: str) -> str:
    return f"{number} {one if number == 1 else more} {rest}"


def is_condition(found: Finding) -> bool:
    """Whether this question is an open condition, whether or not its owner and date are known.

    A "no" to a question that would stop or postpone the rollout is no condition: it is a reason not to start.
    """
    return found.answer is not None and found.outcome in {Verdict.PROCEED_WITH_CONDITIONS, Verdict.INCOMPLETE}


def assess(questions: Sequence[Question], answers: Mapping[str, Given], today: date) -> Assessment:
    """Judge the answers: the worst outcome of a single question is the verdict of all.

    Rule: no lasting benefit: do not proceed. Not ready to change structure or strategy: do not proceed now. Staff or
    culture not ready: postpone. Open conditions, each with an owner and a date that has not passed: proceed with
    conditions. An unanswered question, or a condition without owner or with a date gone by: not decided yet.
    No questions at all decide nothing.
    """
    findings = tuple(judge(question, answers.get(question.ref), today) for question in questions)
    verdict = min((found.outcome for found in findings), default=Verdict.INCOMPLETE)
    deciding = tuple(found for found in findings if found.outcome is verdict)
    named = [found.due for found in deciding if found.due]
    look, proposed = None, False
    if verdict is Verdict.POSTPONE:
        look, proposed = (min(named), False) if named else (_quarter_after(deciding, answers), True)
    return Assessment(verdict, deciding, findings, look, proposed)


def judge(question: Question, given: Given | None, today: date) -> Finding:
    """What this one question contributes, with its reason."""
    outcome, reason = outcome_of(question.effect, given, today)
    if given is None:
        return Finding(question.ref, question.text, None, outcome, reason)
    return Finding(question.ref, question.text, given.value, outcome, reason, given.owner, given.due)


def outcome_of(effect: Effect, given: Given | None, today: date) -> tuple[Verdict, str]:
    """What an answer to a question of this effect contributes to the verdict, and why."""
    if given is None:
        return Verdict.INCOMPLETE, "Not answered yet."
    if given.value is Choice.YES:
        return Verdict.PROCEED, "Answered yes."
    if given.value is Choice.NO and effect is not Effect.CONDITION:
        return _NO_MEANS[effect], "Answered no."
    return _condition(given, today)


def _condition(given: Given, today: date) -> tuple[Verdict, str]:
    said = "Answered partly" if given.value is Choice.PARTLY else "Answered no"
    missing = [word for word, there in (("an owner", given.owner), ("a date", given.due)) if not there]
    if missing:
        return Verdict.INCOMPLETE, f"{said}; the condition still needs {' and '.join(missing)}."
    if given.due and given.due < today:
        return Verdict.INCOMPLETE, f"{said}; the date of the condition has passed."
    return Verdict.PROCEED_WITH_CONDITIONS, f"{said}; an owner makes it good by a date."


def _quarter_after(deciding: Sequence[Finding], answers: Mapping[str, Given]) -> date:
    return max(answers[found.ref].answered_on for found in deciding) + LOOK_AGAIN_AFTER
