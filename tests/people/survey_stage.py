"""A rollout with staff who can be asked, surveys in every stage, and answers given through the service."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy import select

from planner.access.models import User
from planner.db import db, transaction
from planner.people import staff_service, survey_answer_service, survey_close_service, survey_queries
from planner.people import survey_service as surveys
from planner.people.staff import StaffDraft
from planner.people.survey_links import token_of
from planner.people.survey_models import Survey, SurveyInvitation
from planner.people.survey_setup_service import open_for
from planner.people.survey_shape import Item, ItemKind, Population, SurveyDraft, Topic
from planner.playbook.words import Step
from planner.rollouts.models import Rollout, Unit
from tests.builders import make_wave

TODAY = date(2026, 3, 2)
SECRET = "only for tests"
UNITS = (("North", 18, 1), ("South", 14, 2), ("East", 6, 2), ("West", 2, 2))
"""Unit, people, wave: forty people, two of them in a unit that can never be shown."""

PULSE = tuple(
    Item(f"pulse-{step.value}", f"I am {step.value}.", ItemKind.SCALE, step=step, required=True) for step in Step
)
MIXED = (
    Item("trust", "I trust the data.", ItemKind.SCALE, construct="data"),
    Item("again", "I would recommend it.", ItemKind.RECOMMENDATION, construct="whole"),
    Item("device", "Where do you work?", ItemKind.CHOICE, construct="work", options=("Desk", "Road")),
    Item("worry", "What worries you?", ItemKind.TEXT),
)
USABILITY = tuple(
    Item(f"sus-{number}", f"Statement {number}", ItemKind.SCALE, construct="usability", required=True)
    for number in range(1, 11)
)
DRAFT = SurveyDraft(
    name="Pulse of March", purpose="To see where help is needed.", topic=Topic.READINESS, anonymous=True, by_link=True,
    opens=TODAY, closes=TODAY + timedelta(days=7), low_word="not at all true", high_word="completely true", items=PULSE,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """A rollout with its staff."""

    rollout: Rollout
    author: User
    staff: list[int]


def settle(rollout: Rollout, author: User, units: Sequence[tuple[str, int, int]] = UNITS) -> Place:
    """Put people on the staff list: two sites in turn, teams of seven, the first of each unit leads it."""
    waves = {number: make_wave(rollout, number) for number in sorted({wave for _, _, wave in units})}
    with transaction():
        rows = {}
        for name, people, wave in units:
            rows[name] = Unit(rollout_id=rollout.id, wave_id=waves[wave].id, name=name, people=people)
            db.session.add(rows[name])
        db.session.flush()
        drafts = [
            StaffDraft(
                f"{name} {rank}", number=f"{name}-{rank}", email=f"{name}.{rank}@example.org".lower(),
                unit_id=rows[name].id, site="Oslo" if rank % 2 else "Rome", team=f"{name} team {rank // 7}",
                roles=("sales",) if rank % 3 else ("service",),
            )
            for name, people, _ in units
            for rank in range(people)
        ]  # fmt: skip
        ids = staff_service.add_many(rollout.id, drafts, "Staff of a test")
    return Place(rollout, author, ids)


def make_survey(place: Place, **changes: object) -> Survey:
    """A draft."""
    with transaction():
        return surveys.create_survey(place.rollout, replace(DRAFT, **changes), place.author)  # type: ignore[arg-type] # changes are fields of the draft


EVERYBODY = Population()


def make_open(place: Place, population: Population = EVERYBODY, today: date = TODAY, **changes: object) -> Survey:
    """A survey that is open."""
    row = make_survey(place, **changes)
    with transaction():
        return open_for(row, population, SECRET, today, row.version)


def tokens(survey: Survey) -> dict[int, str]:
    """The secret of each person's link."""
    rows = db.session.scalars(select(SurveyInvitation).where(SurveyInvitation.survey_id == survey.id))
    return {row.staff_id: token_of(SECRET, row.nonce) for row in rows}


def on(day: date) -> Callable[[str], date]:
    """A day that is the same everywhere."""
    return lambda _timezone: day


Say = Callable[[int], dict[str, str] | None]
"""What the person of a number answers; None for nothing."""


def answer_all(survey: Survey, place: Place, say: Say, today: date = TODAY) -> None:
    """Let people answer one after another."""
    known = tokens(survey)
    with transaction():
        for number, staff_id in enumerate(place.staff):
            answer = say(number)
            if answer is not None and staff_id in known:
                survey_answer_service.give_answer(known[staff_id], answer, on(today))


def close(survey: Survey, today: date = TODAY) -> Survey:
    """Close a survey."""
    with transaction():
        row = survey_queries.survey(survey.rollout_id, survey.id)
        return survey_close_service.close_survey(row, today, row.version)


def pulse(*values: int) -> dict[str, str]:
    """An answer to the readiness pulse."""
    return {item.ref: str(value) for item, value in zip(PULSE, values, strict=True)}
