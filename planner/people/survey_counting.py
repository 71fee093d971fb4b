"""Counts answers the moment they are given: what is kept is how often each value was chosen, never whose it was.

Two things that need a whole answer at once, the step somebody is stuck at and the usability score, are worked out here
and counted like a question of their own.
"""

from collections.abc import Mapping, Sequence

from planner.basics.errors import RuleBroken
from planner.people.barrier import barrier_of
from planner.people.survey_shape import Item, ItemKind, Topic, steps_of
from planner.people.usability import usability_score

Counts = dict[str, dict[str, int]]
"""How often each value of each question was chosen."""

BARRIER = "=barrier"
USABILITY = "=usability"
NO_BARRIER = "none"
LONGEST = 2000
"""Characters of an answer in one's own words."""


def checked(items: Sequence[Item], given: Mapping[str, str]) -> dict[str, str]:
    """The answer without blanks; RuleBroken at its question where a value is not offered or an answer is missing."""
    kept = {item.ref: given[item.ref].strip() for item in items if given.get(item.ref, "").strip()}
    for item in items:
        value = kept.get(item.ref)
        if value is None:
            if item.required:
                raise RuleBroken("Choose an answer." if item.values else "Write an answer.", item.ref)
        elif item.kind is ItemKind.TEXT:
            if len(value) > LONGEST:
                raise RuleBroken(f"Write at most {LONGEST} characters.", item.ref)
        elif value not in item.values:
            raise RuleBroken("Choose one of the answers.", item.ref)
    if not kept:
        raise RuleBroken("Answer at least one question, or close this page to leave it.")
    return kept


def values_of(items: Sequence[Item], topic: Topic, answer: Mapping[str, str]) -> dict[str, str]:
    """The values to be counted: those chosen, and the barrier or the usability score where the topic has one."""
    values = {item.ref: answer[item.ref] for item in items if item.values and item.ref in answer}
    if steps := steps_of(items):
        found = barrier_of([_number(answer.get(item.ref)) for item in steps.values()])
        if found.known:
            values[BARRIER] = found.step.value if found.step else NO_BARRIER
    if topic is Topic.USABILITY:
        score, _ = usability_score([_number(answer.get(item.ref)) for item in items])
        if score is not None:
            values[USABILITY] = str(score)
    return values


def words_of(items: Sequence[Item], answer: Mapping[str, str]) -> dict[str, str]:
    """The answers in own words."""
    return {item.ref: answer[item.ref] for item in items if item.kind is ItemKind.TEXT and item.ref in answer}


def _number(value: str | None) -> int | None:
    return int(value) if value and value.isascii() and value.isdigit() else None


def with_one_more(counts: Mapping[str, Mapping[str, int]], values: Mapping[str, str]) -> Counts:
    """The counts after one more answer, in an order that says nothing of who came first.

    >>> with_one_more({"a": {"3": 1}}, {"a": "2"})
    {'a': {'2': 1, '3': 1}}
    """
    found = {key: dict(of) for key, of in counts.items()}
    for key, value in values.items():
        of = found.setdefault(key, {})
        of[value] = of.get(value, 0) + 1
    return {key: dict(sorted(found[key].items())) for key in sorted(found)}


def added(
    counts: Sequence[Mapping[str, Mapping[str, int]]], less: Sequence[Mapping[str, Mapping[str, int]]] = ()
) -> Counts:
    """Counts added up, less others; what comes to nothing is left out.

    >>> added([{"a": {"1": 2, "2": 1}}], less=[{"a": {"1": 2}}])
    {'a': {'2': 1}}
    """
    found: Counts = {}
    for sign, several in ((1, counts), (-1, less)):
        for one in several:
            for key, of in one.items():
                for value, number in of.items():
                    into = found.setdefault(key, {})
                    into[value] = into.get(value, 0) + sign * number
    kept = {key: {value: n for value, n in sorted(found[key].items()) if n} for key in sorted(found)}
    return {key: of for key, of in kept.items() if of}
