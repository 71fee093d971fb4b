"""Entries of calendars keep their numbers when the installation moves to another address."""

import sqlalchemy as sa
from alembic import op

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; a rollout's row is written when its calendars are next read, with the address they had."""
    op.create_table(
        "calendar_root",
        sa.Column("rollout_id", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(
            ["rollout_id"], ["rollout.id"], name=op.f("fk_calendar_root_rollout_id_rollout"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("rollout_id", name=op.f("pk_calendar_root")),
    )


def downgrade() -> None:
    """Going back is by restoring a backup."""
    raise RuntimeError("Going back is by restoring a backup: planner restore FILE.")
