"""Questions about answers, evidence files and overrides, always within one rollout."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import aliased

from planner.access.models import User
from planner.basics.errors import NotFound
from planner.db import db
from planner.readiness.evidence import Statement
from planner.readiness.models import Answer, AnswerRevision, EvidenceFile, VerdictOverride
from planner.readiness.verdict import Override

Place = tuple[str, str]
"""Where an answer belongs: the gate's key (empty for success factors) and the criterion."""


@dataclass(frozen=True, slots=True)
class Stored:
    """An answer together with the value that the rules see."""

    answer: Answer
    statement: Statement


def statements(rollout_id: int) -> dict[Place, Stored]:
    """Every answer of a rollout, in one question."""
    author, verifier = aliased(User), aliased(User)
    query = (
        select(Answer, author.name, verifier.name, EvidenceFile.name)
        .join(author, author.id == Answer.author_id)
        .outerjoin(verifier, verifier.id == Answer.verified_by_id)
        .outerjoin(EvidenceFile, EvidenceFile.id == Answer.file_id)
        .where(Answer.rollout_id == rollout_id)
    )
    return {
        (answer.gate_key, answer.criterion_ref): Stored(answer, statement(answer, by, verified_by, file))
        for answer, by, verified_by, file in db.session.execute(query)
    }


def statement(row: Answer | AnswerRevision, author: str, verified_by: str | None, file: str | None) -> Statement:
    """A stored answer as the rules see it."""
    return Statement(
        state=row.state,
        answered_on=row.answered_on,
        author=author,
        value=row.value,
        grade=row.grade,
        evidence=row.evidence,
        link=row.link,
        file_name=file or "",
        na_reason=row.na_reason,
        verified_by=verified_by or "",
        verified_on=row.verified_at.date() if row.verified_at else None,
    )


def of_place(stored: Mapping[Place, Stored], gate_key: str) -> dict[str, Statement]:
    """The answers of one gate (or of the success factors, with an empty key) by criterion."""
    return {ref: each.statement for (key, ref), each in stored.items() if key == gate_key}


def answers_of(rollout_id: int, gate_key: str) -> dict[str, Answer]:
    """The present answers of one gate (or of the success factors, with an empty key) by criterion."""
    query = select(Answer).where(Answer.rollout_id == rollout_id, Answer.gate_key == gate_key)
    return {answer.criterion_ref: answer for answer in db.session.scalars(query)}


def answer_at(rollout_id: int, gate_key: str, ref: str) -> Answer | None:
    """The present answer to a criterion, if there is one."""
    return db.session.scalar(
        select(Answer).where(Answer.rollout_id == rollout_id, Answer.gate_key == gate_key, Answer.criterion_ref == ref)
    )


def evidence_file(rollout_id: int, file_id: int) -> EvidenceFile:
    """A file of evidence of this rollout; NotFound otherwise."""
    found = db.session.scalar(
        select(EvidenceFile).where(EvidenceFile.rollout_id == rollout_id, EvidenceFile.id == file_id)
    )
    if found is None:
        raise NotFound("There is no such file in this rollout.")
    return found


@dataclass(frozen=True, slots=True)
class Earlier:
    """One line of an answer's history."""

    revision: AnswerRevision
    statement: Statement

    @property
    def at(self) -> datetime:
        """When it was recorded."""
        return self.revision.recorded_at


def history(rollout_id: int, gate_key: str, ref: str) -> list[Earlier]:
    """Every answer ever given to a criterion, newest first."""
    return _revisions(
        AnswerRevision.rollout_id == rollout_id,
        AnswerRevision.gate_key == gate_key,
        AnswerRevision.criterion_ref == ref,
    )


def revisions(rollout_id: int) -> list[Earlier]:
    """Every answer ever given in a rollout, newest first."""
    return _revisions(AnswerRevision.rollout_id == rollout_id)


def _revisions(*where: ColumnElement[bool]) -> list[Earlier]:
    author, verifier = aliased(User), aliased(User)
    query = (
        select(AnswerRevision, author.name, verifier.name, EvidenceFile.name)
        .join(author, author.id == AnswerRevision.author_id)
        .outerjoin(verifier, verifier.id == AnswerRevision.verified_by_id)
        .outerjoin(EvidenceFile, EvidenceFile.id == AnswerRevision.file_id)
        .where(*where)
        .order_by(AnswerRevision.id.desc())
    )
    rows = db.session.execute(query)
    return [Earlier(row, statement(row, by, verified_by, file)) for row, by, verified_by, file in rows]


def override_row(rollout_id: int, gate_key: str) -> VerdictOverride | None:
    """The verdict set by hand for a gate, if there is one, whether or not it still holds."""
    return db.session.scalar(
        select(VerdictOverride).where(VerdictOverride.rollout_id == rollout_id, VerdictOverride.gate_key == gate_key)
    )


def overrides(rollout_id: int) -> dict[str, Override]:
    """The verdicts set by hand in a rollout by gate, as the rules see them."""
    query = (
        select(VerdictOverride, User.name)
        .join(User, User.id == VerdictOverride.by_id)
        .where(VerdictOverride.rollout_id == rollout_id)
    )
    rows = db.session.execute(query)
    return {row.gate_key: Override(row.state, row.reason, name, row.until) for row, name in rows}
