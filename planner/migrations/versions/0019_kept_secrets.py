"""Sealed secrets of other systems."""

import sqlalchemy as sa
from alembic import op

from planner.db import UtcDateTime

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "kept_secret",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rollout_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("kept_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["rollout_id"], ["rollout.id"], name=op.f("fk_kept_secret_rollout_id_rollout"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_secret")),
        sa.UniqueConstraint("rollout_id", "name", name=op.f("uq_kept_secret_rollout_id_name")),
    )
    op.create_index(op.f("ix_kept_secret_rollout_id"), "kept_secret", ["rollout_id"])


def downgrade() -> None:
    """Going back is by restoring a backup."""
    raise RuntimeError("Going back is by restoring a backup: planner restore FILE.")
