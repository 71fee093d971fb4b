"""Turns a survey of the playbook into a draft: kinds of questions, the words at the ends of the scale, its topic."""

import re
from collections.abc import Mapping
from datetime import date

from planner.people.survey_shape import Item, ItemKind, SurveyDraft, Topic, steps_of
from planner.playbook.library import Survey, SurveyItem

_ENDS = re.compile(r"1 (?P<low>[^;.]+?) to 5 (?P<high>[^;.]+)")
FREE = "free text"
LOW, HIGH = "strongly disagree", "strongly agree"
_TOPICS: Mapping[str, Topic] = {
    "consultation": Topic.CONSULTATION,
    "before-we-decide": Topic.CONSULTATION,
    "what-annoys-us": Topic.CONSULTATION,
    "sponsor-visibility": Topic.LEADERSHIP,
    "resistance": Topic.RESISTANCE,
}
USABILITY = "usability"


def draft_of(survey: Survey, opens: date, closes: date, *, by_link: bool) -> SurveyDraft:
    """The survey as the playbook words it; its promise of anonymity is kept as it is there."""
    items = tuple(_item(item, survey) for item in survey.items)
    topic = _topic(survey, items)
    if topic in {Topic.READINESS, Topic.USABILITY}:
        items = tuple(_required(item) for item in items)
    ends = _ENDS.search(survey.scale)
    return SurveyDraft(
        name=survey.name,
        purpose=survey.purpose,
        topic=topic,
        anonymous=survey.anonymous,
        by_link=by_link,
        opens=opens,
        closes=closes,
        low_word=ends["low"].strip() if ends else LOW,
        high_word=ends["high"].strip() if ends else HIGH,
        ref=survey.ref,
        items=items,
    )


def _item(item: SurveyItem, survey: Survey) -> Item:
    free = item.construct == FREE or survey.scale.lower().startswith(FREE)
    kind = ItemKind.TEXT if free and item.step is None else ItemKind.SCALE
    return Item(item.ref, item.text, kind, item.step, "" if free else item.construct)


def _required(item: Item) -> Item:
    return Item(item.ref, item.text, item.kind, item.step, item.construct, required=item.kind is not ItemKind.TEXT)


def _topic(survey: Survey, items: tuple[Item, ...]) -> Topic:
    if steps_of(items):
        return Topic.READINESS
    if len(items) == 10 and all(item.construct == USABILITY for item in items):
        return Topic.USABILITY
    return _TOPICS.get(survey.ref, Topic.OTHER)
