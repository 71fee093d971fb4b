"""Takes ratings of sessions without keeping who gave them: only how often each number of stars was given."""

from sqlalchemy import select

from planner.basics.errors import RuleBroken
from planner.db import db
from planner.training.seats import Attendance
from planner.training.sitting_models import Enrolment, SittingRating

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
    query = select(SittingRating).where(SittingRating.sitting_id == enrolment.sitting_id, SittingRating.stars == stars)
    row = db.session.scalar(query.with_for_update())
    if row is None:
        row = SittingRating(sitting_id=enrolment.sitting_id, stars=stars, number=0)
        db.session.add(row)
    row.number += 1
    db.session.flush()
