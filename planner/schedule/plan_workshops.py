"""Which workshops of a plan are its training: those for users that are held when there is a system to show them.

“User workshops” in a phase of discovery ask users what they need; the same words behind the building teach them.
"""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING

from planner.schedule import plan_words as words
from planner.schedule.plan_words import Theme

if TYPE_CHECKING:
    from planner.schedule.plan_sense import Sense

WORKSHOPS = """user workshop, user workshops, users workshop, users workshops, workshop for ~ users,
    workshops for ~ users, workshop for ~ staff, workshops for ~ staff, hands on workshop, hands on workshops,
    anwenderworkshop*, benutzerworkshop*, atelier utilisateurs, ateliers utilisateurs, atelier pour ~ utilisateurs,
    ateliers pour ~ utilisateurs, taller de usuarios, talleres de usuarios, taller para ~ usuarios,
    talleres para ~ usuarios"""

ASKING = """requirement*, discover, discovery, analysis, analyse, analyze, design, blueprint, gap, fit gap, scope,
    scoping, needs, need, process, processes, goals, vision, kick off, kickoff, concept, feedback, lessons, review,
    retrospective, evaluation, survey, usability, prototype, demo, demos, show and tell, optimisation, optimization,
    optimise, optimize, improve, improvement, improvements, enhancement, enhancements, backlog, ideas, data, test,
    tests, testing, uat, acceptance, konzept*, *analyse, anforderung*, *bedarf, prozess*, besoins, cadrage, conception,
    ameliorations, necesidades, requisitos, analisis, diseno, mejoras"""
"""Workshops that ask, show or decide rather than teach, by their own name or that of a summary above them."""

BUILT = {Theme.BUILD, Theme.MIGRATION, Theme.TEST, Theme.ACCEPTANCE}


def workshops(plan: "Sense", themes: Sequence[AbstractSet[Theme]]) -> Iterator[int]:
    """The positions of workshops that train users, in waves for which the plan has no other training of users.

    `themes` is what each row is about by its own words. A workshop before anything is built trains nobody.
    """
    named = [n for n in plan.leaves if words.has(WORKSHOPS, plan.rows[n].name) and not _asks(plan, n)]
    if not named:
        return
    built = [last for n in plan.leaves if themes[n] & BUILT and not plan.prepares(n) and (last := plan.rows[n].last)]
    taught = {plan.wave(n) for n in plan.leaves if Theme.TRAINING in themes[n] and _for_users(plan, n)}
    for number in named:
        first = plan.rows[number].first
        if built and first and first >= min(built) and not taught & {"", plan.wave(number)}:
            yield number


def _asks(plan: "Sense", number: int) -> bool:
    rows = (number, *(each for each in plan.above(number) if plan.rows[each].level > 0))
    return plan.prepares(number) or any(words.has(ASKING, plan.rows[each].name) for each in rows)


def _for_users(plan: "Sense", number: int) -> bool:
    few = words.has(words.FEW_PEOPLE, plan.rows[number].name)
    return not few and not plan.prepares(number) and not plan.afterwards(number)
