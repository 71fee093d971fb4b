"""Calendars that people subscribe to by a secret address: made and ended by their owner, ended with their access."""

import secrets
from collections.abc import Iterator
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from planner.access.models import User
from planner.access.roles import Permission, scope_of
from planner.access.signin_service import hashed
from planner.basics.errors import NotFound, RuleBroken
from planner.db import db, transaction
from planner.rollouts import queries as rollouts
from planner.rollouts.models import Rollout
from planner.schedule import queries
from planner.schedule.calendar_feed import Entry, FeedKind
from planner.schedule.check_service import checked
from planner.schedule.feed_models import CalendarRoot, PlanFeed
from planner.schedule.gate_queries import gates_of
from planner.schedule.plan_facts import PlanFacts
from planner.schedule.plan_sense import Sense
from planner.schedule.session_load_queries import entry_sources
from planner.schedule.states import Kind

MOST = 10
"""Calendars of one person in one rollout; more would be forgotten, not used."""


def feeds_of(rollout_id: int, user_id: int) -> list[PlanFeed]:
    """A person's own calendars in a rollout, newest first."""
    query = select(PlanFeed).where(PlanFeed.rollout_id == rollout_id, PlanFeed.user_id == user_id)
    return list(db.session.scalars(query.order_by(PlanFeed.id.desc())))


def add_feed(rollout: Rollout, user: User, kind: FeedKind, now: datetime) -> tuple[PlanFeed, str]:
    """A new calendar and its secret, which is told this once and kept only as a hash."""
    if len(feeds_of(rollout.id, user.id)) >= MOST:
        raise RuleBroken(f"You have {MOST} calendars of this rollout: end one that you no longer use first.")
    token = secrets.token_urlsafe(32)
    feed = PlanFeed(rollout_id=rollout.id, user_id=user.id, kind=kind, token_hash=hashed(token), created_at=now)
    db.session.add(feed)
    db.session.flush()
    return feed, token


def end_feed(rollout_id: int, user_id: int, feed_id: int) -> None:
    """End a calendar of one's own; its address answers no more."""
    feed = db.session.get(PlanFeed, feed_id)
    if feed is None or (feed.rollout_id, feed.user_id) != (rollout_id, user_id):
        raise NotFound("There is no such calendar of yours.")
    db.session.delete(feed)
    db.session.flush()


def feed_behind(token: str) -> tuple[PlanFeed, Rollout]:
    """The calendar of a secret; NotFound for an unknown one and for a person who may not see the plan any more."""
    feed = db.session.scalar(select(PlanFeed).where(PlanFeed.token_hash == hashed(token)))
    person = db.session.get(User, feed.user_id) if feed else None
    if feed is None or person is None or not person.active:
        raise NotFound("There is no such calendar.")
    rollout, role = rollouts.rollout_for(person.id, feed.rollout_id)
    if scope_of(role, Permission.PLAN_VIEW) is None:
        raise NotFound("There is no such calendar.")
    return feed, rollout


def root_of(rollout_id: int, home: str) -> str:
    """What the entries of a rollout's calendars are numbered by; `home`, its address today, where none was read before.

    Not to be called within a transaction.
    """
    kept = db.session.get(CalendarRoot, rollout_id)
    if kept is None:
        try:
            with transaction():
                db.session.add(CalendarRoot(rollout_id=rollout_id, address=home[:500]))
        except IntegrityError:  # another process was faster
            db.session.rollback()
        kept = db.session.get_one(CalendarRoot, rollout_id)
    return kept.address


def entries_of(feed: PlanFeed, rollout: Rollout, now: datetime, home: str) -> list[Entry]:
    """What a calendar holds, in the order of time; `home` is the address of the rollout."""
    today = now.date()
    if feed.kind is FeedKind.TRAINING:
        person = db.session.get_one(User, feed.user_id)
        found = [each for source in entry_sources for each in source(rollout, person, now, home)]
        found += _tasks(feed, rollout, home, _training(rollout, today))
    else:
        found = list(_gates(feed, rollout, today, home))
        if feed.kind is not FeedKind.GATES:
            found += _tasks(feed, rollout, home)
    return sorted(found, key=lambda entry: (entry.first, entry.key))


def _gates(feed: PlanFeed, rollout: Rollout, today: date, home: str) -> Iterator[Entry]:
    for view in gates_of(rollout, today):
        gate = view.gate
        if gate.due is None or (feed.kind is FeedKind.MINE and gate.owner_id != feed.user_id):
            continue
        yield Entry(
            f"gate-{gate.key}", f"Review: {gate.name}", gate.due, gate.due, f"Gate of {gate.phase_name}",
            f"{home}/gates", "Gate",
        )  # fmt: skip


def _training(rollout: Rollout, today: date) -> frozenset[int]:
    """The numbers of the rows of the plan that train people, as the checks of the plan understand them."""
    found = checked(rollout, today)
    sense = Sense(PlanFacts(rows=tuple(found.rows.values()) if found else ()))
    return frozenset(sense.rows[position].uid for position in sense.training)


def _tasks(feed: PlanFeed, rollout: Rollout, home: str, only: frozenset[int] | None = None) -> Iterator[Entry]:
    """Tasks and milestones with dates; `only` those with these numbers, where some are given."""
    plan = queries.current_plan(rollout.id)
    gates = queries.gate_rows(plan.id) if plan else frozenset()
    for row in queries.rows_of(plan.id) if plan else []:
        first, last = row.first_day, row.last_day
        if row.kind is Kind.SUMMARY or first is None or last is None or row.id in gates:
            continue
        if feed.kind is FeedKind.MINE and row.owner_id != feed.user_id:
            continue
        if only is not None and row.uid not in only:
            continue
        category = "Milestone" if row.kind is Kind.MILESTONE else "Task"
        yield Entry(
            f"task-{row.uid}", row.name, first, last, f"{row.percent} % done", f"{home}/plan/tasks/{row.id}", category
        )
