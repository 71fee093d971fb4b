"""Ratings of a session are told five at a time; what was told so far stays told, and fewer than five wait."""

import sqlalchemy as sa
from alembic import op

revision = "0056"
down_revision = "0055"
branch_labels = None
depends_on = None

FEWEST = 5


def upgrade() -> None:
    """Make the table, and move the ratings of sessions with five or more into it."""
    op.create_table(
        "published_rating",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sitting_id", sa.Integer(), nullable=False),
        sa.Column("ratings", sa.Integer(), nullable=False),
        sa.Column("stars", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["sitting_id"], ["sitting.id"], name=op.f("fk_published_rating_sitting_id_sitting"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_published_rating")),
        sa.UniqueConstraint("sitting_id", name=op.f("uq_published_rating_sitting_id")),
    )
    waiting = sa.table("sitting_rating", *map(sa.column, ("sitting_id", "stars", "number")))
    told = sa.table("published_rating", *map(sa.column, ("sitting_id", "ratings", "stars")))
    number = sa.func.sum(waiting.c.number)
    whole = sa.select(waiting.c.sitting_id, number, sa.func.sum(waiting.c.number * waiting.c.stars))
    whole = whole.group_by(waiting.c.sitting_id).having(number >= FEWEST)
    op.execute(told.insert().from_select(["sitting_id", "ratings", "stars"], whole))
    op.execute(waiting.update().where(waiting.c.sitting_id.in_(sa.select(told.c.sitting_id))).values(number=0))


def downgrade() -> None:
    """Going back is by restoring a backup."""
    raise RuntimeError("Going back is by restoring a backup: planner restore FILE.")
