"""What is done about results, by whom and until when; and how sponsors, managers and trainers openly see them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from planner.access.models import User
from planner.access.roles import Role
from planner.basics.days import check_day
from planner.basics.errors import RuleBroken
from planner.db import check_version, db
from planner.people import survey_queries
from planner.people.survey_counting import checked
from planner.people.survey_models import Survey, SurveyAction, SurveyStatement
from planner.people.survey_publishing import WHOLE
from planner.people.survey_shape import ItemKind, SurveyStage
from planner.rollouts import queries as rollouts

PARTS: Mapping[Role, str] = {Role.SPONSOR: "Sponsor", Role.MANAGER: "Project manager", Role.TRAINER: "Trainer"}
"""Those who may say openly how they see it."""


@dataclass(frozen=True, slots=True)
class ActionDraft:
    """What is to be done for which group, because of which statement."""

    division: str
    label: str
    ref: str
    what: str
    owner_id: int
    due: date


def add_action(survey: Survey, draft: ActionDraft) -> SurveyAction:
    """Write down what is done about a group that the results show."""
    row = SurveyAction(survey_id=survey.id, division=draft.division, label=draft.label)
    _check(survey, draft)
    _write(row, draft)
    db.session.add(row)
    db.session.flush()
    return row


def edit_action(survey: Survey, row: SurveyAction, draft: ActionDraft, version: int | None) -> SurveyAction:
    """Change an action: its words, owner, day, and whom it is for."""
    check_version(row, version, current_values(row))
    _check(survey, draft)
    _write(row, draft)
    db.session.flush()
    return row


def finish_action(row: SurveyAction, today: date, version: int | None) -> SurveyAction:
    """The action is done; the next survey of the same questions tells whether it helped."""
    check_version(row, version, current_values(row))
    if row.done_on is not None:
        raise RuleBroken("This is done already.")
    row.done_on = today
    db.session.flush()
    return row


def remove_action(row: SurveyAction, version: int | None) -> SurveyAction:
    """Take away what was written down by mistake; the history keeps it."""
    check_version(row, version, current_values(row))
    db.session.delete(row)
    db.session.flush()
    return row


def current_values(row: SurveyAction) -> dict[str, object]:
    """What is stored now, by the names of the form's fields."""
    return {
        "group": f"{row.division}:{row.label}", "ref": row.ref, "what": row.what, "owner": row.owner_id, "due": row.due
    }  # fmt: skip


def _check(survey: Survey, draft: ActionDraft) -> None:
    if survey.stage is not SurveyStage.CLOSED:
        raise RuleBroken("Wait until the survey is closed and its results are there.")
    shown = {(cell.division, cell.label) for cell in survey_queries.results_of([survey.id])[survey.id]}
    if (draft.division, draft.label) not in shown:
        raise RuleBroken("Choose a group that the results show.", "group")
    if draft.ref and draft.ref not in {item.ref for item in survey_queries.items(survey.id)}:
        raise RuleBroken("Choose a statement of this survey.", "ref")
    if draft.owner_id not in {user.id for _, user in rollouts.members(survey.rollout_id)}:
        raise RuleBroken("Choose somebody who takes part in this rollout.", "owner")
    check_day(draft.due, "due")


def _write(row: SurveyAction, draft: ActionDraft) -> None:
    row.division, row.label, row.ref = draft.division or WHOLE, draft.label, draft.ref
    row.what, row.owner_id, row.due = draft.what, draft.owner_id, draft.due


def state(survey: Survey, user: User, role: Role, answer: Mapping[str, str], today: date) -> SurveyStatement:
    """Say openly how one sees the statements, as sponsor, project manager or trainer; saying it again replaces it."""
    if role not in PARTS:
        raise RuleBroken("Sponsors, project managers and trainers say openly how they see it.")
    if survey.stage is SurveyStage.DRAFT:
        raise RuleBroken("The survey is not open yet.")
    scales = [item for item in survey_queries.items(survey.id) if item.kind is ItemKind.SCALE]
    kept = checked(scales, answer)
    row = next((each for each, _ in survey_queries.said(survey.id) if each.user_id == user.id), None)
    if row is None:
        row = SurveyStatement(survey_id=survey.id, user_id=user.id)
        db.session.add(row)
    row.part, row.answer, row.said_on = PARTS[role], kept, today
    db.session.flush()
    return row
