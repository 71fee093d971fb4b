"""Notes who looks at pages about single persons, and on which day, so that the person can see it.

Every page that shows one person's record to somebody else calls `note_read`; one that shows many calls it for each.
"""

from collections.abc import Collection
from datetime import date

from sqlalchemy import insert, select

from planner.db import db, transaction
from planner.people.privacy_models import PrivacyRead
from planner.people.staff_models import Staff


def note_read(rollout_id: int, staff_ids: Collection[int], by: int, what: str, today: date) -> int:
    """Note that an account looked at `what` of some people today; how many notes were new.

    `what` is read by the person concerned: "Your entry in the staff list". Looking at one's own record is no matter,
    and twice a day is once. Call it before anything is read: it writes in a transaction of its own.
    """
    if not staff_ids:
        return 0
    with transaction():
        seen = select(PrivacyRead.staff_id).where(
            PrivacyRead.user_id == by, PrivacyRead.what == what, PrivacyRead.day == today
        )
        own = select(Staff.id).where(Staff.rollout_id == rollout_id, Staff.user_id == by)
        known = {*db.session.scalars(seen), *db.session.scalars(own)}
        new = sorted(set(staff_ids) - known)
        if new:
            rows = [
                {"rollout_id": rollout_id, "staff_id": i, "user_id": by, "what": what[:60], "day": today} for i in new
            ]
            db.session.execute(insert(PrivacyRead), rows)
    return len(new)
