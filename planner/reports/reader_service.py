"""Tells chosen people by mail that a report made itself: a link, and nothing of what the report says.

Nobody is chosen until a project manager does it; whoever leaves the rollout gets no more mail.
"""

from collections.abc import Collection
from datetime import datetime

from markupsafe import Markup
from sqlalchemy import select

from planner.access.models import User
from planner.access.roles import Permission, scope_of
from planner.basics.errors import RuleBroken
from planner.basics.mail_service import Letter, post
from planner.db import db
from planner.reports.gathering_service import day_of
from planner.reports.models import Snapshot
from planner.reports.opening import name_of
from planner.reports.share_models import ReportReader
from planner.reports.wording import day
from planner.rollouts import queries as rollouts
from planner.rollouts.digest_service import full_address
from planner.rollouts.models import Rollout
from planner.rollouts.waiting import Place
from planner.rollouts.waiting_list_service import address_of


def offers(rollout_id: int) -> list[User]:
    """Who may read reports and can sign in: those of whom readers are chosen."""
    return [
        user
        for membership, user in rollouts.members(rollout_id)
        if user.active and scope_of(membership.role, Permission.REPORTS_VIEW) is not None
    ]


def readers(rollout_id: int) -> list[User]:
    """Who is told, as far as they may still read reports."""
    chosen = set(db.session.scalars(select(ReportReader.user_id).where(ReportReader.rollout_id == rollout_id)))
    return [user for user in offers(rollout_id) if user.id in chosen]


def choose(rollout_id: int, user_ids: Collection[int]) -> None:
    """Let these people be told, and nobody else; RuleBroken for somebody who may not read reports."""
    if set(user_ids) - {user.id for user in offers(rollout_id)}:
        raise RuleBroken("Only people who take part in this rollout can be told.", "readers")
    rows = {row.user_id: row for row in db.session.scalars(select(ReportReader).filter_by(rollout_id=rollout_id))}
    for user_id, row in rows.items():
        if user_id not in user_ids:
            db.session.delete(row)
    db.session.add_all(ReportReader(rollout_id=rollout_id, user_id=each) for each in set(user_ids) - set(rows))
    db.session.flush()


def tell(rollout: Rollout, row: Snapshot, now: datetime) -> int:
    """Write the mails about a report in the running transaction; how many are new. Asked twice, nobody gets two."""
    return sum(post(letter(rollout, row, user, now), now) for user in readers(rollout.id))


def letter(rollout: Rollout, row: Snapshot, user: User, now: datetime) -> Letter:
    """The mail about one report: which, of which rollout, when, and where it is read."""
    name, on = name_of(row.document), day(day_of(rollout, now))
    about = f"{name} {row.number} of “{rollout.name}” was made on {on}."
    url = full_address(address_of(Place("reports.show", {"rollout_id": rollout.id, "number": row.number})))
    why = "You get this mail because the project manager chose you as a reader of new reports, and can change that."
    html = Markup(
        "<!doctype html><html lang='en'><head><meta charset='utf-8'></head><body>"
        "<p>{}</p><p><a href='{}'>Read it</a></p><p>{}</p></body></html>"
    ).format(about, url, why)
    return Letter(
        key=f"report.{row.id}.{user.id}",
        user_id=user.id,
        address=user.email,
        name=user.name,
        subject=f"{name} {row.number}: {rollout.name}",
        text=f"{about}\n\nRead it: {url}\n\n{why}\n",
        html=html,
    )
