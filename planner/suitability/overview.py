"""The assessment as a page shows it: questions grouped by theme with their answers, and the changes in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from planner.basics.lights import Light
from planner.playbook.outline import Question
from planner.playbook.words import Choice
from planner.suitability.turning import Move
from planner.suitability.verdict import Finding, Verdict

_LIGHTS = {
    Verdict.DO_NOT_PROCEED: Light.RED,
    Verdict.DO_NOT_PROCEED_NOW: Light.RED,
    Verdict.POSTPONE: Light.RED,
    Verdict.INCOMPLETE: Light.UNKNOWN,
    Verdict.PROCEED_WITH_CONDITIONS: Light.AMBER,
    Verdict.PROCEED: Light.GREEN,
}
_THEMES = {"benefit": "Lasting benefit", "awareness": "Awareness of staff", "team": "The team", "data": "Customer data"}
_ANSWERS = {Choice.YES: "Yes", Choice.PARTLY: "Partly", Choice.NO: "No", None: "Not answered"}


def light_of(verdict: Verdict) -> Light:
    """The light that stands beside a verdict."""
    return _LIGHTS[verdict]


def word_of(found: Finding) -> str:
    """The answer in a word."""
    return _ANSWERS[found.answer]


@dataclass(frozen=True, slots=True)
class Line:
    """One question with what its answer contributes; `label` is the sentence that was chosen."""

    question: Question
    finding: Finding
    label: str

    @property
    def light(self) -> Light:
        """Green for a yes, amber for an open condition, red for what stops, unknown for what is missing."""
        return light_of(self.finding.outcome)


def themes(questions: Sequence[Question], findings: Mapping[str, Finding]) -> list[tuple[str, list[Line]]]:
    """The questions by theme, both in the order of the playbook."""
    grouped: dict[str, list[Line]] = {}
    for question in questions:
        found = findings[question.ref]
        grouped.setdefault(question.theme, []).append(Line(question, found, label_of(question, found.answer)))
    return [(theme_name(theme), lines) for theme, lines in grouped.items()]


def theme_name(theme: str) -> str:
    """A theme as a heading: "process" becomes "Process"."""
    return _THEMES.get(theme, theme.replace("-", " ").capitalize())


def label_of(question: Question, answer: Choice | None) -> str:
    """The sentence of the chosen answer, or nothing."""
    return next((option.label for option in question.options if option.value == answer), "")


def in_words(move: Move) -> str:
    """A change of one answer in words, after the question: "from no to partly, with an owner and a date"."""
    if move.only_settles:
        return "name an owner and a date that lies ahead"
    before = _ANSWERS[move.before].lower()
    with_whom = ", with an owner and a date" if move.needs_owner_and_date else ""
    return f"from {before} to {_ANSWERS[move.after].lower()}{with_whom}"
