"""Where a survey stands on a day, and what is told of its answers before it closes."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from planner.basics.suppression import FEWEST, in_fives
from planner.people.survey_shape import SurveyStage


class SurveyState(StrEnum):
    """A stage and the day together: what people see."""

    DRAFT = "draft"
    PLANNED = "planned"
    OPEN = "open"
    ENDED = "ended"
    CLOSED = "closed"


STATE_WORDS: Mapping[SurveyState, str] = {
    SurveyState.DRAFT: "Draft",
    SurveyState.PLANNED: "Opens later",
    SurveyState.OPEN: "Open",
    SurveyState.ENDED: "Over, being closed",
    SurveyState.CLOSED: "Closed",
}


def state_of(stage: SurveyStage, opens: date, closes: date, today: date) -> SurveyState:
    """What a survey is on a day; its first and last day are included.

    >>> state_of(SurveyStage.OPEN, date(2026, 3, 2), date(2026, 3, 6), date(2026, 3, 6))
    <SurveyState.OPEN: 'open'>
    """
    if stage is SurveyStage.DRAFT:
        return SurveyState.DRAFT
    if stage is SurveyStage.CLOSED:
        return SurveyState.CLOSED
    if today < opens:
        return SurveyState.PLANNED
    return SurveyState.OPEN if today <= closes else SurveyState.ENDED


def progress_words(answered: int, invited: int) -> str:
    """How many have answered so far, told in steps of five: a single answer more never shows.

    >>> progress_words(12, 40), progress_words(3, 40)
    ('at least 10 of 40 have answered', 'fewer than 5 of 40 have answered')
    """
    steps = in_fives(answered)
    if not steps:
        return f"fewer than {FEWEST} of {invited} have answered"
    return f"at least {steps} of {invited} have answered"
