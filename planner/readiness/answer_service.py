"""Answers are given, verified by a second person, and kept with all that was said before."""

from datetime import date, datetime
from pathlib import Path

from planner.access.models import User
from planner.basics.errors import NotFound, RuleBroken
from planner.db import check_version, db
from planner.playbook.outline import Criterion, CriterionKind, Playbook
from planner.readiness import files_service, queries
from planner.readiness.answers import AnswerDraft, check_answer
from planner.readiness.evidence import Grade, State
from planner.readiness.models import Answer, AnswerRevision
from planner.readiness.wording import plain

_KEPT = (
    "rollout_id", "gate_key", "criterion_ref", "state", "value", "grade", "evidence", "link", "file_id", "na_reason",
    "author_id", "answered_on", "verified_by_id", "verified_at",
)  # fmt: skip


def find_criterion(playbook: Playbook, gate_key: str, ref: str) -> Criterion:
    """The criterion to be answered: of a success factor, or of a gate when its key is given; NotFound otherwise."""
    try:
        asked = playbook.gate(gate_key).criteria if gate_key else [c for f in playbook.factors for c in f.criteria]
    except KeyError:
        raise NotFound("There is no such gate in this rollout's playbook.") from None
    found = next((each for each in asked if each.ref == ref and each.kind is not CriterionKind.FACTOR), None)
    if found is None:
        raise NotFound("There is no such question in this rollout's playbook.")
    return found


def give(
    rollout_id: int,
    gate_key: str,
    criterion: Criterion,
    draft: AnswerDraft,
    *,
    by: User,
    today: date,
    now: datetime,
    version: int | None = None,
    upload: tuple[files_service.Upload, Path] | None = None,
) -> Answer:
    """Give or change an answer.

    Whoever gives it becomes its author, and a verification by somebody else is cleared, whatever was changed. `upload`
    is a new file and the folder that keeps files; without one, the file of before stays while the draft has one.
    """
    row = queries.answer_at(rollout_id, gate_key, criterion.ref)
    check_version_of(row, criterion, version)
    check_answer(criterion, draft, today)
    file = files_service.keep(rollout_id, upload[0], upload[1], by, now) if upload else None
    if row is None:
        row = Answer(rollout_id=rollout_id, gate_key=gate_key, criterion_ref=criterion.ref)
    fill(row, draft, by, today)
    if file is not None:
        row.file_id = file.id
    db.session.add(row)
    db.session.flush()
    remember(row, now)
    return row


def fill(row: Answer, draft: AnswerDraft, by: User, today: date) -> None:
    """Set every field of an answer anew; what was verified before is not verified any more."""
    scored = draft.state is State.SCORED
    row.state = draft.state
    row.value = draft.value if scored else None
    row.grade = draft.grade if scored else Grade.ASSERTED
    row.evidence, row.link = draft.evidence, draft.link
    row.na_reason = draft.na_reason if draft.state is State.NOT_APPLICABLE else ""
    if not draft.has_file:
        row.file_id = None
    row.author_id = by.id
    row.answered_on = draft.answered_on or today
    row.verified_by_id = row.verified_at = None


def verify(answer: Answer, *, by: User, now: datetime, version: int | None) -> Answer:
    """Confirm somebody else's answer; the author cannot, and there is nothing to confirm about "not known".

    Pressed twice it is verified once; who comes second is told who was first.
    """
    if answer.verified_by_id == by.id:
        return answer
    if answer.verified_by_id is not None:
        first = db.session.get(User, answer.verified_by_id)
        raise RuleBroken(f"{first.name if first else 'Somebody else'} has verified this answer already.")
    check_version(answer, version, {})
    if answer.author_id == by.id:
        raise RuleBroken("You gave this answer yourself. Somebody else has to verify it.")
    if answer.state is State.UNKNOWN:
        raise RuleBroken("This is not known yet, so there is nothing to verify.")
    answer.verified_by_id, answer.verified_at = by.id, now
    db.session.flush()
    remember(answer, now)
    return answer


def remember(answer: Answer, now: datetime) -> AnswerRevision:
    """Add the answer as it stands now to its history."""
    revision = AnswerRevision(recorded_at=now, **{name: getattr(answer, name) for name in _KEPT})
    db.session.add(revision)
    db.session.flush()
    return revision


def check_version_of(row: Answer | None, criterion: Criterion, version: int | None) -> None:
    """Refuse an edit that began before somebody else answered; a first answer begins from nothing."""
    if row is not None:
        check_version(row, version, fields_of(row, criterion))


def fields_of(row: Answer, criterion: Criterion) -> dict[str, object]:
    """An answer by the names of its form: one choice says the kind of answer, a figure stands apart."""
    figure = criterion.kind is CriterionKind.MEASURE
    value = "" if row.value is None else plain(row.value)
    choice = {State.UNKNOWN: "unknown", State.NOT_APPLICABLE: "na"}.get(row.state, "figure" if figure else value)
    return {
        "choice": choice,
        "figure": value if figure else "",
        "grade": row.grade.value,
        "evidence": row.evidence,
        "link": row.link,
        "na_reason": row.na_reason,
        "answered_on": row.answered_on,
    }
