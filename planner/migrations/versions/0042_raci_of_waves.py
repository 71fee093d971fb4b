"""A wave may have other responsibilities for a deliverable than the rest of the rollout."""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "raci_wave_letters",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("deliverable_id", sa.Integer(), nullable=False),
        sa.Column("wave_id", sa.Integer(), nullable=False),
        sa.Column("letters", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["deliverable_id"], ["raci_deliverable.id"], name=op.f("fk_raci_wave_letters_deliverable_id_raci_deliverable"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["wave_id"], ["wave.id"], name=op.f("fk_raci_wave_letters_wave_id_wave"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_raci_wave_letters")),
        sa.UniqueConstraint("deliverable_id", "wave_id", name=op.f("uq_raci_wave_letters_deliverable_id_wave_id")),
    )
    for column in ("deliverable_id", "wave_id"):
        op.create_index(op.f(f"ix_raci_wave_letters_{column}"), "raci_wave_letters", [column])


def downgrade() -> None:
    """Going back is by restoring a backup."""
    raise RuntimeError("Going back is by restoring a backup: planner restore FILE.")
