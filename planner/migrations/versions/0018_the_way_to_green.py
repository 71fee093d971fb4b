"""Tasks of the plan that were made of the way to green."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "green_work",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rollout_id", sa.Integer(), nullable=False),
        sa.Column("gate_key", sa.String(length=140), nullable=False),
        sa.Column("change_key", sa.String(length=250), nullable=False),
        sa.Column("uid", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["rollout_id"], ["rollout.id"], name=op.f("fk_green_work_rollout_id_rollout"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_green_work")),
        sa.UniqueConstraint(
            "rollout_id", "gate_key", "change_key", name=op.f("uq_green_work_rollout_id_gate_key_change_key")
        ),
    )
    op.create_index(op.f("ix_green_work_rollout_id"), "green_work", ["rollout_id"])


def downgrade() -> None:
    """Going back is by restoring a backup."""
    raise RuntimeError("Going back is by restoring a backup: planner restore FILE.")
