"""Checks of the library files of a playbook: weights, thresholds, answers and the roles they name."""

from collections import Counter

from planner.playbook.context import Context, unique
from planner.playbook.criterion_checks import check_of_factor
from planner.playbook.files import LIBRARY
from planner.playbook.library import Capability, Course, Factor, Function, Kpi, Question, Role, Survey
from planner.playbook.problems import Place, perhaps
from planner.playbook.words import Choice


def check_library(context: Context) -> None:
    """Check every library file."""
    for name, entry in LIBRARY.items():
        place = context.library(name)
        items = getattr(context.playbook, name)
        placed = [(item, place.item(entry.table, item.ref, index)) for index, item in enumerate(items)]
        unique(placed, entry.table)
        for item, where in placed:
            _check_item(item, where, context)


def _check_item(item: object, place: Place, context: Context) -> None:
    match item:
        case Factor():
            _check_factor(item, place, context)
        case Question():
            _check_question(item, place)
        case Kpi():
            _check_kpi(item, place, context)
        case Capability():
            _check_capability(item, place, context)
        case Role():
            if not 0 <= item.share <= 100:
                place.at("share").tell("must be 0 to 100 percent of working time")
        case Course():
            _check_course(item, place)
        case Function():
            _check_function(item, place)
        case Survey():
            _check_survey(item, place)


def _check_factor(factor: Factor, place: Place, context: Context) -> None:
    if not 1 <= factor.weight <= 10:
        place.at("weight").tell("must be 1 to 10")
    if factor.critical and factor.threshold is None:
        place.at("threshold").tell("is missing; a critical factor needs the percent that its low end must reach")
    if factor.threshold is not None and not 0 < factor.threshold <= 100:
        place.at("threshold").tell("must be more than 0 and at most 100 percent")
    if not factor.criteria:
        place.at("criterion").tell("a factor needs at least one criterion")
    context.refers(place.at("owner_role"), "roles", factor.owner_role)
    for index, criterion in enumerate(factor.criteria):
        check_of_factor(criterion, place.item("criterion", criterion.ref, index), context)


def _check_kpi(kpi: Kpi, place: Place, context: Context) -> None:
    context.refers(place.at("owner_role"), "roles", kpi.owner_role)
    if kpi.grace_days < 0:
        place.at("grace_days").tell("must not be negative")
    if kpi.least is not None and kpi.most is not None and kpi.least >= kpi.most:
        place.at("most").tell("must be more than `least`")
    for key, pace in (("pace", kpi.pace), ("pace_share", kpi.pace_share)):
        if pace is not None and pace <= 0:
            place.at(key).tell("must be more than 0")
    if kpi.pace is not None and kpi.pace_share is not None:
        place.at("pace_share").tell("is there beside `pace`; give one of the two")


def _check_capability(capability: Capability, place: Place, context: Context) -> None:
    phases = [phase.ref for phase in context.playbook.phases]
    if capability.phase and capability.phase not in phases and context.complete():
        place.at("phase").tell(f'no phase "{capability.phase}"' + perhaps(capability.phase, phases))
    for ref in capability.kpis:
        context.refers(place.at(f"kpis[{ref}]"), "kpis", ref)
    if (capability.when is None) != (not capability.because):
        place.at("because").tell("belongs to `when`: it tells the organisations meant there why")


def _check_question(question: Question, place: Place) -> None:
    given = Counter(option.value for option in question.options)
    for value in (Choice.YES, Choice.NO):
        if value not in given:
            place.at("options").tell(f'needs an option "{value}"')
    for value, times in given.items():
        if times > 1:
            place.at("options").tell(f'has more than one option "{value}"')


def _check_course(course: Course, place: Place) -> None:
    if course.hours <= 0:
        place.at("hours").tell("must be more than 0")
    if course.shelf_life_days < 1:
        place.at("shelf_life_days").tell("must be at least 1")
    if not course.for_roles:
        place.at("for_roles").tell("must name the staff roles that need this course")


def _check_function(function: Function, place: Place) -> None:
    if not function.for_roles:
        place.at("for_roles").tell("must name the staff roles that are expected to use this function")
    for event in function.events:
        if not event.strip(" *?"):
            place.at("events").tell(f'"{event}" would take every event for this function')


def _check_survey(survey: Survey, place: Place) -> None:
    placed = [(item, place.item("item", item.ref, index)) for index, item in enumerate(survey.items)]
    unique([*placed], "item of this survey")
    if not survey.items:
        place.at("item").tell("a survey needs at least one item")
    for item, where in placed:
        if item.step is None and not item.construct:
            where.tell("needs a `step` or a `construct`")
