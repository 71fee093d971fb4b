"""What became of training in use, help that gives a place in a session, and key figures of one unit or wave."""

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table and the columns."""
    op.create_table(
        "adoption_outcome",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rollout_id", sa.Integer(), nullable=False),
        sa.Column("division", sa.String(length=10), nullable=False),
        sa.Column("key", sa.String(length=20), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("answer", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["rollout_id"], ["rollout.id"], name=op.f("fk_adoption_outcome_rollout_id_rollout"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_adoption_outcome")),
        sa.UniqueConstraint("rollout_id", "division", "key", name=op.f("uq_adoption_outcome_rollout_id_division_key")),
    )
    with op.batch_alter_table("adoption_help") as table:
        table.add_column(sa.Column("sitting_id", sa.Integer(), nullable=True))
        table.create_foreign_key(op.f("fk_adoption_help_sitting_id_sitting"), "sitting", ["sitting_id"], ["id"], ondelete="SET NULL")
        table.create_index(op.f("ix_adoption_help_sitting_id"), ["sitting_id"])
    with op.batch_alter_table("kpi") as table:
        table.add_column(sa.Column("unit_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("wave", sa.Integer(), nullable=True))
        table.create_foreign_key(op.f("fk_kpi_unit_id_unit"), "unit", ["unit_id"], ["id"], ondelete="SET NULL")
        table.create_index(op.f("ix_kpi_unit_id"), ["unit_id"])


def downgrade() -> None:
    """Going back is by restoring a backup."""
    raise RuntimeError("Going back is by restoring a backup: planner restore FILE.")
