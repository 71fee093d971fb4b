"""Takes ratings of sessions without keeping who gave them, and publishes those of a session five at a time.

Whatever is told, of a session, a course or the whole, is a sum of such fives: no two figures differ by fewer ratings.
"""

from collections.abc import Iterable

from sqlalchemy import select

from planner.basics.errors import RuleBroken
from planner.basics.suppression import may_show
from planner.db import db
from planner.training.seats import Attendance
from planner.training.sitting_models import Enrolment, PublishedRating, Sitting, SittingRating

STARS = (1, 2, 3, 4, 5)


def rate(enrolment: Enrolment, stars: int) -> None:
    """Count the stars somebody gives to a session; RuleBroken for a second time, and for who was not there."""
    if enrolment.attendance is not Attendance.THERE:
        raise RuleBroken("Only those who were there rate a session.")
    if enrolment.rated:
        raise RuleBroken("You have rated this session. A rating cannot be changed: nobody knows which one is yours.")
    if stars not in STARS:
        raise RuleBroken("Choose between one and five stars.", "stars")
    enrolment.rated = True
    waiting = _waiting(enrolment.sitting_id)
    row = waiting.get(stars)
    if row is None:
        row = waiting[stars] = SittingRating(sitting_id=enrolment.sitting_id, stars=stars, number=0)
        db.session.add(row)
    row.number += 1
    if may_show(sum(each.number for each in waiting.values())):
        _publish(enrolment.sitting_id, waiting.values())
    db.session.flush()


def _waiting(sitting_id: int) -> dict[int, SittingRating]:
    """The ratings of a session that are not published yet, by stars; two who rate at once are counted in turn."""
    db.session.scalar(select(Sitting.id).where(Sitting.id == sitting_id).with_for_update(key_share=True))
    query = select(SittingRating).where(SittingRating.sitting_id == sitting_id)
    return {row.stars: row for row in db.session.scalars(query)}


def _publish(sitting_id: int, waiting: Iterable[SittingRating]) -> None:
    """Add what waits to what is told."""
    row = db.session.scalar(select(PublishedRating).where(PublishedRating.sitting_id == sitting_id))
    if row is None:
        row = PublishedRating(sitting_id=sitting_id, ratings=0, stars=0)
        db.session.add(row)
    for each in waiting:
        row.ratings, row.stars = row.ratings + each.number, row.stars + each.number * each.stars
        each.number = 0
