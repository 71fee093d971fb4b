"""What is done about results, with its owner and with what the next survey said of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from planner.access.models import User
from planner.db import db
from planner.people import survey_queries
from planner.people.survey_models import Survey, SurveyAction
from planner.people.survey_publishing import WHOLE
from planner.people.survey_results import EVERYBODY, REST, Results
from planner.people.survey_trend import Change, Round, effect


@dataclass(frozen=True, slots=True)
class Told:
    """An action as people read it; `change` is what became of the statement since it was done."""

    row: SurveyAction
    survey_name: str
    group: str
    statement: str
    owner: str
    change: Change
    late: bool


def rounds_of(rows: Sequence[Survey]) -> list[Round]:
    """Closed surveys with their results, with two questions to the database however many there are."""
    ids = [row.id for row in rows]
    cells, items = survey_queries.results_of(ids), survey_queries.items_of(ids)
    return [
        Round(
            row.id,
            row.name,
            row.closed_on or row.closes,
            Results(row.topic, tuple(items[row.id]), tuple(cells[row.id])),
        )
        for row in rows
    ]


def told(rollout_id: int, survey_ids: Sequence[int], today: date) -> list[Told]:
    """The actions that follow from some surveys, by the day they are due."""
    actions = survey_queries.actions(survey_ids)
    rounds = rounds_of(survey_queries.closed(rollout_id)) if actions else []
    owners = {row.owner_id for row in actions} - {None}
    people = db.session.scalars(select(User).where(User.id.in_(owners)))
    names = {person.id: person.name for person in people}
    return [_told(row, rounds, names, today) for row in actions]


def _told(row: SurveyAction, rounds: Sequence[Round], names: dict[int, str], today: date) -> Told:
    of = next((each for each in rounds if each.survey_id == row.survey_id), None)
    item = next((item for item in of.results.items if item.ref == row.ref), None) if of else None
    return Told(
        row=row,
        survey_name=of.name if of else "",
        group=EVERYBODY if row.division == WHOLE else row.label or REST,
        statement=item.text if item else "",
        owner=names.get(row.owner_id or 0, "nobody any more"),
        change=effect(rounds, row.survey_id, row.division, row.label, row.ref, row.done_on),
        late=row.done_on is None and row.due < today,
    )
