"""Gathers what the adoption report shows: the roll-ups of use, of those groups alone that may stand side by side."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from planner.adoption import figure_queries, settings_service
from planner.adoption.figure_models import By, Condition
from planner.adoption.figure_queries import Week
from planner.adoption.overview import outlook
from planner.basics.suppression import may_show
from planner.people.staff import role_in_words
from planner.reports.adoption_paper import FunctionUse, Seen, Use
from planner.reports.groups import Division
from planner.rollouts import queries as rollouts
from planner.rollouts.models import Rollout

WEEKS, BACK = 12, 4
STANDS = {
    Condition.NEVER: "never", Condition.PRESENT: "signed in, not yet active", Condition.LAPSED: "lapsed",
    Condition.ACTIVE: "active, not yet adopted", Condition.ADOPTED: "adopted",
}  # fmt: skip


def seen_on(rollout: Rollout, today: date) -> Seen:
    """The use of the system as the last log left it."""
    state = figure_queries.state(rollout.id)
    shown: Mapping[str, list[str]] = state.shown if state else {}
    weeks = figure_queries.curve(rollout.id) if shown.get("all") else []
    if state is None or not weeks or not may_show(weeks[-1].licensed):
        return Seen(today, state.as_of if state else None, None)
    found = outlook([week.as_of for week in weeks], [week.rate for week in weeks])
    stands = figure_queries.conditions(rollout.id)
    units = figure_queries.latest(rollout.id, By.UNIT)
    return Seen(
        today=today,
        as_of=state.as_of,
        whole=_whole(rollout, weeks),
        weeks=tuple((week.as_of, _rate(week)) for week in weeks[-WEEKS:]),
        outlook=found.sentence,
        reached=found.reached,
        foretold=bool(found.points),
        divisions=tuple(_division(rollout, word, shown) for word in ("wave", "unit", "site", "role")),
        functions=functions(rollout, shown.get("function", [])),
        stands=tuple((STANDS[each], stands[each]) for each in Condition if each in stands),
        spread=figure_queries.fragmentation(units, shown.get("unit", [])).points,
    )


def _whole(rollout: Rollout, weeks: Sequence[Week]) -> Use:
    before = _rate(weeks[-1 - BACK]) if len(weeks) > BACK else None
    sticky = figure_queries.stickiness(rollout.id, weeks[-1])
    return replace(_use("Everybody", weeks[-1]), stickiness=sticky.daily, weekly=sticky.weekly, before=before)


def _rate(week: Week) -> Decimal | None:
    """The rate of everybody, where there were enough people in that week."""
    return week.rate if may_show(week.licensed) else None


def _use(name: str, week: Week) -> Use:
    return Use(name, week.licensed, week.signed_in, week.active, week.adopted, week.rate, week.breadth, week.depth)


def _division(rollout: Rollout, word: str, shown: Mapping[str, list[str]]) -> Division[Use]:
    """The groups of one division at the end of the last week, by name; waves are their units together."""
    by, safe, found = By(word), shown.get(word, []), []
    history = figure_queries.history(rollout.id, by, safe)
    if by is By.WAVE:
        waves = {str(wave.id): f"Wave {wave.number}: {wave.name}" for wave in rollouts.waves(rollout.id)}
        found += [_grown(waves[key], history[key]) for key in waves if key in history]
        people = {key for key in waves if figure_queries.units_of_wave(rollout.id, int(key))}
        return Division(word, tuple(found), len(people - set(safe)))
    names, latest = _names(rollout, by), figure_queries.latest(rollout.id, by)
    for key in [each for each in latest if each in safe and latest[each].licensed]:
        found.append(_grown(names.get(key, _named(by, key)), history[key]))
    hidden = sum(1 for key, week in latest.items() if key not in safe and week.licensed and key)
    return Division(word, tuple(sorted(found, key=lambda each: each.name)), hidden)


def _grown(name: str, weeks: Sequence[Week]) -> Use:
    """A group with its rate four weeks before, where it may be shown of that week."""
    then = weeks[-1].week - timedelta(weeks=BACK)
    before = next((week.rate for week in weeks if week.week == then), None)
    return replace(_use(name, weeks[-1]), before=before)


def _names(rollout: Rollout, by: By) -> dict[str, str]:
    return {str(unit.id): unit.name for unit in rollouts.units(rollout.id)} if by is By.UNIT else {}


def _named(by: By, key: str) -> str:
    if by is By.ROLE:
        return role_in_words(key)
    return key or f"No {by.value}"


def functions(rollout: Rollout, safe: Sequence[str]) -> tuple[FunctionUse, ...]:
    """The functions whose people may be shown, the most used first."""
    names = {each.ref: each.name for each in settings_service.functions_of(rollout)}
    found = [
        FunctionUse(names.get(each.ref, each.ref), each.expected, each.expected_used)
        for each in figure_queries.functions(rollout.id)
        if each.ref in safe and each.expected
    ]
    return tuple(sorted(found, key=lambda each: (-each.used / each.expected, each.name)))
