"""A course of the rollout's own has a lasting reference too, so that a problem can name it."""

from collections import defaultdict
from itertools import count

import sqlalchemy as sa
from alembic import op

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Number the courses without a reference, rollout by rollout."""
    course = sa.table("course", sa.column("id"), sa.column("rollout_id"), sa.column("ref"))
    connection = op.get_bind()
    query = sa.select(course.c.id, course.c.rollout_id).where(course.c.ref.is_(None)).order_by(course.c.id)
    numbers: defaultdict[int, count[int]] = defaultdict(lambda: count(1))
    for row in connection.execute(query).all():
        ref = f"own:{next(numbers[row.rollout_id])}"
        connection.execute(course.update().where(course.c.id == row.id).values(ref=ref))


def downgrade() -> None:
    """Going back is by restoring a backup."""
    raise RuntimeError("Going back is by restoring a backup: planner restore FILE.")
