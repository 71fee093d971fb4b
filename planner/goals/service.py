"""Writes goals: makes, changes, drops, approves, comments and looks at them; every version is kept with its reason."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from planner.access.models import User
from planner.basics.errors import RuleBroken
from planner.db import check_version, db
from planner.goals import known_service, link_service, queries
from planner.goals.drafts import MOST_GOALS, GoalDraft, Surroundings, check_draft
from planner.goals.gates import Outcome
from planner.goals.goal import OWN, slug
from planner.goals.models import CONTENT, Goal, GoalComment, GoalLook, GoalRevision
from planner.rollouts import queries as rollouts
from planner.rollouts.models import Rollout

CREATED = "First written"


def surroundings(rollout: Rollout) -> Surroundings:
    """What a goal of this rollout may point to."""
    rows = queries.rows_of(rollout.id)
    return Surroundings(
        levels={row.id: row.level for row in rows},
        parents={row.id: row.parent_id for row in rows},
        units=frozenset(unit.id for unit in rollouts.units(rollout.id)),
        people=frozenset(user.id for _, user in rollouts.members(rollout.id)),
        kpis=frozenset(known_service.playbook_measures(rollout)),
    )


def create(rollout: Rollout, draft: GoalDraft, by: User, now: datetime) -> Goal:
    """Write a goal; what it seems to rest on is proposed at once."""
    rows = queries.rows_of(rollout.id)
    if len([row for row in rows if not row.dropped]) >= MOST_GOALS:
        raise RuleBroken(f"There are {MOST_GOALS} goals already. More cannot be followed; drop some first.")
    check_draft(draft, surroundings(rollout))
    row = Goal(rollout_id=rollout.id, number=max((each.number for each in rows), default=0) + 1, revision=1)
    _fill(row, draft, [each.kpi_ref for each in rows])
    row.dropped = False
    db.session.add(row)
    db.session.flush()
    _keep_version(row, CREATED, by, now)
    link_service.propose(rollout, row)
    return row


def _fill(row: Goal, draft: GoalDraft, taken: list[str]) -> None:
    """Put the typed values into the row; a measure of one's own gets a lasting name once and keeps it."""
    before = row.kpi_ref or ""
    for name in ("level", "name", "wording", "parent_id", "unit_id", "work_group", "owner_id", "baseline"):
        setattr(row, name, getattr(draft, name))
    for name in ("baseline_on", "target", "target_on", "importance", "realistic"):
        setattr(row, name, getattr(draft, name))
    own = bool(draft.measure_name)
    row.kpi_ref = (before if before.startswith(OWN) else slug(draft.measure_name, taken)) if own else draft.kpi_ref
    row.measure_name = draft.measure_name
    row.measure_unit = draft.measure_unit if own else None
    row.measure_direction = draft.measure_direction if own else None


def edit(
    rollout: Rollout, row: Goal, draft: GoalDraft, reason: str, by: User, now: datetime, version: int | None
) -> Goal:
    """Change a goal. What it said before is kept with the reason, and an approval of it no longer counts."""
    check_version(row, version, fields(row))
    if not reason:
        raise RuleBroken("Say why it changes; the reason is kept.", "reason")
    check_draft(draft, surroundings(rollout), row.id)
    before = content(row)
    _fill(row, draft, [each.kpi_ref for each in queries.rows_of(rollout.id) if each.id != row.id])
    if content(row) == before:
        raise RuleBroken("Nothing has changed.", "reason")
    _new_version(row, reason, by, now)
    link_service.propose(rollout, row)
    return row


def drop(row: Goal, reason: str, by: User, now: datetime, version: int | None) -> Goal:
    """Drop a goal, or take a dropped one up again; either needs a reason, and the history keeps it."""
    check_version(row, version, {"reason": ""})
    if not reason:
        raise RuleBroken("Say why; the reason is kept.", "reason")
    row.dropped = not row.dropped
    _new_version(row, reason, by, now)
    return row


def _new_version(row: Goal, reason: str, by: User, now: datetime) -> None:
    row.revision += 1
    db.session.flush()
    _keep_version(row, reason, by, now)


def _keep_version(row: Goal, reason: str, by: User, now: datetime) -> None:
    kept = GoalRevision(goal_id=row.id, number=row.revision, at=now, by_id=by.id, reason=reason)
    for name in CONTENT:
        setattr(kept, name, getattr(row, name))
    db.session.add(kept)
    db.session.flush()


def content(row: Goal) -> dict[str, object]:
    """All that makes up a goal."""
    return {name: getattr(row, name) for name in CONTENT}


def fields(row: Goal) -> dict[str, object]:
    """A goal by the names of its form."""
    return {
        "level": row.level.value,
        "parent": str(row.parent_id or ""),
        "name": row.name,
        "wording": row.wording,
        "unit": str(row.unit_id or ""),
        "group": row.work_group,
        "owner": str(row.owner_id or ""),
        "kpi": "" if row.kpi_ref.startswith(OWN) else row.kpi_ref,
        "measure_name": row.measure_name,
        "measure_unit": row.measure_unit.value if row.measure_unit else "",
        "measure_direction": row.measure_direction.value if row.measure_direction else "",
        "baseline": row.baseline,
        "baseline_on": row.baseline_on,
        "target": row.target,
        "target_on": row.target_on,
        "importance": row.importance.value,
        "realistic": row.realistic,
    }


def approve(rollout: Rollout, row: Goal, by: User, now: datetime, version: int | None) -> Goal:
    """A sponsor stands behind a goal as it says now. One that is dropped, or not SMART, cannot be approved."""
    check_version(row, version, {})
    if row.dropped:
        raise RuleBroken("This goal was dropped.")
    if row.approved:
        raise RuleBroken("This goal is approved already, as it stands.")
    found = next(each for each in known_service.seen(rollout, now.date()) if each.row.id == row.id)
    if not found.smart.holds:
        raise RuleBroken(f"{found.smart.sentence} Send it back with a comment first.")
    row.approved_revision, row.approved_at, row.approved_by_id = row.revision, now, by.id
    db.session.flush()
    return row


def comment(row: Goal, text: str, by: User, now: datetime) -> GoalComment:
    """Say something about a goal."""
    if not text:
        raise RuleBroken("Write something first.", "text")
    made = GoalComment(goal_id=row.id, at=now, by_id=by.id, text=text)
    db.session.add(made)
    db.session.flush()
    return made


def look(row: Goal, gate_key: str, outcome: Outcome, note: str, by: User, now: datetime) -> GoalLook:
    """Record that a goal was looked at before a gate. What has to change, or to go, needs a word why."""
    if outcome is not Outcome.STILL_RIGHT and not note:
        raise RuleBroken("Say what has to change, or why it goes.", f"note_{row.id}")
    made = GoalLook(
        goal_id=row.id, gate_key=gate_key, outcome=outcome, note=note, revision=row.revision, at=now, by_id=by.id
    )
    db.session.add(made)
    db.session.flush()
    return made


def look_at_all(
    rows: Mapping[int, Goal], gate_key: str, answers: Sequence[tuple[int, Outcome, str]], by: User, now: datetime
) -> int:
    """Record what was said of goals before a gate; at least one has to be answered for. Gives their number."""
    if not answers:
        raise RuleBroken("Say something of at least one goal.")
    for number, outcome, note in answers:
        look(rows[number], gate_key, outcome, note, by, now)
    return len(answers)
