"""What makes an answer acceptable: a value that fits the question, evidence where it claims more than a statement."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from planner.basics.days import check_day
from planner.basics.errors import RuleBroken
from planner.playbook.outline import Criterion, CriterionKind
from planner.readiness.criteria import HIGHEST_STEP
from planner.readiness.evidence import Grade, State

LARGEST = Decimal(10) ** 12


@dataclass(frozen=True, slots=True)
class AnswerDraft:
    """An answer as somebody wants to give it. `has_file` says that a file comes with it or is kept from before."""

    state: State
    value: Decimal | None = None
    grade: Grade = Grade.ASSERTED
    evidence: str = ""
    link: str = ""
    na_reason: str = ""
    answered_on: date | None = None
    has_file: bool = False


def check_answer(criterion: Criterion, draft: AnswerDraft, today: date) -> None:
    """Refuse what does not fit, with the field it belongs to.

    "Observed" and "measured" claim that somebody saw or counted it, and a yes to a check is a claim too: each needs a
    text, a link or a file that another person can look at.
    """
    if draft.answered_on is not None and draft.answered_on > today:
        raise RuleBroken("The day of the answer cannot be in the future.", "answered_on")
    check_day(draft.answered_on, "answered_on")
    if draft.link and not draft.link.lower().startswith(("https://", "http://")):
        raise RuleBroken("Write a full web address that begins with https://", "link")
    if draft.state is State.NOT_APPLICABLE and not draft.na_reason:
        raise RuleBroken("Say why this does not apply here.", "na_reason")
    if draft.state is State.SCORED:
        check_value(criterion, draft.value)
        check_evidence(criterion, draft)


def check_value(criterion: Criterion, value: Decimal | None) -> None:
    """A step from 0 to 4, yes or no, or a figure."""
    if value is None and criterion.kind is CriterionKind.MEASURE:
        raise RuleBroken("Write the figure.", "figure")
    if value is None:
        raise RuleBroken("Choose an answer.", "choice")
    highest = {CriterionKind.ANSWER: HIGHEST_STEP, CriterionKind.CHECK: 1}.get(criterion.kind)
    if highest is not None and (value != int(value) or not 0 <= value <= highest):
        raise RuleBroken("Choose one of the answers shown.", "choice")
    if abs(value) > LARGEST:
        raise RuleBroken("This figure is too large.", "figure")


def check_evidence(criterion: Criterion, draft: AnswerDraft) -> None:
    """Evidence behind a claim."""
    given = bool(draft.evidence or draft.link or draft.has_file)
    if criterion.kind is CriterionKind.CHECK and draft.value == 1 and not given:
        raise RuleBroken("Say what shows it: a sentence, a link or a file.", "evidence")
    if draft.grade is not Grade.ASSERTED and not given:
        raise RuleBroken("Say what was seen or counted: a sentence, a link or a file.", "evidence")
