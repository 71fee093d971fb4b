"""The digest: one mail a day or a week for whoever wants it, with all that waits for that person."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask import current_app
from sqlalchemy import select

from planner.access.digests import Digest, due_on
from planner.access.models import User
from planner.basics.mail_service import Letter, post, server_here
from planner.db import db, transaction
from planner.rollouts import queries
from planner.rollouts.letters import Line, Page, Part, as_html, as_text, line_of, pile_title
from planner.rollouts.mail_models import DigestDay
from planner.rollouts.waiting import Pile, Waiting, sorted_piles
from planner.rollouts.waiting_list_service import Asked, address_of, waiting_in

ORDER = (Pile.LATE, Pile.WAITING, Pile.NEXT)


def write_digests(now: datetime) -> int:
    """Write the digests whose hour has come; how many. Nobody gets a second one for the same day."""
    if server_here() is None:
        return 0
    written = 0
    for user_id, day in _whose_hour_has_come(now):
        with transaction():
            written += _write(user_id, day, now)
    return written


def _whose_hour_has_come(now: datetime) -> list[tuple[int, date]]:
    query = select(User, DigestDay.day).outerjoin(DigestDay, DigestDay.user_id == User.id)
    found = []
    for user, last in db.session.execute(query.where(User.active, User.digest != Digest.OFF)):
        local = now.astimezone(ZoneInfo(user.timezone))
        if due_on(user.digest, local, last):
            found.append((user.id, local.date()))
    db.session.rollback()
    return found


def _write(user_id: int, day: date, now: datetime) -> int:
    user = db.session.get_one(User, user_id)
    last = db.session.get(DigestDay, user_id)
    if last is not None and last.day >= day:  # another process was faster
        return 0
    if last is None:
        db.session.add(DigestDay(user_id=user_id, day=day))
    else:
        last.day = day
    piles = sorted_piles(work_of(user, now))
    works = [work for pile in ORDER for work in piles[pile]]
    return int(bool(works) and post(digest(user, piles, day), now))


def work_of(user: User, now: datetime) -> list[Waiting]:
    """All that waits for a person, over all rollouts; each rollout has its own today."""
    found: list[Waiting] = []
    for rollout in queries.visible_to(user.id):
        _, role = queries.rollout_for(user.id, rollout.id)
        today = now.astimezone(ZoneInfo(rollout.timezone)).date()
        found += waiting_in(Asked(rollout, today, {user.id: role}))
    return found


def digest(user: User, piles: dict[Pile, list[Waiting]], day: date) -> Letter:
    """The mail with what waits for a person."""
    parts = [Part(pile_title(pile, len(piles[pile])), lines_of(piles[pile])) for pile in ORDER if piles[pile]]
    count = sum(len(part.lines) for part in parts)
    often = "a day" if user.digest is Digest.DAILY else "a week"
    page = Page(
        hello=f"Hello {user.name}, this waits for you.",
        parts=parts,
        why=f"You get this mail once {often} because you asked for it. Change or stop it:",
        home=full_address("/"),
        choice=full_address("/account"),
    )
    subject = "1 thing waits for you" if count == 1 else f"{count} things wait for you"
    late = len(piles[Pile.LATE])
    return Letter(
        key=f"digest.{user.id}.{day.isoformat()}",
        user_id=user.id,
        address=user.email,
        name=user.name,
        subject=f"{subject}, {late} of them late" if late else subject,
        text=as_text(page),
        html=as_html(page),
    )


def lines_of(works: Iterable[Waiting], owners: Mapping[str, str] | None = None) -> list[Line]:
    """Things that wait, as lines of a mail with full addresses; `owners` names by key whose they are."""
    found = []
    for work in works:
        line = line_of(work, full_address(address_of(work.place)))
        owner = (owners or {}).get(work.key)
        found.append(replace(line, about=f"{owner} has it to do") if owner else line)
    return found


def full_address(path: str) -> str:
    """An address of this installation as mail needs it."""
    base: str = current_app.config["PLANNER"].base_url
    return base + path
