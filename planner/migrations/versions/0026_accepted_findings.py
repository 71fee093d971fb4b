"""Findings that are accepted for a time."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "accepted_mistake",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rollout_id", sa.Integer(), nullable=False),
        sa.Column("detector", sa.String(length=160), nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("accepted", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(
            ["rollout_id"], ["rollout.id"], name=op.f("fk_accepted_mistake_rollout_id_rollout"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_accepted_mistake_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accepted_mistake")),
        sa.UniqueConstraint("rollout_id", "detector", name=op.f("uq_accepted_mistake_rollout_id_detector")),
    )
    op.create_index(op.f("ix_accepted_mistake_rollout_id"), "accepted_mistake", ["rollout_id"])
    op.create_index(op.f("ix_accepted_mistake_by_id"), "accepted_mistake", ["by_id"])


def downgrade() -> None:
    """Going back is by restoring a backup."""
    raise RuntimeError("Going back is by restoring a backup: planner restore FILE.")
