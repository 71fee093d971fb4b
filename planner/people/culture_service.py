"""Writes down how people see the culture, reads it together, and hands what it changes to the rollout's profile."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from sqlalchemy import select

from planner.basics.errors import RuleBroken
from planner.db import check_version, db
from planner.people import recognition_queries
from planner.people.culture import Dimension, Reading, Source, reading, renews, traits_of
from planner.people.culture_fit import Misfit, Programme, misfits
from planner.people.culture_models import CultureAnswer, CultureReading
from planner.people.raci_models import RaciDeliverable
from planner.people.recognition import without_champion
from planner.people.survey_models import Survey
from planner.people.survey_shape import SurveyStage
from planner.playbook.outline import Playbook
from planner.playbook.words import Trait
from planner.rollouts import queries as rollouts
from planner.rollouts.models import Rollout


@dataclass(frozen=True, slots=True)
class Culture:
    """What is known of the culture of a rollout's organisation, and where the programme does not fit it."""

    readings: Mapping[Dimension, Reading]
    misfits: tuple[Misfit, ...]
    traits: tuple[Trait, ...]
    taken: tuple[Trait, ...]

    @property
    def known(self) -> bool:
        """Whether anybody whose view may be used has described anything."""
        return any(each.source is not Source.NOBODY for each in self.readings.values())

    @property
    def differs(self) -> bool:
        """Whether the plan is made for another culture than the one people describe now."""
        return self.known and set(self.traits) != set(self.taken)


NO_VIEW: Mapping[Dimension, int] = {}


def culture_of(rollout: Rollout, today: date, own: Mapping[Dimension, int] = NO_VIEW) -> Culture:
    """Everything that is published, as it stands today; what is not published yet is told by `own`, or by nobody.

    `own` is the view of the project manager who looks, and is given only where that person alone is told.
    """
    query = select(CultureReading).where(CultureReading.rollout_id == rollout.id)
    published = {row.dimension: _published(row) for row in db.session.scalars(query)}
    readings = {each: published.get(each) or reading(each, [], own.get(each)) for each in Dimension}
    found = tuple(misfits(readings, programme_of(rollout, today)))
    traits = traits_of(tuple(readings.values()))
    return Culture(readings, found, traits, rollout.profile.traits)


def _published(row: CultureReading) -> Reading:
    return Reading(
        row.dimension, row.answers, Source.SEVERAL, float(row.middle), row.lower, row.upper, read_on=row.read_on
    )


def programme_of(rollout: Rollout, today: date) -> Programme:
    """What the programme looks like to the rules of fit."""
    units = [unit.id for unit in rollouts.units(rollout.id)]
    days = sorted(wave.go_live for wave in rollouts.waves(rollout.id) if wave.go_live)
    surveys = select(Survey.anonymous).where(Survey.rollout_id == rollout.id, Survey.stage != SurveyStage.DRAFT)
    asked = list(db.session.scalars(surveys))
    written = db.session.scalar(select(RaciDeliverable.id).where(RaciDeliverable.rollout_id == rollout.id).limit(1))
    seats = [seat for _, seat in recognition_queries.champions(rollout.id, today)]
    return Programme(
        culture=rollout.culture,
        units=len(units),
        go_lives=tuple(days),
        named_surveys=sum(not anonymous for anonymous in asked),
        anonymous_surveys=sum(asked),
        responsibilities=written is not None,
        without_champion=len(without_champion(units, seats, today)),
    )


def answers_of(rollout_id: int, user_id: int) -> dict[Dimension, int]:
    """What one person said."""
    query = select(CultureAnswer).where(CultureAnswer.rollout_id == rollout_id, CultureAnswer.user_id == user_id)
    return {row.dimension: row.step for row in db.session.scalars(query)}


def answer(rollout_id: int, user_id: int, steps: Mapping[Dimension, int], today: date) -> None:
    """Keep one person's view; what is not said stays as it was. Five who say something new renew what is published."""
    db.session.scalar(select(Rollout.id).where(Rollout.id == rollout_id).with_for_update(key_share=True))
    query = select(CultureAnswer).where(CultureAnswer.rollout_id == rollout_id, CultureAnswer.user_id == user_id)
    stored = {row.dimension: row for row in db.session.scalars(query)}
    for dimension, step in steps.items():
        if not 0 <= step <= 4:
            raise RuleBroken("Choose one of the five steps.", dimension.value)
        row = stored.get(dimension)
        if row is None:
            row = CultureAnswer(rollout_id=rollout_id, user_id=user_id, dimension=dimension)
            db.session.add(row)
        row.step, row.answered_on = step, today
    db.session.flush()
    for dimension in steps:
        _publish(rollout_id, dimension, today)


def _publish(rollout_id: int, dimension: Dimension, today: date) -> None:
    """Read a dimension anew where enough people say what no reading had of them."""
    query = select(CultureAnswer).where(CultureAnswer.rollout_id == rollout_id, CultureAnswer.dimension == dimension)
    given = list(db.session.scalars(query))
    if not renews((each.step, each.counted) for each in given):
        return
    found = reading(dimension, [each.step for each in given], None)
    stored = select(CultureReading).where(
        CultureReading.rollout_id == rollout_id, CultureReading.dimension == dimension
    )
    row = db.session.scalar(stored) or CultureReading(rollout_id=rollout_id, dimension=dimension)
    row.answers, row.middle, row.read_on = found.answers, Decimal(str(found.middle)), today
    row.lower, row.upper = int(found.lower or 0), int(found.upper or 0)
    db.session.add(row)
    for each in given:
        each.counted = sorted({*each.counted, each.step})
    db.session.flush()


def take_over(rollout: Rollout, today: date, version: int | None, by_id: int) -> Rollout:
    """Let the plan be proposed for this culture from now on; the plan itself changes when it is proposed anew.

    What is not published yet is taken from the view of the project manager who takes it over, with the number `by_id`.
    """
    check_version(rollout, version, {})
    found = culture_of(rollout, today, answers_of(rollout.id, by_id))
    rollout.traits = [trait.value for trait in found.traits]
    db.session.flush()
    return rollout


@dataclass(frozen=True, slots=True)
class TaskChange:
    """A task that a plan for this culture has and the present proposal has not, or the other way round."""

    name: str
    phase: str
    because: str
    added: bool


def task_changes(rollout: Rollout, playbook: Playbook, traits: Sequence[Trait]) -> list[TaskChange]:
    """What taking these traits over would change in the proposed plan."""
    now, then = rollout.profile, replace(rollout.profile, traits=tuple(traits))
    found = []
    for phase in playbook.phases:
        for task in phase.tasks:
            before, after = task.proposed_for(now), task.proposed_for(then)
            if before != after:
                found.append(TaskChange(task.name, phase.name, task.because, after))
    return found
